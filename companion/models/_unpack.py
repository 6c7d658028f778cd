"""A zip file or a folder, copied into an empty folder, whatever is in it.

Rules
1. Nothing is written outside of the folder: no absolute paths, no "..", no drives, no links, no devices.
2. Nothing grows without bound: bytes are counted as they come out, whatever the zip file says about itself.
3. Two names that differ by capitals or by the way accents are written are one name on some systems, so they are none
   here. A name that comes twice is refused too.
4. What cannot be unpacked is one sentence that names the source; what was written so far is the caller's to throw away.
"""

import lzma
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

from companion.errors import EarError

_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a model may be: its files together in bytes, and their number. The largest zip file
    of an official small model has 289 MB."""

    bytes: int = 1_500_000_000
    files: int = 1_000


SMALL: Final = Limits()


class NoSpaceError(EarError):
    """What is to be unpacked does not fit on the disk; nothing is wrong with it."""


Opened = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """One file: where it goes, as parts of a path, and how it is opened."""

    path: tuple[str, ...]
    size: int
    opened: Opened


def unpack(source: Path, target: Path, limits: Limits, room: int, called: str) -> None:
    """Copy `source`, a zip file or a folder, into the empty folder `target`; `room` is the space there in
    bytes, `called` is how `source` is called in messages.

    Raises EarError.
    """
    try:
        if source.is_dir():
            _copy(list(_of_folder(source, called, limits)), called, target, limits, room)
            return
        with zipfile.ZipFile(source) as archive:
            _copy(list(_of_zip(archive, called, limits)), called, target, limits, room)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, NotImplementedError, ValueError):
        raise EarError(f"{called} is no zip file that can be read, or is damaged: get it anew.") from None
    except OSError as error:
        raise EarError(
            f"{called} cannot be unpacked: {error.strerror or error}. Look at it, and at the space."
        ) from None


def _of_zip(archive: zipfile.ZipFile, called: str, limits: Limits) -> Iterator[_Piece]:
    entries = archive.infolist()
    if len(entries) > limits.files:
        raise _too_much(called)
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.orig_filename.endswith("/") and kind in (0, stat.S_IFDIR):
            _parts(entry.orig_filename.rstrip("/"), called)
        elif kind in (0, stat.S_IFREG):
            yield _Piece(_parts(entry.orig_filename, called), entry.file_size, partial(archive.open, entry))
        else:
            raise _refused(called, entry.filename, "is a link or a device")


def _of_folder(source: Path, called: str, limits: Limits) -> Iterator[_Piece]:
    files = 0
    for place, folders, names in os.walk(source, onerror=_raise):
        for name in (*folders, *names):
            path = Path(place, name)
            kind = stat.S_IFMT(path.lstat().st_mode)
            files += 1
            if files > limits.files:
                raise _too_much(called)
            if kind == stat.S_IFREG:
                parts = _parts(path.relative_to(source).as_posix(), called)
                yield _Piece(parts, path.stat().st_size, partial(_open, path))
            elif kind != stat.S_IFDIR:
                raise _refused(called, name, "is a link or a device")


def _raise(error: OSError) -> None:
    raise error


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _parts(name: str, called: str) -> tuple[str, ...]:
    """The path `name` in a zip file as parts, each a plain name on every system."""
    parts = tuple(name.split("/"))
    odd = any(character in '\\:*?"<>|' or not character.isprintable() for character in name)
    if odd or any(part in ("", ".", "..") or part != part.strip(" ") or part.endswith(".") for part in parts):
        raise _refused(called, name, "is no plain name of a file")
    return parts


def _copy(pieces: list[_Piece], called: str, target: Path, limits: Limits, room: int) -> None:
    names: set[str] = set()
    for piece in pieces:
        name = unicodedata.normalize("NFC", "/".join(piece.path)).casefold()
        if name in names:
            raise _refused(called, "/".join(piece.path), "is there twice")
        names.add(name)
    size = sum(piece.size for piece in pieces)
    if size > limits.bytes:
        raise _too_much(called)
    if size > room:
        raise NoSpaceError(
            f"There is no space to unpack {called}: it needs {size / 1e6:.0f} MB, and {room / 1e6:.0f} MB may be used. "
            "Make room, or choose another disk with --data."
        )
    left = min(limits.bytes, room)
    for piece in pieces:
        path = target.joinpath(*piece.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with piece.opened() as from_, path.open("xb") as to:
            while data := from_.read(_PIECE):
                left -= len(data)
                if left < 0:
                    raise _too_much(called)
                to.write(data)


def _too_much(called: str) -> EarError:
    return EarError(f"{called} holds more than a small model does, so it is not unpacked: get it from another place.")


def _refused(called: str, name: str, what: str) -> EarError:
    shown = name if name.isprintable() else ascii(name)
    return EarError(f'{called} is not unpacked, because "{shown[:80]}" in it {what}: get it from another place.')
