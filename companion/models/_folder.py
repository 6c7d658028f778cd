"""Which folders are Vosk models, and what a half one lacks: looked at before Kaldi is, which would only say "failed".

Rules
1. A model is opened by its path alone. By name or language, Vosk would ask the network.
2. An official model has a name that begins with `vosk-model`; only such a one is picked without being asked for.
3. Two ways to lay out the files are known, as to Vosk itself: in `am`, `conf` and `graph`, or all in one place.
4. A look-ahead graph is told by its header: Vosk reads another kind in its place without a word, and hears nothing.
"""

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from companion.errors import EarError

OFFICIAL: Final = "vosk-model"
MINIATURE: Final = "companion-mini-en"

_ALWAYS: Final = (
    "am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/disambig_tid.int", "graph/phones/word_boundary.int",
)  # fmt: skip
_FLAT: Final = ("final.mdl", "mfcc.conf", "disambig_tid.int", "word_boundary.int")
_LOOK_AHEAD: Final = ("HCLr.fst", "Gr.fst")
_STATIC: Final = ("HCLG.fst", "words.txt")

_MAGIC: Final = 2125659606
"""The first four bytes of an OpenFst file; the name of its kind follows, its length before it."""


class ModelError(EarError):
    """The model in a folder cannot be used: `why`, as a clause, and what to do."""

    def __init__(self, folder: Path, why: str, remedy: str = "") -> None:
        self.why, self.remedy = why, remedy
        super().__init__(
            f"The model in {folder} {why}. {remedy or 'Install it anew with companion models install, or remove it.'}"
        )


def is_model(folder: Path) -> bool:
    """Whether `folder` looks like a model, whole or not."""
    return (folder / "am").is_dir() or (folder / "final.mdl").is_file()


def missing(folder: Path) -> tuple[str, ...]:
    """The files, relative to `folder`, without which it is no model, or one that cannot be told what to expect."""
    return tuple(name for name in (*_files(folder), *_graphs(folder, _LOOK_AHEAD)) if not (folder / name).is_file())


def checked(folder: Path) -> Path:
    """`folder`, if it is a whole model by its files. Raises EarError."""
    try:
        _check(folder)
    except OSError as error:
        raise ModelError(folder, f"cannot be read: {error.strerror}", "Look at who may read it.") from None
    return folder


def found(folders: Iterable[Path]) -> list[Path]:
    """The folders inside `folders` that look like models, whole or not, official ones first, each kind by name."""
    inside = [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.is_dir() and not path.name.startswith(".") and (path.name.startswith(OFFICIAL) or is_model(path))
    ]
    return sorted(inside, key=lambda path: not path.name.startswith(OFFICIAL))


def chosen(engine: str, places: Sequence[Path]) -> Path | None:
    """The model that the engine "vosk", or "auto", takes; None where there is none, and "auto" does without.

    `places` are folders that hold model folders, or model folders themselves. Raises EarError.
    """
    folders = [path for path in places if is_model(path)] + found(places)
    official = [path for path in folders if path.name.startswith(OFFICIAL)]
    if engine == "vosk" and not folders:
        where = " or ".join(str(path) for path in places)
        raise EarError(f"There is no Vosk model in {where}: use companion models install, or the engine pocketsphinx.")
    usable = official or (folders if engine == "vosk" else ())
    return usable[0] if usable and engine != "pocketsphinx" else None


def miniature(places: Sequence[Path]) -> Path | None:
    """The miniature model that ships, in `places` as for `chosen`; None where it is not there."""
    folders = [*places, *found(places)]
    return next((path for path in folders if path.name == MINIATURE and is_model(path)), None)


def _check(folder: Path) -> None:
    if not folder.is_dir():
        raise EarError(
            f"There is no recogniser model at {folder}: install one with companion models install, "
            "and see companion models list."
        )
    lacking = missing(folder)
    graphs = _graphs(folder, _LOOK_AHEAD)
    if set(lacking) & set(graphs) and (folder / _graphs(folder, _STATIC)[0]).is_file():
        why = "cannot be told which commands to expect"
        raise ModelError(folder, why, "Install one of the small Vosk models.")
    if lacking:
        raise ModelError(folder, f"is not whole: {', '.join(lacking)} missing")
    if not _looks_ahead(folder / graphs[0]):
        raise ModelError(folder, f"is damaged: {graphs[0]} is no look-ahead graph")


def _files(folder: Path) -> tuple[str, ...]:
    return _FLAT if _is_flat(folder) else _ALWAYS


def _graphs(folder: Path, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names) if _is_flat(folder) else tuple(f"graph/{name}" for name in names)


def _is_flat(folder: Path) -> bool:
    return not (folder / "am").is_dir() and (folder / "final.mdl").is_file()


def _looks_ahead(graph: Path) -> bool:
    with graph.open("rb") as file:
        head = file.read(40)
    if len(head) < 40 or struct.unpack_from("<i", head)[0] != _MAGIC:
        return False
    length = struct.unpack_from("<i", head, 4)[0]
    return head[8 : 8 + length].endswith(b"_lookahead")
