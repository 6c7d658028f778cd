"""`bench hearing`: every ear through the same rounds, and one line for each at the end."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from companion.bench._clips import Clip, clips_spoken
from companion.bench._labels import Label
from companion.bench._rooms import CLEAN
from companion.bench._round import play_round
from companion.bench._speakers import KNOWN, spoken
from companion.intents import Interpreter
from companion.testing import ScriptedEar
from companion.testing import Spoken as Said
from companion.units import RATE

flite = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed (apt install flite)")

SECOND = np.concatenate((np.full(RATE, 900, np.int16), np.zeros(RATE, np.int16)))


def test_a_round_counts_what_was_heard_and_when(interpreter: Interpreter) -> None:
    """Half a second after the end of the speech; what was rejected has no delay; a share of the time it took."""
    clips = [
        Clip("a", "", 0, SECOND, Label(intent="timeout")),
        Clip("b", "", 1, SECOND, Label(intent="stop")),
        Clip("c", "", 2, SECOND, None),
    ]
    told = list[int]()
    ear = ScriptedEar((Said(1.0, "time out", late=0.5),))
    heard = play_round("scripted", lambda: ear, clips, CLEAN, interpreter, told.append)
    assert [outcome.intent.name for outcome in heard.outcomes] == ["timeout", "none", "none"]
    assert list(heard.delays) == [pytest.approx(0.52, abs=0.011)]
    assert heard.factor > 0
    assert heard.told == "clean: 1 of 2 right, 0 of 1 false, 0.52 s"
    assert told == [1, 2, 3]


@flite
def test_each_text_is_spoken_by_some_of_the_voices_in_turn() -> None:
    """Every voice gets its share, no text comes twice by one voice, and every clip has a number of its own."""
    texts = {"yes": None, "no": None, "stop": None}
    clips = list(clips_spoken(texts, KNOWN, 2))
    assert [(clip.name, clip.group) for clip in clips] == [
        ("yes", "slt"), ("yes", "rms"), ("no", "rms"), ("no", "awb"), ("stop", "awb"), ("stop", "slt"),
    ]  # fmt: skip
    assert [clip.number for clip in clips] == list(range(6))
    assert len(list(clips_spoken(texts, KNOWN, 9))) == 9
    assert list(clips_spoken(texts, (), 2)) == []


@flite
def test_recordings_are_measured_in_noise_and_drawn(tmp_path: Path) -> None:
    """A command and talk by the real Vosk, clean and in noise: figures out, progress beside, curves in a file."""
    (tmp_path / "clips").mkdir()
    for name, text in (("a", "time out"), ("b", "the school called and they want us to come in")):
        soundfile.write(tmp_path / "clips" / f"{name}.wav", spoken(text, KNOWN[0]), RATE)
    noise = np.random.default_rng(1).integers(-3000, 3000, RATE).astype(np.int16)
    soundfile.write(tmp_path / "noise.wav", noise, RATE)
    (tmp_path / "labels.json").write_text(json.dumps({"a.wav": {"intent": "timeout"}}), encoding="utf-8")
    words = ["--clips", "clips", "--labels", "labels.json", "--noise", "noise.wav", "--plot", "found.png"]
    command = [sys.executable, "-m", "companion", "bench", "hearing", "--engine", "vosk", *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[-1].startswith("In short, vosk companion-mini-en: clean: 1 of 1 right, 0 of 1 false, 0.")
    assert "; 6 dB: " in lines[-1]
    assert "; real-time factor 0.0" in lines[-1]
    assert "vosk companion-mini-en, clean: right intent: 1 of 1 (100.0 %)" in lines
    assert "vosk companion-mini-en, 12 dB: 2 of 2 heard." in done.stderr.splitlines()
    assert (tmp_path / "found.png").read_bytes().startswith(b"\x89PNG")
