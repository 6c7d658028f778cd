"""Parts that stand together: a run is what one time is made of. Pure.

Rules
1. A run is parts side by side, with nothing but fillers between. "Or" between two leaves it open.
2. A bare number joins a day or a part of the day beside it; a bare "one", which counts things, only the latter.
3. A bare "morning" needs a day before it.
4. A clause ("when the kids are in bed") reaches to the next part, if that is near.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from companion.phrases._clock import read_clock, read_daypart
from companion.phrases._days import read_day
from companion.phrases._line import ENDERS, FILLERS, Line, Read, bag
from companion.phrases._loose import read_clause, read_every, read_vague
from companion.phrases._numbers import cardinal
from companion.phrases._parts import Clock, Date, Daypart, Every, Offset, Part, Week, Weekday
from companion.phrases._spans import read_shift, read_span

DAYS: Final = (Offset, Weekday, Week, Date)
_JOINTS: Final = FILLERS | {"and"}
_BACK: Final = bag("no sorry actually mean make scratch rather wait correction")
_BACK_AROUND: Final = _JOINTS | _BACK | bag("the i i'd it that do better instead not")
_CLAUSE: Final = 8
"""The longest clause, in words: what comes later has nothing to do with it."""


@dataclass(frozen=True, slots=True)
class Run:
    """`parts` in `line.words[first:last]`; `open` where a choice is left; `corrects` the run before it."""

    first: int
    last: int
    parts: tuple[Part, ...]
    open: bool = False
    corrects: bool = False

    def of(self, *kinds: type) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if isinstance(part, kinds))

    def has(self, *kinds: type) -> bool:
        return bool(self.of(*kinds))


def runs(line: Line, dayparts: Mapping[str, time]) -> Iterator[Run]:
    """Every run of the line, in order."""
    i, before = 0, None
    while i < len(line):
        run = _run(line, i, dayparts, corrects=before is not None and _taken_back(line, before, i))
        if run is None:
            i += 1
            continue
        yield run
        i = before = run.last


def _taken_back(line: Line, first: int, last: int) -> bool:
    between = line.words[first:last]
    return any(word in _BACK for word in between) and all(word in _BACK_AROUND for word in between)


def _run(line: Line, i: int, dayparts: Mapping[str, time], *, corrects: bool) -> Run | None:
    parts: list[Part] = []
    at, last, is_open = i, i, False
    while True:
        read = _next(line, at, parts, dayparts)
        if read is None:
            break
        parts.append(read[0])
        last = read[1]
        at = line.skip(last, _JOINTS)
        if line.word(at) == "or":
            other = line.skip(at + 1, _JOINTS)
            number = cardinal(line, other)
            if number or _part(line, other, dayparts):
                is_open = True
                at = other
                last = number[1] if number and not _part(line, other, dayparts) else last
    if not parts:
        return None
    after = line.skip(last, _BACK_AROUND)
    renumbered = _taken_back(line, last, after) and cardinal(line, after) and not _next(line, after, [], dayparts)
    return Run(i, last, tuple(parts), is_open or bool(renumbered), corrects)


def _next(line: Line, i: int, parts: list[Part], dayparts: Mapping[str, time]) -> Read[Part]:
    """The part at `i` that may follow `parts`."""
    read = _joining(line, i, parts, dayparts)
    clause = read_clause(line, i) if read is None else None
    return (clause[0], _clause_end(line, clause[1], dayparts)) if clause else read


def _joining(line: Line, i: int, parts: list[Part], dayparts: Mapping[str, time]) -> Read[Part]:
    read = _part(line, i, dayparts)
    if read is None:
        return None
    part, end = read
    beside = any(isinstance(each, (*DAYS, Daypart, Every)) for each in parts)
    if (
        isinstance(part, Clock)
        and part.weak
        and not (_names_day(line, end, part, dayparts) or (beside and part.hour != 1 and line.word(end) in ENDERS))
    ):
        return None
    if isinstance(part, Daypart) and part.weak and not (beside or any(isinstance(each, Clock) for each in parts)):
        clock = read_clock(line, end)
        return (
            read if clock and isinstance(clock[0], Clock) and not clock[0].weak and line.word(i - 1) != "good" else None
        )
    return part, end


def _names_day(line: Line, i: int, clock: Clock, dayparts: Mapping[str, time]) -> bool:
    """Whether a day or a part of the day begins at `i`."""
    at = line.skip(i, FILLERS)
    read = _part(line, at, dayparts)
    if read is None:
        return False
    part = read[0]
    named = isinstance(part, Offset | Weekday | Date) and clock.hour != 1
    return named or (isinstance(part, Daypart) and not part.weak)


def _clause_end(line: Line, i: int, dayparts: Mapping[str, time]) -> int:
    near = range(i, min(i + _CLAUSE, len(line)) + 1)
    return next((end for end in near if _joining(line, end, [], dayparts)), near[-1])


def _part(line: Line, i: int, dayparts: Mapping[str, time]) -> Read[Part]:
    """The longest part at `i`; of two as long the one read first."""
    if not line.word(i):
        return None
    reads: list[Read[Part]] = [
        read_every(line, i), read_shift(line, i), read_day(line, i), read_clock(line, i),
        read_daypart(line, i, dayparts), read_span(line, i), read_vague(line, i),
    ]  # fmt: skip
    return max((read for read in reads if read), key=lambda read: read[1], default=None)
