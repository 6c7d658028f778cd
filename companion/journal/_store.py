"""One encrypted file of things that are kept: SQLite, each page enciphered and authenticated (ChaCha20-Poly1305).

Rules
1. A write is on the disk when the call returns: a write-ahead log with one sync, made part of the file at the end.
2. Whoever has the file open has it alone; a second one is told so.
3. Every page is read once at the start: a flipped byte is found before anything is written.
4. A file from a newer program, or one that does not open, is left exactly as it is.
5. What is forgotten is overwritten in the file at once, and when the file is closed it is made anew without it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import apsw

from companion.errors import JournalError
from companion.journal._disk import private_file
from companion.journal._log import has_lost
from companion.journal._rules import counts_from
from companion.scene import Entry
from companion.steps import KINDS, Kind, Slot

MIGRATIONS: Final = (
    """
    CREATE TABLE whose (name TEXT NOT NULL) STRICT;
    CREATE TABLE entry (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        fields TEXT NOT NULL,
        made INTEGER NOT NULL,
        counts_from INTEGER
    ) STRICT;
    CREATE TABLE gate (store TEXT PRIMARY KEY, held INTEGER NOT NULL) STRICT;
    CREATE INDEX entry_made ON entry (kind, made);
    CREATE INDEX entry_counts_from ON entry (kind, counts_from);
    """,
)
"""What makes a file of version n one of version n + 1. They are only ever added to."""

ORIGIN: Final = datetime(1970, 1, 1)
"""Local and without a zone, as every time here."""

BUSY: Final = 300
"""Milliseconds to wait for another program that has the file open."""


class InUse(JournalError):  # noqa: N818  - what it is, not an error of the program
    """Another companion has it open."""


_COLUMNS: Final = "number, kind, fields, made"


class Store:
    """The file at `path`, opened with its `key`. Raises JournalError. `owner` is whose it is, "" everyone's."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._db = _connect(path)
        self._gaps = False
        try:
            with _plain():
                self._open(key)
        except JournalError:
            self.close()
            raise

    @classmethod
    def make(cls, path: Path, key: bytes, owner: str = "", first: int = 1) -> "Store":
        """A new file, whose entries are numbered from `first`."""
        private_file(path)
        store = cls(path, key)
        with _plain(), store._db:
            store._db.execute("INSERT INTO whose VALUES (?)", (owner,))
            store._db.execute("INSERT INTO sqlite_sequence VALUES ('entry', ?)", (first - 1,))
        return store

    @property
    def owner(self) -> str:
        with _plain():
            return str(self._db.execute("SELECT name FROM whose").get or "")

    def entries(self, kinds: Sequence[Kind] = (), since: datetime | None = None) -> list[Entry]:
        """The entries of these kinds, of all when there are none, made at or after `since`; oldest first."""
        asked = kinds or KINDS
        places = ", ".join("?" * len(asked))
        values = (*asked, 0 if since is None else _number(since))
        with _plain():
            owner = self.owner
            rows = self._db.execute(
                f"SELECT {_COLUMNS} FROM entry WHERE kind IN ({places}) AND made >= ? ORDER BY number", values
            )
            return [_entry(row, owner) for row in rows]

    def count(self) -> int:
        with _plain():
            return int(self._db.execute("SELECT count(*) FROM entry").get)

    def chosen(self) -> bool:
        """Whether there is anything but appointments, which are kept for a day without being asked for."""
        with _plain():
            return bool(self._db.execute("SELECT EXISTS (SELECT 1 FROM entry WHERE kind != 'appointment')").get)

    def add(self, kind: Kind, fields: Mapping[str, Slot], now: datetime) -> Entry:
        with _plain():
            self._db.execute(
                "INSERT INTO entry (kind, fields, made, counts_from) VALUES (?, ?, ?, ?)",
                (kind, _json(fields), _number(now), _counts_from(fields, now)),
            )
            return Entry(self._db.last_insert_rowid(), kind, dict(fields), self.owner, now.replace(microsecond=0))

    def add_all(self, things: Iterable[tuple[Kind, Mapping[str, Slot], datetime]]) -> None:
        """All of them or none: kind, fields, and when each was made."""
        with _plain(), self._db:
            self._db.executemany(
                "INSERT INTO entry (kind, fields, made, counts_from) VALUES (?, ?, ?, ?)",
                ((kind, _json(fields), _number(made), _counts_from(fields, made)) for kind, fields, made in things),
            )

    def change(self, number: int, fields: Mapping[str, Slot]) -> Entry | None:
        """The entry with these fields, None where there is none of that number."""
        with _plain():
            row = self._db.execute(f"SELECT {_COLUMNS} FROM entry WHERE number = ?", (number,)).fetchone()
            if row is None:
                return None
            entry = _entry(row, self.owner)
            entry = replace(entry, fields={**entry.fields, **fields})
            self._db.execute(
                "UPDATE entry SET fields = ?, counts_from = ? WHERE number = ?",
                (_json(entry.fields), _counts_from(entry.fields, entry.made), number),
            )
            return entry

    def hold(self, store: str, held: bool) -> None:
        """Note for a session of two whether the gate in the private file of this name is closed, and nothing else."""
        with _plain():
            self._db.execute("INSERT OR REPLACE INTO gate VALUES (?, ?)", (store, int(held)))

    def held(self, store: str = "%") -> bool:
        """Whether that gate, or any, is closed."""
        with _plain():
            return bool(self._db.execute("SELECT max(held) FROM gate WHERE store LIKE ?", (store,)).get)

    def forget(self, numbers: Iterable[int]) -> None:
        with _plain():
            before = self._db.total_changes()
            with self._db:
                self._db.executemany("DELETE FROM entry WHERE number = ?", [(number,) for number in numbers])
            if self._db.total_changes() > before:
                self._gaps = True
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def expire(self, limits: Mapping[Kind, datetime]) -> None:
        """Forget what counts from before the limit of its kind."""
        with _plain():
            over = [
                number
                for kind, limit in limits.items()
                for (number,) in self._db.execute(
                    "SELECT number FROM entry WHERE kind = ? AND counts_from < ?", (kind, _number(limit))
                )
            ]
        if over:
            self.forget(over)

    def close(self) -> None:
        with _plain():
            if self._gaps:
                with suppress(apsw.Error):  # the gaps are empty already; a file without them can wait
                    self._db.execute("VACUUM").fetchall()
            self._db.close()

    def _open(self, key: bytes) -> None:
        db = self._db
        if db.readonly("main"):
            raise apsw.ReadOnlyError
        db.set_busy_timeout(BUSY)
        db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)  # until it is known to be ours to write
        for pragma in ("cipher = 'chacha20'", f"key = 'raw:{key.hex()}'", "locking_mode = EXCLUSIVE"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        version = int(db.pragma("user_version"))
        if self._damaged():
            raise apsw.CorruptError
        if version > len(MIGRATIONS):
            raise JournalError("What is kept comes from a newer companion than this one. It is left as it is.")
        db.execute("SELECT count(*) FROM dbstat").fetchall()  # reads every page, and so proves it
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY"):
            db.execute(f"PRAGMA {pragma}").fetchall()
        db.execute("BEGIN IMMEDIATE; ROLLBACK").fetchall()  # a folder that cannot be written is told now
        for number in range(version, len(MIGRATIONS)):
            with db:
                db.execute(MIGRATIONS[number]).fetchall()
                db.pragma("user_version", number + 1)
        db.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0)

    def _damaged(self) -> bool:
        """Whether something is missing that SQLite does not miss: writes in the log, or the end of the last page."""
        page = int(self._db.pragma("page_size"))
        log = self.path.with_name(self.path.name + "-wal")
        if log.exists() and log.stat().st_size > 0:  # it may still have what is missing at the end of the file
            good: int = self._db.execute("PRAGMA wal_checkpoint(NOOP)").fetchall()[0][1]  # type: ignore[assignment]
            return has_lost(log.read_bytes(), page, max(good, 0))
        return self.path.stat().st_size % page > 0


