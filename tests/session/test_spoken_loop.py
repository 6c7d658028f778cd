"""The main job, through the real recogniser and the real voice: a recording in, a conversation out."""

from pathlib import Path

import numpy as np
import pytest
from choice import choose
from sessions import Played, session
from speech import dialogue

from companion.material import Material
from companion.units import RATE

NOW = "2026-11-20T09:00:00"


def _level(played: Played, start: float, end: float) -> float:
    piece = played.piece(start, end).astype(float)
    return float(np.sqrt((piece**2).mean()))


def test_breathing_is_heard_led_and_stopped(tmp_path: Path) -> None:
    """ "Breathing" is understood, spoken to, led on the clock, and stopped by "stop" in the middle."""
    mic, _ = dialogue((4, "breathing", "slt"), (45, "stop", "rms"))
    played = session(tmp_path, mic, "--now", NOW)
    assert played.status == 0, played.err
    assert played.intents() == ["breathing", "stop"]
    assert played.said()[:2] == ["session.greeting", "breathing.opening"]
    assert played.said()[-1] == "session.stopped"
    cues = [event["t"] for event in played.of("cue") if event["sound"] == "in"]
    gaps = np.diff(np.array(cues, float))
    assert len(gaps) >= 1
    assert np.abs(gaps - 10).max() < 0.05
    states = [(event["name"], event["state"]) for event in played.of("activity")]
    assert states == [("breathing", "start"), ("breathing", "interrupted")]


def test_a_timeout_from_the_word_to_the_return(tmp_path: Path) -> None:
    """ "Timeout", "in twenty minutes", "yes", and the companion comes back at that time (S24, S26)."""
    first, _ = dialogue((4, "time out", "slt"), tail=20)
    asked = _end_of(session(tmp_path, first, "--now", NOW, "--tail", "0"), "timeout.when")
    second, _ = dialogue((4, "time out", "slt"), (asked + 1, "in half an hour", "rms"), tail=20)
    read = _end_of(session(tmp_path, second, "--now", NOW, "--tail", "0"), "timeout.read_back")
    third, _ = dialogue((4, "time out", "slt"), (asked + 1, "in half an hour", "rms"), (read + 1, "yes", "rms"))
    played = session(tmp_path, third, "--now", NOW)
    assert played.intents() == ["timeout", "set_time", "yes"]
    due = played.of("appointment")[0]["when"]
    assert str(due).startswith("2026-11-20T09:30")
    back = next(event for event in played.of("say") if event["id"] == "timeout.come_back")
    assert float(str(back["t"])) == pytest.approx(asked + 1800, abs=6)
    assert played.said()[-1] == "timeout.once_more"


def _end_of(played: Played, line: str) -> float:
    assert played.status == 0, played.err
    return next(float(str(event["t"])) for event in played.of("said") if event["id"] == line)


def test_the_right_sentence_is_spoken_at_once(tmp_path: Path, material: Material) -> None:
    """`--start breathing`: within 3 s the expected sentence sounds; it wins a closed choice against twenty others."""
    played = session(tmp_path, None, "--start", "breathing", "--now", NOW, "--tail", "20")
    say, said = played.of("say")[0], played.of("said")[0]
    start, end = float(str(say["start"])), float(str(said["t"]))
    assert start < 3
    assert _level(played, start, end) > 300
    others = sorted(text for text in material.lines.values() if "{" not in text and len(text) > 60)[:20]
    assert choose(played.piece(start, end), [*others, str(say["text"])]) == say["text"]


def test_a_cough_and_a_word_to_somebody_else_stop_nothing(tmp_path: Path) -> None:
    """Over its own voice a cough and words that are not for it: the line goes on within two seconds, whole (C27)."""
    mic, _ = dialogue((4.2, "the dog wants to go out", "slt"), tail=12)
    cough = np.random.default_rng(2).normal(0, 4000, RATE // 3) * np.hanning(RATE // 3)
    mic[2 * RATE : 2 * RATE + len(cough)] += cough.astype(np.int16)
    played = session(tmp_path, mic, "--start", "breathing", "--now", NOW, "--tail", "0")
    assert played.intents() == []
    (said,) = [event for event in played.of("said") if event["id"] == "breathing.opening"]
    assert said["completed"]
    loud = np.flatnonzero(np.abs(played.piece(1.0, float(str(said["t"])))) > 100)
    assert np.diff(loud).max() < 2 * RATE
