"""A room without sound, and the pace of real time that goes with it.

Rules
1. The blocks are silence and come at the pace of a monotonic clock, so that a break takes as long as it is.
2. Who falls behind by more than a second, as after a suspend, goes on from there: lost time is not made up in a rush.
"""

import time
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from companion.units import BLOCK, RATE, Mono, Samples, Stereo

SILENCE: Final[Mono] = np.zeros(BLOCK, np.int16)
SILENCE.setflags(write=False)

_BEHIND: Final = 1.0


class Pace:
    """One block's length of real time at each call. `clock` is monotonic seconds, `sleep` waits for seconds."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._due = clock()

    def wait(self) -> None:
        self._due += BLOCK / RATE
        early = self._due - self._clock()
        if early > 0:
            self._sleep(early)
        elif early < -_BEHIND:
            self._due = self._clock()


class SilentRoom:
    """No devices at all: typed mode where there is no sound. What is played goes nowhere."""

    def __init__(self, pace: Pace | None = None) -> None:
        self._pace = pace or Pace()

    @property
    def over(self) -> bool:
        return False

    @property
    def guard(self) -> Samples:
        return Samples(0)

    @property
    def muted(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Mono]:
        while True:
            self._pace.wait()
            yield SILENCE

    def play(self, block: Stereo) -> None:
        pass

    def mute(self) -> None:
        pass

    def unmute(self) -> None:
        pass

    def close(self) -> None:
        pass
