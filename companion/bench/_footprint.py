"""`bench footprint`: memory while a session runs, and what a second of sound costs in silence and in speech.

Rules
1. Memory is the largest weight of the whole process tree, the voice's own process included, in a session that hears and
   speaks.
2. CPU seconds are those of the whole tree in a long session less those in a short one, over the difference of their
   lengths: starting and the greeting are not part of it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from companion.bench._figures import Chart, Figure, Finding
from companion.bench._played import MEMORY_GOAL, can_weigh, play
from companion.bench._speakers import silence
from companion.bench._spoken import conversation, share_of_speech, talk
from companion.units import Mono

WEIGHED: Final = 130.0
"""Seconds of the conversation that is weighed: an exercise and the beginning of a check-in."""

SHORT, LONG = 20.0, 200.0
"""Seconds of the sessions whose CPU seconds are compared."""


def footprint(engine: str, words: Sequence[str]) -> Iterator[Finding]:
    """Measure with the recogniser `engine`; `words` are further options of `run`."""
    words = [*words, "--engine", engine, "--tail", "0"]
    if can_weigh():
        yield from _memory(engine, words)
    else:
        yield "Memory is not measured here: it is read from /proc, which is Linux's."
    yield from _effort(f"CPU seconds for a second of silence, {engine}", silence, words)
    speech = f"CPU seconds for a second of talk, {engine}, speech in {100 * share_of_speech(talk(LONG)):.0f} % of it"
    yield from _effort(speech, talk, words)


def _memory(engine: str, words: Sequence[str], runs: int = 3) -> Iterator[Finding]:
    mic = conversation(WEIGHED)
    sessions = [play(mic, words, weigh=True).weights for _ in range(runs)]
    largest = tuple(max(weight for _, weight in weights) for weights in sessions)
    yield Figure(f"Memory of the process tree, {engine}, at its largest", largest, "MB", MEMORY_GOAL)
    yield Chart("Memory of the process tree", "seconds of wall time", "MB", {engine: sessions[0]})


def _effort(what: str, sound: Callable[[float], Mono], words: Sequence[str], runs: int = 3) -> Iterator[Finding]:
    short, long = sound(SHORT), sound(LONG)
    costs = [(play(long, words).cpu - play(short, words).cpu) / (LONG - SHORT) for _ in range(runs)]
    yield Figure(what, tuple(costs), "s")
