"""Whatever happens to the disk, the key, the clock or the process: nothing that was kept is lost or overwritten."""

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import apsw
import pytest
from stores import NOW, files, opened

from companion.errors import JournalError
from companion.journal import InUse

KILLS = 200


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder in which forty things are kept, and nobody has it open."""
    folder = tmp_path / "journal"
    with opened(folder) as journal:
        for number in range(40):
            journal.add("note", {"text": f"{number} " * 40}, "", NOW)
    return folder


def _all_there(folder: Path, count: int = 40) -> None:
    with opened(folder) as journal:
        assert [int(str(e.fields["text"]).split()[0]) for e in journal.entries()] == list(range(count))


def test_killed_at_any_moment(tmp_path: Path, checkout: Path) -> None:
    """After each of 200 kills every acknowledged thing is there, no forgotten one is back, and the store opens."""
    done = subprocess.run(
        [sys.executable, checkout / "tests" / "journal" / "killed_writers.py", tmp_path / "journal", str(KILLS)],
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    there, forgotten = map(int, done.stdout.split())
    assert there > 0
    assert forgotten > 0


@contextmanager
def _full_disk(folder: Path) -> Iterator[None]:
    """No file grows beyond the largest in `folder`, as on a disk without space."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(len(content) for content in files(folder).values())
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


def test_disk_full(kept: Path) -> None:
    """What does not fit is refused in plain words, what fitted is there, and it goes on when there is space again."""
    with opened(kept) as journal:
        count = 40
        with _full_disk(kept), suppress(JournalError):
            while count < 1000:
                journal.add("note", {"text": f"{count} " * 40}, "", NOW)
                count += 1
        assert count < 1000
        with _full_disk(kept), pytest.raises(JournalError, match="no space"):
            journal.add("note", {"text": "x"}, "", NOW)
        journal.add("note", {"text": f"{count} "}, "", NOW)
    _all_there(kept, count + 1)


def test_disk_full_from_the_beginning(tmp_path: Path) -> None:
    """The first thing does not fit: that is said, and the next one is kept when there is space."""
    (tmp_path / "filler").write_bytes(b"x" * 1000)
    with opened(tmp_path / "journal") as journal:
        with _full_disk(tmp_path), pytest.raises(JournalError, match="no space"):
            journal.add("note", {"text": "0"}, "", NOW)
        journal.add("note", {"text": "0"}, "", NOW)
    _all_there(tmp_path / "journal", 1)


@contextmanager
def _nobody_special() -> Iterator[None]:
    """Without the rights of an administrator, whom no mode of a folder stops."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_folder_that_cannot_be_written() -> None:
    """Neither opening nor keeping goes through; the reason is said and nothing is changed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "journal"
        with opened(folder) as journal:
            journal.add("note", {"text": "0"}, "", NOW)
        before = files(folder)
        for path, mode in ((folder / "everyone.sqlite", 0o444), (folder / "everyone.key", 0o444), (folder, 0o555)):
            path.chmod(mode)
        Path(name).chmod(0o555)
        with _nobody_special():
            with pytest.raises(JournalError, match="cannot be written"):
                opened(folder)
            with opened(Path(name) / "another") as journal, pytest.raises(JournalError, match="cannot be written"):
                journal.add("note", {"text": "1"}, "", NOW)
        folder.chmod(0o755)
        assert files(folder) == before


def test_another_key(kept: Path, tmp_path: Path) -> None:
    """The key of another store opens nothing and changes nothing."""
    with opened(tmp_path / "other") as journal:
        journal.add("note", {"text": "x"}, "", NOW)
    own = (kept / "everyone.key").read_bytes()
    (kept / "everyone.key").write_bytes((tmp_path / "other" / "everyone.key").read_bytes())
    before = files(kept)
    with pytest.raises(JournalError, match="key is another one"):
        opened(kept)
    assert files(kept) == before
    (kept / "everyone.key").write_bytes(own)
    _all_there(kept)


def test_without_its_key(kept: Path) -> None:
    """A key that is gone is told, and coming back it opens everything."""
    own = (kept / "everyone.key").read_bytes()
    (kept / "everyone.key").unlink()
    before = files(kept)
    with pytest.raises(JournalError, match="key of what is kept cannot be read"):
        opened(kept)
    assert files(kept) == before
    (kept / "everyone.key").write_bytes(own)
    _all_there(kept)


