"""From what was said to a moment. Pure.

Rules (interface, "Times")
1. A clock hour alone is the next on the twelve-hour dial; on a named day seven to eleven is morning, twelve noon, one
   to six afternoon; a part of the day beside it decides otherwise.
2. Several days said together must agree ("tomorrow, saturday the twenty first"); a day that cannot be has no value.
3. A weekday that is today counts when a time said with it is still ahead, else it is next week's. A part of the day
   that has begun is not ahead; the morning begins at five.
4. Midnight and the small hours of "night" belong to the day that ends with them.
5. Nothing is ever moved into the past or to another day than the one said: such a phrase has no value.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from companion.phrases._parts import DAY_BEGINS, Clock, Date, Day, Daypart, Offset, Week, Weekday

MORNING_BEGINS: Final = time(5)
FAR: Final = timedelta(days=300)
"""A date without its year is sooner than this; one that has just passed is not next year's."""

FARTHEST: Final = timedelta(days=731)
"""A date with its year is sooner than this: "december twenty thirty" is hardly a year."""


def moment(
    days: Sequence[Day], clock: Clock | None, daypart: Daypart | None, now: datetime, dayparts: Mapping[str, time]
) -> datetime | None:
    """The moment that is meant, later than `now`; None where there is none."""
    now = now.replace(microsecond=0)
    if clock and clock.same:
        clock = Clock(now.hour, now.minute, "24")
        if not days or daypart:
            return None
        days = [Offset(7 * day.number) if isinstance(day, Week) else day for day in days]
    if not days:
        return _soonest(clock, daypart, now, dayparts)
    for day in _dates(days, now, bare=clock is None and daypart is None):
        when = _on(day, clock, daypart, now, dayparts, today=Offset(0) in days)
        begun = clock is None and daypart is not None and day == now.date() and _begun(days, daypart, now, dayparts)
        if when is not None and when > now and not begun:
            return when
    return None


def at_time(clock: Clock | None, daypart: Daypart | None, dayparts: Mapping[str, time]) -> time | None:
    """The time of day of a recurrence; None where none is said or where it cannot be."""
    if clock is None:
        return dayparts[daypart.name] if daypart else None
    minutes = _minutes(clock, daypart)
    return None if minutes is None else (datetime.min + timedelta(minutes=minutes % 1440)).time()


def fits(clock: Clock, when: datetime) -> datetime | None:
    """The moment within a minute of `when` that `clock` shows ("in twenty minutes, at twenty past nine")."""
    if clock.half is None:
        wanted = {((clock.hour or 0) % 12 + half, clock.minute) for half in (0, 12)}
    else:
        wanted = {((_fixed_hour(clock) or 0) % 24, clock.minute)}
    near = (when + timedelta(minutes=late) for late in (0, 1, -1))
    return next((moment.replace(second=0) for moment in near if (moment.hour, moment.minute) in wanted), None)


def _soonest(
    clock: Clock | None, daypart: Daypart | None, now: datetime, dayparts: Mapping[str, time]
) -> datetime | None:
    """Without a day: the next time this is."""
    if clock and clock.hour is None:
        ahead = now.replace(minute=clock.minute, second=0)
        return (ahead if ahead > now else ahead + timedelta(hours=1)) if daypart is None else None
    if clock and daypart is None:
        return _next_on_dial(clock, now)
    for day in (-1, 0) if daypart and daypart.this else (-1, 0, 1):
        when = _on(now.date() + timedelta(day), clock, daypart, now, dayparts, today=False)
        begun = clock is None and daypart is not None and day == 0 and _begun([], daypart, now, dayparts)
        if when is not None and when > now and not begun:
            return when
    return None


def _next_on_dial(clock: Clock, now: datetime) -> datetime | None:
    hour = _fixed_hour(clock)
    hours = [(clock.hour or 0) % 12, (clock.hour or 0) % 12 + 12] if hour is None else [hour % 24]
    midnight = now.replace(hour=0, minute=0, second=0)
    times = [midnight + timedelta(days=day, hours=h, minutes=clock.minute) for day in (0, 1) for h in hours]
    return min((when for when in times if when > now), default=None)


def _on(
    day: date, clock: Clock | None, daypart: Daypart | None, now: datetime, dayparts: Mapping[str, time], *, today: bool
) -> datetime | None:
    midnight = datetime.combine(day, time())
    if clock is None:
        at = dayparts[daypart.name] if daypart else DAY_BEGINS
        return datetime.combine(day, at)
    if today and daypart is None and clock.half is None and clock.hour is not None:
        when = _next_on_dial(clock, now)
        return when if when and when.date() == day else None
    minutes = _minutes(clock, daypart)
    return None if minutes is None else midnight + timedelta(minutes=minutes)


