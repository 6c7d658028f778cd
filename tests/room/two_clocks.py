"""A microphone and a speaker with clocks of their own, and the air between them; in virtual time.

The callbacks of each come when its clock says, late by chance, in bursts of `burst`. What the speaker has played at a
moment is heard by the microphone `delay` seconds later, `gain` times as loud; with no gain nothing is heard.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from room.fake_devices import FakeDevices

from companion.room import DeviceRoom
from companion.units import BLOCK, RATE, Mono, Samples, Stereo, samples

LATE = 0.002
"""Seconds that a callback is late on the average."""


def _apart(mic: object, speaker: object, _rate: int) -> bool:
    return mic is None or speaker is None


@dataclass
class TwoClocks:
    """`drift`: by what share the speaker is faster; `air`: all that it has played."""

    drift: float
    burst: int = 1
    delay: float = 0.1
    gain: float = 0.3
    now: float = 0.0
    air: list[Mono] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._devices = FakeDevices(accepts=_apart)
        self.room = DeviceRoom(devices=self._devices, prefill=samples(0.1), clock=lambda: self.now, guard=Samples(0))
        self._mic, self._speaker = self._devices.opened
        self._chance = np.random.default_rng(1)
        self._played = np.zeros(0, np.float64)

    def heard(self, length: float) -> Iterator[tuple[Mono, Callable[[Stereo], None]]]:
        """Blocks of the microphone for `length` seconds, each to be answered by calling what comes with it."""
        blocks = iter(self.room)
        slow, fast = BLOCK / RATE, BLOCK / RATE / (1 + self.drift)
        mic, speaker = self._times(length, slow), self._times(length, fast)
        given = taken = 0
        while given < len(mic) and taken < len(speaker):
            if speaker[taken] <= mic[given]:
                self.now = speaker[taken]
                self._take()
                taken += 1
                continue
            self.now = mic[given]
            sound = self._in_the_air(given) if self.gain else np.zeros(BLOCK, np.int16)
            self._mic.callback(memoryview(sound.tobytes()), None, False)
            given += 1
            yield next(blocks), self.room.play

    def _times(self, length: float, each: float) -> NDArray[np.float64]:
        count = np.arange(round(length / each))
        due = (count // self.burst + 1) * self.burst * each
        times: NDArray[np.float64] = np.maximum.accumulate(due + self._chance.exponential(LATE, len(count)))
        return times

    def _take(self) -> None:
        out = bytearray(BLOCK * 4)
        self._speaker.callback(None, out, False)
        self.air.append(np.frombuffer(bytes(out), np.int16).reshape(-1, 2)[:, 0])

    def _in_the_air(self, block: int) -> Mono:
        """What the microphone gets for this block, between the samples that were played."""
        at = ((block * BLOCK + np.arange(BLOCK)) / RATE - self.delay) * RATE * (1 + self.drift)
        first = int(np.floor(at[0])) - 8
        kept = 16 + BLOCK + 2
        piece = np.zeros(kept)
        for number in range(max(0, first // BLOCK), min(len(self.air), (first + kept) // BLOCK + 1)):
            here = number * BLOCK - first
            part = self.air[number][max(0, -here) : kept - here]
            piece[max(0, here) : max(0, here) + len(part)] = part
        nearest = np.floor(at).astype(int)
        offsets = np.arange(-7, 9)
        apart = (at - nearest)[:, None] - offsets
        weights = np.sinc(apart) * np.cos(np.pi * apart / 18) ** 2
        taken = piece[np.clip((nearest - first)[:, None] + offsets, 0, kept - 1)]
        echo = (taken * weights).sum(axis=1) * self.gain
        mic: Mono = np.round(echo + self._chance.normal(0, 10, BLOCK)).astype(np.int16)
        return mic