def _damaged(whole: bytes) -> Iterator[bytes]:
    """One flipped bit at eighty places, the first hundred bytes among them, and the file torn at thirteen."""
    chance = random.Random(20261120)
    for place in [*range(0, 100, 5), *(chance.randrange(len(whole)) for _ in range(60))]:
        yield whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :]
    for length in [1, 100, 4096, *(chance.randrange(1, len(whole)) for _ in range(10))]:
        yield whole[:length]


def test_flipped_and_torn_bytes(kept: Path) -> None:
    """Each is found at the start, before anything is written; with the bytes put back everything is there."""
    path = kept / "everyone.sqlite"
    whole = path.read_bytes()
    for damaged in _damaged(whole):
        path.write_bytes(damaged)
        with pytest.raises(JournalError, match="damaged"):
            opened(kept)
        assert path.read_bytes() == damaged
    path.write_bytes(whole)
    _all_there(kept)


def test_a_damaged_log(kept: Path) -> None:
    """After a kill a flipped bit in the log is found as well, or costs nothing but the write that came last: that one
    looks like a write which was cut short before it was acknowledged."""
    _leave_log(kept)
    left = files(kept)
    log = left["everyone.sqlite-wal"]
    chance = random.Random(20261120)
    found = 0
    for place in [*range(0, 56, 3), *(chance.randrange(len(log)) for _ in range(40))]:
        damaged = {**left, "everyone.sqlite-wal": log[:place] + bytes([log[place] ^ 1]) + log[place + 1 :]}
        _put(kept, damaged)
        try:
            with opened(kept) as journal:
                assert len(journal.entries()) >= 49
        except JournalError:
            assert files(kept) == damaged
            found += 1
    assert found > 40
    _put(kept, left)
    _all_there(kept, 50)


def _leave_log(folder: Path) -> None:
    """Ten more things are kept, and the process ends without a word."""
    with opened(folder) as journal:
        for number in range(40, 50):
            journal.add("note", {"text": f"{number} "}, "", NOW)
        assert journal._shared is not None
        journal._shared.store._db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)


def _put(folder: Path, content: dict[str, bytes]) -> None:
    for path in folder.iterdir():
        path.unlink()
    for name, whole in content.items():
        (folder / name).write_bytes(whole)


def test_a_file_without_a_byte(kept: Path) -> None:
    """It is taken for none, and the key stays, so that a copy that is put back opens."""
    path = kept / "everyone.sqlite"
    whole = path.read_bytes()
    path.write_bytes(b"")
    with opened(kept) as journal:
        assert not journal.entries()
    path.write_bytes(whole)
    _all_there(kept)


def test_two_at_once(kept: Path) -> None:
    """The second is told and changes nothing; the first goes on, and afterwards the second may."""
    with opened(kept) as first:
        before = files(kept)
        with pytest.raises(InUse, match="Another companion"):
            opened(kept)
        assert files(kept) == before
        first.add("note", {"text": "40"}, "", NOW)
    _all_there(kept, 41)


def test_two_that_begin_with_nothing(tmp_path: Path) -> None:
    """The one that keeps first has it; the other is told when it wants to keep something."""
    folder = tmp_path / "journal"
    with opened(folder) as first, opened(folder) as second:
        first.add("note", {"text": "0"}, "", NOW)
        with pytest.raises(InUse, match="Another companion"):
            second.add("note", {"text": "x"}, "", NOW)
    _all_there(folder, 1)


def test_the_clock_set_back_a_year(kept: Path) -> None:
    """Nothing ends for it, and what is kept then is there beside the rest."""
    with opened(kept, now=NOW - timedelta(days=365)) as journal:
        journal.add("note", {"text": "40"}, "", NOW - timedelta(days=365))
        assert journal.forget_day((NOW - timedelta(days=365)).date()) == 1
    _all_there(kept)


def test_a_store_from_the_future(kept: Path) -> None:
    """It is refused, and not a byte of it changes, not even of what was not yet settled in it (migrations)."""
    with opened(kept) as journal:
        assert journal._shared is not None
        db = journal._shared.store._db
        db.pragma("user_version", 99)
        db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
    before = files(kept)
    assert "everyone.sqlite-wal" in before
    with pytest.raises(JournalError, match="newer companion"):
        opened(kept)
    assert files(kept) == before
