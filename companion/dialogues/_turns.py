"""One person's turn: the same words and the same seconds for everyone, or open time for one alone (S57, C30, C31).

Rules
1. A turn lasts `length` on the clock, or until its person is done. Nothing of what is said is kept or answered.
2. Whatever is done beside a turn (a minute asked for, the question said again) is not counted, and neither is what
   covers it.
3. In open time there is no limit: silence is asked about once, very late, and is then an answer.
4. A long turn has one soft sound at its half and one before its end, so that nobody is left without a sign.
5. Whoever comes back to a turn from something else hears whose it is and its line again.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Final

from companion.dialogues._ask import A_MINUTE
from companion.dialogues._lines import lines
from companion.dialogues._nudge import hard
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
    """How a turn ended: by an intent, "silence" or "time"; whether anything was heard in it at all, and a hard word."""

    by: str
    spoke: bool
    hard: bool = False


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
    question = (*((Say("together.turn", {"name": person}),) if person else ()), Say(line))
    yield from question
    yield Cue("turn")
    yield Turn(person, "start")
    turn = _Turn(scene, question, state, {"wait": _minute, "unsure": _unsure, **(asides or {})}, ends)
    try:
        ended = yield from turn.open() if length is None else turn.timed(length)
    except Interrupted:
        yield Turn(person, "end")
        raise
    yield Turn(person, "end")
    return ended


class _Turn:
    """A turn that has begun, with its `question`: what is heard in it, and what that comes to."""

    def __init__(
        self,
        scene: Scene,
        question: tuple[Say, ...],
        state: State,
        beside: Mapping[str, Aside],
        ends: frozenset[str],
    ) -> None:
        self._scene = scene
        self._question = question
        self._state = state
        self._beside = beside
        self._ends = ends
        self._began = scene.now
        self._spoke = self._hard = False

    def timed(self, length: Samples) -> Taking:
        """So long on the turn's own clock, which stands still while it is covered, and beside it."""
        end = Samples(self._clock + length)
        signs = [(length // 2, "halfway"), (SOON, "soon")] if length >= LONG_TURN else []
        while (left := Samples(end - self._clock)) > 0:
            if signs and left <= signs[0][0]:
                yield Cue(signs.pop(0)[1])
            heard = yield self._listen(Samples(left - signs[0][0]) if signs else left, firm=True)
            if isinstance(heard, Heard):
                asked = self._clock
                if (by := (yield from self._by(heard))) is not None:
                    return self._ended(by)
                end = Samples(end + self._clock - asked)
        return self._ended("time")

    def open(self) -> Taking:
        """No limit; silence is asked about once."""
        quiet = list(QUIET)
        while quiet:
            heard = yield self._listen(quiet[0])
            if not isinstance(heard, Heard):
                if len(quiet) == len(QUIET):
                    yield Say("together.no_hurry")
                quiet.pop(0)
                continue
            by = yield from self._by(heard)
            if by is not None or (heard.intent.name == "unsure" and heard.start >= self._began):
                return self._ended(by or "done")
        return self._ended("silence")

    @property
    def _clock(self) -> Samples:
        return Samples(self._scene.now - self._scene.covered)

    def _listen(self, within: Samples, firm: bool = False) -> Listen:
        heeds = frozenset(self._beside)
        return Listen(self._state, within, "reflection", heeds, firm=firm, question=self._question)

    def _by(self, heard: Heard) -> Generator[Step, Heard | Resumed | None, str | None]:
        """What ends the turn, if this does; what is answered beside it has been."""
        self._spoke = True
        self._hard = self._hard or hard(self._scene, heard.text)
        if heard.start < self._began:
            return None
        if heard.intent.name in self._beside:
            yield from self._beside[heard.intent.name](heard)
            return None
        if heard.intent.name in self._ends:
            return heard.intent.name
        # a word for it, or the person has fallen silent
        return "silence" if heard.intent.name == "none" and self._scene.now - heard.end >= SETTLED else None

    def _ended(self, by: str) -> Ended:
        return Ended(by, self._spoke, self._hard)


def _minute(_: Heard) -> Dialogue:
    yield Say("together.minute")
    yield Wait(A_MINUTE, frozenset({"done", "continue", "next", "pass"}))
    yield Cue("turn")


def _unsure(_: Heard) -> Dialogue:
    yield Say("together.unsure")
