"""Finds the time in an utterance. Pure.

Rules
1. Parts that contradict each other leave it vague, and so does "or": asking again is cheap, a wrong time is not.
2. A value beats a vague phrase, a day or a clock time beats a length; among equals the last one said counts.
3. A day here and a clock time there belong together ("on friday I'll call mum at eight"), in the place of the later.
4. What comes after "not", "instead of" or "can't do" is not meant. "Friday at seven, no, at eight" changes the hour.
5. The range takes in the word that leads to the time: "at", "in", "on", "until", "for".
6. A bare number is no time ("twenty"), but "in twenty" is minutes and "at seven" the hour. "In a minute" means soon.
7. A time that is over ("yesterday", "an hour ago") is not found at all; one meant for later that has passed is vague.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final, TypeVar

from companion.phrases._line import FILLERS, Line
from companion.phrases._parts import (
    DAYPARTS,
    WEEKDAYS,
    Clock,
    Day,
    Daypart,
    Every,
    Offset,
    Part,
    Past,
    Shift,
    Span,
    Vague,
    Weekday,
)  # fmt: skip
from companion.phrases._resolve import at_time, fits, moment
from companion.phrases._runs import DAYS, Run, runs

T = TypeVar("T")

_NOT: Final = (
    "not", "except", "without", "instead of", "rather than", "other than", "apart from", "can't do", "can't make",
    "can't manage", "cannot do", "cannot make", "not on", "day but", "time but",
)  # fmt: skip
_PARTS_ALIKE: Final = (
    ("first_thing", "morning"),
    ("after_dinner", "tonight", "night", "evening"),
)
"""Names that go together, the telling one first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A time phrase in `words[first:last]`, with the word that leads to it ("at", "in", "until").

    `when` is local and naive; None for a recurrence without a first day, for a move and for a time without a value.
    `every` holds those of {"unit": day week month, "at": "HH:MM", "weekday": "monday" ...} that were said. `minutes` is
    the length where a plain length was said, and how far a `shift` moves an existing time (negative: earlier). `vague`
    is a time without a value: "later", "the thirtieth of february", a time that has passed.
    """

    first: int
    last: int
    when: datetime | None = None
    every: dict[str, str] | None = None
    minutes: float | None = None
    shift: bool = False
    vague: bool = False


def find_time(words: Sequence[str], now: datetime, dayparts: Mapping[str, time] = DAYPARTS) -> Found | None:
    """The time in `words`, said at `now` (local, naive); None where there is none. `dayparts` may be in part."""
    line = Line(words)
    known = {**DAYPARTS, **dayparts}
    meant = _joined(_meant(line, [run for run in runs(line, known) if not run.has(Past)]))
    best: Found | None = None
    height = 0
    for run in meant:
        found = _meaning(run, now.replace(microsecond=0), known)
        rank = 1 if found.vague else 2 if found.minutes and not run.has(Shift) and _led_by_for(run) else 3
        rank += rank == 3 and run.has(Clock, Daypart, Every, *DAYS)
        if rank >= height:
            place = line.place(run.first), line.place(run.last - 1) + 1
            best, height = replace(found, first=place[0], last=place[1]), rank
    return best


def _led_by_for(run: Run) -> bool:
    return all(isinstance(part, Span) and part.lead == "for" for part in run.parts)


def _meant(line: Line, found: Sequence[Run]) -> list[Run]:
    """Without what was ruled out or taken back."""
    kept: list[Run] = []
    for run in found:
        if _ruled_out(line, run):
            days = [at for at, part in enumerate(run.parts) if _names_day(part)]
            if len(days) > 1:
                kept.append(replace(run, parts=run.parts[days[1] :]))
                continue
            if kept and kept[-1].has(Every):
                kept[-1] = replace(kept[-1], open=True)
            elif not kept or run.has(Vague):
                kept.append(replace(run, parts=(Vague(),)))
        elif run.corrects and kept:
            kept[-1] = _corrected(kept[-1], run)
        else:
            kept.append(run)
    return kept


def _names_day(part: Part) -> bool:
    return isinstance(part, DAYS) or (isinstance(part, Daypart) and part.this)


def _ruled_out(line: Line, run: Run) -> bool:
    end = run.first
    while line.word(end - 1) in FILLERS:
        end -= 1
    said = " ".join(line.words[max(0, end - 2) : end])
    return line.word(run.first) not in ("till", "for") and any(
        said == words or said.endswith(f" {words}") for words in _NOT
    )


def _corrected(run: Run, by: Run) -> Run:
    """`by` in the place of `run`; the day of `run` stays where only the hour is new, and the other way round."""
    days, times = by.has(*DAYS, Every), by.has(Clock, Daypart)
    kinds = (*DAYS, Every) if times and not days else (Clock, Daypart) if days and not times else ()
    return replace(by, parts=run.of(*kinds) + by.parts)


def _joined(found: list[Run]) -> list[Run]:
    """A day in one run and its clock time in another become one, in the place of the later."""
    days = [run for run in found if run.has(*DAYS, Every) and not run.has(Clock, Daypart, Shift)]
    times = [run for run in found if not run.has(*DAYS, Every, Shift) and _tells_time(run)]
    if not days or not times:
        return found
    day, at = days[-1], times[-1]
    later = max(day, at, key=lambda run: run.first)
    if later is day and at.has(Vague):
        return found
    both = replace(later, parts=(*day.parts, *at.parts), open=day.open or at.open)
    return [both if run is later else run for run in found if run is later or run not in (day, at)]


def _tells_time(run: Run) -> bool:
    return all(
        isinstance(part, Clock)
        or (isinstance(part, Daypart) and not part.this)
        or (isinstance(part, Span) and part.lead == "for" and len(run.parts) > 1)
        or (isinstance(part, Vague) and part.strength != "soft")
        for part in run.parts
    )


def _meaning(run: Run, now: datetime, dayparts: Mapping[str, time]) -> Found:
    found = Found(0, 0)
    vague = replace(found, vague=True)
    shifts = _kind(run, Shift)
    if shifts:
        alone = len(shifts) == len(run.parts) == 1 and not run.open
        minutes = shifts[0].minutes if alone else None
        return replace(found, shift=True, minutes=minutes, vague=minutes is None)
    clock, one_clock = _single(_kind(run, Clock))
    daypart, one_daypart = _one_daypart(_kind(run, Daypart))
    spans = _kind(run, Span)
    span, one_span = _single([each for each in spans if each.lead == "in"] or spans)
    if run.open or not (one_clock and one_daypart and one_span) or _unsettled(run, clock, daypart, span):
        return vague
    days = [part for part in run.parts if isinstance(part, DAYS)]
    if run.has(Every) or (daypart and daypart.plural):
        return _recurrence(run, days, clock, daypart, now, dayparts) or vague
    if span and (span.lead == "in" or not (days or clock or daypart)):
        return _from_now(span, days, clock, daypart, now, dayparts) or vague
    when = moment(days, clock, daypart, now, dayparts)
    return replace(found, when=when, vague=when is None)


def _unsettled(run: Run, clock: Clock | None, daypart: Daypart | None, span: Span | None) -> bool:
    if daypart and daypart.loose and clock is None:
        return True
    settled = {
        "soft": bool(clock or daypart or span),
        "plain": bool(clock or span),
        "day": run.has(*DAYS),
        "hard": False,
    }
    return not all(settled[part.strength] for part in _kind(run, Vague))


def _from_now(
    span: Span,
    days: list[Day],
    clock: Clock | None,
    daypart: Daypart | None,
    now: datetime,
    dayparts: Mapping[str, time],
) -> Found | None:
    length = span.length
    if length.vague:
        return None
    if length.calendar and not length.minutes:
        when = moment([Offset(length.days, length.months), *days], clock, daypart, now, dayparts)
        return None if when is None else Found(0, 0, when)
    if days or length.months:
        return None
    if daypart and clock is None:
        at = dayparts[daypart.name]
        clock = Clock(at.hour, at.minute, "24")
    when = now + timedelta(days=length.days, minutes=length.minutes)
    when = when.replace(microsecond=0) if clock is None else fits(clock, when)
    return None if when is None else Found(0, 0, when, minutes=length.whole)


def _recurrence(
    run: Run, days: list[Day], clock: Clock | None, daypart: Daypart | None, now: datetime, dayparts: Mapping[str, time]
) -> Found | None:
    """{unit, at, weekday} as far as said; with a day of its own ("starting tomorrow") also its first time."""
    everys = _kind(run, Every)
    units: set[str | None] = {each.unit for each in everys} or {"week" if days else "day"}
    weekdays = {each.weekday for each in everys if each.weekday is not None}
    if weekdays and any(isinstance(day, Weekday) and day.number not in weekdays for day in days):
        return None
    if units == {"week"} and not weekdays:
        weekdays = {day.number for day in days if isinstance(day, Weekday)}
        days = [day for day in days if not isinstance(day, Weekday)]
    unit = units.pop()
    span = _kind(run, Span)
    if units or unit is None or len(weekdays) > 1 or (unit == "month" and days) or (span and span[0].lead == "in"):
        return None
    every: dict[str, str] = {"unit": unit}
    at = at_time(clock, daypart, dayparts)
    over_midnight = clock is not None and clock.hour == 24 and bool(weekdays)
    if (at is None and (clock or daypart)) or over_midnight:
        return None
    if at is not None:
        every["at"] = f"{at:%H:%M}"
    if weekdays:
        every["weekday"] = WEEKDAYS[weekdays.pop()]
    when = moment(days, clock, daypart, now, dayparts) if days else None
    return None if days and when is None else Found(0, 0, when, every)


def _kind(run: Run, kind: type[T]) -> list[T]:
    return [part for part in run.parts if isinstance(part, kind)]


def _single(parts: Iterable[T]) -> tuple[T | None, bool]:
    """The one thing that was said, and whether it was one."""
    different = list(dict.fromkeys(parts))
    return (different[0] if different else None), len(different) <= 1


def _one_daypart(parts: Sequence[Daypart]) -> tuple[Daypart | None, bool]:
    """The most telling part of the day; not one where two cannot be at once."""
    names = {part.name for part in parts}
    if len(names) <= 1:
        return (parts[0] if parts else None), True
    alike = next((family for family in _PARTS_ALIKE if names <= set(family)), None)
    name = next((name for name in alike or () if name in names), None)
    return (replace(parts[0], name=name, this=any(part.this for part in parts)), True) if name else (None, False)
