"""Who is told what happens: the event file and the terminal.

Rules
1. What was heard is written nowhere but into the event file somebody asked for, and that is theirs alone (0600).
2. The terminal shows one plain line a fact, appended and never redrawn, the message first: a screen reader reads it.
3. Words heard for a crisis, a danger or a quick exit are never shown (D9, D12).
"""

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

from companion.errors import UsageError
from companion.ports import Witness
from companion.units import Samples, seconds

UNSHOWN: Final = frozenset({"crisis", "danger", "quick_exit", "support"})
"""Intents of which the terminal shows nothing."""


class EventFile:
    """JSON Lines, one object an event, flushed each."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError when it cannot be written."""
        try:
            self._path = path
            self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8")
            os.fchmod(self._file.fileno(), 0o600)  # a file that was there before keeps no wider mode
        except OSError as error:
            raise UsageError(f"The event file {path} cannot be written: {error.strerror}. Choose another.") from None

    def __call__(self, t: Samples, event: str, fields: Mapping[str, object]) -> None:
        line = {"t": round(seconds(t), 3), "event": event, **fields}
        try:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            raise UsageError(f"The event file {self._path} cannot be written: {error.strerror}.") from None

    def close(self) -> None:
        with suppress(OSError):  # what could not be written has been told already
            self._file.close()


class Terminal:
    """What is said, and that something was understood. `echo` False leaves out what the person typed.

    The words of a breath are not shown: a screen reader would speak them into it.
    """

    def __init__(self, out: TextIO, echo: bool) -> None:
        self._out = out
        self._echo = echo

    def __call__(self, t: Samples, event: str, fields: Mapping[str, object]) -> None:
        match event:
            case "say" if not fields["cue"]:
                self.line(str(fields["text"]))
            case "error":
                self.line(str(fields["what"]))
            case "intent" if fields["name"] == "quick_exit":
                self.clear()
            case "intent" if self._echo and fields["name"] not in UNSHOWN:
                self.line(f"({fields['text']})")

    def line(self, text: str) -> None:
        print(text, file=self._out, flush=True)

    def clear(self) -> None:
        """The screen and what scrolled off it, on a quick exit only; the everyday answer comes after it (D12)."""
        if self._out.isatty():
            print("\x1b[H\x1b[2J\x1b[3J", end="", file=self._out, flush=True)


def together(witnesses: Sequence[Witness]) -> Witness:
    """One witness that tells all of them."""

    def tell(t: Samples, event: str, fields: Mapping[str, object]) -> None:
        for witness in witnesses:
            witness(t, event, fields)

    return tell
