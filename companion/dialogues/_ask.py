"""Asking, and what happens when the answer is not understood.

Rules
1. Words that are no answer are asked again twice, each time shorter and differently, then as a yes or no; after that it
   is quiet (C33). A question that is a yes or no itself is asked three times in all.
2. A pass ends every question. Silence is an answer. It is never held against anybody, and it is asked again only
   where the dialogue says so.
"""

from collections.abc import Generator, Mapping, Sequence
from typing import Final, TypeVar

from companion.dialogues._lines import lines
from companion.steps import Cue, Heard, Listen, Resumed, Say, State, Step
from companion.units import samples

LINES: Final = lines("ask", "yes_no_again yes_no_last number_again number_last number_yes_no")

A_MINUTE: Final = samples(60)
"""What "I need a minute" means (C30)."""

YES_NO: Final = frozenset({"yes", "no", "unsure", "done", "continue"})
NUMBER: Final = frozenset({"rating", "pass", "unsure"})
YES_NO_UNCLEAR: Final = ("ask.yes_no_again", "ask.yes_no_last")
_NUMBER_UNCLEAR: Final = ("ask.number_again", "ask.number_last", "ask.number_yes_no")

Choice = TypeVar("Choice")
Asking = Generator[Step, Heard | Resumed | None, Heard | None]


def ask(
    lines: Sequence[str],
    wanted: frozenset[str],
    values: Mapping[str, str] | None = None,
    state: State = "question",
    heeds: frozenset[str] = frozenset(),
    within: float = 8.0,
    unclear: Sequence[str] = (),
) -> Asking:
    """Say each of `lines` in turn until one of the `wanted` intents is heard; None when none was, or a pass.

    A silence of `within` seconds goes on to the next of `lines`, and so do words that were not understood; for those
    the lines of `unclear` follow. Whoever needs a minute has it, and the same question stays open.
    """
    heard: Heard | Resumed | None = None
    for number, line in enumerate((*lines, *unclear)):
        if number >= len(lines) and heard is None:
            return None
        question = (Say(line, values or {}),)
        heard = yield Say(line, values or {}, heeds=heeds)
        if heard is None:
            heard = yield Listen(state, samples(within), heeds=heeds | {"wait"}, question=question)
        while isinstance(heard, Heard) and heard.intent.name == "wait":
            yield Cue("heard")
            heard = yield Listen(state, A_MINUTE, heeds=heeds | {"wait"}, question=question)
        if isinstance(heard, Heard) and heard.intent.name in wanted:
            return heard
        if isinstance(heard, Heard) and heard.intent.name == "pass":
            return None
        if isinstance(heard, Heard):
            yield Cue("not_understood")
    return None


def ask_yes_no(
    lines: Sequence[str], values: Mapping[str, str] | None = None
) -> Generator[Step, Heard | Resumed | None, bool | None]:
    """True for yes, False for no, None for silence or anything unclear."""
    heard = yield from ask(lines, YES_NO, values, unclear=YES_NO_UNCLEAR[len(lines) - 1 :])
    if heard is None or heard.intent.name == "unsure":
        return None
    return heard.intent.name != "no"


def ask_number(
    lines: Sequence[str],
    values: Mapping[str, str] | None = None,
    heeds: frozenset[str] = frozenset(),
    within: float = 8.0,
) -> Asking:
    """A number from zero to ten, a pass, or one of `heeds`; None for silence or anything unclear."""
    return ask(lines, NUMBER | heeds, values, "rating", heeds, within, _NUMBER_UNCLEAR[len(lines) - 1 :])


def picked(heard: Heard | None, choices: Sequence[Choice], told: int | None = None) -> Choice | None:
    """The one of `choices` whose number was said, if one was; "the last one" is that of the `told`, else of all."""
    index = heard.intent.slots.get("index") if heard is not None else None
    if not isinstance(index, int):
        return None
    place = index - 1 if index > 0 else min(told or len(choices), len(choices)) + index
    return choices[place] if 0 <= place < len(choices) else None


def number(heard: Heard | None) -> float | None:
    """The number that was said, if it was one."""
    value = heard.intent.slots.get("value") if heard is not None else None
    return float(value) if isinstance(value, int | float) else None
