"""Asking, and what happens when the answer is not understood.

Rules
1. At most two more tries, each shorter and different (C33); then a yes/no with a proposal; then quiet.
2. Silence is an answer. It is never held against anybody.
"""

from collections.abc import Generator, Mapping, Sequence
from typing import Final

from companion.steps import Cue, Heard, Listen, Resumed, Say, State, Step
from companion.units import samples

A_MINUTE: Final = samples(60)
"""What "I need a minute" means (C30)."""

Asking = Generator[Step, Heard | Resumed | None, Heard | None]


def ask(
    lines: Sequence[str],
    wanted: frozenset[str],
    values: Mapping[str, str] | None = None,
    state: State = "question",
    heeds: frozenset[str] = frozenset(),
    within: float = 8.0,
) -> Asking:
    """Say each of `lines` in turn until one of the `wanted` intents is heard; None when none was.

    A silence of `within` seconds goes on to the next line, and so do words that were not understood. Whoever needs a
    minute has it, and the same question stays open.
    """
    for line in lines:
        heard = yield Say(line, values or {}, heeds=heeds)
        if heard is None:
            heard = yield Listen(state, samples(within), heeds=heeds | {"wait"})
        while isinstance(heard, Heard) and heard.intent.name == "wait":
            yield Cue("heard")
            heard = yield Listen(state, A_MINUTE, heeds=heeds | {"wait"})
        if isinstance(heard, Heard) and heard.intent.name in wanted:
            return heard
    return None


def ask_yes_no(
    lines: Sequence[str], values: Mapping[str, str] | None = None
) -> Generator[Step, Heard | Resumed | None, bool | None]:
    """True for yes, False for no, None for silence or anything unclear."""
    heard = yield from ask(lines, frozenset({"yes", "no", "unsure", "done", "continue"}), values)
    if heard is None or heard.intent.name == "unsure":
        return None
    return heard.intent.name != "no"
