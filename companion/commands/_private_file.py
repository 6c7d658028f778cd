"""Writing a file that is for its owner alone, and never over another one."""

import os
from pathlib import Path

from companion.errors import UsageError


def write_new(path: Path, text: str) -> None:
    """Write `text` to a new file of mode 0600. Raises UsageError where that cannot be."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        if path.is_dir():
            raise UsageError(f"{path} is a folder. Name a new file in it, such as {path / 'kept.html'}.") from None
        raise UsageError(f"{path} is there already, and nothing is written over it. Choose another name.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Choose another file.") from None
