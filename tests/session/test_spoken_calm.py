"""Calm and an exercise through the real recogniser and the real voice."""

from pathlib import Path

import numpy as np
import pytest
from sessions import Played, session
from speech import dialogue

NOW = "2026-11-20T09:00:00"


def _time(played: Played, event: str, name: str) -> float:
    key = "sound" if event == "cue" else "id"
    return next(float(str(found["t"])) for found in played.of(event) if found[key] == name)


def test_help_me_calm_down_is_answered_at_once_and_needs_nothing_more(tmp_path: Path) -> None:
    """Spoken once; a calming word within three seconds, and in silence it breathes (S2, S22, C50)."""
    mic, _ = dialogue((4, "help me calm down", "slt"))
    played = session(tmp_path, mic, "--now", NOW, "--tail", "45")
    assert played.status == 0, played.err
    assert played.intents() == ["calm"]
    understood = float(str(played.of("intent")[0]["end"]))
    assert _time(played, "say", "calm.here") - understood <= 3
    assert played.said()[1:5] == ["calm.here", "calm.rate", "calm.quiet", "breathing.opening"]
    breath = _time(played, "cue", "in")
    assert _time(played, "cue", "out") - breath == pytest.approx(4, abs=0.05)
    assert np.abs(played.piece(breath + 0.5, breath + 3.5)).max() > 300


def test_the_ticks_are_heard_on_either_side(tmp_path: Path) -> None:
    """ "Butterfly": the taps sound left, then right, and nothing of them on the other side (E)."""
    mic, _ = dialogue((4, "butterfly", "rms"))
    played = session(tmp_path, mic, "--now", NOW, "--tail", "45")
    assert played.intents() == ["grounding"]
    for side, name in enumerate(("tick_left", "tick_right")):
        at = round(_time(played, "cue", name) * 16_000)
        tap = np.abs(played.sound[at : at + 1200]).max(axis=0)
        assert tap[side] > 300
        assert tap[1 - side] == 0
