"""OpenFst's command-line tools: text to the two graph files that Vosk's look-ahead models hold.

Rules
1. Converting to `olabel_lookahead` renumbers the output labels; the grammar and its word table carry the new numbers.
2. `fstconvert` looks for `olabel_lookahead-fst.so`, which Debian calls `libfstlookahead.so`: a link of that name in a
   folder of our own is put on the library path.
3. `fstcompile` writes the name of the word table into the graph: it is run beside the table, so that a graph does not
   tell where it was made.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .errors import MinivoskError

_TOOLS = ("fstcompile", "fstarcsort", "fstconvert")


def available() -> bool:
    """Whether this machine has the tools and the look-ahead library."""
    return all(map(shutil.which, _TOOLS)) and _lookahead_library() is not None


def lexicon_graph(lines: Sequence[str], path: Path, work: Path) -> dict[int, int]:
    """Write the look-ahead lexicon `path` from text; gives the new number of each output label."""
    library = _lookahead_library()
    if library is None or not available():
        raise MinivoskError("The OpenFst tools are not on this machine. Install the Debian package libfst-tools.")
    work.mkdir(parents=True, exist_ok=True)
    link, pairs = work / "olabel_lookahead-fst.so", work / "relabel.txt"
    link.unlink(missing_ok=True)
    link.symlink_to(library)
    compiled = _run(["fstcompile"], "\n".join(lines).encode() + b"\n")
    sorted_ = _run(["fstarcsort", "--sort_type=olabel"], compiled)
    convert = ["fstconvert", "--fst_type=olabel_lookahead", f"--save_relabel_opairs={pairs}"]
    path.write_bytes(_run(convert, sorted_, work))
    fields = (line.split() for line in pairs.read_text("ascii").splitlines())
    return {int(old): int(new) for old, new in fields}


def grammar_graph(lines: Sequence[str], symbols: Path, path: Path) -> None:
    """Write the word grammar `path` from text; the word table at `symbols` travels inside it, under its file name."""
    table = [f"--isymbols={symbols.name}", f"--osymbols={symbols.name}", "--keep_isymbols", "--keep_osymbols"]
    names = dict(line.split()[::-1] for line in symbols.read_text("utf-8").splitlines())
    # fstcompile reads names, not numbers, as soon as it is given a table.
    text = "\n".join(_named(line, names) for line in lines)
    compiled = _run(["fstcompile", *table], text.encode() + b"\n", within=symbols.parent)
    path.write_bytes(_run(["fstconvert", "--fst_type=const"], _run(["fstarcsort", "--sort_type=ilabel"], compiled)))


def _named(line: str, names: dict[str, str]) -> str:
    fields = line.split()
    if len(fields) > 3:
        fields[2:4] = names[fields[2]], names[fields[3]]
    return " ".join(fields)


def _lookahead_library() -> Path | None:
    for folder in (Path("/usr/lib"), *Path("/usr/lib").glob("*-linux-gnu"), Path("/usr/local/lib")):
        found = sorted(folder.glob("libfstlookahead.so*"))
        if found:
            return found[0]
    return None


def _run(command: list[str], data: bytes, libraries: Path | None = None, within: Path | None = None) -> bytes:
    environment = dict(os.environ)
    if libraries is not None:
        environment["LD_LIBRARY_PATH"] = f"{libraries}:{environment.get('LD_LIBRARY_PATH', '')}"
    done = subprocess.run(command, input=data, capture_output=True, check=False, env=environment, cwd=within)
    if done.returncode != 0:
        raise MinivoskError(f"{command[0]} failed: {done.stderr.decode(errors='replace').strip()[:300]}")
    return done.stdout
