"""Rhythms: their next time and their words."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.phrases import next_time, say_every

FRIDAY = datetime(2026, 11, 20, 9)


@pytest.mark.parametrize(
    ("every", "following"),
    [
        ({"unit": "day", "at": "09:00"}, datetime(2026, 11, 21, 9)),
        ({"unit": "day", "at": "21:30"}, datetime(2026, 11, 20, 21, 30)),
        ({"unit": "week", "at": "09:00", "weekday": "friday"}, datetime(2026, 11, 27, 9)),
        ({"unit": "week", "at": "19:00", "weekday": "sunday"}, datetime(2026, 11, 22, 19)),
        ({"unit": "month", "at": "08:00"}, datetime(2026, 12, 20, 8)),
        ({"unit": "month", "at": "10:00"}, datetime(2026, 11, 20, 10)),
    ],
)
def test_the_next_time_is_the_first_after_now(every: dict[str, str], following: datetime) -> None:
    """A moment that is now has passed; the next one keeps the hour."""
    assert next_time(every, FRIDAY) == following


def test_a_short_month_ends_on_its_last_day() -> None:
    """The thirty-first of a month with thirty days is the thirtieth, and the day comes back after it."""
    every = {"unit": "month", "at": "09:00"}
    february = next_time(every, datetime(2027, 1, 31, 9), 31)
    assert february == datetime(2027, 2, 28, 9)
    assert next_time(every, february, 31) == datetime(2027, 3, 31, 9)


@given(
    st.sampled_from(["day", "week", "month"]),
    st.times().map(lambda clock: f"{clock:%H:%M}"),
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),
)
def test_it_always_lies_ahead_and_never_too_far(unit: str, at: str, now: datetime) -> None:
    """Whatever the rhythm: later than now, at its hour, and no more than one turn away."""
    following = next_time({"unit": unit, "at": at}, now)
    assert now < following <= now + timedelta(days={"day": 1, "week": 7, "month": 32}[unit], seconds=60)
    assert f"{following:%H:%M}" == at


def test_a_rhythm_is_said_with_its_part_of_the_day() -> None:
    """Nobody can take nine in the morning for nine in the evening."""
    assert say_every({"unit": "day", "at": "09:00"}) == "every day at nine in the morning"
    assert (
        say_every({"unit": "week", "at": "19:30", "weekday": "monday"})
        == "every Monday at half past seven in the evening"
    )
