"""In what a recording is heard: as it is, in noise, and in rooms that make it hard.

Rules
1. A room changes the sound and nothing else: the same recording gives the same samples.
2. Levels are those of active speech, pauses left out. The echo is one fixed noise that dies away, not a real room.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from companion.bench._clips import Clip, in_noise
from companion.room import active_rms
from companion.units import RATE, Mono

REVERBERATION: Final = 0.4
"""Seconds in which the echo of the room falls by 60 dB: a furnished living room."""

DIRECT: Final = 0.0
"""dB by which what comes straight is louder than the whole echo: some two metres away in such a room."""


@dataclass(frozen=True, slots=True)
class Room:
    """`changed` gives a recording, shape (n,), as it is heard there."""

    name: str
    changed: Callable[[Clip], Mono]


CLEAN: Final = Room("clean", lambda clip: clip.sound)


def noisy(bed: Mono, ratios: Sequence[float]) -> list[Room]:
    """The noise `bed` so many dB below the speech; each clip has its own place in it, a prime number of samples on."""

    def mixed(ratio: float, clip: Clip) -> Mono:
        return in_noise(clip.sound, bed, ratio, clip.number * 48_611)

    return [Room(f"{ratio:g} dB", partial(mixed, ratio)) for ratio in ratios]


def hard(clips: Sequence[Clip]) -> list[Room]:
    """Quiet, far, too loud for the microphone, and somebody else talking, who is the next but half of the `clips`."""
    return [
        *(Room(f"{down} dB softer", partial(_softer, down)) for down in (20, 30)),
        *(Room(f"far, {down} dB softer", partial(_far, down)) for down in (20, 30)),
        Room("clipped, 12 dB over", partial(_clipped, 12)),
        *(Room(f"another talker {down} dB below", partial(_talked_over, clips, down)) for down in (12, 6)),
    ]


def _softer(down: float, clip: Clip) -> Mono:
    return _whole(clip.sound * _gain(-down))


def _far(down: float, clip: Clip) -> Mono:
    return _whole(np.convolve(clip.sound, _echo())[: len(clip.sound)] * _gain(-down))


def _echo() -> NDArray[np.float64]:
    """What a single sample becomes, of its own energy: itself, and noise that dies away from 5 ms on."""
    tail = np.random.default_rng(8).standard_normal(round(REVERBERATION * RATE))
    tail *= 10 ** (-3 * np.arange(len(tail)) / len(tail))
    tail *= _gain(-DIRECT) / np.linalg.norm(tail)
    echo: NDArray[np.float64] = np.concatenate(([1.0], np.zeros(RATE // 200), tail))
    return echo / float(np.linalg.norm(echo))


def _clipped(over: float, clip: Clip) -> Mono:
    """Its loudest sample `over` dB beyond full scale, and everything beyond cut off."""
    return _whole(clip.sound * (32_767 / np.abs(clip.sound).max() * _gain(over)))


def _talked_over(clips: Sequence[Clip], down: float, clip: Clip) -> Mono:
    at = next(number for number, other in enumerate(clips) if other is clip)
    other = clips[(at + len(clips) // 2) % len(clips)].sound
    level = active_rms([clip.sound]) / active_rms([other]) * _gain(-down)
    beside = np.zeros(len(clip.sound))
    beside[: len(other)] = level * other[: len(beside)]
    return _whole(clip.sound + beside)


def _gain(db: float) -> float:
    return float(10 ** (db / 20))


def _whole(sound: NDArray[np.floating]) -> Mono:
    limited: Mono = np.clip(np.rint(sound), -32_768, 32_767).astype(np.int16)
    return limited
