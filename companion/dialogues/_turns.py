"""One person's turn: the same words and the same seconds for everyone, or open time for one alone (S57, C30, C31).

Rules
1. A turn lasts `length` on the clock, or until its person is done. Nothing of what is said is kept or answered.
2. Whatever is done beside a turn (a minute asked for, the question said again) is not counted, and neither is what
   covers it.
3. In open time there is no limit: silence is asked about once, very late, and is then an answer.
4. A long turn has one soft sound at its half and one before its end, so that nobody is left without a sign.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Final

from companion.dialogues._ask import A_MINUTE
from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Cue, Dialogue, Heard, Interrupted, Listen, Resumed, Say, State, Step, Turn, Wait
from companion.units import Samples, samples

LINES: Final = lines("together", "minute unsure no_hurry", turn="name")

SETTLED: Final = samples(5)
"""A final result that comes this long after its last word came because the person fell silent (C30)."""

LONG_TURN: Final = samples(90)
SOON: Final = samples(15)
QUIET: Final = (samples(60), samples(240))
"""In open time: the silence before a hint, and the silence after it that is an answer."""

ENDS: Final = frozenset({"done", "pass", "next"})
Aside = Callable[[Heard], Dialogue]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a turn ended: by an intent, "silence" or "time"; and whether anything was heard in it at all."""

    by: str
    spoke: bool


Taking = Generator[Step, Heard | Resumed | None, Ended]


def take_turn(
    scene: Scene,
    person: str,
    line: str,
    length: Samples | None,
    state: State,
    asides: Mapping[str, Aside] | None = None,
    ends: frozenset[str] = ENDS,
) -> Taking:
    """One person's turn with `line`; without a `length` in open time.

    `ends` are the intents that end it, `asides` those that are answered beside it.
    """
    if person:
        yield Say("together.turn", {"name": person})
    yield Say(line)
    yield Cue("turn")
    yield Turn(person, "start")
    beside = {"wait": _minute, "unsure": _unsure, **(asides or {})}
    try:
        if length is None:
            ended = yield from _open(scene, state, beside, ends)
        else:
            ended = yield from _timed(scene, length, state, beside, ends)
    except Interrupted:
        yield Turn(person, "end")
        raise
    yield Turn(person, "end")
    return ended


def _timed(scene: Scene, length: Samples, state: State, beside: Mapping[str, Aside], ends: frozenset[str]) -> Taking:
    began, spoke = scene.now, False
    end = Samples(began - scene.covered + length)  # on the turn's own clock, which stands still while it is covered
    signs = [(length // 2, "halfway"), (SOON, "soon")] if length >= LONG_TURN else []
    while (left := Samples(end + scene.covered - scene.now)) > 0:
        if signs and left <= signs[0][0]:
            yield Cue(signs.pop(0)[1])
        until = Samples(left - signs[0][0]) if signs else left
        heard = yield Listen(state, until, "reflection", frozenset(beside), firm=True)
        if not isinstance(heard, Heard):
            continue
        spoke = True
        if heard.start < began:
            continue
        if heard.intent.name in beside:
            asked = Samples(scene.now - scene.covered)
            yield from beside[heard.intent.name](heard)
            end = Samples(end + scene.now - scene.covered - asked)
        elif (by := _ending(scene, heard, ends)) is not None:
            return Ended(by, spoke)
    return Ended("time", spoke)


def _open(scene: Scene, state: State, beside: Mapping[str, Aside], ends: frozenset[str]) -> Taking:
    began, spoke, quiet = scene.now, False, list(QUIET)
    while quiet:
        heard = yield Listen(state, quiet[0], "reflection", frozenset(beside))
        if not isinstance(heard, Heard):
            if len(quiet) == len(QUIET):
                yield Say("together.no_hurry")
            quiet.pop(0)
            continue
        spoke = True
        if heard.start < began:
            continue
        if heard.intent.name in beside:
            yield from beside[heard.intent.name](heard)
            if heard.intent.name == "unsure":
                return Ended("done", spoke)
        elif (by := _ending(scene, heard, ends)) is not None:
            return Ended(by, spoke)
    return Ended("silence", spoke)


def _ending(scene: Scene, heard: Heard, ends: frozenset[str]) -> str | None:
    """How this ends the turn, if it does: a word for it, or that the person has fallen silent."""
    if heard.intent.name in ends:
        return heard.intent.name
    return "silence" if heard.intent.name == "none" and scene.now - heard.end >= SETTLED else None


def _minute(_: Heard) -> Dialogue:
    yield Say("together.minute")
    yield Wait(A_MINUTE, frozenset({"done", "continue", "next", "pass"}))


def _unsure(_: Heard) -> Dialogue:
    yield Say("together.unsure")
