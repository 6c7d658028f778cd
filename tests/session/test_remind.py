"""`remind`, as a system timer runs it: the real store, the real voice, no microphone."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sessions import Event, companion, events


def _remind(folder: Path, now: str) -> tuple[str, list[Event]]:
    log = folder / "remind.jsonl"
    log.unlink(missing_ok=True)
    files: list[str | Path] = ["--speaker", folder / "said.wav", "--events", log]
    done = companion("--data", folder / "data", "remind", "--now", now, *files, folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout, events(log)


@pytest.fixture
def agreed(tmp_path: Path) -> Path:
    """A folder in which people have agreed on a check-in and a return."""
    typed = "remind us every day at nine\nthe first one\nyes\ntimeout for half an hour\nyes\n+5\n"
    done = companion(
        "run", "--text", "--data", tmp_path / "data", "--now", "2026-11-20T09:10:00", "--tail", "0",
        folder=tmp_path, typed=typed,
    )  # fmt: skip
    assert done.returncode == 0
    return tmp_path


def test_a_timer_says_what_is_due_once_and_without_listening(agreed: Path) -> None:
    """Silence before its time; then it is said aloud, once more later, and left alone after that (C43, D27)."""
    assert _remind(agreed, "2026-11-20T09:20:00") == ("", [])
    out, log = _remind(agreed, "2026-11-21T09:00:30")
    assert "the check-in" in out
    assert {event["event"] for event in log} <= {"ready", "listening", "say", "said", "stored", "appointment", "cue"}
    assert json.dumps(log).count('"engine": "none"') == 1
    sound, _ = soundfile.read(agreed / "said.wav", dtype="int16")
    assert np.abs(sound).max() > 1000
    assert _remind(agreed, "2026-11-21T09:01:00") == ("", [])
    assert "the check-in" in _remind(agreed, "2026-11-21T09:11:00")[0]
    assert _remind(agreed, "2026-11-21T09:30:00") == ("", [])
    assert "the check-in" in _remind(agreed, "2026-11-22T09:00:30")[0]


def test_a_return_that_was_said_still_waits_for_the_people(agreed: Path) -> None:
    """The timer names the return once; the session that is started afterwards leads it (S26, S28)."""
    out, _ = _remind(agreed, "2026-11-20T09:45:00")
    assert "The time to come back" in out
    assert _remind(agreed, "2026-11-20T09:50:00") == ("", [])
    done = companion(
        "run", "--text", "--data", agreed / "data", "--now", "2026-11-20T09:52:00", folder=agreed, typed="+30\n"
    )
    assert "Shall we pick a new time?" in done.stdout
