"""From what the ear reports to what is acted upon: the reflex, our own echo, and words that came too early. Pure.

Rules
1. Every report is told as `heard`; each final one then becomes an `intent`, more of an intent, or is `rejected`.
2. The understanding is asked in the state of the moment; over our own voice that is `speaking`.
3. Where words are taken down, a sentence that only comes near a command is a sentence; what is of safety still counts.
"""

from typing import Final, Protocol

from companion.stage._barge import ALWAYS, OVER_ECHO, Reflex, over_voice, own_words
from companion.stage._cast import Cast, Manner
from companion.stage._mouth import Mouth, Tell
from companion.stage._stack import Stack
from companion.steps import NONE, Heard, State
from companion.units import Samples, seconds

SAFETY: Final = frozenset({"timeout", "calm", "crisis", "danger", "support", "quick_exit"})
"""What counts wherever words are taken down, also where it was only nearly said."""


class Acts(Protocol):
    """What is done with what was heard."""

    def act(self, heard: Heard) -> None:
        """Something is meant."""
        ...

    def amend(self, heard: Heard) -> None:
        """More of what the reflex has acted upon already: the same words, now with their slots."""
        ...

    def not_meant(self, heard: Heard) -> None:
        """Nothing that we understand is meant."""
        ...


class Hearing:
    """Decides what every report of the ear comes to."""

    def __init__(self, cast: Cast, manner: Manner, mouth: Mouth, stack: Stack, acts: Acts, tell: Tell) -> None:
        self._cast = cast
        self._manner = manner
        self._mouth = mouth
        self._stack = stack
        self._acts = acts
        self._tell = tell
        self._reflex = Reflex()
        self._early: list[Heard] = []

    @property
    def pending(self) -> bool:
        """Whether something was heard that is not yet acted upon."""
        return self._reflex.pending or bool(self._early) or self._cast.ear.engaged

    @property
    def yielded(self) -> bool:
        """Whether the last line was one that any command may cut."""
        return self._mouth.last_said is not None and self._mouth.last_said.yields

    def forget(self) -> None:
        """A key was pressed: what was being heard no longer counts."""
        self._reflex = Reflex()
        self._mouth.release()

    def take(self, heard: Heard) -> None:
        """One report of the ear."""
        self._tell("heard", **words(heard), final=heard.final, confidence=heard.confidence)
        guard = self._manner.heard_ourselves
        over = over_voice(heard, self._stack.speaking, self._mouth.ended, guard) and not self.yielded
        state: State = "speaking" if over else self._stack.state
        if heard.final:
            self._final(heard, state, over)
        else:
            self._partial(heard, state)

    def settle(self, now: Samples) -> None:
        """What has waited long enough: a word of the reflex, and words that were typed into a line now over."""
        settled = self._reflex.due(Samples(now - self._cast.ear.behind))
        if settled is not None:
            self._mouth.release()
            self._acts.act(settled)
        if self._early and not self._stack.speaking:
            self._final(self._early.pop(0), self._stack.state, over=False)

    def _partial(self, heard: Heard, state: State) -> None:
        understanding, now = self._cast.understanding, self._stack.now
        exact = understanding.reflex(heard.text, state)
        meant = "none"
        if self._reflex.pending:
            meant = understanding.understand(heard.text, state, self._cast.wall.at(now)).name
        match self._reflex.partial(heard, exact, meant, Samples(now - self._cast.ear.behind)):
            case "hold":
                self._mouth.hold(now)
            case "release":
                self._mouth.release()

    def _final(self, heard: Heard, state: State, over: bool) -> None:
        settled = self._reflex.final(heard)
        self._mouth.release()
        reason = heard.rejected
        if reason is None:
            wall = self._cast.wall.at(self._stack.now)
            heard = heard.meaning(self._cast.understanding.understand(heard.text, state, wall))
            if heard.intent.name == "none" or (self._stack.dictating and _is_sentence(heard)):
                reason = "no meaning"
            elif self._is_echo(heard, over):
                reason = "own voice"
        if reason is not None and state == "speaking" and self._manner.addressed:
            self._early.append(heard)  # typed ahead, while a line is still being said
        elif reason is not None:
            self._tell("rejected", text=heard.text, reason=reason)
            if settled is None and state != "speaking":
                self._acts.not_meant(heard.meaning(NONE))
        elif settled is None or heard.intent.name != settled.intent.name:
            self._acts.act(heard)
        elif heard.intent.slots:
            self._acts.amend(heard)

    def _is_echo(self, heard: Heard, over: bool) -> bool:
        if self._manner.guard == 0 or heard.intent.name in ALWAYS:
            return False
        if over and not self._manner.cancelled and heard.intent.name not in OVER_ECHO:
            return True
        sounding = self._mouth.sounding(Samples(heard.start - self._manner.guard), heard.end)
        return any(own_words(heard, sentence) for sentence in sounding)


def words(heard: Heard) -> dict[str, object]:
    """Text and place of what was heard, as in events."""
    return {"text": heard.text, "start": round(seconds(heard.start), 3), "end": round(seconds(heard.end), 3)}


def _is_sentence(heard: Heard) -> bool:
    """Whether these are somebody's own words, although they come near a command: "no secrets about money"."""
    return heard.intent.score < 1 and heard.intent.name not in SAFETY
