"""Sessions of the real program in a process of their own, as a person starts it, timed and weighed from outside.

Rules
1. A session gets a recording as microphone and plays into a file; it is given nothing a person could not give. What it
   keeps is thrown away with it: only the models are those of the person's own data folder.
2. Memory is the proportional set size of the process and all its descendants, from /proc: shared pages count once.
3. Time is taken without weighing, since weighing slows a process down.
"""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from companion.errors import CompanionError, UsageError
from companion.resources import data_folder, proven_models
from companion.units import RATE, Mono

LOOK: Final = 0.002
"""Seconds between two looks at a running session."""

WEIGH: Final = 0.05
"""Seconds between two weighings."""

MEMORY_GOAL: Final = 200.0
"""MB, of the whole tree."""

NOW: Final = "2026-11-20T09:00:00"
"""The wall time at which every measured session begins."""

_PROC: Final = Path("/proc")
_TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100

Event = dict[str, object]


@dataclass(frozen=True, slots=True)
class Played:
    """How a session went: seconds of wall time in all and until it listened, CPU seconds of the tree, MB by time."""

    wall: float
    listening: float
    cpu: float
    weights: tuple[tuple[float, float], ...]
    events: tuple[Event, ...]
    sound: Mono

    def of(self, *names: str) -> list[Event]:
        return [event for event in self.events if event["event"] in names]


def play(mic: Mono, words: Sequence[str], *, weigh: bool = False) -> Played:
    """`companion run` with the recording `mic` and further `words`. Raises CompanionError with what it says."""
    if not hasattr(os, "wait4"):
        raise UsageError("Sessions can be measured on Linux and macOS only.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        soundfile.write(folder / "mic.wav", mic, RATE, subtype="PCM_16")
        events, speaker = folder / "events.jsonl", folder / "speaker.wav"
        files = ["--mic", folder / "mic.wav", "--speaker", speaker, "--events", events]
        kept = [] if "--data" in words else ["--data", str(lent(folder / "kept"))]
        listening, weights = 0.0, list[tuple[float, float]]()
        began = time.perf_counter()

        def look(pid: int) -> None:
            nonlocal listening
            now = time.perf_counter() - began
            if not listening and events.exists() and b'"event": "listening"' in events.read_bytes():
                listening = now
            if weigh:
                weights.append((now, weight(pid)))

        cpu = watched([*map(str, files), *kept, *words], look, WEIGH if weigh else LOOK)
        wall = time.perf_counter() - began
        told = tuple(json.loads(line) for line in events.read_text(encoding="utf-8").splitlines())
        sound = np.ascontiguousarray(soundfile.read(speaker, dtype="int16", always_2d=True)[0][:, 0])
        return Played(wall, listening, cpu, tuple(weights), told, sound)


def watched(words: Sequence[str], look: Callable[[int], None], every: float) -> float:
    """`companion run` with `words` from NOW to its end: the CPU seconds of the tree. `look` gets its process id once in
    `every` seconds. Raises CompanionError with what it says."""
    command = [sys.executable, "-m", "companion", "run", "--now", NOW, *words]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                process.returncode = os.waitstatus_to_exitcode(status)
                break
            look(process.pid)
            time.sleep(every)
        if process.returncode:
            errors.seek(0)
            last = errors.read().strip().rpartition("\n")[2]
            raise CompanionError(f"The session that was to be measured ended with: {last}")
    return usage.ru_utime + usage.ru_stime


def lent(folder: Path) -> Path:
    """A data folder with nothing in it but the person's models, and which of them were proven."""
    folder.mkdir(mode=0o700)
    own = data_folder()
    for path in (own / "models", proven_models(own)):
        if path.exists():
            (folder / path.name).symlink_to(path)
    return folder


def can_weigh() -> bool:
    return (_PROC / "self" / "smaps_rollup").exists()


def added_memory(used: Callable[[], object]) -> float:
    """MB that `used` adds to a process of its own, what it returns being kept. Raises CompanionError."""

    def weighed() -> int:
        before = proportional(os.getpid())
        kept = used()
        added = proportional(os.getpid()) - before
        del kept
        return added

    return int(apart(weighed)) / 1e6


def apart(work: Callable[[], object]) -> str:
    """What `work` gives, as text, done by a process of its own where there can be one: nothing of it is left in this
    one. Raises the CompanionError that `work` raises, and one where its process ends before.
    """
    if not hasattr(os, "fork"):
        return str(work())
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            try:
                told = {"given": str(work())}
            except CompanionError as error:
                told = {"error": str(error)}
            os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    if not text:
        raise CompanionError("The process that was to be weighed ended before it was.")
    told = json.loads(text)
    if "error" in told:
        raise CompanionError(told["error"])
    return str(told["given"])


def weight(pid: int) -> float:
    """The proportional set size of `pid` and its descendants, MB (of a million bytes)."""
    return sum(proportional(process) for process in tree(pid)) / 1e6


def effort(pid: int, proc: Path = _PROC) -> float:
    """CPU seconds of `pid` and its descendants so far, those that have ended included."""
    return sum(map(int, (part for each in tree(pid, proc) for part in _stat(proc / str(each))[11:15]))) / _TICKS


def proportional(pid: int, proc: Path = _PROC) -> int:
    """Bytes of `pid`; 0 when it has just ended."""
    try:
        rollup = (proc / str(pid) / "smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB$", rollup, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def tree(pid: int, proc: Path = _PROC) -> list[int]:
    """`pid` and all its descendants."""
    children: dict[int, list[int]] = {}
    for folder in proc.iterdir():
        if folder.name.isdigit():
            children.setdefault(_parent(folder), []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def _parent(folder: Path) -> int:
    """0 when it has just ended."""
    fields = _stat(folder)
    return int(fields[1]) if fields else 0


def _stat(folder: Path) -> list[str]:
    """/proc/PID/stat from the state on; the name before it may hold blanks and brackets. Empty when it has ended."""
    try:
        return (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
