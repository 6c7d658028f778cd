"""`bench latency` in real time: the whole program on sound devices made of PulseAudio null sinks.

Rules
1. The clock is the wall's. The moment a command is given to the cable and the moment the recording of the loudspeaker's
   cable begins are known to about 0.05 s, to our disadvantage: what PulseAudio needs to start playing counts.
2. In each round six short commands with a short reply are said one after the other, whose replies are timed; then an
   exercise begins and is stopped, so that grammars change, tones sound, and words are said over them.
3. A core that is kept busy is so by a process of its own, from before the session begins to its end.
4. Where there is no PulseAudio one sentence says so.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from companion.bench._figures import Chart, Figure, Finding, Share
from companion.bench._played import MEMORY_GOAL, can_weigh, effort, weight
from companion.bench._speakers import spoken
from companion.bench._spoken import speakers, wording
from companion.errors import CompanionError, RoomError
from companion.room.cables import Cables, cables
from companion.units import RATE, Stereo

REPLY_GOAL, SLOWEST_GOAL = 0.6, 0.9
"""Seconds from the end of a command to the first sample of its reply, median and 95th percentile."""

TIMED: Final = ("louder please", "a bit quieter") * 3
EXERCISE: Final = "breathing"
EXERCISING: Final = 15.0
"""Seconds until it is stopped."""

ANSWERED: Final = 3.0
"""Seconds in which a reply begins, or it is none."""

PATIENCE: Final = 40.0
SOUNDING: Final = 100
"""Samples above this, -50 dB of full scale, are the reply and no dither of the server."""

RENDERED: Final = 15.0
"""Seconds in which what is answered is rendered ahead, after the first line."""

_BUSY: Final = (sys.executable, "-S", "-c", "while True: pass")


@dataclass
class Talked:
    """A session on devices: seconds of it and of CPU time, when timed commands ended, MB by minute, and its events."""

    length: float = 0.0
    cpu: float = 0.0
    load: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    exercises: int = 0
    weights: list[tuple[float, float]] = field(default_factory=list)
    events: list[dict[str, object]] = field(default_factory=list)

    @property
    def missed(self) -> str:
        devices = [event for event in self.events if event["event"] == "devices"]
        return (
            ", ".join(f"{what} {devices[-1][what]}" for what in ("gaps", "dropped", "slips")) if devices else "unknown"
        )

    @property
    def begun(self) -> int:
        """How many exercises were begun."""
        return self._meant.count(EXERCISE)

    @property
    def stopped(self) -> int:
        """How many exercises were begun and then stopped by a word."""
        return list(pairwise(self._meant)).count((EXERCISE, "stop"))

    @property
    def _meant(self) -> list[object]:
        return [event["name"] for event in self.events if event["event"] == "intent"]


def realtime(engine: str, words: Sequence[str], minutes: int = 1, busy: bool = False) -> Iterator[Finding]:
    """Replies on devices in real time for `minutes`, with the recogniser `engine`, and what the devices missed.

    `busy`: another process has a core to itself meanwhile.
    """
    try:
        with ExitStack() as opened:
            server = opened.enter_context(cables())
            folder = opened.enter_context(tempfile.TemporaryDirectory())
            if busy:
                _kept_busy(opened)
            talked = _talked(server, Path(folder) / "events.jsonl", words, minutes)
    except RoomError as error:
        yield f"Real time is not measured here: {error}"
        return
    core = ", another process having one core to itself" if busy else ""
    load = f"load {talked.load[0]:.1f} when it began and {talked.load[1]:.1f} when it ended"
    yield f"{talked.length:.0f} s on devices{core}, {load}: {talked.missed}."
    yield Share("Commands on devices answered in time to be measured", len(talked.times), len(talked.ends))
    if talked.times:
        yield Figure(f"End of a command to the first sample on devices, {engine}", tuple(talked.times), "s", REPLY_GOAL)
        yield Figure("The same, at its slowest", tuple(talked.times), "s", SLOWEST_GOAL, judged="percentile")
    yield Share("Exercises on devices begun by a word", talked.begun, talked.exercises)
    yield Share("Of these stopped by a word over their tones", talked.stopped, talked.begun)
    if talked.weights:
        largest = max(memory for _, memory in talked.weights)
        yield Figure(f"Memory of the process tree on devices, {engine}, at its largest", (largest,), "MB", MEMORY_GOAL)
        yield Figure("CPU seconds of a second on devices", (talked.cpu / talked.length,), "s")
        yield Chart("Memory of the process tree on devices", "minutes", "MB", {engine: talked.weights})


def _kept_busy(opened: ExitStack) -> None:
    process = subprocess.Popen(_BUSY, stdin=subprocess.DEVNULL)
    opened.callback(process.wait)
    opened.callback(process.kill)


def _talked(server: Cables, log: Path, words: Sequence[str], minutes: int) -> Talked:
    environment = {**os.environ, **server.environment}
    kept = ["--data", str(log.parent / "data"), "--start", "privacy"]
    command = [sys.executable, "-m", "companion", "run", "--events", str(log), *words, *kept]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    talked = Talked()
    try:
        _wait_for_speech(log)
        time.sleep(RENDERED)
        with server.recording() as heard:
            _rounds(server, process.pid, talked, 60 * minutes)
        server.play(spoken("goodbye", speakers()[0])).wait()
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        pass  # the words for goodbye were missed, which the events show
    finally:
        process.kill()
        process.wait()
    talked.events = _events(log)
    talked.times = _replies(heard[0], talked.ends)
    return talked


def _rounds(server: Cables, pid: int, talked: Talked, length: float) -> None:
    """Talk for `length` seconds; times count from now."""
    began, before = time.monotonic(), effort(pid) if can_weigh() else 0.0
    load = os.getloadavg()[0]

    def say(text: str) -> float:
        sound = spoken(text, speakers()[len(talked.ends) // 2 % len(speakers())])
        given = time.monotonic() - began
        server.play(sound).wait()
        return given + len(sound) / RATE

    while time.monotonic() - began < length:
        for text in TIMED:
            talked.ends.append(say(text))
            time.sleep(ANSWERED + 0.5)
            if can_weigh():
                talked.weights.append(((time.monotonic() - began) / 60, weight(pid)))
        say(EXERCISE)
        time.sleep(EXERCISING)
        say(wording().stop)
        talked.exercises += 1
        time.sleep(ANSWERED)
    talked.length = time.monotonic() - began
    talked.cpu = effort(pid) - before if can_weigh() else 0.0
    talked.load = [load, os.getloadavg()[0]]


def _replies(heard: Stereo, ends: Sequence[float]) -> list[float]:
    """Seconds from the end of each command to the first sounding sample after it."""
    found = []
    for end in ends:
        piece = np.abs(heard[round(end * RATE) : round((end + ANSWERED) * RATE), 0])
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
