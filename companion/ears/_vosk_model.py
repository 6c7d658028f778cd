"""Which folders are Vosk models, and what a half one lacks: looked at before Kaldi is, which would only say "failed".

Rules
1. A model is opened by its path alone. By name or language, Vosk would ask the network.
2. An official model has a name that begins with `vosk-model`; only such a one is picked without being asked for.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from companion.errors import EarError

OFFICIAL: Final = "vosk-model"

_ALWAYS: Final = ("am/final.mdl", "conf/mfcc.conf", "graph/phones/word_boundary.int")
_LOOK_AHEAD: Final = ("graph/HCLr.fst", "graph/Gr.fst")
_STATIC: Final = ("graph/HCLG.fst", "graph/words.txt")


def missing(folder: Path) -> tuple[str, ...]:
    """The files, relative to `folder`, without which it is no model, or one that cannot be told what to expect."""
    return tuple(name for name in (*_ALWAYS, *_LOOK_AHEAD) if not (folder / name).is_file())


def checked(folder: Path) -> Path:
    """`folder`, if it is a whole model. Raises EarError."""
    if not folder.is_dir():
        raise EarError(
            f"There is no recogniser model at {folder}: unpack a Vosk model there, as models/README.md says."
        )
    lacking = missing(folder)
    if set(lacking) == set(_LOOK_AHEAD) and all((folder / name).is_file() for name in _STATIC):
        raise EarError(
            f"The model in {folder} cannot be told which commands to expect: install one of the small Vosk models."
        )
    if lacking:
        raise EarError(f"The model in {folder} is not whole: {', '.join(lacking)} missing. Unpack it anew.")
    return folder


def found(folders: Iterable[Path]) -> list[Path]:
    """The folders inside `folders` that look like models, whole or not, official ones first, each kind by name."""
    inside = [
        path
        for folder in folders
        if folder.is_dir()
        for path in sorted(folder.iterdir())
        if path.is_dir() and (path.name.startswith(OFFICIAL) or (path / "am").is_dir())
    ]
    return sorted(inside, key=lambda path: not path.name.startswith(OFFICIAL))
