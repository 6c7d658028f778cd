"""Writing a file that is for its owner alone, and never over another one."""

import os
from pathlib import Path

from companion.errors import UsageError


def write_new(path: Path, text: str) -> None:
    """Write `text` to a new file of mode 0600. Raises UsageError where that cannot be."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}. Choose another file.") from None
