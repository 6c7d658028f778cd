"""Whether a local time has come, when the clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from companion.room._wall import has_come

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("begun", "agreed", "come"),
    [
        # the last minutes before the clocks go forward, twenty minutes on, a time that is left out
        (
            datetime(2027, 3, 28, 0, 55, tzinfo=UTC),
            datetime(2027, 3, 28, 2, 15),
            datetime(2027, 3, 28, 1, 15, tzinfo=UTC),
        ),
        # the first of two hours from two to three
        (
            datetime(2026, 10, 25, 0, 10, tzinfo=UTC),
            datetime(2026, 10, 25, 2, 30),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),
        # the second of them
        (
            datetime(2026, 10, 25, 1, 10, tzinfo=UTC),
            datetime(2026, 10, 25, 2, 30),
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        ),
    ],
)
def test_true_minutes_count_when_the_clocks_change(begun: datetime, agreed: datetime, come: datetime) -> None:
    """Twenty minutes are twenty minutes, in the night of the change as well (C43)."""
    assert not has_come(agreed, begun.astimezone(BERLIN))
    assert not has_come(agreed, come.astimezone(BERLIN).replace(second=0) - (come - begun) / 20)
    assert has_come(agreed, come.astimezone(BERLIN))
