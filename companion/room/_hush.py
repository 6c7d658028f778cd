"""Keeping the C libraries of sound off the terminal, where a screen reader would read them out.

ALSA and PortAudio write to file descriptor 2 whenever something is amiss, from their own threads too. While hushed that
descriptor leads nowhere; `sys.stderr` still leads to the terminal. Who keeps an older `sys.stderr` writes to nowhere.
"""

import os
import sys
from contextlib import suppress
from types import TracebackType


class Hush:
    """From `with` or construction until `close`. Several are closed in the opposite order."""

    def __init__(self) -> None:
        self._python = sys.stderr
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.flush()
        try:
            self._kept = os.dup(2)
        except OSError:
            self._kept = -1
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        if _leads_to_2(self._python):
            encoding = self._python.encoding
            sys.stderr = os.fdopen(os.dup(self._kept), "w", buffering=1, encoding=encoding, errors="backslashreplace")

    def close(self) -> None:
        """Puts everything back. A second call does nothing."""
        if self._kept < 0:
            return
        if sys.stderr is not self._python and _leads_to_2(self._python):
            sys.stderr.close()
            sys.stderr = self._python
        os.dup2(self._kept, 2)
        os.close(self._kept)
        self._kept = -1

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _leads_to_2(stream: object) -> bool:
    try:
        return bool(stream.fileno() == 2)  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return False
