"""The stores of a folder, each a file with its lock beside it: everyone's, and private ones that name nobody.

Rules
1. Nothing in the folder tells whose a private store is: its owner's name is inside.
2. Each passphrase that is given is one try.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from companion.journal._disk import private_folder
from companion.journal._lock import Lock, WrongPassphrase
from companion.journal._store import Store

SHARED: Final = "everyone"
PRIVATE: Final = "own-"
FIRST_PRIVATE: Final = 1_000_001
"""The number of the first private thing, out of reach of the others."""

Ask = Callable[[str], Iterator[str]]
"""Asks for the passphrase of a person, "" for everyone's: one try after the other until there are no more."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A store, its lock, and the key that fitted."""

    store: Store
    lock: Lock
    key: bytes


def has_shared(folder: Path) -> bool:
    """Whether there is a store of everyone's things; a file without a byte is none, and its key stays for a copy."""
    return _holds(_places(folder, SHARED)[0])


def lock_of_shared(folder: Path) -> Lock:
    return _places(folder, SHARED)[1]


def has_private(folder: Path) -> bool:
    """Whether anybody has a private store."""
    return any(folder.glob(f"{PRIVATE}*.key"))


def open_shared(folder: Path, ask: Ask) -> Opened:
    """The store of everyone's things. Raises JournalError."""
    path, lock = _places(folder, SHARED)
    if lock.way != "passphrase":
        key = lock.open()
        return Opened(Store(path, key), lock, key)
    for passphrase in ask(""):
        try:
            key = lock.open_with(passphrase)
        except WrongPassphrase:
            continue
        return Opened(Store(path, key), lock, key)
    raise WrongPassphrase("What is kept stays closed: no passphrase fitted.")


def make_shared(folder: Path) -> Opened:
    """The store of everyone's things, new."""
    private_folder(folder)
    path, lock = _places(folder, SHARED)
    if _holds(path):  # made by another companion since this session began
        key = lock.open()
        return Opened(Store(path, key), lock, key)
    key = lock.open() if lock.path.exists() else lock.make()  # it exists where this was cut short before
    return Opened(Store.make(path, key), lock, key)


def open_private(folder: Path, name: str, ask: Ask) -> Opened:
    """The store of this person. Raises WrongPassphrase where none that is given opens one, JournalError."""
    for passphrase in ask(name):
        for path in sorted(folder.glob(f"{PRIVATE}*.key")):
            lock = Lock(path)
            try:
                key = lock.open_with(passphrase)
            except WrongPassphrase:
                continue
            store = Store(path.with_suffix(".sqlite"), key)
            if store.owner.casefold() == name.casefold():
                return Opened(store, lock, key)
            store.close()
    raise WrongPassphrase("Private things stay closed: no passphrase fitted.")


def set_passphrase(folder: Path, name: str, ask: Ask, new: Callable[[str], str]) -> None:
    """Put the store of `name`, "" everyone's, behind a passphrase that `new` gives. Raises JournalError.

    `ask` gives the one it has now. Without any, a person gets a private store; everyone's is made where it is missing.
    """
    if not name:
        opened = open_shared(folder, ask) if has_shared(folder) else make_shared(folder)
    elif has_private(folder) and (typed := next(tries := ask(name), None)) is not None:
        opened = open_private(folder, name, lambda _: chain((typed,), tries))
    else:
        make_private(folder, name, new(name))
        return
    opened.store.close()
    opened.lock.put_behind(opened.key, new(name))


def make_private(folder: Path, name: str, passphrase: str) -> None:
    """A store of this person's own, behind their passphrase. Raises JournalError."""
    private_folder(folder)
    path, lock = _places(folder, PRIVATE + secrets.token_hex(4))
    key = secrets.token_bytes(32)
    lock.put_behind(key, passphrase)
    Store.make(path, key, name, FIRST_PRIVATE).close()


def _holds(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _places(folder: Path, name: str) -> tuple[Path, Lock]:
    return folder / f"{name}.sqlite", Lock(folder / f"{name}.key")
