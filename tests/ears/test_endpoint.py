"""Where turns begin and end, on the audio clock."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from speech import silence, speak

from companion.ears._endpoint import Completeness, Endpoint
from companion.ears._settings import EarSettings
from companion.steps import Patience
from companion.units import BLOCK, Mono, Samples, samples

SETTINGS = EarSettings()


def blocks(sound: Mono) -> list[Mono]:
    return [sound[at : at + BLOCK] for at in range(0, len(sound) - BLOCK + 1, BLOCK)]


def turns(
    sound: Mono, patience: Patience = "command", completeness: Completeness = "no", settings: EarSettings = SETTINGS
) -> list[tuple[Samples, Samples, Samples, int]]:
    """(start, end, the moment it was known to be over, samples given) of every turn in `sound`."""
    endpoint = Endpoint(settings)
    found = []
    given_ = 0
    for number, block in enumerate(blocks(sound)):
        piece = endpoint.take(block, Samples(number * BLOCK))
        given_ += 0 if piece is None else len(piece)
        if endpoint.ended(patience, completeness):
            found.append((endpoint.start, endpoint.end, Samples((number + 1) * BLOCK), given_))
            endpoint.rest()
            given_ = 0
    return found


def in_silence(sound: Mono, after: float = 1.0) -> Mono:
    return np.concatenate([silence(1), sound, silence(after)])


def test_a_word_is_found_where_it_is() -> None:
    """Start and end of a turn are those of the speech, to 100 ms."""
    word = speak("breathing")
    ((start, end, _, _),) = turns(in_silence(word))
    assert abs(start - samples(1)) < samples(0.1)
    assert abs(end - samples(1) - len(word)) < samples(0.1)


@pytest.mark.parametrize(
    ("patience", "completeness", "seconds"),
    [
        ("command", "no", 0.7), ("command", "extendable", 0.7), ("command", "complete", 0.25),
        ("answer", "no", 4.0), ("answer", "extendable", 0.7), ("answer", "complete", 0.25),
        ("reflection", "no", 8.0), ("reflection", "extendable", 0.7), ("reflection", "complete", 0.25),
    ],
)  # fmt: skip
def test_silence_ends_a_turn(patience: Patience, completeness: Completeness, seconds: float) -> None:
    """A turn is over once the silence of its class has passed, to the block (C30)."""
    ((_, end, known, _),) = turns(in_silence(speak("help"), 9), patience, completeness)
    assert 0 <= known - end - samples(seconds) < BLOCK


def test_the_onset_is_not_lost() -> None:
    """What is given to the recogniser begins 0.3 s before the speech."""
    ((start, _, known, given_),) = turns(in_silence(speak("help")))
    assert samples(0.25) <= start - (known - given_) <= samples(0.45)


def test_two_words_are_two_turns() -> None:
    """A second of silence parts two commands."""
    sound = np.concatenate([in_silence(speak("stop")), in_silence(speak("time out"))])
    first, second = turns(sound)
    assert first[2] <= second[0]


@pytest.mark.parametrize("level", [0, 3, 300, 3000])
def test_steady_noise_is_no_speech(level: int) -> None:
    """White noise at any level does not begin a turn once it is known: at most the first half second does."""
    noise = np.random.default_rng(1).normal(0, level, samples(10)).astype(np.int16)
    assert all(start < samples(0.5) for start, _, _, _ in turns(noise))


def test_a_click_is_nothing() -> None:
    """Single loud samples do not begin a turn."""
    clicks = silence(4)
    clicks[:: samples(0.5)] = 32_000
    assert turns(clicks) == []


def test_endless_speech_is_cut() -> None:
    """What does not end is cut at the longest length, and nothing between the pieces is lost."""
    speech = np.concatenate([speak("can we talk about the weather")] * 20)
    settings = EarSettings(longest=samples(5))
    found = turns(speech, settings=settings)
    assert len(found) >= len(speech) // samples(5) - 1
    assert all(given_ <= samples(5) + BLOCK for *_, given_ in found)
    assert all(later[0] - earlier[2] < samples(0.3) for earlier, later in pairwise(found))


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 32_000)), max_size=8), st.integers(0, 3))
def test_any_sound_gives_turns_in_order(pieces: list[tuple[int, int]], seed: int) -> None:
    """Whatever is heard, turns do not overlap, and start before they end, and end before that is known."""
    random = np.random.default_rng(seed)
    parts = [np.clip(random.normal(0, level, BLOCK * n), -32_768, 32_767).astype(np.int16) for n, level in pieces]
    found = turns(np.concatenate([*parts, silence(1)]))
    assert all(start < end <= known for start, end, known, _ in found)
    assert all(earlier[2] <= later[2] - BLOCK for earlier, later in pairwise(found))
