"""What was said, to what was meant: the order in which the ways of understanding are tried. Pure.

Rules
1. Crisis and danger come first, in every state, anywhere in an utterance, on whole words; what a harmless phrase
   covers does not count ("dying to see you").
2. Then what is said exactly, fillers at both ends aside; then the crisis or danger that what was learned is sure of;
   then its clauses, safety before the last one said; then what begins with an answer; then what comes close. Nothing
   else is understood: it was not for us.
3. An intent that is not offered in the state is never returned. What is exactly such a sentence, or exactly a
   sentence of everyday talk, is left alone.
4. The same text, state and time give the same intent.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, time
from typing import Final, Literal

from companion.intents._clauses import Clauses
from companion.intents._grammar import Grammar
from companion.intents._graph import Hit
from companion.intents._meant import Meant
from companion.intents._near import Near
from companion.intents._own_words import with_own_sounds, with_own_words
from companion.intents._pause_word import Dictionary, Guess, judged
from companion.intents._sentences import EVERYDAY, Sentences
from companion.intents._slots import Spans
from companion.intents._templates import Templates
from companion.intents._words import Utterance
from companion.scene import Verdict
from companion.steps import NONE, Intent, State

REFLEXES: Final = ("stop", "timeout", "pause")
OPENING: Final = 0.85
_EPOCH: Final = datetime(2000, 1, 1)


class Interpreter:
    """Understanding and commands of one language; see `companion.ports`. Raises Problems for broken templates.

    `dayparts` are the hours of "evening" and its like, `pause_word` a couple's own word for timeout, `quick_exit`
    the phrase that leaves at once. Without a `dictionary` no other pause word can be judged; with a `guess` one that is
    not in it can be, too. `pronunciations` are those of the config.
    """

    def __init__(
        self,
        templates: Templates,
        *,
        dayparts: Mapping[str, time] | None = None,
        pause_word: str | None = None,
        quick_exit: str = "what's the weather like",
        dictionary: Dictionary | None = None,
        guess: Guess = lambda _: (),
        pronunciations: Mapping[str, str] | None = None,
    ) -> None:
        self._dayparts = dict(dayparts or {})
        self._templates = with_own_sounds(templates, pronunciations or {})
        self._quick_exit = quick_exit
        self._dictionary = dictionary
        self._guess = guess
        self._read(pause_word)

    def _read(self, pause_word: str | None) -> None:
        self.pause_word = pause_word
        with _uncollected():
            self._sentences = Sentences(with_own_words(self._templates, pause_word, self._quick_exit))
            self._meant = Meant(self._sentences)
            self._near = Near(self._sentences, self._meant)
        self._clauses = Clauses(self._sentences, self._meant)
        self._speller = self._sentences.speller
        self._grammar = Grammar(self._sentences)

    @property
    def names(self) -> frozenset[str]:
        """The intents that can be meant, by name."""
        return frozenset(self._meant.meanings) - {EVERYDAY.name}

    def judged(self, phrase: str, suggestions: Sequence[str], knows: Callable[[str], bool]) -> Verdict:
        templates = with_own_words(self._templates, None, self._quick_exit)
        return judged(phrase, templates, self._dictionary or (lambda _: {}), self._guess, suggestions, knows)

    def adopt(self, pause_word: str | None) -> None:
        self._read(pause_word)

    def understand(self, text: str, state: State, now: datetime) -> Intent:
        said = self._speller.utterance(text)
        if not said.words:
            return NONE
        spans = Spans(said.words, now, self._dayparts)
        covered = self._harmless(said, spans)
        return (
            self._urgent(said, spans, state, covered)
            or self._exactly(said, spans, state)
            or self._near.alarm(said, state, harmless=bool(covered))
            or self._clauses.understand(said, spans, state)
            or self._opening(said, spans, state, harmless=bool(covered))
            or self._near.understand(said, spans, state, harmless=bool(covered))
            or NONE
        )

    def sureness(self, text: str, state: State) -> float:
        found = self.understand(text, state, _EPOCH)
        return 0.0 if found.name == NONE.name else found.score

    def alarms(self, text: str, state: State) -> bool:
        found = self.understand(text, state, _EPOCH)
        return found.name != NONE.name and self._meant.meanings[found.name].anywhere

    def reflex(self, text: str, state: State) -> Intent | None:
        said = self._speller.utterance(text)
        if not said.words:
            return None
        found = self._exactly(said, Spans(said.words, _EPOCH, self._dayparts), state)
        if found is None or found.name not in REFLEXES:
            return None
        return Intent(found.name, {}, found.score)

    def completeness(self, text: str, state: State) -> Literal["no", "extendable", "complete"]:
        said = self._speller.utterance(text)
        spans = Spans(said.words, _EPOCH, self._dayparts)
        if not said.words or (self._exactly(said, spans, state) or NONE).name == "none":
            return "no"
        starts, ends = self._sentences.around(said)
        ahead = self._sentences.graph.slot_ahead(said.words, spans, starts, ends, self._meant.offered[state])
        return "extendable" if ahead else "complete"

    def vocabulary(self) -> frozenset[str]:
        return self._grammar.vocabulary()

    def pronunciations(self) -> Mapping[str, Sequence[str]]:
        return self._sentences.words.pronunciations

    def jsgf(self, state: State) -> str:
        return self._grammar.jsgf(state)

    def phrases(self, state: State) -> Sequence[str]:
        return self._grammar.phrases(state)

    def unsayable(self, knows: Callable[[str], bool]) -> Sequence[str]:
        return self._grammar.unsayable(knows)

    def _urgent(self, said: Utterance, spans: Spans, state: State, covered: set[int]) -> Intent | None:
        words = tuple("" if at in covered else word for at, word in enumerate(said.words))
        hits = self._sentences.urgent.anywhere(words, spans)
        offered = (
            hit for hit in hits if state in self._meant.leaves[hit.leaf].states and self._counts(hit, said, spans)
        )
        best = min(offered, key=self._meant.rank, default=None)
        if best is None or self._near.rules_out(said, self._meant.leaves[best.leaf].meaning.name):
            return None
        return self._near.told_apart(said, self._meant.intent(said, best, 1.0))

    def _counts(self, hit: Hit, said: Utterance, spans: Spans) -> bool:
        """Whether a sentence that must close a clause does: only a time and words of no weight follow it."""
        if not self._meant.leaves[hit.leaf].closing:
            return True
        at = hit.end
        while at < len(said.words) and at not in said.breaks and said.words[at] not in self._sentences.words.joints:
            ends = [end for source in ("when", "vague") for end, _ in spans.at(source, at)]
            if not ends and said.words[at] not in self._sentences.words.light:
                return False
            at = max([at + 1, *ends])
        return True

    def _harmless(self, said: Utterance, spans: Spans) -> set[int]:
        """The words that are part of a harmless phrase."""
        hits = self._sentences.harmless.anywhere(said.words, spans)
        return {at for hit in hits for at in range(hit.first, hit.end)}

    def _exactly(self, said: Utterance, spans: Spans, state: State) -> Intent | None:
        """The intent of the whole utterance; `none` if it is a sentence, but not one for this state."""
        starts, ends = self._sentences.around(said)
        hits = self._sentences.graph.whole(said.words, spans, starts, ends)
        return self._meant.chosen(said, hits, state, 1.0)

    def _opening(self, said: Utterance, spans: Spans, state: State, *, harmless: bool) -> Intent | None:
        """The answer that it begins with, unless something more urgent follows: "no i'm flooding i have to get out"."""
        starts, _ = self._sentences.around(said)
        hits = [
            hit
            for hit in self._sentences.openers.anywhere(said.words, spans, starts)
            if state in self._meant.leaves[hit.leaf].states
        ]
        answer = self._meant.chosen(said, hits, state, OPENING)
        if answer is None:
            return None
        safer = self._near.understand(said, spans, state, harmless=harmless)
        return safer if safer is not None and self._meant.comes_first(safer) else answer


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile, nor later of what is made here: it all stays, and to look through it again and
    again takes longer than to make it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
