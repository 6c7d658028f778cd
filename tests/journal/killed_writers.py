"""Writers that are killed: `python killed_writers.py FOLDER ROUNDS`. Prints how many things were kept and forgotten.

Each round starts a writer, kills it at a random moment, and looks at what it has left behind.
"""

import os
import random
import select
import signal
import sys
import time
from datetime import datetime
from pathlib import Path

import keyring  # noqa: F401  - the first writer shall not spend its time on it

from companion.journal import Rules, StoredJournal

NOW = datetime(2026, 11, 20, 9)
LONGEST = 0.05
"""Seconds until the kill: time for opening and about ten writes on a machine that has nothing else to do."""


def opened(folder: Path) -> StoredJournal:
    return StoredJournal(folder, Rules({}), NOW, lambda _: iter(()))


def write(folder: Path, told: int) -> None:
    """Keep, change and forget without end, and tell what has been done as soon as the journal says so."""
    journal = opened(folder)
    while True:
        number = journal.add("note", {"text": "first"}, "", NOW).number
        os.write(told, f"add {number}\n".encode())
        journal.change(number, {"text": "second"})
        os.write(told, f"change {number}\n".encode())
        if number % 3 == 0:
            journal.forget([number])
            os.write(told, f"forget {number}\n".encode())


def killed(folder: Path, after: float, busy: bool) -> list[str]:
    """What a writer told until it was killed `after` seconds; with `busy` they count from the first thing it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        write(folder, writing)
    os.close(writing)
    if busy:
        select.select([reading], [], [])
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading) as told:
        return told.read().splitlines()


def main() -> None:
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random(20261120)
    expected: dict[int, str] = {}
    forgotten: set[int] = set()
    for number in range(rounds):
        for line in killed(folder, chance.uniform(0, LONGEST), busy=number % 2 == 1):
            what, entry = line.split()
            if what == "forget":
                forgotten.add(int(entry))
                del expected[int(entry)]
            else:
                expected[int(entry)] = {"add": "first", "change": "second"}[what]
        with opened(folder) as journal:
            found = {entry.number: str(entry.fields["text"]) for entry in journal.entries()}
        lost = {entry for entry, text in expected.items() if found.get(entry) not in (text, "second")}
        # what was being done at the kill may be done or not, but a forgotten thing never comes back
        lost -= {entry for entry in lost if entry % 3 == 0 and entry == max(expected)}
        if lost or forgotten & found.keys():
            sys.exit(f"round {number}: lost {sorted(lost)}, back {sorted(forgotten & found.keys())}")
        expected = found
    sys.stdout.write(f"{len(expected)} {len(forgotten)}\n")


if __name__ == "__main__":
    main()
