"""`bench footprint --hours N`: whether memory is flat over hours of a conversation, in virtual time.

Rules
1. Every minute and a half somebody says a command, then something that is no command, then "stop": exercises, check-ins
   and breaks begin and end, and nobody says goodbye.
2. The hour of a weighing is that of the last event before it.
3. What the first hour fills (clips that are kept, room for grammars) is not growth: it is counted from the second.
"""

import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from typing import Final

import soundfile

from companion.bench._figures import Chart, Figure, Finding
from companion.bench._played import can_weigh, lent, watched, weight
from companion.bench._speakers import spoken
from companion.bench._spoken import placed, speakers, wording
from companion.units import RATE, Mono

ROUND: Final = 90.0
"""Seconds from one command to the next."""

TALK_AT, STOP_AT = 40.0, 70.0

GROWTH: Final = 5.0
"""MB from the second hour to the last that count as none."""

WEIGH: Final = 0.5
"""Seconds of wall time between two weighings: some half a minute of the conversation."""

LEAVING: Final = frozenset({"goodbye", "stop"})


def hours(engine: str, words: Sequence[str], length: int) -> Iterator[Finding]:
    """Weigh a conversation of `length` hours with the recogniser `engine`; `words` are further options of `run`."""
    if not can_weigh():
        yield "Memory is not measured here: it is read from /proc, which is Linux's."
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _record(folder / "mic.flac", length)
        began = time.perf_counter()
        weights, cpu = _weighed(folder, [*words, "--engine", engine, "--tail", "0"])
        took = time.perf_counter() - began
    yield f"{length} hours of conversation took {took / 60:.0f} minutes, {cpu:.0f} s of them CPU time."
    largest = [max(memory for at, memory in weights if hour - 1 <= at < hour) for hour in range(1, length + 1)]
    for number, most in enumerate(largest, 1):
        yield Figure(f"Memory at its largest in hour {number}, {engine}", (most,), "MB")
    if length > 2:
        yield Figure("Growth from the second hour to the last", (largest[-1] - largest[1],), "MB", GROWTH)
    yield Chart("Memory of the process tree", "hours of conversation", "MB", {engine: weights})


def _record(path: Path, length: int) -> None:
    """The microphone of `length` hours, a round at a time."""
    phrases = [text for text, label in wording().phrases.items() if label.intent not in LEAVING]
    rounds = zip(cycle(phrases), cycle(wording().talk), cycle(speakers()), strict=False)
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16", format="FLAC") as file:
        for _, (command, talk, speaker) in zip(range(round(length * 3600 / ROUND)), rounds, strict=False):
            lines: list[tuple[float, Mono]] = [
                (0.0, spoken(command, speaker)),
                (TALK_AT, spoken(talk, speaker)),
                (STOP_AT, spoken(wording().stop, speaker)),
            ]
            file.write(placed(lines, ROUND))


def _weighed(folder: Path, words: Sequence[str]) -> tuple[tuple[tuple[float, float], ...], float]:
    """Hours and MB while the session runs, and the CPU seconds of its tree."""
    events = folder / "events.jsonl"
    files = ["--mic", folder / "mic.flac", "--events", events, "--data", lent(folder / "kept")]
    weights: list[tuple[float, float]] = []

    def look(pid: int) -> None:
        if (hour := _hour(events)) is not None:
            weights.append((hour, weight(pid)))

    cpu = watched([*map(str, files), *words], look, WEIGH)
    return tuple(weights), cpu


def _hour(events: Path) -> float | None:
    """The hour of the last whole event, None before the first."""
    with suppress(FileNotFoundError), events.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - 4096))
        whole = file.read().split(b"\n")[:-1]
        if whole:
            with suppress(json.JSONDecodeError):
                return float(json.loads(whole[-1])["t"]) / 3600
    return None
