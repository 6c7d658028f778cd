"""What is kept on this device: there again next time, its owner's alone, and gone when it is forgotten."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from stores import NOW, files, opened, typing

from companion.errors import JournalError
from companion.journal import Rules, StoredJournal
from companion.steps import Slot

EVERY = {"unit": "week", "at": "19:00", "weekday": "friday"}


def test_a_session_that_keeps_nothing_leaves_nothing(tmp_path: Path) -> None:
    """No file, no folder, no key before the first thing is kept (D15)."""
    folder = tmp_path / "data" / "journal"
    with opened(folder) as journal:
        assert not journal.entries()
    assert not (tmp_path / "data").exists()


def test_what_is_kept_is_there_next_time(tmp_path: Path) -> None:
    """Numbers, kinds, values of every shape and the time of keeping survive the session."""
    fields: dict[str, Slot] = {"text": "Zoë's tea — naïve", "value": 7.5, "count": 3, "both": True, "every": EVERY}
    with opened(tmp_path) as journal:
        made = [journal.add("ritual", fields, "", NOW), journal.add("moment", {"text": "tea"}, "", NOW)]
    with opened(tmp_path) as journal:
        assert journal.entries() == made
        assert [entry.number for entry in made] == [1, 2]


def test_entries_are_asked_for_by_kind_and_since(tmp_path: Path) -> None:
    """Only the kinds that are named, and only what was made at that moment or later."""
    with opened(tmp_path) as journal:
        for day in range(5):
            journal.add("rating", {"value": day}, "", NOW + timedelta(days=day))
            journal.add("goal", {"text": str(day)}, "", NOW + timedelta(days=day))
        found = journal.entries("rating", since=NOW + timedelta(days=3))
        assert [entry.fields["value"] for entry in found] == [3, 4]
        assert len(journal.entries("rating", "goal")) == len(journal.entries()) == 10


def test_what_is_changed_stays_changed(tmp_path: Path) -> None:
    """A change keeps number, time and the other fields; what is gone cannot be changed."""
    with opened(tmp_path) as journal:
        first = journal.add("commitment", {"what": "call", "state": "open"}, "", NOW)
        journal.change(first.number, {"state": "done"})
        with pytest.raises(JournalError, match="no longer kept"):
            journal.change(99, {"state": "done"})
    with opened(tmp_path) as journal:
        (entry,) = journal.entries()
        assert entry.fields == {"what": "call", "state": "done"}
        assert (entry.number, entry.made) == (first.number, first.made)


def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    """Folder 0700, files 0600, while it is open and afterwards, whatever the umask says (C42)."""
    folder = tmp_path / "journal"
    with opened(folder) as journal:
        journal.add("moment", {"text": "tea"}, "", NOW)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        assert modes
        assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_nothing_can_be_read_from_the_file(tmp_path: Path) -> None:
    """Not a word, not a kind, and not that it is a database."""
    with opened(tmp_path) as journal:
        journal.add("moment", {"text": "canary in the kitchen"}, "", NOW)
        while_open = files(tmp_path)
    for content in [*while_open.values(), *files(tmp_path).values()]:
        assert b"canary" not in content
        assert b"moment" not in content
        assert b"SQLite" not in content


def test_forgetting_some_keeps_the_others(tmp_path: Path) -> None:
    """Numbers that are forgotten are gone, and are not given again."""
    with opened(tmp_path) as journal:
        for text in "abc":
            journal.add("note", {"text": text}, "", NOW)
        journal.forget([1, 3])
        assert [entry.fields["text"] for entry in journal.entries()] == ["b"]
        assert journal.add("note", {"text": "d"}, "", NOW).number == 4


def test_the_last_thing_takes_the_file_with_it(tmp_path: Path) -> None:
    """Who keeps nothing any more leaves no file: neither after forgetting nor after an agreed time has passed."""
    folder = tmp_path / "journal"
    with opened(folder) as journal:
        journal.add("note", {"text": "a"}, "", NOW)
        journal.forget([1])
        assert not folder.exists()
        journal.add("note", {"text": "b"}, "", NOW)
    rules = Rules({"note": 1})
    with StoredJournal(folder, rules, NOW + timedelta(days=2), typing()) as journal:
        assert not journal.entries()
    assert not folder.exists()


def test_a_day_is_forgotten_and_no_other(tmp_path: Path) -> None:
    """Not even what a clock that ran ahead has put into the future (clock set back a year)."""
    with opened(tmp_path) as journal:
        for made in (NOW - timedelta(days=1), NOW, NOW.replace(hour=23, minute=59), NOW + timedelta(days=365)):
            journal.add("note", {"text": "x"}, "", made)
        assert journal.forget_day(NOW.date()) == 2
        assert [entry.made.date() for entry in journal.entries()] == [
            (NOW - timedelta(days=1)).date(),
            (NOW + timedelta(days=365)).date(),
        ]


def test_everything_goes_with_its_key(tmp_path: Path) -> None:
    """No file is left, the key least of all; what is kept afterwards has a new one (C42)."""
    folder = tmp_path / "journal"
    with opened(folder) as journal:
        journal.add("moment", {"text": "tea"}, "", NOW)
        key = (folder / "everyone.key").read_bytes()
        journal.forget_everything()
        assert not folder.exists()
        assert not journal.entries()
        journal.add("moment", {"text": "coffee"}, "", NOW)
        assert (folder / "everyone.key").read_bytes() != key
    with opened(folder) as journal:
        assert [entry.fields["text"] for entry in journal.entries()] == ["coffee"]


def test_forgetting_everything_ends_even_if_it_was_cut_short(tmp_path: Path) -> None:
    """Whatever was left when the machine stopped is gone at the next start."""
    with opened(tmp_path / "journal") as journal:
        journal.add("moment", {"text": "tea"}, "", datetime(2026, 11, 20))
    (tmp_path / "journal" / "forgetting").touch()
    with opened(tmp_path / "journal") as journal:
        assert not journal.entries()
    assert not (tmp_path / "journal").exists()