def _connect(path: Path) -> apsw.Connection:
    with _plain():
        return apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)


def _entry(row: tuple[int, Kind, str, int], owner: str) -> Entry:
    number, kind, fields, made = row
    try:
        return Entry(number, kind, json.loads(fields), owner, ORIGIN + timedelta(seconds=made))
    except (TypeError, ValueError, OverflowError):
        raise JournalError("What is kept was written in another form. Put a copy back, or forget everything.") from None


def _json(fields: Mapping[str, Slot]) -> str:
    return json.dumps(dict(fields), ensure_ascii=False)


def _counts_from(fields: Mapping[str, Slot], made: datetime) -> int | None:
    moment = counts_from(fields, made)
    return None if moment is None else _number(moment)


def _number(when: datetime) -> int:
    """Whole seconds since `ORIGIN`: half the size of a text, which is read at every start."""
    return (when - ORIGIN) // timedelta(seconds=1)


_FULL: Final = "The disk does not take what shall be kept. There may be no space left on it."


@contextmanager
def _plain() -> Iterator[None]:
    """What the database says, said plainly."""
    try:
        yield
    except (apsw.BusyError, apsw.LockedError):
        raise InUse("Another companion is using what is kept.") from None
    except apsw.FullError:
        raise JournalError(_FULL) from None
    except (apsw.NotADBError, apsw.CorruptError):
        raise JournalError("What is kept is damaged, or its key is another one. The file is left as it is.") from None
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError):
        raise JournalError("The folder of what is kept cannot be written. Ask companion doctor where it is.") from None
    except apsw.Error as error:
        if getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_WRITE:
            raise JournalError(_FULL) from None
        raise JournalError(f"What is kept cannot be read or written: {error}.") from None
