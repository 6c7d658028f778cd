"""The parent's side of fetching: starts the child that may use the network, and tells how far it is.

Rules
1. The child is started before the parent denies itself the network, and does nothing else than fetch.
2. It goes when the parent does.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from companion.errors import EarError

_PROGRAM: Final = Path(__file__).with_name("_fetch.py")
_STEP: Final = 10
"""Percent between two lines of progress."""

_UNKNOWN_STEP: Final = 5_000_000
"""Bytes between two lines where the size is not known."""


class Fetching:
    """`address` on its way into the file `part`, of which at most `room` further bytes are written."""

    def __init__(self, address: str, part: Path, room: int) -> None:
        self._address = address
        self._child = subprocess.Popen(
            [sys.executable, "-P", str(_PROGRAM), address, str(part), str(room)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )

    def finish(self, tell: Callable[[str], None]) -> None:
        """Wait for the end; `tell` gets a line every ten percent. Raises EarError."""
        told = -1
        done, error = False, "the program that fetches has ended by itself"
        try:
            for line in self._child.stdout or ():
                event = json.loads(line)
                if "at" in event:
                    told = _progress(event["at"], event["size"], told, tell)
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


def _progress(at: int, size: int | None, told: int, tell: Callable[[str], None]) -> int:
    """The last step that was told."""
    step = at * 100 // size // _STEP if size else at // _UNKNOWN_STEP
    if step > told:
        tell(f"{step * _STEP} % of {size / 1e6:.1f} MB" if size else f"{at / 1e6:.1f} MB")
    return max(step, told)
