"""The sounds that are no words: soft, without a click, exactly as long as asked, and each one its own."""

from itertools import combinations
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.ports import Sounds
from companion.room import sounds
from companion.steps import Shape
from companion.units import RATE, Samples, Stereo, samples

SHAPES: tuple[Shape, ...] = ("in", "hold", "out", "top_up")


def dbfs(sound: Stereo) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound.astype(float) ** 2)) / 32767))


def pitch(sound: Stereo) -> float:
    """Of a short piece, by the peak of its windowed spectrum."""
    left = sound[:, 0].astype(float) * np.hanning(len(sound))
    return float(np.argmax(np.abs(np.fft.rfft(left, 1 << 16))) * RATE / (1 << 16))


def assert_soft(sound: Stereo) -> None:
    """No step between two samples is larger than a sine at 1.5 kHz and the sound's own peak would make."""
    assert sound.dtype == np.int16
    assert sound.shape[1:] == (2,)
    steps = np.abs(np.diff(sound.astype(int), axis=0, prepend=0, append=0))
    assert steps.max() <= np.abs(sound.astype(int)).max() * 2 * np.pi * 1500 / RATE
    assert np.abs(sound[[0, -1]]).max() <= 50
    assert not sound.flags.writeable


def test_the_module_is_the_port() -> None:
    """The module can be handed to the stage as it is."""
    port: Sounds = sounds
    assert port.earcon("heard") is sounds.earcon("heard")


@pytest.mark.parametrize("name", sorted(sounds.EARCONS))
def test_earcons_are_soft(name: str) -> None:
    """An earcon does not click, is quiet, and is over within two seconds."""
    sound = sounds.earcon(name)
    assert_soft(sound)
    assert len(sound) <= samples(2)
    assert -40 < dbfs(sound) < -22
    assert np.abs(sound).max() < 0.25 * 32767


def test_earcons_have_their_names() -> None:
    """The earcons of the programme are there, and no other name makes a sound."""
    assert {
        "listening",
        "heard",
        "not_understood",
        "stopped",
        "turn",
        "halfway",
        "soon",
        "start",
        "end",
    } == sounds.EARCONS
    with pytest.raises(KeyError):
        sounds.earcon("siren")


def test_every_earcon_is_its_own() -> None:
    """No two earcons are the same, also when the longer one is cut to the length of the other."""
    for one, other in combinations(sorted(sounds.EARCONS), 2):
        a, b = sounds.earcon(one)[:, 0].astype(float), sounds.earcon(other)[:, 0].astype(float)
        size = max(len(a), len(b))
        a, b = np.pad(a, (0, size - len(a))), np.pad(b, (0, size - len(b)))
        assert a @ b / np.sqrt((a @ a) * (b @ b)) < 0.9, (one, other)


@given(st.sampled_from(SHAPES), st.integers(0, 40_000))
def test_tones_are_exactly_as_long_as_asked(shape: Shape, length: int) -> None:
    """Every length is possible, none included, and gives that many samples."""
    assert sounds.tone(shape, Samples(length)).shape == (length, 2)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seconds", [1.0, 1.5, 4.0, 11.0])
def test_tones_are_soft_and_under_the_words(shape: Shape, seconds: float) -> None:
    """A tone does not click and is at -26 dBFS or less."""
    tone = sounds.tone(shape, samples(seconds))
    assert_soft(tone)
    assert dbfs(tone) == pytest.approx(-32 if shape == "hold" else -26, abs=0.1)


def test_tones_say_which_way_to_breathe() -> None:
    """In rises, out falls, hold stays, top-up rises from where in ended; all between 200 and 400 Hz."""
    ends = {}
    for shape in SHAPES:
        tone = sounds.tone(shape, samples(4))
        ends[shape] = pitch(tone[: RATE // 4]), pitch(tone[-RATE // 4 :])
    assert all(200 <= end <= 400 for pair in ends.values() for end in pair)
    assert ends["in"][0] * 1.3 < ends["in"][1]
    assert ends["out"][1] * 1.3 < ends["out"][0]
    assert ends["hold"][0] == pytest.approx(ends["hold"][1], rel=0.01)
    assert ends["in"][1] == pytest.approx(ends["top_up"][0], rel=0.03)
    assert ends["top_up"][0] * 1.1 < ends["top_up"][1]


@pytest.mark.parametrize(("side", "channel"), [("left", 0), ("right", 1)])
def test_ticks_are_on_one_side(side: Literal["left", "right"], channel: int) -> None:
    """A tick sounds on its side only."""
    tick = sounds.tick(side)
    assert_soft(tick)
    assert tick[:, channel].any()
    assert not tick[:, 1 - channel].any()
