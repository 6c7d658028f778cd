"""The watch: what cannot be heard in the sound itself, that the machine has slept and that we do not keep up with it.

Rules
1. Blocks come every 20 ms. When none has come for a minute, by a clock that goes on in a machine's sleep, the machine
   or this program has slept: `notice` is told "woken".
2. When microphone blocks are thrown away because they were not fetched in time, `notice` is told "falling behind", and
   not again within ten minutes.
"""

import time
from collections.abc import Callable
from typing import Final

ASLEEP: Final = 60.0
"""Seconds; a lost device is noticed after two, so that this is no fault of the sound."""

AGAIN: Final = 600.0


def awake_or_asleep() -> float:
    """Seconds of a clock that nobody sets and that goes on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Watch:
    """Looked at once a block. `dropped`: how many microphone blocks were thrown away so far."""

    def __init__(
        self,
        notice: Callable[[str], None],
        dropped: Callable[[], int],
        clock: Callable[[], float] = awake_or_asleep,
    ) -> None:
        self._notice = notice
        self._dropped = dropped
        self._clock = clock
        self._looked = clock()
        self._known = dropped()
        self._told: float | None = None

    def look(self) -> None:
        now, dropped = self._clock(), self._dropped()
        if now - self._looked > ASLEEP:
            self._notice("woken")
        elif dropped > self._known and (self._told is None or now - self._told > AGAIN):
            self._told = now
            self._notice("falling behind")
        self._looked, self._known = now, dropped
