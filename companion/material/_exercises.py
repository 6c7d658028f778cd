"""Exercises of steps on the clock: what is said, how long it is quiet, where it ticks, when muscles are tensed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from companion.units import Samples

Family = Literal["breath", "senses", "body", "sound", "movement", "words", "touch"]
"""What an exercise works with; after one that did not help comes one of another family (D19)."""

Flag = Literal["no_tones", "no_touch", "no_breath", "little_sight"]
"""What somebody chose about how exercises sound (S19, D21)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the time it has; `instead` are the lines for those who chose otherwise."""

    length: Samples
    line: str
    instead: Mapping[Flag, str]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing is said."""

    length: Samples


@dataclass(frozen=True, slots=True)
class Ticks:
    """Soft taps, left and right in turn, one `every` so often."""

    length: Samples
    every: Samples


@dataclass(frozen=True, slots=True)
class Muscle:
    """A count of `tense` seconds, and the rest of `length` to let go."""

    length: Samples
    tense: int


ExerciseStep = Line | Quiet | Ticks | Muscle


@dataclass(frozen=True, slots=True)
class Health:
    """A question before an exercise: only a clear no goes on (D18, D22); else `instead`. `flags` are kept answers."""

    line: str
    flags: tuple[str, ...]
    instead: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that an exercise names: asked for by the lines `ask` and `which`, it is one of `choices`.

    It is `unnamed` where nobody said which, and `without` where there is none.
    """

    ask: str
    which: str
    choices: tuple[str, ...]
    unnamed: str
    without: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise of steps on the clock. `before` are the lines said ahead of it, `closing` is the last one."""

    name: str
    called: str
    family: Family
    steps: tuple[ExerciseStep, ...]
    before: tuple[str, ...]
    closing: str
    health: Health | None = None
    thing: Thing | None = None

    @property
    def length(self) -> Samples:
        return Samples(sum(step.length for step in self.steps))
