"""What was said, to what was meant: the order in which the ways of understanding are tried. Pure.

Rules
1. Crisis and danger come first, in every state, anywhere in an utterance, on whole words; what a harmless phrase
   covers does not count ("dying to see you").
2. Then what is said exactly, fillers at both ends aside; then its clauses, safety before the last one said; then
   what begins with an answer; then what comes close. Nothing else is understood: it was not for us.
3. An intent that is not offered in the state is never returned. What is exactly such a sentence, or exactly a
   sentence of everyday talk, is left alone.
4. The same text, state and time give the same intent.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, time
from itertools import pairwise
from typing import Final, Literal

from companion.intents._closeness import Close, Closeness
from companion.intents._grammar import Grammar
from companion.intents._graph import SLOT_WORD, Hit, captured
from companion.intents._own_words import with_own_words
from companion.intents._sentences import EVERYDAY, Sentences
from companion.intents._slots import Spans
from companion.intents._templates import Templates
from companion.intents._words import Utterance
from companion.steps import NONE, STATES, Intent, Slot, State

WHOLE: Final = "quick_exit"
"""The intent that only a whole utterance means, word for word: nobody may leave by accident."""

REFLEXES: Final = ("stop", "timeout", "pause")
FLOOR: Final = 0.74
"""Closeness from which a sentence near a template counts when all its words of weight are words of that intent;
`floors` of the config override it per intent."""

STRANGE_FLOOR: Final = 0.86
"""The same when it has a word that the intent does not know: it may be about something else altogether."""

STRICT_FLOOR: Final = 0.88
"""The same for what is costly, and for crisis and danger, which are looked for word for word anyway."""

MARGIN: Final = 0.02
"""How much closer the best intent must be than the next one."""

CLAUSE_SHARE: Final = 0.4
"""The least share of an utterance's weight that its understood clauses must have."""

EVERYDAY_WORDS: Final = 3
"""Words of an everyday sentence that must have been said for it to rule out what merely comes close."""

CLAUSE: Final = 0.9
OPENING: Final = 0.85
_EPOCH: Final = datetime(2000, 1, 1)


