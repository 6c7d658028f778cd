"""The way out at once, through real voices, the file room and a terminal (D12)."""

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from sessions import Played, companion, events, session
from speech import dialogue

from companion.units import RATE

NOW = ("--now", "2026-11-20T09:00:00")
PHRASE = "what's the weather like"
SILENT = 30
"""Of 32768: below this nothing is heard."""


def _falls_silent(played: Played, t: float) -> float:
    """Seconds from `t` to the last sample that sounds before a silence of 200 ms."""
    side = np.abs(played.sound[round(t * RATE) : round((t + 3) * RATE), 0].astype(int))
    loud = np.concatenate(([0], np.flatnonzero(side > SILENT)))
    (gaps,) = np.nonzero(np.diff(loud) > RATE // 5)
    return float(loud[gaps[0]]) / RATE


def _keys(folder: Path, *presses: tuple[float, str]) -> Path:
    path = folder / "keys.jsonl"
    path.write_text("".join(json.dumps({"t": t, "key": key}) + "\n" for t, key in presses), encoding="utf-8")
    return path


@pytest.mark.parametrize("speaker", ["slt", "rms", "awb"])
def test_the_spoken_phrase_silences_and_ends(tmp_path: Path, speaker: str) -> None:
    """In an exercise, through a real recogniser: silent within 300 ms of understanding, the answer, the end."""
    mic, (_, ended) = dialogue((4, "breathing", "slt"), (30, PHRASE, speaker), tail=20)  # type: ignore[arg-type]
    played = session(tmp_path, mic, *NOW)
    assert played.status == 0, played.err
    assert played.intents() == ["breathing", "quick_exit"]
    (understood,) = [event for event in played.of("intent") if event["name"] == "quick_exit"]
    t = float(str(understood["t"]))
    assert t - ended / RATE < 1.2
    assert _falls_silent(played, t) <= 0.3
    assert played.said()[-1] == "safety.decoy"
    assert PHRASE not in played.out
    assert len(played.sound) / RATE < t + 6


def test_three_escapes_silence_and_end_without_a_word(tmp_path: Path) -> None:
    """The key needs no word and answers none; what was being said is cut within 300 ms."""
    mic, _ = dialogue((4, "breathing", "slt"), tail=60)
    keys = _keys(tmp_path, (20.0, "escape"), (20.4, "escape"), (21.0, "escape"))
    played = session(tmp_path, mic, "--keys", keys, *NOW)
    assert played.status == 0, played.err
    assert played.intents()[-1] == "quick_exit"
    t = float(str(played.of("intent")[-1]["t"]))
    assert t == pytest.approx(21.0, abs=0.05)
    assert "safety.decoy" not in played.said()
    assert len(played.sound) / RATE <= t + 0.3
    assert played.out.rstrip().splitlines()[-1] != "Goodbye. Take care of yourself."


@pytest.mark.parametrize("presses", [[20.0], [20.0, 21.0], [20.0, 21.0, 26.5]])
def test_fewer_or_slower_presses_do_not_leave(tmp_path: Path, presses: list[float]) -> None:
    """One press, two, or three over more than five seconds are stops."""
    mic, _ = dialogue((4, "breathing", "slt"), tail=30)
    keys = _keys(tmp_path, *((t, "escape") for t in presses))
    played = session(tmp_path, mic, "--keys", keys, *NOW)
    assert played.intents() == ["breathing", *["stop"] * len(presses)]


def test_nothing_is_written_afterwards(tmp_path: Path) -> None:
    """What was being agreed is dropped, and no file is made by leaving (D12, D15)."""
    data = tmp_path / "data"
    typed = f"timeout for half an hour\n{PHRASE}\n"
    done = companion("run", "--text", "--data", data, *NOW, folder=tmp_path, typed=typed)
    assert done.returncode == 0
    assert not data.exists() or not any(path.is_file() for path in data.rglob("*"))
    assert not list(tmp_path.glob("*.jsonl"))


def _at_a_terminal(folder: Path, typed: str) -> str:
    """What a terminal has been sent by the end of a session typed at it."""
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "companion", "run", "--text", "--start", "about", "--events", "e.jsonl"]
    process = subprocess.Popen(command, cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    shown = b""
    while b"practice tool" not in shown:
        shown += os.read(mine, 4096)
    os.write(mine, typed.encode())
    with suppress(OSError):  # Linux says so when the other end is closed
        while piece := os.read(mine, 4096):
            shown += piece
    assert process.wait() == 0
    os.close(mine)
    return shown.decode()


CLEARED = "\x1b[H\x1b[2J\x1b[3J"


def test_the_screen_is_cleared_at_once_and_only_here(tmp_path: Path) -> None:
    """The screen and what scrolled off it go before the everyday answer; nothing else ever clears it (D12)."""
    shown = _at_a_terminal(tmp_path, f"{PHRASE}\n")
    before, _, after = shown.partition(CLEARED)
    assert "practice tool" in before
    assert after.split() == ["I", "don't", "know", "about", "the", "weather", "here."]
    assert [event["name"] for event in events(tmp_path / "e.jsonl") if event["event"] == "intent"] == ["quick_exit"]
    assert "\x1b" not in _at_a_terminal(tmp_path, "goodbye\n")
