"""Models put in their place, looked after, and taken away: everything about them that changes the disk.

Rules
1. The place is the folder `models` of the person's data; what is on its way lies in `.incoming` in it.
2. A model is unpacked, tried and recorded there, and only then moved in one step to where it is used. Whatever goes
   wrong before, the model that works stays as it is.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from companion.errors import EarError
from companion.models._catalogue import is_name
from companion.models._folder import ModelError, is_model
from companion.models._record import forget, record
from companion.models._trial import UNKNOWN, fit, remember, tried
from companion.models._unpack import SMALL, Limits, unpack
from companion.ports import Commands

_INCOMING: Final = ".incoming"
_RESERVE: Final = 50_000_000
"""Bytes of the disk that are left free."""


def room_on_disk(place: Path) -> int:
    """Bytes that may be written below `place`."""
    return max(0, shutil.disk_usage(place).free - _RESERVE)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where models are installed. `memory` is the file of the proven ones, `room` tells the free bytes of a folder."""

    place: Path
    memory: Path | None = None
    limits: Limits = SMALL
    room: Callable[[Path], int] = room_on_disk

    def part(self, address: str) -> Path:
        """The file in which what comes from `address` is collected. It may have the beginning already."""
        return self._incoming() / f"{hashlib.sha256(address.encode()).hexdigest()[:20]}.zip"

    def drop(self, part: Path) -> None:
        """A file that was collected is not needed any more."""
        for path in (part, part.with_name(f"{part.name}.same")):
            path.unlink(missing_ok=True)

    def install(self, source: Path, commands: Commands, name: str, called: str = "") -> Path:
        """Install the model in `source`, a zip file or a folder. Returns its folder. Raises EarError.

        `name` is its name where it lies without a folder of its own; `called` is how `source` is called in messages.
        """
        called = called or str(source)
        with self._staging() as staging:
            unpack(source, staging, self.limits, self.room(staging), called)
            root = _root(staging, called)
            final = self.place / (name if root == staging else root.name)
            if not is_name(final.name):
                raise EarError(f'{called} is not installed: "{final.name}" cannot be the name of a model. Rename it.')
            forget(root)
            try:
                lacking = tried(root, commands.vocabulary() | {UNKNOWN})
                fit(root, commands, lambda word: word not in lacking)
            except ModelError as error:
                raise EarError(
                    f"{called} is not installed: the model in it {error.why}. {error.remedy or 'Get it anew.'}"
                ) from None
            record(root)
            self._swap(root, final)
        remember(final, self.memory)
        return final

    def remove(self, name: str) -> Path:
        """Take the model `name` away. Returns where it was. Raises EarError."""
        path = self.place / name
        if not is_name(name) or not path.is_dir():
            raise EarError(f'There is no model called "{name}" in {self.place}. See companion models list.')
        if path.is_symlink():
            path.unlink()
            return path
        with self._staging() as staging:
            path.rename(staging / name)
        return path

    def _incoming(self) -> Path:
        incoming = self.place / _INCOMING
        try:
            self.place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.place.mkdir(mode=0o700, exist_ok=True)
            incoming.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EarError(
                f"Nothing can be installed in {self.place}: {error.strerror}. Choose another folder with --data."
            ) from None
        return incoming

    @contextmanager
    def _staging(self) -> Iterator[Path]:
        """An empty folder on the same disk, gone afterwards with all that is still in it."""
        staging = Path(tempfile.mkdtemp(dir=self._incoming()))
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _swap(self, new: Path, final: Path) -> None:
        """Put `new` at `final`. What was there goes only when the new one stands."""
        with self._staging() as aside:
            if final.exists() or final.is_symlink():
                final.rename(aside / final.name)
            try:
                new.rename(final)
            except OSError:
                if (aside / final.name).exists():
                    (aside / final.name).rename(final)
                raise


def _root(staging: Path, called: str) -> Path:
    """The folder of the one model below `staging`."""
    if is_model(staging):
        return staging
    models = [path for path in sorted(staging.iterdir()) if path.is_dir() and is_model(path)]
    if len(models) != 1:
        what = "no Vosk model" if not models else "more than one model"
        raise EarError(f"{called} is not installed: there is {what} in it. Get one of companion models list.")
    return models[0]