class Interpreter:
    """Understanding and commands of one language; see `companion.ports`. Raises Problems for broken templates.

    `dayparts` are the hours of "evening" and its like, `pause_word` a couple's own word for timeout, `quick_exit`
    the phrase that leaves at once, `floors` the closeness per intent from which it counts.
    """

    def __init__(
        self,
        templates: Templates,
        *,
        dayparts: Mapping[str, time] | None = None,
        pause_word: str | None = None,
        quick_exit: str = "what's the weather like",
        floors: Mapping[str, float] | None = None,
    ) -> None:
        self._dayparts = dict(dayparts or {})
        self._floors = dict(floors or {})
        with _uncollected():
            self._sentences = Sentences(with_own_words(templates, pause_word, quick_exit))
            having = self._sentences.graph.having
            self._closeness = Closeness(self._sentences.trees, self._sentences.speller, templates.words, having)
            for number, leaf in enumerate(self._sentences.leaves):
                if leaf.meaning.name != WHOLE:
                    self._closeness.add(number, leaf.tree, leaf.contents, leaf.meaning.name)
        self._leaves = self._sentences.leaves
        self._speller = self._sentences.speller
        self._grammar = Grammar(self._sentences)
        self._meanings = {leaf.meaning.name: leaf.meaning for leaf in self._leaves}
        self._offered = {
            state: frozenset(n for n, leaf in enumerate(self._leaves) if state in leaf.states or not leaf.states)
            for state in STATES
        }

    @property
    def names(self) -> frozenset[str]:
        """The intents that can be meant, by name."""
        return frozenset(self._meanings) - {EVERYDAY.name}

    def understand(self, text: str, state: State, now: datetime) -> Intent:
        said = self._speller.utterance(text)
        if not said.words:
            return NONE
        spans = Spans(said.words, now, self._dayparts)
        return (
            self._urgent(said, spans, state)
            or self._exactly(said, spans, state)
            or self._clauses(said, spans, state)
            or self._opening(said, spans, state)
            or self._close(said, spans, state)
            or NONE
        )

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
        ahead = self._sentences.graph.slot_ahead(said.words, spans, starts, ends, self._offered[state])
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

    def _intent(self, said: Utterance, hit: Hit, score: float) -> Intent:
        leaf = self._leaves[hit.leaf]
        slots: dict[str, Slot] = dict(leaf.slots)
        for slot, value in captured(hit.path).items():
            slots[slot] = said.said(*value) if isinstance(value, tuple) else value  # type: ignore[assignment]
        return Intent(leaf.meaning.name, slots, score)

    def _urgent(self, said: Utterance, spans: Spans, state: State) -> Intent | None:
        covered = self._harmless(said, spans)
        words = tuple("" if at in covered else word for at, word in enumerate(said.words))
        hits = self._sentences.urgent.anywhere(words, spans)
        offered = (hit for hit in hits if state in self._leaves[hit.leaf].states and self._counts(hit, said, spans))
        best = min(offered, key=self._rank, default=None)
        return None if best is None else self._intent(said, best, 1.0)

    def _counts(self, hit: Hit, said: Utterance, spans: Spans) -> bool:
        """Whether a sentence that must close a clause does: only a time and words of no weight follow it."""
        if not self._leaves[hit.leaf].closing:
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
        return self._chosen(said, hits, state, 1.0)

    def _rank(self, hit: Hit) -> tuple[float, int, int, int]:
        """Most words first; then what is offered in fewer states; then most slots; then the earlier line."""
        leaf = self._leaves[hit.leaf]
        return (-hit.score, len(leaf.states), -len(leaf.slots) - len(captured(hit.path)), hit.leaf)

    def _chosen(self, said: Utterance, hits: Sequence[Hit], state: State, score: float) -> Intent | None:
        if not hits:
            return None
        hits = sorted(hits, key=self._rank)
        offered = [hit for hit in hits if state in self._leaves[hit.leaf].states]
        everyday = [hit for hit in hits if not self._leaves[hit.leaf].states and hit.score >= EVERYDAY_WORDS]
        if everyday and (not offered or everyday[0].score > offered[0].score):
            return NONE
        if not offered:
            return NONE if any(self._leaves[hit.leaf].states for hit in hits) else None
        best = self._intent(said, offered[0], score)
        others = (hit for hit in offered if self._leaves[hit.leaf].meaning.name != best.name)
        runner_up = next((Intent(self._leaves[hit.leaf].meaning.name, {}, score * 0.9) for hit in others), None)
        return Intent(best.name, best.slots, best.score, runner_up)

    def _clauses(self, said: Utterance, spans: Spans, state: State) -> Intent | None:
        """The intent of an utterance made of several sentences, some of which may be none of ours."""
        words, joints = said.words, self._sentences.words.joints
        cuts = sorted({0, len(words), *said.breaks, *(at for at, word in enumerate(words) if word in joints)})
        found: list[Intent] = []
        weight = understood = 0.0
        for first, end in pairwise(cuts):
            while first < end and words[first] in joints:
                first += 1
            if first == end:
                continue
            piece = Utterance(words[first:end], said.sources[first:end], frozenset())
            own = self._weight(piece)
            weight += own
            parts = self._parts(piece, spans.part(first, end), state)
            if parts:
                understood += own
                found += parts
        if not found or understood < CLAUSE_SHARE * weight:
            return None
        chosen = next((one for one in reversed(found) if self._meanings[one.name].safety), found[-1])
        if self._meanings[chosen.name].costly and understood < weight:
            return None
        slots = {key: value for one in found if one.name == chosen.name for key, value in one.slots.items()}
        return Intent(chosen.name, {**slots, **chosen.slots}, CLAUSE)

    def _weight(self, piece: Utterance) -> float:
        """What the words of a clause weigh without the fillers around it."""
        starts, ends = self._sentences.around(piece)
        if not starts or not ends or starts[-1] >= min(ends):
            return 0.0
        return sum(map(self._closeness.weight, piece.words[starts[-1] : min(ends)]))

    def _parts(self, piece: Utterance, spans: Spans, state: State) -> list[Intent]:
        """The fewest sentences that, with fillers between them, are all of `piece`; none where there is no such row."""
        size = len(piece.words)
        rows: list[tuple[int, tuple[Hit, ...]] | None] = [(0, ())] + [None] * size
        hits: list[list[Hit]] = [[] for _ in range(size + 1)]
        fillers: list[list[int]] = [[] for _ in range(size + 1)]
        for at in range(size + 1):
            for hit in sorted(hits[at], key=self._rank):
                row = rows[hit.first]
                if row is not None and (rows[at] is None or row[0] + 1 < rows[at][0]):  # type: ignore[index]
                    rows[at] = (row[0] + 1, (*row[1], hit))
            row = rows[at - 1] if at else None
            if row is not None and row[1] and at < size and piece.words[at - 1] in self._sentences.words.corrections:
                rows[at] = rows[at] or row
            for first in fillers[at]:
                row = rows[first]
                if row is not None and (rows[at] is None or row[0] < rows[at][0]):  # type: ignore[index]
                    rows[at] = row
            if rows[at] is not None and at < size:
                for hit in self._sentences.graph.anywhere(piece.words, spans, (at,)):
                    if hit.leaf in self._offered[state] and self._may_be_part(hit, size):
                        hits[hit.end].append(hit)
                for hit in self._sentences.fillers.anywhere(piece.words, spans, (at,)):
                    fillers[hit.end].append(at)
        chosen = rows[size]
        if chosen is None or not all(state in self._leaves[hit.leaf].states for hit in chosen[1]):
            return []
        return [self._intent(piece, hit, CLAUSE) for hit in chosen[1]]

    def _may_be_part(self, hit: Hit, size: int) -> bool:
        """Whether `hit` counts beside other sentences: the phrase for leaving does not, nor does a time alone."""
        if self._leaves[hit.leaf].meaning.name == WHOLE:
            return False
        return hit.end - hit.first == size or hit.score > SLOT_WORD * (hit.end - hit.first)

    def _opening(self, said: Utterance, spans: Spans, state: State) -> Intent | None:
        starts, _ = self._sentences.around(said)
        hits = [
            hit
            for hit in self._sentences.openers.anywhere(said.words, spans, starts)
            if state in self._leaves[hit.leaf].states
        ]
        return self._chosen(said, hits, state, OPENING)

    def _close(self, said: Utterance, spans: Spans, state: State) -> Intent | None:
        starts, ends = self._sentences.around(said)
        first, end = starts[-1], min(ends)
        if first >= end:
            first, end = 0, len(said.words)
        piece = Utterance(said.words[first:end], said.sources[first:end], frozenset())
        inner = spans.part(first, end)
        harmless = bool(self._harmless(said, spans))
        ranked: dict[str, Close] = {}
        for close in self._closeness.nearest(piece.words, inner, self._offered[state]):
            leaf = self._leaves[close.leaf]
            if leaf.meaning.anywhere and harmless:
                continue
            ranked.setdefault(leaf.meaning.name, close)
        if not ranked:
            return None
        name, second = (*sorted(ranked, key=lambda name: -ranked[name].closeness), None)[:2]
        assert name is not None
        best = ranked[name]
        runner_up = None if second is None else Intent(second, {}, round(ranked[second].closeness, 3))
        if name == EVERYDAY.name:
            return Intent("none", {}, 0.0, runner_up)
        found = self._intent(piece, Hit(best.leaf, 0.0, 0, len(piece.words), best.path), round(best.closeness, 3))
        ahead = best.closeness - (runner_up.score if runner_up else 0.0)
        if best.closeness < self._floor(best) or ahead < MARGIN:
            return Intent("none", {}, 0.0, Intent(found.name, {}, found.score))
        return replace(found, runner_up=runner_up)

    def _floor(self, close: Close) -> float:
        meaning = self._leaves[close.leaf].meaning
        if meaning.name in self._floors:
            return self._floors[meaning.name]
        if meaning.costly or meaning.anywhere:
            return STRICT_FLOOR
        return FLOOR if close.at_home else STRANGE_FLOOR


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
