"""Real stores for the tests."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from companion.journal import Rules, StoredJournal

NOW = datetime(2026, 11, 20, 9)


def typing(*passphrases: str) -> Callable[[str], Iterator[str]]:
    """Somebody who types these, one try after the other."""
    return lambda _: iter(passphrases)


def opened(
    folder: Path, *passphrases: str, solo: str | None = None, now: datetime = NOW, notices: list[str] | None = None
) -> StoredJournal:
    told = [] if notices is None else notices
    return StoredJournal(folder, Rules({}), now, typing(*passphrases), solo, told.append)


def files(folder: Path) -> dict[str, bytes]:
    """Everything below `folder`, to the byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