def _minutes(clock: Clock, daypart: Daypart | None) -> int | None:
    """Minutes after the midnight that begins the day, 1440 and more in the night that ends it."""
    if clock.hour is None:
        return None
    hour = _fixed_hour(clock)
    if daypart is None:
        dial = clock.hour % 12
        hour = hour if hour is not None else dial if 7 <= dial <= 11 else dial + 12
    else:
        hour = _in_part(clock.hour, hour, daypart.name)
    return None if hour is None else hour * 60 + clock.minute


def _fixed_hour(clock: Clock) -> int | None:
    if clock.hour is None or clock.half is None:
        return None
    if clock.half == "24":
        return clock.hour
    return clock.hour % 12 + 12 * (clock.half == "pm")


_HOURS: Final = {
    "morning": range(12),
    "first_thing": range(12),
    "noon": range(12, 13),
    "lunch": range(11, 15),
    "afternoon": range(12, 19),
    "evening": range(16, 24),
    "night": range(17, 29),
    "tonight": range(17, 29),
    "after_dinner": range(17, 24),
}


def _in_part(said: int, fixed: int | None, name: str) -> int | None:
    """The hour that lies in this part of the day; None where none does. The night goes on to hour 28."""
    hours = _HOURS.get(name, range(24))
    ways = [said % 12, said % 12 + 12, said % 12 + 24] if fixed is None else [fixed, fixed + 24]
    fitting = [hour for hour in ways if hour in hours]
    return fitting[0] if len(fitting) == 1 or (fitting and fixed is not None) else None


def _begun(days: Sequence[Day], daypart: Daypart, now: datetime, dayparts: Mapping[str, time]) -> bool:
    explicit = daypart.this or any(
        day == Offset(0) or (isinstance(day, Weekday) and day.turn == "this") for day in days
    )
    begins = MORNING_BEGINS if daypart.name in ("morning", "first_thing") else dayparts[daypart.name]
    return not explicit and now.time() >= begins


def _dates(days: Sequence[Day], now: datetime, *, bare: bool) -> Iterator[date]:
    """The days that all of `days` can be, soonest first."""
    today = now.date()
    order = (Date, Offset, Weekday, Week)
    first, *others = sorted(days, key=lambda day: order.index(type(day)))
    weeks = [day for day in others if isinstance(day, Week)]
    if isinstance(first, Weekday) and weeks:
        ways = _in_week(first, weeks[0], today)
    else:
        ways = list(_ways(first, today, bare=bare))
    return (day for day in ways if all(_agrees(day, other, today) for other in others))


def _ways(day: Day, today: date, *, bare: bool) -> Iterator[date]:
    if isinstance(day, Date):
        yield from _calendar(day, today)
    elif isinstance(day, Offset):
        yield _months_on(today, day.months) + timedelta(day.days)
    elif isinstance(day, Weekday):
        ahead = (day.number - today.weekday()) % 7
        if ahead == 0 and not bare and day.turn != "next" and not day.weeks:
            yield today
        yield today + timedelta((ahead or 7) + 7 * day.weeks)


def _in_week(day: Weekday, week: Week, today: date) -> list[date]:
    return [today - timedelta(today.weekday()) + timedelta(7 * week.number + day.number)]


def _agrees(day: date, other: Day, today: date) -> bool:
    if isinstance(other, Weekday):
        return day.weekday() == other.number
    if isinstance(other, Week):
        monday = today - timedelta(today.weekday()) + timedelta(7 * other.number)
        return monday <= day < monday + timedelta(7)
    return day in _ways(other, today, bare=False)


def _months_on(today: date, months: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _calendar(day: Date, today: date) -> Iterator[date]:
    """The days a date can be: this year or the next one, or in the months to come where no month is said."""
    this_month = today.year * 12 + today.month - 1
    if day.ahead is not None:
        months = [this_month + day.ahead]
    elif day.month is None:
        months = [this_month + ahead for ahead in range(3)]
    else:
        years = [today.year, today.year + 1] if day.year is None else [day.year]
        months = [year * 12 + day.month - 1 for year in years]
    latest = today + (FAR if day.year is None else FARTHEST)
    for year, month in (divmod(month, 12) for month in months):
        if day.day <= monthrange(year, month + 1)[1] and today <= (found := date(year, month + 1, day.day)) < latest:
            yield found
