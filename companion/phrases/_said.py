"""A moment read back, so that nobody can take it for another. Pure.

Rules
1. A day is said in full: weekday, day and month, with "today" and "tomorrow" before it, and the year from `FAR` on.
2. Within two hours it is said as a length and a clock time.
3. `find_time` understands every sentence of `say_time` as the same minute.
4. Midnight belongs to the day that ends with it.
"""

from datetime import date, datetime, timedelta
from typing import Final

from companion.phrases._days import MONTHS
from companion.phrases._lengths import say_duration
from companion.phrases._numbers import say_number, say_ordinal
from companion.phrases._parts import WEEKDAYS
from companion.phrases._resolve import FAR

NEAR: Final = timedelta(hours=2)


def say_time(when: datetime, now: datetime) -> str:
    """`when` in words, said at `now`; both local and naive. The length is rounded, the clock time drops its seconds."""
    minutes = round((when - now) / timedelta(minutes=1))
    when = when.replace(second=0, microsecond=0)
    ahead = when - now
    if minutes > 0 and ahead < NEAR:
        return f"in {say_duration(minutes)}, at {_clock(when)}"
    midnight = when.hour == when.minute == 0
    day = when - timedelta(days=1) if midnight else when
    away = (day.date() - now.date()).days
    near = {0: "today, ", 1: "tomorrow, "}.get(away, "")
    date = f"{WEEKDAYS[day.weekday()].title()} the {say_ordinal(day.day)} of {MONTHS[day.month - 1].title()}"
    year = "" if timedelta() <= day.date() - now.date() < FAR else f" {_year(day.year)}"
    return f"{near}{date}{year}, at {say_clock(when)}"


def say_clock(when: datetime) -> str:
    """The time of day alone: "nine in the morning", "noon"."""
    return f"{_clock(when)}{_part_of_day(when)}"


def say_month(day: date) -> str:
    """The month and the year of `day`: "November twenty twenty six"."""
    return f"{MONTHS[day.month - 1].title()} {_year(day.year)}"


def _clock(when: datetime) -> str:
    """The time on the dial: "nine", "half past nine", "twenty to ten", "seven minutes past nine"."""
    hour, minute = when.hour % 12 or 12, when.minute
    if minute == 0 and when.hour % 12 == 0:
        return "noon" if when.hour else "midnight"
    if minute == 0:
        return say_number(hour)
    past = minute <= 30
    count = minute if past else 60 - minute
    spoken = {15: "quarter", 30: "half"}.get(count) or say_number(count)
    if count % 5:
        spoken += " minute" if count == 1 else " minutes"
    return f"{spoken} {'past' if past else 'to'} {say_number(hour if past else hour % 12 + 1)}"


def _part_of_day(when: datetime) -> str:
    if when.minute == 0 and when.hour % 12 == 0:
        return ""
    ends = ((12, "in the morning"), (18, "in the afternoon"), (22, "in the evening"), (24, "at night"))
    return " " + next(said for end, said in ends if when.hour < end)


def _year(year: int) -> str:
    rest = year % 100
    return say_number(year) if rest < 10 else f"{say_number(year // 100)} {say_number(rest)}"
