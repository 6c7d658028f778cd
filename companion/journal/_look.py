"""A look at what is kept from outside: how its key is kept and how many things there are, no content."""

from dataclasses import dataclass
from pathlib import Path

from companion.journal._folder import has_shared, lock_of_shared, open_shared
from companion.journal._lock import Way


@dataclass(frozen=True, slots=True)
class Look:
    """How the key is kept, and how many things everyone shares: None where that needs a passphrase."""

    way: Way
    count: int | None


def look(folder: Path) -> Look | None:
    """None where nothing is kept. Raises JournalError where it cannot be opened."""
    if not has_shared(folder):
        return None
    way = lock_of_shared(folder).way
    if way == "passphrase":
        return Look(way, None)
    store = open_shared(folder, lambda _: iter(())).store
    try:
        return Look(way, store.count())
    finally:
        store.close()
