"""The parent's side of fetching: starts the child that may use the network, and tells how far it is.

Rules
1. The child is started before the parent denies itself the network, and does nothing else than fetch.
2. It goes when the parent does.
3. How far it is comes as lines of their own: every ten percent, and at least every fifteen seconds as long as anything
   comes at all. The time left is told once there is some ground to guess it on.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from companion.errors import EarError

_PROGRAM: Final = Path(__file__).with_name("_fetch.py")
_STEP: Final = 10
"""Percent between two lines of progress."""

_UNKNOWN_STEP: Final = 5_000_000
"""Bytes between two lines where the size is not known."""

_SILENCE: Final = 15.0
"""Seconds after which a line is told though less than a step has come."""

_GROUND: Final = 1.0
"""Seconds of fetching before the time left can be guessed."""


class Fetching:
    """`address` on its way into the file `part`, of which at most `room` further bytes are written.

    `clock` tells seconds, for the time left.
    """

    def __init__(self, address: str, part: Path, room: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._address = address
        self._clock = clock
        self._child = subprocess.Popen(
            [sys.executable, "-P", str(_PROGRAM), address, str(part), str(room)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )

    def finish(self, tell: Callable[[str], None]) -> None:
        """Wait for the end; `tell` gets the lines of progress. Raises EarError."""
        progress = _Progress(self._clock, tell)
        done, error = False, "the program that fetches has ended by itself"
        try:
            for line in self._child.stdout or ():
                event = json.loads(line)
                if "at" in event:
                    progress.reached(event["at"], event["size"])
                done, error = event.get("done", False), event.get("error", error)
        finally:
            self.close()
        if not done:
            raise EarError(
                f"{self._address} was not fetched: {error}. The same command goes on from where it stopped; "
                "nothing else has changed."
            )

    def close(self) -> None:
        """The child is gone."""
        self._child.kill()
        self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()


@dataclass(slots=True)
class _Progress:
    """Rule 3. `step` and `told` are of the last line; `first` is where this fetching began, as (bytes, seconds)."""

    clock: Callable[[], float]
    tell: Callable[[str], None]
    step: int = -1
    told: float = 0.0
    first: tuple[int, float] | None = None

    def reached(self, at: int, size: int | None) -> None:
        """`at` bytes of `size` are there."""
        now = self.clock()
        if self.first is None or at < self.first[0]:
            self.first = (at, now)
        step = at * 100 // size // _STEP if size else at // _UNKNOWN_STEP
        if step > self.step or now - self.told >= _SILENCE:
            self.step, self.told = max(step, self.step), now
            self.tell(f"{at * 100 // size} % of {size / 1e6:.1f} MB{self._left(at, size, now)}" if size else _mega(at))

    def _left(self, at: int, size: int, now: float) -> str:
        began, since = self.first or (at, now)
        if at in (size, began) or now - since < _GROUND:
            return ""
        return f", about {_duration((size - at) * (now - since) / (at - began))} left"


def _mega(at: int) -> str:
    return f"{at / 1e6:.1f} MB"


def _duration(seconds: float) -> str:
    """As it is read aloud: seconds by fives, from two minutes on minutes."""
    if seconds < 120:
        return f"{max(5, 5 * round(seconds / 5))} seconds"
    return f"{round(seconds / 60)} minutes"
