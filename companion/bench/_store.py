"""`bench store`: opening what is kept, a durable write, and what is asked of ten years of it.

Rules
1. It is the real store on the disk of the temporary folder, its key in a file, made for this and removed afterwards.
2. Every opening is a new one: nothing is kept in memory between two runs but what the system keeps of any file.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from companion.bench._figures import Figure, Finding
from companion.journal import Rules, StoredJournal
from companion.steps import Kind, Slot

ROWS: Final = 50_000
DAYS: Final = 3650
"""Ten years."""

OPEN_GOAL, WRITE_GOAL, ASK_GOAL = 150.0, 20.0, 50.0
"""Milliseconds."""

NOW: Final = datetime(2026, 11, 20, 9)
DAILY: Final[tuple[Kind, ...]] = ("rating", "rating", "moment", "helped", "commitment")
"""What is kept over and over again; twenty appointments are to come."""


def store(runs: int = 20) -> Iterator[Finding]:
    """Measure; `runs` of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "journal"
        with _opened(folder) as journal:
            journal.add("person", {"name": "Ana"}, "", NOW)
            writes = tuple(_took(lambda: journal.add("moment", {"text": "tea"}, "", NOW)) for _ in range(runs * 5))
        yield Figure("Opening and unlocking, a hundred things kept", _openings(folder, runs), "ms", OPEN_GOAL)
        yield Figure("A durable write", writes, "ms", WRITE_GOAL)
        with _opened(folder) as journal:
            journal.add_all(_ten_years())
        yield Figure(f"Opening and unlocking, {ROWS:,} things kept", _openings(folder, runs), "ms", ASK_GOAL)
        week = NOW - timedelta(days=7)
        with _opened(folder) as journal:
            asked = tuple(_took(lambda: journal.entries("appointment")) for _ in range(runs))
            yield Figure("The agenda of them", asked, "ms", ASK_GOAL)
            asked = tuple(
                _took(lambda: journal.entries("rating", "moment", "commitment", since=week)) for _ in range(runs)
            )
            yield Figure("The recap of them", asked, "ms", ASK_GOAL)
            writes = tuple(_took(lambda: journal.add("moment", {"text": "tea"}, "", NOW)) for _ in range(runs))
            yield Figure("A durable write beside them", writes, "ms", WRITE_GOAL)
            gone = tuple(
                _took(lambda: journal.forget([journal.entries("moment", since=NOW)[-1].number])) for _ in range(5)
            )
            yield Figure("Forgetting one of them for good", gone, "ms")


def _opened(folder: Path) -> StoredJournal:
    return StoredJournal(folder, Rules({"appointment": 1}), NOW, lambda _: iter(()))


def _openings(folder: Path, runs: int) -> tuple[float, ...]:
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        journal = _opened(folder)
        found.append(1000 * (time.perf_counter() - began))
        journal.close()
    return tuple(found)


def _ten_years() -> Iterator[tuple[Kind, dict[str, Slot], datetime]]:
    for number in range(ROWS - 20):
        made = NOW - timedelta(days=DAYS * (1 - number / ROWS))
        text = f"number {number}: what was said about this evening, in one sentence"
        yield DAILY[number % len(DAILY)], {"text": text, "state": "happened", "value": number % 11}, made
    for number in range(20):
        when = f"{NOW + timedelta(days=number):%Y-%m-%dT%H:%M:%S}"
        yield "appointment", {"what": "check_in", "when": when}, NOW


def _took(do: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    do()
    return 1000 * (time.perf_counter() - began)
