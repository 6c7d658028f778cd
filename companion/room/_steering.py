"""Two devices, two clocks: how much faster the speaker takes samples than the microphone gives them.

Rules
1. It is learnt from nothing but how much waits to be played when a block of the microphone comes. Callbacks come late
   and in bursts, so only a line through many of these says something: the least squares of the last ten minutes.
2. What waits is held where it was at the beginning by turning the rate a little, never by leaving out or repeating.
3. It turns slowly: the canceller has to follow every change of the path.
"""

from typing import Final

WIDEST: Final = 1e-3
"""The largest drift that is followed: ten times what cheap oscillators are off by."""

MEMORY: Final = 600.0
"""Seconds after which a moment counts a third: oscillators change with warmth, in minutes."""

CORRECTED: Final = 100.0
"""Seconds in which too much or too little waiting is made good."""

LOOKING: Final = 2.0
"""Seconds in which it is seen how much waits on the average."""

_UNKNOWN: Final = (0.003 / 1e-4) ** 2
"""The spread of the callbacks, 3 ms, over that of the drifts to be expected, 100 ppm: keeps the first seconds calm."""


class Steering:
    """`watch` takes how many seconds of sound wait, and how many have gone by since it was asked last."""

    def __init__(self) -> None:
        self._now = 0.0
        self._given = 0.0
        self._share = 0.0
        self._wanted: float | None = None
        self._count = 0.0
        self._mean_at = self._mean_left = 0.0
        self._spread = self._slope = 0.0

    def watch(self, waiting: float, passed: float) -> float:
        """By what share more has to be given to the speaker than comes from the microphone."""
        self._now += passed
        self._given += self._share * passed
        self._learn(waiting - self._given, 1 - passed / MEMORY)
        drift = -self._slope / (self._spread + _UNKNOWN)
        left = self._mean_left - drift * (self._now - self._mean_at) + self._given
        if self._wanted is None or self._now < LOOKING:
            self._wanted = left
        self._share = min(max(drift - (left - self._wanted) / CORRECTED, -WIDEST), WIDEST)
        return self._share

    def _learn(self, left: float, kept: float) -> None:
        """One more point for the line: what would wait if nothing had ever been turned."""
        self._count = self._count * kept + 1
        at, off = self._now - self._mean_at, left - self._mean_left
        self._mean_at += at / self._count
        self._mean_left += off / self._count
        self._spread = self._spread * kept + at * (self._now - self._mean_at)
        self._slope = self._slope * kept + at * (left - self._mean_left)
