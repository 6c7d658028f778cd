"""Who may interrupt whom: the policy for words said over the companion's own voice, and the reflex. Pure.

Rules
1. Words said over our own voice are understood in the state `speaking`: the safety group and the few controls of
   the contract count, everything else is left alone (C24). Where our voice can be heard in the microphone, the time
   until it has died away counts as speaking (C25), and only the pause signal, stop, pause and the words of danger
   count. Where it is taken out of the microphone, an answer may come a little before the end of the question.
2. Wherever our voice reaches the microphone, words that are part of the line in the air are our own echo, unless they
   are a stop, a timeout, a yes or a no, or of danger: those always count (C26, C28).
3. The reflex: a partial result that is exactly a stop, timeout or pause phrase silences the output at once and is acted
   upon when no new word has come for SETTLING, as far as the ear has got. Later words may add to it; other words take
   it back.
"""

from dataclasses import dataclass
from typing import Final, Literal

from companion.steps import Heard, Intent
from companion.units import Samples, samples

ALWAYS: Final = frozenset({"stop", "timeout", "yes", "no", "crisis", "danger"})
"""Intents that are never taken for our own echo."""

OVER_ECHO: Final = ALWAYS | {"pause", "wait", "quick_exit"}
"""What counts over our own voice where it reaches the microphone: the recogniser makes commands out of an echo."""


SETTLING: Final = samples(0.2)
"""How long a reflex waits for a word that adds to it or takes it back: 200 ms by contract."""

EARLY: Final = samples(0.5)
"""An answer may be over this long before the line ends: people answer into the last word of a question."""


def over_voice(heard: Heard, speaking: bool, voice_ended: Samples, guard: Samples) -> bool:
    """Whether `heard` was said over the companion's voice (`voice_ended`: its last sample so far).

    With a `guard`, our own echo is over by its end, and an answer that comes quickly, or was begun into the last
    words, is not. With none, nothing of our voice is heard, and an answer may be over EARLY.
    """
    return speaking or heard.end < voice_ended + (guard or -EARLY)


def own_words(heard: Heard, line: str) -> bool:
    """Whether every word of `heard` stands in this order in the text `line`."""
    spoken = "".join(c if c.isalnum() or c == "'" else " " for c in line.lower()).split()
    words = heard.text.lower().split()
    return any(spoken[i : i + len(words)] == words for i in range(len(spoken) - len(words) + 1))


@dataclass(slots=True)
class Reflex:
    """The partial-result rule for one utterance at a time."""

    _pending: Heard | None = None
    _since: Samples = Samples(0)
    _settled: Heard | None = None

    @property
    def pending(self) -> bool:
        return self._pending is not None

    def partial(
        self, heard: Heard, exact: Intent | None, meant: str, now: Samples
    ) -> Literal["hold", "release"] | None:
        """Take a partial result: `exact` is its reflex intent, if it is one, `meant` the intent its text has now. `now`
        is where the ear is, in this as in `due`."""
        if self._settled is not None and self._settled.start == heard.start:
            return None
        if exact is not None:
            if self._pending is None or self._pending.text != heard.text:
                self._pending, self._since = heard.meaning(exact), now
            return "hold"
        if self._pending is None:
            return None
        if meant == self._pending.intent.name:
            self._since = now
            return None
        self._pending = None
        return "release"

    def due(self, now: Samples) -> Heard | None:
        """The utterance to act upon, once no new word has come for SETTLING."""
        if self._pending is None or now - self._since < SETTLING:
            return None
        self._settled, self._pending = self._pending, None
        return self._settled

    def final(self, heard: Heard) -> Heard | None:
        """Take the final result that ends the utterance. Returns what the reflex has already acted upon, if it has."""
        settled = self._settled if self._settled is not None and self._settled.start == heard.start else None
        self._pending = None
        return settled
