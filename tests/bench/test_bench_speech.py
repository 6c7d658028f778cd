"""Sound laid out for measuring: commands in their places, and speakers that are what they say."""

import shutil

import numpy as np
import pytest

from companion.bench._speakers import KNOWN, PEAK, Speaker, spoken
from companion.bench._spoken import conversation, placed, share_of_speech, talk, wording
from companion.dialogues import REPERTOIRE
from companion.units import RATE

flite = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed (apt install flite)")


def test_there_are_thirty_phrases_and_each_can_be_labelled() -> None:
    """Thirty different phrases, all with a label."""
    phrases = wording().phrases
    assert len(phrases) == 30
    assert all(label.intent for label in phrases.values())


def test_what_is_waited_for_has_a_reply() -> None:
    """Some phrases of idle lead somewhere: their replies are what is timed."""
    timed = [text for text, label in wording().phrases.items() if label.state == "idle" and label.intent in REPERTOIRE]
    assert len(timed) >= 10


def test_sounds_lie_where_they_are_put() -> None:
    """At their seconds, cut off at the end, silence elsewhere."""
    sound = np.full(RATE // 2, 7, np.int16)
    mic = placed([(0.5, sound), (1.75, sound)], 2.0)
    assert len(mic) == 2 * RATE
    assert np.flatnonzero(mic).tolist() == [*range(RATE // 2, RATE), *range(7 * RATE // 4, 2 * RATE)]
    assert share_of_speech(mic) == pytest.approx(0.375, abs=0.01)


@flite
def test_speakers_differ_in_what_they_say_they_differ_in() -> None:
    """A slower one takes longer; a smaller one as long as before, at a higher pitch."""
    plain, slow, small = (
        spoken("breathing", Speaker("a", "flite", "rms", slower, smaller))
        for slower, smaller in ((1.0, 1.0), (1.2, 1.0), (1.0, 1.15))
    )
    assert len(slow) / len(plain) == pytest.approx(1.2, abs=0.1)
    assert len(small) / len(plain) == pytest.approx(1.0, abs=0.1)
    assert np.abs(small).max() == PEAK
    assert not np.array_equal(plain[:1000], small[:1000])


@flite
def test_the_conversation_has_its_commands_and_talk_between(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speech at the second of every command, and talk in the pauses, of the length that was asked for."""
    monkeypatch.setattr("companion.bench._spoken.speakers", lambda: KNOWN[:1])
    mic = conversation(120)
    assert len(mic) == 120 * RATE
    for at, _ in wording().conversation:
        if at < 119:
            assert mic[round(at * RATE) : round((at + 0.5) * RATE)].any()
    assert 0.2 < share_of_speech(mic) < 0.9
    assert 0.5 < share_of_speech(talk(20)) < 1
