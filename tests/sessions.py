"""Whole sessions for the tests: a recording in, the speaker file and the events out, as a person would start it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from companion.units import RATE, Mono, Stereo

Event = dict[str, object]


@dataclass(frozen=True, slots=True)
class Played:
    """What a session left: its exit status, what it printed, its events, and what it spoke (shape (n, 2))."""

    status: int
    out: str
    err: str
    events: list[Event]
    sound: Stereo

    def of(self, *names: str) -> list[Event]:
        return [event for event in self.events if event["event"] in names]

    def intents(self) -> list[object]:
        return [event["name"] for event in self.of("intent")]

    def said(self) -> list[object]:
        return [event["id"] for event in self.of("say")]

    def piece(self, start: float, end: float) -> Mono:
        """One side of what was spoken between two seconds."""
        side: Mono = self.sound[round(start * RATE) : round(end * RATE), 0]
        return side


def companion(
    *words: str | Path, folder: Path, typed: str = "", environment: Mapping[str, str] = os.environ
) -> subprocess.CompletedProcess[str]:
    """Run the command line in `folder`; what it keeps is in `folder`/data unless `environment` says otherwise."""
    command = [sys.executable, "-m", "companion", *map(str, words)]
    surroundings = {"COMPANION_DATA": str(folder / "data"), **environment, "PYTHONWARNINGS": "error"}
    return subprocess.run(command, cwd=folder, input=typed, capture_output=True, text=True, env=surroundings)


def session(folder: Path, mic: Mono | None, *words: str | Path, typed: str = "") -> Played:
    """`companion run` with the recording `mic` in the file room; `words` are further options."""
    files: list[str | Path] = ["--speaker", folder / "out.wav", "--events", folder / "events.jsonl"]
    if mic is not None:
        soundfile.write(folder / "mic.wav", mic, RATE, subtype="PCM_16")
        files += ["--mic", folder / "mic.wav"]
    done = companion("run", *files, *words, folder=folder, typed=typed)
    return Played(done.returncode, done.stdout, done.stderr, events(folder / "events.jsonl"), heard(folder / "out.wav"))


def events(path: Path) -> list[Event]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def heard(path: Path) -> Stereo:
    if not path.exists():
        return np.zeros((0, 2), np.int16)
    sound, rate = soundfile.read(path, dtype="int16", always_2d=True)
    assert rate == RATE
    stereo: Stereo = sound
    return stereo


def names(found: Sequence[Event]) -> list[object]:
    return [event["event"] for event in found]
