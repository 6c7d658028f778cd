"""What a model was when it was installed, kept beside its files, so that a file that was changed since is found.

Rules
1. `installed.json` in a model's folder holds size and SHA-256 of each of its files as they were installed.
2. A model that was put there by hand has no record, and nothing can be said about it.
"""

import hashlib
import json
from pathlib import Path
from typing import Final

RECORD: Final = "installed.json"


def record(folder: Path) -> None:
    """The files in `folder` are as they are to be."""
    (folder / RECORD).write_text(json.dumps({"files": _sums(folder)}, indent=1), encoding="utf-8")


def forget(folder: Path) -> None:
    """Nothing is known of `folder`: what it may have brought along is no record of ours."""
    (folder / RECORD).unlink(missing_ok=True)


def damage(folder: Path) -> str | None:
    """What is not as it was installed, as a clause; None where all is, or nothing was recorded."""
    recorded = recorded_files(folder)
    if recorded is None:
        return None
    now = _sums(folder)
    lost = sorted(recorded.keys() - now.keys())
    changed = sorted(name for name in recorded.keys() & now.keys() if recorded[name] != now[name])
    if lost:
        return f"is not whole: {', '.join(lost)} missing"
    return f"is not as it was installed: {', '.join(changed)} changed" if changed else None


def recorded_files(folder: Path) -> dict[str, object] | None:
    """Name -> size and checksum, as recorded; None for a model that was put there by hand."""
    try:
        held = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    files = held.get("files") if isinstance(held, dict) else None
    return files if isinstance(files, dict) else None


def checksum(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sums(folder: Path) -> dict[str, object]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / RECORD)
    return {path.relative_to(folder).as_posix(): [path.stat().st_size, checksum(path)] for path in files}
