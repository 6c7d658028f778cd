"""Asking, and what happens when the answer is not understood.

Rules
1. At most two more tries, each shorter and different (C33); then a yes/no with a proposal; then quiet.
2. Silence is an answer. It is never held against anybody.
"""

from collections.abc import Generator, Mapping, Sequence

from companion.steps import Heard, Listen, Resumed, Say, State, Step
from companion.units import samples

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

    A silence of `within` seconds goes on to the next line, and so do words that were not understood.
    """
    for line in lines:
        yield Say(line, values or {}, heeds=heeds)
        heard = yield Listen(state, samples(within), heeds=heeds)
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
