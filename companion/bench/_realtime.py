"""`bench latency` in real time: the whole program on sound devices made of PulseAudio null sinks.

Rules
1. The clock is the wall's. The moment a command is given to the cable and the moment the recording of the loudspeaker's
   cable begins are known to about 0.05 s, to our disadvantage: what PulseAudio needs to start playing counts.
2. Commands are short ones with a short reply, one after the other in one session; their replies are rendered ahead.
3. Where there is no PulseAudio one sentence says so.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from companion.bench._figures import Figure, Finding, Share
from companion.bench._speakers import spoken
from companion.bench._spoken import speakers
from companion.errors import CompanionError, RoomError
from companion.room.cables import Cables, cables
from companion.units import RATE, Stereo

REPLY_GOAL, SLOWEST_GOAL = 0.6, 0.9
"""Seconds from the end of a command to the first sample of its reply, median and 95th percentile."""

COMMANDS: Final = ("louder please", "a bit quieter")
ROUNDS: Final = 12
PATIENCE: Final = 40.0
SOUNDING: Final = 100
"""Samples above this, -50 dB of full scale, are the reply and no dither of the server."""

RENDERED: Final = 15.0
"""Seconds in which the sentences of the scripts are rendered ahead, after the first line."""


def realtime(engine: str, words: Sequence[str]) -> Iterator[Finding]:
    """Replies on devices in real time, with the recogniser `engine`, and what the devices missed meanwhile."""
    try:
        with cables() as server, tempfile.TemporaryDirectory() as folder:
            times, missed, length = _talked(server, Path(folder) / "events.jsonl", words)
    except RoomError as error:
        yield f"Real time is not measured here: {error}"
        return
    yield Share("Commands on devices answered in time to be measured", len(times), ROUNDS)
    if times:
        yield Figure(f"End of a command to the first sample on devices, {engine}", tuple(times), "s", REPLY_GOAL)
        yield Figure("The same, at its slowest", tuple(times), "s", SLOWEST_GOAL, judged="percentile")
    yield f"In {length:.0f} s on devices: {missed}."


def _talked(server: Cables, log: Path, words: Sequence[str]) -> tuple[list[float], str, float]:
    environment = {**os.environ, **server.environment}
    kept = ["--data", str(log.parent / "data"), "--start", "privacy"]
    command = [sys.executable, "-m", "companion", "run", "--events", str(log), *words, *kept]
    said: list[tuple[float, float]] = []
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        _wait_for_speech(log)
        time.sleep(RENDERED)
        with server.recording() as heard:
            began = time.monotonic()
            for number in range(ROUNDS):
                sound = spoken(COMMANDS[number % len(COMMANDS)], speakers()[number // 2 % len(speakers())])
                given = time.monotonic() - began
                server.play(sound).wait()
                said.append((given + len(sound) / RATE, given + len(sound) / RATE + 3))
                time.sleep(3.5)
            length = time.monotonic() - began
        server.play(spoken("goodbye", speakers()[0])).wait()
        process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
    devices = [event for event in _events(log) if event["event"] == "devices"]
    missed = ", ".join(f"{what} {devices[-1][what]}" for what in ("gaps", "dropped", "slips")) if devices else "unknown"
    return _replies(heard[0], said), missed, length


def _replies(heard: Stereo, said: Sequence[tuple[float, float]]) -> list[float]:
    """Seconds from the end of each command to the first sounding sample before its `until`."""
    found = []
    for end, until in said:
        piece = np.abs(heard[round(end * RATE) : round(until * RATE), 0])
        loud = np.flatnonzero(piece > SOUNDING)
        if len(loud):
            found.append(int(loud[0]) / RATE)
    return found


def _events(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


def _wait_for_speech(log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not any(event["event"] == "said" for event in _events(log)):
        if time.monotonic() > deadline:
            raise CompanionError("The session on the sound cables does not speak. Try companion doctor.")
        time.sleep(0.05)
