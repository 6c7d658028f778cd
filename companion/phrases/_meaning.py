"""What a run comes to: a moment, a recurrence, a move, or a time without a value. Pure.

Rules
1. Parts that contradict each other have no value: two hours, two days, "nine am in the evening".
2. Beside a day or a clock time a length with "for" is how long it takes, not when; with "in" both must agree.
3. A time meant for later that has passed has no value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final, TypeVar

from companion.phrases._parts import WEEKDAYS, Clock, Day, Daypart, Every, Offset, Shift, Span, Vague, Weekday
from companion.phrases._resolve import at_time, fits, moment
from companion.phrases._runs import DAYS, Run

T = TypeVar("T")

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


def meaning(run: Run, now: datetime, dayparts: Mapping[str, time]) -> Found:
    """The meaning of `run`, said at `now` (without microseconds); its range is left to the caller."""
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
