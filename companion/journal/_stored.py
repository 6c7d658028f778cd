"""What is kept on this device: one store of everyone's things, and one of their own for each person who wants it.

Rules
1. No file is made before the first thing is kept; where the key is a file too, both go with the last thing.
2. A private store opens with its owner's passphrase in that person's solo session only; nobody else's key reads it.
   For everyone there is a single bit of it: whether a gate is closed (D10).
3. What is kept in a private session goes into the private store. Without one nothing is kept in it but a bare agreed
   time.
4. Private things carry numbers of their own range, so that a number names one thing.
5. Everything is forgotten in an order that ends, whatever happens: a mark, the keys, the files, the mark.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Final, Self

from companion.errors import JournalError
from companion.journal._disk import destroy, private_file, sync_folder
from companion.journal._folder import (
    PRIVATE,
    SHARED,
    Ask,
    Opened,
    has_private,
    has_shared,
    make_shared,
    open_private,
    open_shared,
)
from companion.journal._lock import Lock, WrongPassphrase
from companion.journal._rules import Rules, agreed
from companion.journal._store import Store
from companion.scene import Entry
from companion.steps import Kind, Slot

MARK: Final = "forgetting"
"""The name of the file that says: everything here goes."""


class StoredJournal:
    """What is kept in `folder`. Raises JournalError where it is there and cannot be opened.

    `solo` is whose private session this is (see `Scene.solo`). `notice` is told "key_in_file" when the first thing is
    kept that somebody chose to keep and the key is in a file, and "private_closed" when no passphrase fitted.
    """

    def __init__(
        self,
        folder: Path,
        rules: Rules,
        now: datetime,
        ask: Ask,
        solo: str | None = None,
        notice: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._folder = folder
        self._rules = rules
        self._solo = solo
        self._notice = notice
        self._shared: Opened | None = None
        self._private: Opened | None = None
        if (folder / MARK).exists():
            _destroy(folder)
        try:
            self._open(now, ask)
        except JournalError:
            self.close()
            raise

    def _open(self, now: datetime, ask: Ask) -> None:
        if has_shared(self._folder):
            self._shared = open_shared(self._folder, ask)
        if self._solo and has_private(self._folder):
            try:
                self._private = open_private(self._folder, self._solo, ask)
            except WrongPassphrase:
                self._notice("private_closed")
        for opened in self._opened:
            opened.store.expire(self._rules.limits(now))
        self._settle()

    @property
    def lasting(self) -> bool:
        return True

    def entries(self, *kinds: Kind, since: datetime | None = None) -> Sequence[Entry]:
        found = [entry for opened in self._opened for entry in opened.store.entries(kinds, since)]
        return sorted(found, key=lambda entry: (entry.made, entry.number)) if self._private else found

    def held(self) -> bool:
        return self._shared is not None and self._shared.store.held()

    def add(self, kind: Kind, fields: Mapping[str, Slot], owner: str, now: datetime) -> Entry:
        if not self._rules.allow(kind, fields):
            raise JournalError("The settings say that such things are never kept.")
        entry = self._place(kind, fields, owner).add(kind, fields, now)
        self._settle()
        return entry

    def add_all(self, things: Iterable[tuple[Kind, Mapping[str, Slot], datetime]]) -> None:
        """Add things that are everyone's, all of them or none: kind, fields, and when each was made."""
        self._make_shared().store.add_all(things)

    def change(self, number: int, fields: Mapping[str, Slot]) -> Entry:
        for opened in self._opened:
            if (entry := opened.store.change(number, fields)) is not None:
                self._settle()
                return entry
        raise JournalError("That is no longer kept, so it cannot be changed.")

    def forget(self, numbers: Sequence[int]) -> None:
        for opened in self._opened:
            opened.store.forget(numbers)
        self._settle()

    def forget_day(self, day: date) -> int:
        since = datetime.combine(day, time.min)
        found = [entry.number for entry in self.entries(since=since) if entry.made.date() == day]
        self.forget(found)
        return len(found)

    def forget_everything(self) -> None:
        self.close()
        forget_folder(self._folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        opened, self._shared, self._private = self._opened, None, None
        for one in opened:
            one.store.close()

    @property
    def _opened(self) -> tuple[Opened, ...]:
        return tuple(opened for opened in (self._shared, self._private) if opened is not None)

    def _place(self, kind: Kind, fields: Mapping[str, Slot], owner: str) -> Store:
        """Where this belongs; everyone's store is made when it is first needed."""
        private = self._private
        if private is not None and owner.casefold() in ("", private.store.owner.casefold()):
            return private.store
        if owner or (self._solo is not None and not (agreed(kind, fields) and not fields.get("about"))):
            raise JournalError("Private things are kept only in a session of your own, behind your own passphrase.")
        shared = self._make_shared()
        if kind != "appointment" and shared.lock.way == "file" and not shared.store.chosen():
            self._notice("key_in_file")
        return shared.store

    def _make_shared(self) -> Opened:
        if self._shared is None:
            self._shared = make_shared(self._folder)
        return self._shared

    def _settle(self) -> None:
        """Bring the bit of the gate up to date, and let a store go that has nothing more in it."""
        if self._private is not None:
            gates = self._private.store.entries(("gate",))
            held = bool(gates) and not gates[-1].fields.get("open", True)
            name = self._private.store.path.stem
            if held or (self._shared is not None and self._shared.store.held(name)):
                self._make_shared().store.hold(name, held)
        shared = self._shared
        if shared is not None and shared.lock.way == "file" and not shared.store.count() and not shared.store.held():
            shared.store.close()
            self._shared = None
            destroy(shared.store.path)  # before its key: a key alone is made use of, a store alone is a fault
            shared.lock.destroy()
            _leave(self._folder)


def forget_folder(folder: Path) -> None:
    """Everything of everyone and every key, whether it opens or not. Raises JournalError."""
    if folder.exists():
        private_file(folder / MARK)
        sync_folder(folder)
        _destroy(folder)


def _destroy(folder: Path) -> None:
    gone = [Lock(path).destroy() for path in sorted(folder.glob("*.key"))]
    for pattern in (f"{SHARED}.*", f"{PRIVATE}*"):
        for path in sorted(folder.glob(pattern)):
            destroy(path)
    destroy(folder / MARK)
    _leave(folder)
    if not all(gone):
        raise JournalError("Everything is forgotten. The system's keyring still has its key: take it out there.")


def _leave(folder: Path) -> None:
    """Remove the folder if nothing is left in it."""
    if not any(folder.iterdir()):
        folder.rmdir()
