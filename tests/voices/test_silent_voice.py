"""The voice for where there is none."""

import numpy as np
import pytest

from companion.ports import Voice
from companion.units import RATE
from companion.voices import SilentVoice


def test_a_clip_is_silence_as_long_as_its_text_takes_to_read() -> None:
    """Six words at 120 words a minute are three seconds of digital silence, there at once."""
    voice: Voice = SilentVoice(rate=120)
    clip = voice.clip("Timeout. Nobody has to answer now.")
    assert clip is not None
    assert len(clip) == 3 * RATE
    assert not np.any(clip)


@pytest.mark.parametrize(("asked", "held"), [(10, 80), (170, 170), (1000, 450)])
def test_slower_and_faster_still_do_something(asked: int, held: int) -> None:
    """The rate can be set, and stays within what a voice can do."""
    voice = SilentVoice()
    voice.rate = asked
    assert voice.rate == held
    assert len(voice.clip("one two")) == round(2 * 60 * RATE / held)


def test_no_words_take_no_time() -> None:
    """An empty text is an empty clip."""
    assert len(SilentVoice().clip("  ")) == 0
