"""The cheapest way through a template for an utterance that does not quite follow it. Pure.

Rules
1. A piece of a template that holds no word of the utterance is left out at its least weight, without a look inside.
2. A slot is filled by what `companion.phrases` finds, or left out; free words have no piece.
"""

from collections.abc import Mapping, Sequence, Set
from typing import Final, NamedTuple

from companion.intents._graph import Path
from companion.intents._slots import Spans
from companion.steps import Slot as Value

ALIKE: Final = 0.25
"""What it costs to say a word of the same meaning."""

Cell = tuple[float, float, Path] | None
"""Cost so far, how much of it for words said besides, and what was captured."""


class Piece(NamedTuple):
    """A compiled piece of a template: its `words`, the least `weight` that leaving it out costs, whether it has slots.

    `kind` is the node's letter: w(ord), a(ll), o(ne of), s(lot), m(ark: `slot`, `value` once `parts[0]` is said).
    """

    kind: str
    words: frozenset[str]
    weight: float
    slotted: bool
    parts: "tuple[Piece, ...]" = ()
    word: str = ""
    slot: str = ""
    value: Value = ""


def word_piece(word: str, weight: float) -> Piece:
    return Piece("w", frozenset((word,)), weight, False, (), word)


def row(parts: list[Piece]) -> Piece:
    if len(parts) == 1:
        return parts[0]
    words = frozenset().union(*(part.words for part in parts))
    return Piece("a", words, sum(part.weight for part in parts), any(part.slotted for part in parts), tuple(parts))


def one_of(options: list[Piece]) -> Piece:
    words = frozenset().union(*(option.words for option in options))
    least = min(option.weight for option in options)
    return Piece("o", words, least, any(option.slotted for option in options), tuple(options))


class Alignment:
    """One utterance against many templates."""

    def __init__(
        self, words: Sequence[str], weights: Sequence[float], alike: Mapping[str, Set[str]], spans: Spans
    ) -> None:
        self._words = words
        self._spans = spans
        self._alike = alike
        self._known = frozenset(words).union(*(alike.get(word, ()) for word in words))
        self.weights = weights
        self.in_slots = {
            at
            for source in ("when", "minutes")
            for first in range(len(words))
            for end, _ in spans.at(source, first)
            for at in range(first, end)
        }
        self.slot_weight = sum(self.weights[at] for at in self.in_slots)
        self.weight = sum(self.weights)
        self._besides: Sequence[float] = self.weights
        self._through = {"w": self._word, "a": self._all, "o": self._one, "s": self._slot, "m": self._mark}

    def run(self, piece: Piece, besides: Sequence[float]) -> Cell:
        """The cheapest way through `piece`; `besides` is what each word costs where `piece` does not have it."""
        self._besides = besides
        start: list[Cell] = [(0.0, 0.0, None)]
        total = 0.0
        for weight in besides:
            total += weight
            start.append((total, total, None))
        return self._pass(piece, start)[-1]

    def _pass(self, piece: Piece, before: list[Cell]) -> list[Cell]:
        if not piece.slotted and piece.words.isdisjoint(self._known):
            weight = piece.weight
            if weight == 0:
                return before
            return [None if cell is None else (cell[0] + weight, cell[1], cell[2]) for cell in before]
        return self._through[piece.kind](piece, before)

    def _all(self, piece: Piece, before: list[Cell]) -> list[Cell]:
        for part in piece.parts:
            before = self._pass(part, before)
        return before

    def _one(self, piece: Piece, before: list[Cell]) -> list[Cell]:
        known = self._known
        outcomes = []
        cheapest: Piece | None = None
        for option in piece.parts:
            if option.slotted or not option.words.isdisjoint(known):
                outcomes.append(self._pass(option, before))
            elif cheapest is None or option.weight < cheapest.weight:
                cheapest = option
        if cheapest is not None:
            outcomes.append(self._pass(cheapest, before))
        if len(outcomes) == 1:
            return outcomes[0]
        return [_least(cells) for cells in zip(*outcomes, strict=True)]

    def _mark(self, piece: Piece, before: list[Cell]) -> list[Cell]:
        if not piece.slotted and piece.words.isdisjoint(self._known):
            return [None] * len(before)
        marked: list[Cell] = [None if c is None else (c[0], c[1], (c[2], piece.slot, piece.value)) for c in before]
        return self._pass(piece.parts[0], marked)

    def _word(self, piece: Piece, before: list[Cell]) -> list[Cell]:
        word, missing = piece.word, piece.weight
        alike = self._alike.get(word, frozenset())
        after: list[Cell] = []
        best: Cell = None
        diagonal: Cell = None
        for at, cell in enumerate(before):
            previous = best
            best = None if cell is None else (cell[0] + missing, cell[1], cell[2])
            if at:
                said = self._words[at - 1]
                if diagonal is not None:
                    if said == word:
                        if best is None or diagonal[0] < best[0]:
                            best = diagonal
                    elif said in alike and (best is None or diagonal[0] + ALIKE < best[0]):
                        best = (diagonal[0] + ALIKE, diagonal[1], diagonal[2])
                if previous is not None:
                    weight = self._besides[at - 1]
                    if best is None or previous[0] + weight < best[0]:
                        best = (previous[0] + weight, previous[1] + weight, previous[2])
            after.append(best)
            diagonal = cell
        return after

    def _slot(self, piece: Piece, before: list[Cell]) -> list[Cell]:
        after: list[Cell] = [None] * len(before)
        for at, cell in enumerate(before[:-1]):
            if cell is not None:
                for end, values in self._spans.at(piece.word, at):
                    known = after[end]
                    if known is None or cell[0] < known[0]:
                        after[end] = (cell[0], cell[1], (cell[2], piece.slot, values))
        for at in range(1, len(after)):
            earlier, here = after[at - 1], after[at]
            if earlier is not None:
                weight = self._besides[at - 1]
                if here is None or earlier[0] + weight < here[0]:
                    after[at] = (earlier[0] + weight, earlier[1] + weight, earlier[2])
        return after


def _least(cells: tuple[Cell, ...]) -> Cell:
    best: Cell = None
    for cell in cells:
        if cell is not None and (best is None or cell[0] < best[0]):
            best = cell
    return best
