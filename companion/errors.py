"""What can go wrong, said so that it can be read aloud.

Rules
1. Every error a person can meet is a `CompanionError`: what is wrong, where, and what to do, in one or two sentences.
2. The command line prints it and exits with its `exit_status`; nothing else decides an exit status.
3. A list of mistakes is one error: `Problems` carries them all, so that everything is mended in one go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


class CompanionError(Exception):
    """The root: `str(error)` is what is shown and spoken."""

    exit_status: ClassVar[int] = 2


class UsageError(CompanionError):
    """The command line asks for something that cannot be."""


class RoomError(CompanionError):
    """A sound device or a sound file cannot be used."""


class EarError(CompanionError):
    """A recogniser or its model cannot be used."""


class VoiceError(CompanionError):
    """The voice cannot render."""


class JournalError(CompanionError):
    """What is kept cannot be opened, read or written."""


class LockdownError(CompanionError):
    """The network cannot be denied, so nothing starts."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file a person wrote: `file`, `line` (1-based, None where there is none), and one sentence."""

    file: str
    line: int | None
    text: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}, line {self.line}"
        return f"{where}: {self.text}"


class Problems(CompanionError):  # noqa: N818  - it holds the mistakes; each is a Problem
    """Every mistake found in config or scripts, at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
