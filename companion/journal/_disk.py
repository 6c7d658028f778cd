"""Files that are their owner's alone, written whole or not at all, and overwritten before they go."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from companion.errors import JournalError


def private_folder(folder: Path) -> None:
    """Make `folder` where it is missing, readable by its owner alone. Raises JournalError."""
    with _told():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)


def private_file(path: Path) -> None:
    """Make an empty file of mode 0600 where there is none. Raises JournalError."""
    with _told():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def write_whole(path: Path, content: bytes) -> None:
    """Replace the file at `path`: after a power cut it is the old one or the new one. Raises JournalError."""
    fresh = path.with_name(path.name + ".new")
    with _told():
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(path.parent)


def destroy(path: Path) -> None:
    """Overwrite and remove the file at `path`, if there is one. Raises JournalError."""
    with _told():
        if path.exists():
            with path.open("r+b") as file:
                file.write(os.urandom(path.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable, where the system can."""
    if os.name == "posix" and folder.exists():
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise JournalError(f"The folder of what is kept cannot be written: {error.strerror}.") from None
