"""`shortcut`: a menu entry that goes straight into breathing, and the command to put on a key (C47, C50).

Rules
1. One file is written, in the folder for the applications of the person, whole or not at all; `remove` takes it away.
2. It opens a terminal, so that the keys work as well as the voice.
"""

import argparse
import os
import re
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from companion.commands._arguments import Subcommands
from companion.errors import UsageError

NAME: Final = "companion-breathing.desktop"
_ENTRY: Final = """[Desktop Entry]
Type=Application
Name=Breathing
Comment=Breathe along, by voice
Exec={command}
Terminal=true
Categories=Utility;
"""
_PLAIN: Final = re.compile(r"[\w./=:+@-]+")
_ESCAPED: Final = re.compile(r'(["`$\\])')


def add(commands: Subcommands) -> None:
    parser = commands.add("shortcut", shortcut, "a menu entry and a key that go straight into breathing")
    parser.add_argument("what", choices=("install", "remove"), nargs="?", default="install")


def shortcut(arguments: argparse.Namespace) -> int:
    """Write the entry, or take it away, and print what to put on a key."""
    words = (sys.executable, "-m", "companion", "run", "--start", "breathing")
    if not sys.platform.startswith("linux"):
        raise UsageError("The menu entry is for Linux. For macOS and Windows there are files to copy in docs/shortcut.")
    entry = applications() / NAME
    if arguments.what == "remove":
        entry.unlink(missing_ok=True)
        print(f"The entry is removed from {entry.parent}.")
        return 0
    entry.parent.mkdir(parents=True, exist_ok=True)
    fresh = entry.with_suffix(".new")
    fresh.write_text(_ENTRY.format(command=exec_key(words)), encoding="utf-8")
    fresh.chmod(0o644)
    fresh.replace(entry)
    print(f"The entry Breathing is written to {entry.parent}.")
    print(f"For a key, add one of your own in the keyboard settings of your desktop: {shlex.join(words)}")
    return 0


def applications(environment: Mapping[str, str] = os.environ) -> Path:
    """Where a desktop looks for the menu entries of a person (XDG base directories)."""
    named = Path(environment.get("XDG_DATA_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".local" / "share") / "applications"


def exec_key(words: Sequence[str]) -> str:
    """`words` as the Exec key of a desktop entry has them: quoted where need be, each percent sign doubled.

    Inside quotes a backslash is written twice once more, because the value of a key is a string with escapes itself.
    """
    return " ".join(_quoted(word).replace("%", "%%") for word in words)


def _quoted(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    return '"' + _ESCAPED.sub(r"\\\1", word).replace("\\", "\\\\") + '"'
