"""What a time phrase is made of, as the readers hand it on. Pure data.

Rules
1. A part says what was said, not what it comes to: only `_resolve` knows what day it is.
"""

from dataclasses import dataclass
from datetime import time
from typing import Final, Literal

from companion.phrases._lengths import Length

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

DAYPARTS: Final = {
    "morning": time(9),
    "first_thing": time(9),
    "noon": time(12),
    "lunch": time(12, 30),
    "afternoon": time(15),
    "evening": time(19),
    "tonight": time(20),
    "night": time(20),
    "after_dinner": time(20),
}
"""The clock time of each part of the day (interface, times). More of them ("after_work") add their words."""

DAY_BEGINS: Final = time(9)
"""The time of a day with nothing else (interface, times)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time. `half` None is the twelve-hour dial; `hour` None is "quarter past"; hour 24 is midnight.

    `weak` is a bare number, which counts only beside a day or a part of the day. `same` is "same time": `now`'s.
    """

    hour: int | None = None
    minute: int = 0
    half: Literal["am", "pm", "24"] | None = None
    weak: bool = False
    same: bool = False


@dataclass(frozen=True, slots=True)
class Daypart:
    """A part of the day by its name in the dayparts. `this` is today's; `weak` needs a day ("friday evening")."""

    name: str
    this: bool = False
    weak: bool = False
    plural: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days and months from today."""

    days: int
    months: int = 0


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday, 0 for Monday. `turn` is the word before it; `weeks` comes on top ("sunday week" is 1)."""

    number: int
    turn: Literal["plain", "this", "next"] = "plain"
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Week:
    """A calendar week, so many after this one. It has no day of its own."""

    number: int


@dataclass(frozen=True, slots=True)
class Date:
    """A day of a month; `month` None is whichever comes next, `ahead` counts months from this one."""

    day: int
    month: int | None = None
    year: int | None = None
    ahead: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A length from now ("in"), or a length alone or with "for"."""

    length: Length
    lead: Literal["in", "for"]


@dataclass(frozen=True, slots=True)
class Every:
    """A recurrence; `unit` None is one that cannot be kept ("every other day")."""

    unit: Literal["day", "week", "month"] | None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Moves an existing time by `minutes`, back in time where negative; None where no length was said."""

    minutes: float | None


@dataclass(frozen=True, slots=True)
class Vague:
    """A time without a value. What settles it beside it: a part of the day a `soft` one ("later tonight"), a clock time
    a `plain` one ("after work at six"), a day a `day` one ("saturday at the weekend"), nothing a `hard` one.
    """

    strength: Literal["soft", "plain", "day", "hard"] = "plain"


@dataclass(frozen=True, slots=True)
class Past:
    """A time that is over."""


Day = Offset | Weekday | Week | Date
Part = Clock | Daypart | Day | Span | Every | Shift | Vague | Past
