"""Keeping the C libraries of sound off the terminal, where a screen reader would read them out.

ALSA and PortAudio write to file descriptor 2 whenever something is amiss, from their own threads too. While anybody
hushes, that descriptor leads nowhere, and `sys.stderr` still to where it did. Who keeps an older `sys.stderr` writes to
nowhere.
"""

import os
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import TextIO

_lock = threading.Lock()
_hushing: set["Hush"] = set()


class Hush:
    """From construction until `close`. Several, of several threads, may begin and end in any order."""

    def __init__(self) -> None:
        with _lock:
            if not _hushing:
                _turned.away()
            _hushing.add(self)

    def close(self) -> None:
        """A second call does nothing."""
        with _lock:
            if self not in _hushing:
                return
            _hushing.remove(self)
            if not _hushing:
                _turned.back()

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Turned:
    """Where file descriptor 2 and `sys.stderr` led before they were turned away."""

    def __init__(self) -> None:
        self._kept = -1
        self._python: TextIO | None = None

    def away(self) -> None:
        try:
            self._kept = os.dup(2)
        except OSError:
            return
        if sys.stderr is not None and _leads_to_2(sys.stderr):
            self._python = sys.stderr
            self._python.flush()
            encoding = self._python.encoding
            sys.stderr = os.fdopen(os.dup(self._kept), "w", buffering=1, encoding=encoding, errors="backslashreplace")
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)

    def back(self) -> None:
        if self._kept < 0:
            return
        os.dup2(self._kept, 2)
        os.close(self._kept)
        self._kept = -1
        if self._python is not None:
            ours, sys.stderr, self._python = sys.stderr, self._python, None
            with suppress(OSError):
                ours.close()


_turned = _Turned()


def _leads_to_2(stream: TextIO) -> bool:
    try:
        return stream.fileno() == 2
    except (AttributeError, OSError, ValueError):
        return False
