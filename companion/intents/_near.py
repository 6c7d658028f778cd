"""What comes near a template, or looks like what people say for it. Pure.

Rules
1. Two judges: how close it is to a template (`_closeness`), and, where sentences were learned from, how much it looks
   like an intent (`_learned`). Very close is enough alone; else both together must be, by what a mistake would cost.
2. A negation or an opposite that no sentence of the intent has is never near it.
3. A sentence that needs a slot ("at nine") is not meant without one.
4. What is fillers from end to end ("thank you") is near nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from math import exp
from typing import Final

import numpy as np

from companion.intents._closeness import Close, Closeness
from companion.intents._graph import Hit
from companion.intents._meant import Meant
from companion.intents._own_words import WHOLE
from companion.intents._sentences import EVERYDAY, Sentences
from companion.intents._slots import Spans
from companion.intents._templates import Cost
from companion.intents._words import Utterance
from companion.steps import NONE, Intent, Slot, State

FLOOR: Final = 0.74
"""Closeness from which a sentence near a template counts when all its words of weight are words of that intent and
nothing was learned."""

STRANGE_FLOOR: Final = 0.86
"""The same when it has a word that the intent does not know: it may be about something else altogether."""

STRICT_FLOOR: Final = 0.88
"""The same for what is costly, and for crisis and danger, which are looked for word for word anyway."""

MARGIN: Final = 0.02
"""How much closer the best intent must be than the next one."""

CLOSE: Final = 4.0
"""What a closeness of 1 adds to the log odds of what was learned."""

STRANGE: Final = 0.5
"""What a word of weight takes away that was never learned: it may be about something else."""

LIKELY: Final[Mapping[Cost, float]] = {"slight": 1.5, "usual": 2.5, "high": 9.0}
"""Both together, from which it counts, by what it costs to be wrong; see docs/understanding.md for what that gives."""

ALARMING: Final = 3.0
"""The same for crisis and danger, all their kinds taken together. With judged6 to judged9 left out of learning 93.4 %
of 332 of theirs are found, and 6 of 340 look-alikes and 5 of 484 everyday sentences taken for one; with 2.5: 94.6 %, 6,
5, and "i don't need a break" for a crisis."""

SURE: Final = 3.0
"""Log odds beyond what is needed from which what was learned also knows how a negation or an opposite is meant: "an
apology that isn't just words"."""

ALARMING_ALONE: Final = 1.5
"""What was learned must itself find of crisis and danger, however close a template is: "we never said it out loud"."""

ALONE: Final = 2.0
"""What is needed besides where an utterance has other sentences in it that would be acted upon."""

HARMLESS: Final = 3.0
"""What a harmless look-alike in an utterance takes away from crisis and danger."""

RULED_OUT: Final = -2.5
"""Log odds below which a sentence within an utterance is taken for a part of something else, or one that is close to
a template for something else. Of crisis and danger that were not learned from 4 of 5 look-alikes are below it, and none
of 91 true ones."""

SURER: Final = 2.0
"""Log odds by which another kind of crisis or danger must be likelier than that of the template."""

LIKELIER: Final = 2.0
"""Log odds by which another intent must be likelier for a sentence that is close to a template, or one that the state
does not offer for any. As a first version of this rule had it, on 4,400 sentences mostly not learned from, it left 3 of
149 everyday ones alone that were taken, and understood 5 sentences more; 1 to 4 gave nearly the same."""

TURNED_ROUND: Final = 0.85
"""Closeness from which what is left without its negation is a sentence of the intent."""

_EPOCH: Final = datetime(2000, 1, 1)

Ranked = dict[str, Close]
"""The closest template of each intent."""


