"""How long things are kept."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from companion.errors import JournalError
from companion.journal import Days, Rules, StoredJournal
from companion.steps import Kind, Slot

NOW = datetime(2026, 11, 20, 9)


def _kept(folder: Path, days: Days, kind: Kind, fields: dict[str, Slot], later: timedelta) -> bool:
    """Whether a thing kept at NOW is still there in a session that begins `later`."""
    rules = Rules({kind: days})
    with StoredJournal(folder, rules, NOW, lambda _: iter(())) as journal:
        journal.add(kind, fields, "", NOW)
    with StoredJournal(folder, rules, NOW + later, lambda _: iter(())) as journal:
        return bool(journal.entries())


@pytest.mark.parametrize(("days", "later", "kept"), [(30, 30, True), (30, 31, False), ("always", 4000, True)])
def test_things_go_after_their_days(tmp_path: Path, days: Days, later: int, kept: bool) -> None:
    """A kind is kept for its days and is gone after them by itself (D15)."""
    assert _kept(tmp_path, days, "note", {"text": "tea"}, timedelta(days=later)) == kept


@pytest.mark.parametrize(("hours", "kept"), [(35, True), (36, False)])
@pytest.mark.parametrize("days", ["never", 1])
def test_an_agreed_time_stays_until_a_day_after_it(tmp_path: Path, days: Days, hours: int, kept: bool) -> None:
    """A return time is kept for 24 hours after it has passed, even where appointments are never kept."""
    when = NOW + timedelta(hours=11)
    fields: dict[str, Slot] = {"what": "timeout", "when": f"{when:%Y-%m-%dT%H:%M:%S}"}
    assert _kept(tmp_path, days, "appointment", fields, timedelta(hours=hours - 1, seconds=1)) == kept


def test_a_commitment_counts_from_its_day(tmp_path: Path) -> None:
    """What is due in half a year is not gone after ninety days; without a day it counts from when it was made."""
    for due, kept in [("2027-05-20T09:00:00", True), ("", False)]:
        fields: dict[str, Slot] = {"what": "the garden", "due": due}
        assert _kept(tmp_path / str(kept), 90, "commitment", fields, timedelta(days=100)) == kept


def test_what_recurs_stays(tmp_path: Path) -> None:
    """A daily check-in has not passed because one of its days has."""
    fields: dict[str, Slot] = {"what": "check_in", "when": "2026-11-20T21:00:00", "every": {"unit": "day"}}
    assert _kept(tmp_path, 1, "appointment", fields, timedelta(days=400))


@pytest.mark.parametrize(("kind", "fields"), [("note", {"text": "x"}), ("appointment", {"every": {"unit": "day"}})])
def test_what_is_never_kept_leaves_no_file(tmp_path: Path, kind: Kind, fields: dict[str, Slot]) -> None:
    """`never` in the settings is heeded, and nothing is written for the asking (D15)."""
    folder = tmp_path / "journal"
    journal = StoredJournal(folder, Rules({kind: "never"}), NOW, lambda _: iter(()))
    with pytest.raises(JournalError, match="never kept"):
        journal.add(kind, fields, "", NOW)
    assert not folder.exists()
