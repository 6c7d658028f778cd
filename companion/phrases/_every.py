"""What comes again: every day, week or month at a time of day; its next time, and how it is said. Pure.

Rules
1. A rhythm is what the understanding gives: `{unit: day | week | month, at: "HH:MM", weekday: "monday" ...}`.
2. Every month means the same day of the month; where a month is too short it is its last day.
3. Times are wall-clock times, so a rhythm keeps its hour when the clocks change.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from companion.phrases._parts import WEEKDAYS
from companion.phrases._said import say_clock

USUAL: Final = "09:00"
"""The time of a rhythm that names none: a day with nothing else (interface, times)."""


def next_time(every: Mapping[str, str], after: datetime, day: int | None = None) -> datetime:
    """The first moment of the rhythm later than `after` (local, naive).

    `day` is the day of the month of a monthly rhythm, that of `after` when None.
    """
    at = time.fromisoformat(every.get("at", USUAL))
    match every["unit"]:
        case "month":
            return _next_month(at, after, after.day if day is None else day)
        case "week":
            weekday = WEEKDAYS.index(every["weekday"]) if "weekday" in every else after.weekday()
            first = datetime.combine(after.date() + timedelta(days=(weekday - after.weekday()) % 7), at)
            return first if first > after else first + timedelta(days=7)
        case _:
            first = datetime.combine(after.date(), at)
            return first if first > after else first + timedelta(days=1)


def _next_month(at: time, after: datetime, day: int) -> datetime:
    year, month = after.year, after.month
    while True:
        moment = datetime.combine(datetime(year, month, min(day, monthrange(year, month)[1])), at)
        if moment > after:
            return moment
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def say_every(every: Mapping[str, str]) -> str:
    """The rhythm in words: "every day at nine in the morning", "every Monday at half past seven in the evening"."""
    unit = every.get("weekday", "").title() or every["unit"]
    at = datetime.combine(datetime.min, time.fromisoformat(every.get("at", USUAL)))
    return f"every {unit} at {say_clock(at)}"
