"""Where the first run begins, and where it must not."""

import os
import pty
import select
import stat
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from sessions import companion, session

PATIENCE = 30.0
"""Seconds without a word, after which something is wrong."""

NOW = ("--now", "2026-11-20T09:00:00")


def _at_a_terminal(folder: Path, *words: str, until: str) -> str:
    """What a terminal is shown by a session that is told goodbye once `until` has been shown."""
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "companion", "run", "--text", "--data", str(folder / "data"), *words]
    process = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    shown = b""
    while until.encode() not in shown:
        ready, _, _ = select.select([mine], [], [], PATIENCE)
        if not ready:
            process.kill()
            process.wait()
            pytest.fail(f"{until!r} was not shown: {shown.decode()}")
        shown += os.read(mine, 4096)
    os.write(mine, b"goodbye\n")
    with suppress(OSError):  # Linux says so when the other end is closed
        while piece := os.read(mine, 4096):
            shown += piece
    os.close(mine)
    assert process.wait() == 0
    return shown.decode()


def test_the_first_time_it_offers_to_explain_itself(tmp_path: Path) -> None:
    """At a terminal, the first time only; what remains of it is one empty file that is nobody else's (D13, C48)."""
    assert "We have not met before" in _at_a_terminal(tmp_path, until="We have not met before")
    (marker,) = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert (marker.stat().st_size, stat.S_IMODE(marker.stat().st_mode)) == (0, 0o600)
    assert stat.S_IMODE(marker.parent.stat().st_mode) == 0o700
    assert "We have not met" not in _at_a_terminal(tmp_path, until="I am here, and I listen")


@pytest.mark.parametrize("words", [("--start", "breathing"), ("--solo", "Ana")])
def test_who_asks_for_something_has_that(tmp_path: Path, words: Sequence[str]) -> None:
    """With a start of one's own, or in a private session, nothing is explained and nothing written (C50)."""
    shown = _at_a_terminal(tmp_path, *words, until=".")
    assert "We have not met" not in shown
    assert not (tmp_path / "data").exists()


def test_recordings_and_pipes_are_no_first_run(tmp_path: Path) -> None:
    """They greet and listen for commands at once, and leave no file (C38, C42)."""
    data = tmp_path / "data"
    played = session(tmp_path, None, "--data", data, *NOW, "--tail", "5")
    assert played.said() == ["session.greeting"]
    done = companion("run", "--text", "--data", data, *NOW, folder=tmp_path, typed="goodbye\n")
    assert "We have not met" not in done.stdout
    assert {path.name for path in data.rglob("*")} <= {"proven-models.json"}


def test_a_folder_that_cannot_be_written_to_stops_nobody(tmp_path: Path) -> None:
    """It is told once more next time, and the session goes on (D31)."""
    (tmp_path / "data").write_text("a file where a folder should be", encoding="utf-8")
    for _ in range(2):
        shown = _at_a_terminal(tmp_path, until="We have not met before")
        assert "We have not met before" in shown
