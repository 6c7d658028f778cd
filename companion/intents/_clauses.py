"""An utterance made of several sentences, some of which may be none of ours. Pure.

Rules
1. It is cut at punctuation and at joints ("and", "because"). A piece counts when it is a row of whole sentences, with
   fillers or corrections between them.
2. What is understood must be a fair share of all that was said; of an intent whose cost is high, all.
3. Of two meanings safety comes first, then the last one said. Slots of the same intent are put together, and a time
   that is named after something that may come with one belongs to it ("let's have a break, say till nine").
"""

from dataclasses import replace
from itertools import pairwise
from typing import Final

from companion.intents._graph import SLOT_WORD, Hit
from companion.intents._meant import Meant
from companion.intents._own_words import WHOLE
from companion.intents._sentences import Sentences
from companion.intents._slots import Spans
from companion.intents._words import Utterance
from companion.steps import Intent, State

SHARE: Final = 0.4
"""The least share of an utterance's weight that its understood clauses must have."""

SCORE: Final = 0.9

Row = tuple[int, tuple[Hit, ...]]
"""How many sentences, and which."""


class Clauses:
    """Understands utterances clause by clause."""

    def __init__(self, sentences: Sentences, meant: Meant) -> None:
        self._sentences = sentences
        self._meant = meant
        self._words = sentences.words

    def understand(self, said: Utterance, spans: Spans, state: State) -> Intent | None:
        words, joints = said.words, self._words.joints
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
        if not found or understood < SHARE * weight:
            return None
        meanings = self._meant.meanings
        found = self._timed(found)
        chosen = next((one for one in reversed(found) if meanings[one.name].safety), found[-1])
        if meanings[chosen.name].cost == "high" and understood < weight:
            return None
        slots = {key: value for one in found if one.name == chosen.name for key, value in one.slots.items()}
        return Intent(chosen.name, {**slots, **chosen.slots}, SCORE)

    def _timed(self, found: list[Intent]) -> list[Intent]:
        """`found`, each with the time that is named after it."""
        timed: list[Intent] = []
        for one in found:
            only_a_time = one.name in self._meant.needy and one.slots.keys() == {"when"}
            if timed and only_a_time and timed[-1].name in self._meant.timed:
                timed[-1] = replace(timed[-1], slots={**timed[-1].slots, **one.slots})
            else:
                timed.append(one)
        return timed

    def _weight(self, piece: Utterance) -> float:
        """What the words of a clause weigh without the fillers around it."""
        starts, ends = self._sentences.around(piece)
        if not starts or not ends or starts[-1] >= min(ends):
            return 0.0
        return sum(map(self._words.weight, piece.words[starts[-1] : min(ends)]))

    def _parts(self, piece: Utterance, spans: Spans, state: State) -> list[Intent]:
        """The fewest sentences that, with fillers between them, are all of `piece`; none where there is no such row."""
        size = len(piece.words)
        rows: list[Row | None] = [(0, ())] + [None] * size
        hits: list[list[Hit]] = [[] for _ in range(size + 1)]
        fillers: list[list[int]] = [[] for _ in range(size + 1)]
        for at in range(size + 1):
            for hit in sorted(hits[at], key=self._meant.rank):
                row, best = rows[hit.first], rows[at]
                if row is not None and (best is None or row[0] + 1 < best[0]):
                    rows[at] = (row[0] + 1, (*row[1], hit))
            row = rows[at - 1] if at else None
            if row is not None and row[1] and at < size and piece.words[at - 1] in self._words.corrections:
                rows[at] = rows[at] or row
            for first in fillers[at]:
                row, best = rows[first], rows[at]
                if row is not None and (best is None or row[0] < best[0]):
                    rows[at] = row
            if rows[at] is not None and at < size:
                for hit in self._sentences.graph.anywhere(piece.words, spans, (at,)):
                    if hit.leaf in self._meant.offered[state] and self._may_be_part(hit, size):
                        hits[hit.end].append(hit)
                for hit in self._sentences.fillers.anywhere(piece.words, spans, (at,)):
                    fillers[hit.end].append(at)
        chosen = rows[size]
        if chosen is None or not all(state in self._meant.leaves[hit.leaf].states for hit in chosen[1]):
            return []
        return [self._meant.intent(piece, hit, SCORE) for hit in chosen[1]]

    def _may_be_part(self, hit: Hit, size: int) -> bool:
        """Whether `hit` counts beside other sentences: the phrase for leaving does not, nor does a time alone."""
        if self._meant.leaves[hit.leaf].meaning.name == WHOLE:
            return False
        return hit.end - hit.first == size or hit.score > SLOT_WORD * (hit.end - hit.first)
