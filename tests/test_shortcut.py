"""The menu entry that goes straight into breathing."""

import shlex
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sessions import companion

from companion.commands.shortcut import NAME, exec_key

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the entry is for Linux")


def test_the_entry_starts_breathing(tmp_path: Path) -> None:
    """One file, 0644, with the command of this installation; the same command is printed for a key (C47, C50)."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data")}
    done = companion("shortcut", folder=tmp_path, environment=environment)
    assert done.returncode == 0, done.stderr
    entry = tmp_path / "data" / "applications" / NAME
    assert stat.S_IMODE(entry.stat().st_mode) == 0o644
    (command,) = [line[5:] for line in entry.read_text(encoding="utf-8").splitlines() if line.startswith("Exec=")]
    assert shlex.split(command)[1:] == ["-m", "companion", "run", "--start", "breathing"]
    assert command in done.stdout
    assert [path.name for path in entry.parent.iterdir()] == [NAME]
    if validate := shutil.which("desktop-file-validate"):
        assert subprocess.run([validate, entry], check=False, capture_output=True, text=True).stdout == ""
    companion("shortcut", "remove", folder=tmp_path, environment=environment)
    assert not entry.exists()


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/usr/bin/python3", "/usr/bin/python3"),
        ("/home/an a/python", '"/home/an a/python"'),
        ("100%", '"100%%"'),
        ('a"b', '"a\\\\"b"'),
        ("a\\b", '"a\\\\\\\\b"'),
        ("$HOME", '"\\\\$HOME"'),
    ],
)
def test_words_are_quoted_as_the_desktop_wants(word: str, written: str) -> None:
    """Blanks, quotes, dollars and percent signs in a path lead to the same program (desktop entry specification)."""
    assert exec_key([word]) == written