class Near:
    """Understands what no template says."""

    def __init__(self, sentences: Sentences, meant: Meant) -> None:
        self._sentences = sentences
        self._meant = meant
        self._learned = sentences.learned
        self._margins = lru_cache(maxsize=1)(self._learned.margins if self._learned else lambda _: {})
        self._closeness = Closeness(sentences.trees, sentences.speller, sentences.words, sentences.graph.having)
        self._leaves_of: dict[str, set[int]] = {}
        for number, leaf in enumerate(meant.leaves):
            if leaf.meaning.name != WHOLE:
                self._closeness.add(number, leaf.tree, leaf.contents, leaf.meaning.name)
                self._leaves_of.setdefault(leaf.meaning.name, set()).add(number)

    def understand(self, said: Utterance, spans: Spans, state: State, *, harmless: bool) -> Intent | None:
        """What is meant; `none` with what came nearest where that is not near enough; None where nothing is near.

        `harmless`: a harmless look-alike is in it, so it is no crisis and no danger.
        """
        if self._sentences.only_fillers(said):
            return NONE
        starts, ends = self._sentences.around(said)
        first, end = starts[-1], min(ends)
        if first >= end:
            first, end = 0, len(said.words)
        piece = Utterance(said.words[first:end], said.sources[first:end], frozenset())
        inner = spans.part(first, end)
        ranked: Ranked = {}
        for close in self._closeness.nearest(piece.words, inner, self._meant.offered[state]):
            meaning = self._meant.leaves[close.leaf].meaning
            if not (meaning.anywhere and harmless):
                ranked.setdefault(meaning.name, close)
        close_enough = self._by_closeness(piece, ranked)
        if self._learned is None:
            return close_enough
        close_enough = close_enough or NONE
        if close_enough.score >= STRICT_FLOOR and not self._is_contradicted(said, state, close_enough.name):
            return close_enough
        unsure = Intent("none", {}, 0.0, close_enough if close_enough.name != "none" else close_enough.runner_up)
        return self._by_both(said, piece, inner, state, ranked, harmless=harmless) or unsure

    def alarm(self, said: Utterance, state: State, *, harmless: bool) -> Intent | None:
        """The crisis or danger that what was learned is sure of, whatever else is said with it."""
        likely = self._likely(said, state, {}, harmless=harmless)
        label = max(likely, key=likely.__getitem__, default="")
        name, _, kind = label.partition(" ")
        if not kind or not self._meant.meanings[name].anywhere or likely[label] < ALARMING + ALONE:
            return None
        return Intent(name, self._slots_of(name, kind), _score(ALARMING, likely[label]))

    def rules_out(self, said: Utterance, name: str) -> bool:
        """Whether what was learned is sure that `said` is not the intent `name`, in none of its kinds."""
        return self._best(said).get(name, 0.0) < RULED_OUT

    def told_apart(self, said: Utterance, found: Intent) -> Intent:
        """`found`, a crisis or a danger, or the other one, or another kind of it, that `said` looks much more like."""
        margins = self._margins(said.words)
        urgent = [label for label in margins if " " in label and label.partition(" ")[0] in self._leaves_of]
        own = [label for label in urgent if label in {f"{found.name} {value}" for value in found.slots.values()}]
        best = max(urgent, key=margins.__getitem__, default="")
        if not own or margins[best] < margins[own[0]] + SURER:
            return found
        name, _, kind = best.partition(" ")
        return replace(found, name=name, slots=self._slots_of(name, kind))

    def _by_closeness(self, piece: Utterance, ranked: Ranked) -> Intent | None:
        if not ranked:
            return None
        name, second = (*sorted(ranked, key=lambda name: -ranked[name].closeness), None)[:2]
        assert name is not None
        best = ranked[name]
        runner_up = None if second is None else Intent(second, {}, round(ranked[second].closeness, 3))
        if name == EVERYDAY.name:
            return Intent("none", {}, 0.0, runner_up)
        found = self._found(piece, best)
        ahead = best.closeness - (runner_up.score if runner_up else 0.0)
        if best.closeness < self._floor(best) or ahead < MARGIN:
            return Intent("none", {}, 0.0, Intent(found.name, {}, found.score))
        return replace(found, runner_up=runner_up)

    def _found(self, piece: Utterance, close: Close) -> Intent:
        hit = Hit(close.leaf, 0.0, 0, len(piece.words), close.path)
        return self._meant.intent(piece, hit, round(close.closeness, 3))

    def _floor(self, close: Close) -> float:
        meaning = self._meant.leaves[close.leaf].meaning
        if meaning.cost == "high" or meaning.anywhere:
            return STRICT_FLOOR
        return FLOOR if close.at_home else STRANGE_FLOOR

    def _by_both(
        self,
        said: Utterance,
        piece: Utterance,
        inner: Spans,
        state: State,
        ranked: Ranked,
        *,
        harmless: bool,
    ) -> Intent | None:
        """What both judges together find likely."""
        likely = self._likely(said, state, ranked, harmless=harmless)
        if not likely:
            return None
        label = max(likely, key=likely.__getitem__)
        name, _, kind = label.partition(" ")
        meaning = self._meant.meanings[name]
        needed = ALARMING if meaning.anywhere else LIKELY[meaning.cost]
        if likely[label] < needed or self._is_elsewhere(said, state, name):
            return None
        if meaning.anywhere and self._best(said)[name] < ALARMING_ALONE:
            return None
        if likely[label] < needed + SURE and self._closeness.is_opposed(said.words, name):
            return None
        found = self._slots(piece, inner, name, kind)
        if found is None or self._is_turned_round(piece, state, name):
            return None
        return Intent(name, found.slots, _score(needed, likely[label]))

    def _likely(self, said: Utterance, state: State, ranked: Ranked, *, harmless: bool) -> dict[str, float]:
        """Log odds of everything that can be meant in `state`, by both judges. Words without weight ("i go") tell of no
        crisis and no danger: too much begins like that."""
        if self._learned is None:
            return {}
        words = self._sentences.words
        weighty = not words.light.issuperset(said.words)
        strange = sum(not self._learned.knows(word) and word not in words.light for word in {*said.words})
        likely: dict[str, float] = {}
        for label, margin in self._margins(said.words).items():
            meaning = self._meant.meanings.get(label.partition(" ")[0])
            if meaning is not None and state in meaning.states and (weighty or not meaning.anywhere):
                near = ranked.get(meaning.name)
                against = STRANGE * strange + (HARMLESS if meaning.anywhere and harmless else 0.0)
                likely[label] = margin + (0.0 if near is None else CLOSE * near.closeness) - against
        self._pool(likely)
        return likely

    def _pool(self, likely: dict[str, float]) -> None:
        """Crisis and danger are as likely as all their kinds together: which one it is may stay open."""
        urgent = {label: value for label, value in likely.items() if self._meant.meanings[label.split()[0]].anywhere}
        if urgent:
            likely[max(urgent, key=urgent.__getitem__)] = float(np.logaddexp.reduce(list(urgent.values())))

    def _is_contradicted(self, said: Utterance, state: State, name: str) -> bool:
        """Whether what was learned is sure that what is close to the intent `name` means something else."""
        if self.rules_out(said, name):
            return True
        best, meanings = self._best(said), self._meant.meanings
        least = max(best.get(name, 0.0) + LIKELIER, 0.0)
        rivals = (other for other in best if best[other] > least and state in meanings[other].states)
        return not meanings[name].anywhere and any(not self._closeness.is_opposed(said.words, one) for one in rivals)

    def _is_elsewhere(self, said: Utterance, state: State, name: str) -> bool:
        """Whether it is rather what is meant in other states: then it is talk here, and no intent."""
        best, meanings = self._best(said), self._meant.meanings
        other = max((best[other] for other in best if state not in meanings[other].states), default=0.0)
        return not meanings[name].anywhere and other > max(best.get(name, 0.0) + LIKELIER, 0.0)

    def _best(self, said: Utterance) -> dict[str, float]:
        """The log odds of each intent, by its likeliest kind."""
        best: dict[str, float] = {}
        for label, margin in self._margins(said.words).items():
            name = label.partition(" ")[0]
            if name in self._meant.meanings:
                best[name] = max(margin, best.get(name, margin))
        return best

    def _is_turned_round(self, piece: Utterance, state: State, name: str) -> bool:
        """Whether `piece` is a sentence of the intent but for a negation: "i don't need a break"."""
        negations = self._sentences.words.negations
        kept = [word for word in piece.words if word not in negations and word != "do"]
        if not negations.intersection(piece.words) or not kept:
            return False
        leaves = self._leaves_of[name] & self._meant.offered[state]
        near = next(iter(self._closeness.nearest(kept, Spans(kept, _EPOCH, {}), leaves)), None)
        if near is None or near.closeness < TURNED_ROUND:
            return False
        return negations.isdisjoint(self._meant.leaves[near.leaf].contents.words)

    def _of_kind(self, name: str, kind: str) -> set[int]:
        """The templates of the intent `name`, all or those that give `kind` as a slot."""
        leaves = self._meant.leaves
        return {leaf for leaf in self._leaves_of[name] if not kind or kind in leaves[leaf].slots.values()}

    def _slots_of(self, name: str, kind: str) -> dict[str, Slot]:
        """What the first template of a kind says of it."""
        return dict(self._meant.leaves[min(self._of_kind(name, kind))].slots)

    def _slots(self, piece: Utterance, inner: Spans, name: str, kind: str) -> Intent | None:
        """The intent with the slots of its nearest template; None where that has none and every template has some."""
        near = next(iter(self._closeness.nearest(piece.words, inner, self._of_kind(name, kind), least=0.0)), None)
        found = NONE if near is None else self._found(piece, near)
        if kind and near is None:
            found = replace(found, slots=self._slots_of(name, kind))
        needy = name in self._meant.needy
        if needy and not found.slots:
            found = replace(found, slots=inner.time())
        return None if needy and not found.slots else found


def _score(needed: float, likely: float) -> float:
    return round(0.89 / (1 + exp(needed - 1 - likely)), 3)
