"""Whether a model can be used: tried in a child process first, and remembered, so that the next start is fast.

Rules
1. A model that has not been proven is compared with what was installed, and opened by a child (`_probe`), whose abort
   we survive: a file of another model may open, and be none of this one.
2. What was proven is remembered by the sizes and times of its files, in a file that only the person can read. Where
   nothing can be remembered, the model is tried at every start.
3. A model must reject ([unk]) and must have words for what no session can do without; `fit` says so.
"""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Collection
from importlib.metadata import version
from pathlib import Path
from typing import Final

from companion.models import _probe
from companion.models._folder import ModelError, checked
from companion.models._record import damage
from companion.ports import Commands

UNKNOWN: Final = "[unk]"

PATIENCE: Final = 120.0
"""Seconds for a trial. The miniature takes 0.3, a small official model of 40 MB is some twenty times its size."""


def proven(folder: Path, memory: Path | None) -> Path:
    """`folder`, if the model in it loads and decodes. Raises EarError. `memory` is the file that remembers."""
    mark = _mark(checked(folder))
    if _remembered(memory).get(str(folder.resolve())) != mark:
        if (why := damage(folder)) is not None:
            raise ModelError(folder, why)
        tried(folder)
        remember(folder, memory)
    return folder


def remember(folder: Path, memory: Path | None) -> None:
    """`folder` has been proven as it is now."""
    if memory is not None:
        _write(memory, {**_remembered(memory), str(folder.resolve()): _mark(folder)})


def tried(folder: Path, words: Collection[str] = ()) -> frozenset[str]:
    """Open the model in a child process. Returns those of `words` that it lacks. Raises EarError."""
    source = str(Path(_probe.__file__).parents[2])
    path = os.pathsep.join(part for part in (source, os.environ.get("PYTHONPATH", "")) if part)
    try:
        done = subprocess.run(
            [sys.executable, "-P", _probe.__file__, str(checked(folder))],
            input=json.dumps(sorted(words)).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            timeout=PATIENCE,
            check=True,
        )
        return frozenset(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError):
        raise ModelError(folder, "is damaged: it cannot be opened") from None


def fit(folder: Path, commands: Commands, knows: Callable[[str], bool]) -> None:
    """Raises EarError where a model that has the words that it `knows` is none to rely on."""
    if not knows(UNKNOWN):
        why = "has no [unk], so it takes any noise for a command"
        raise ModelError(folder, why, "Use another model.")
    if lacking := commands.unsayable(knows):
        why = f"has no words for {', '.join(lacking)}: it is of another language than the scripts"
        raise ModelError(folder, why, "Install a small model of your language.")


def _mark(folder: Path) -> str:
    """Names, sizes and times of all files, and the version of Vosk, as one word."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    stats = [(str(path.relative_to(folder)), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(json.dumps([version("vosk"), stats]).encode()).hexdigest()


def _remembered(memory: Path | None) -> dict[str, str]:
    """What the file holds; nothing where it is not there, or is none of ours."""
    if memory is None:
        return {}
    try:
        held = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _write(memory: Path, known: dict[str, str]) -> None:
    with contextlib.suppress(OSError):  # rule 2
        memory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=memory.parent, prefix=".proven-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(known, file)
        os.replace(name, memory)
