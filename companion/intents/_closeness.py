"""How close an utterance comes to a template that it does not say exactly. Pure.

Rules
1. Closeness is a weighted edit distance over words, taken along the template's own branches: what is left out and
   what is said besides costs the weight of the word. It is 1 for the same words and falls to 0.
2. Only a word that no template and no everyday sentence knows may be a misspelling of another.
3. A negation more or less, or the opposite of a word, is never close: "i can breathe", "i can't breathe".
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from companion.intents._graph import Path, Trees
from companion.intents._slots import Spans
from companion.intents._syntax import All, Any, Free, Node, Rule, Slot, Word
from companion.intents._templates import Words
from companion.intents._words import Speller

LIGHT: Final = 0.2
"""Weight of a function word, where a word with content weighs 1."""

NEGATION: Final = 3.0
ALIKE: Final = 0.25
SLOT_WORD: Final = 0.5
MISSPELT: Final = 78.0
"""RapidFuzz ratio, 0 to 100, from which an unknown word is taken for a known one: "brething" has 94."""

SHORTEST_MISSPELT: Final = 5
CANDIDATES: Final = 24
LONGEST: Final = 24
"""Words: a longer utterance is not compared as a whole. With CANDIDATES it bounds the work to a few milliseconds."""

Cell = tuple[float, float, Path] | None
"""Cost so far, how much of it for words said besides, and what was captured."""


class Close(NamedTuple):
    leaf: int
    closeness: float
    path: Path


class Closeness:
    """The templates, ready to be compared with."""

    def __init__(self, trees: Trees, speller: Speller, words: Words) -> None:
        self._trees = trees
        self._speller = speller
        self._light = words.light
        self._negations = words.negations
        self._alike: dict[str, set[str]] = {}
        for group in words.alike:
            for word in group:
                self._alike.setdefault(word, set()).update(group)
        self._opposites: dict[str, set[str]] = {}
        for group in words.opposites:
            for word in group:
                self._opposites.setdefault(word, set()).update(group - {word})
        self._lines: dict[int, Node] = {}
        self._having: dict[str, list[int]] = {}
        self._rule_words: dict[str, frozenset[str]] = {}
        self._long_words: list[str] | None = None

    def add(self, tree: Node, leaf: int) -> None:
        """Take one template in, unless it holds free words: those would be close to anything."""
        words: set[str] = set()
        if self._gather(tree, words):
            self._lines[leaf] = tree
            for word in words:
                self._having.setdefault(word, []).append(leaf)

    def know(self, words: Sequence[str]) -> None:
        for word in words:
            self._having.setdefault(word, [])

    def _gather(self, tree: Node, words: set[str]) -> bool:
        """Collect the words of `tree`; False where it has free words."""
        if isinstance(tree, Word):
            words.update(self._speller.spelled(tree.text))
            return True
        if isinstance(tree, All):
            return all([self._gather(part, words) for part in tree.parts])
        if isinstance(tree, Any):
            return all([self._gather(option, words) for option in tree.options])
        if isinstance(tree, Rule):
            if tree.name not in self._rule_words:
                inside: set[str] = set()
                self._gather(self._trees.rules[tree.name], inside)
                self._rule_words[tree.name] = frozenset(inside)
            words.update(self._rule_words[tree.name])
            return True
        if isinstance(tree, Slot):
            for entry, _ in self._trees.lists.get(tree.source, ()):
                self._gather(entry, words)
            return True
        return False

    def weight(self, word: str) -> float:
        if word in self._negations:
            return NEGATION
        return LIGHT if word in self._light else 1.0

    def nearest(self, words: Sequence[str], spans: Spans) -> list[Close]:
        """The closest templates, best first; empty when the utterance is too long or shares no word with any."""
        if not 0 < len(words) <= LONGEST:
            return []
        mended = [self._mended(word) for word in words]
        alignment = _Alignment(self, mended, spans)
        close = []
        for leaf in self._candidates(mended):
            cell = alignment.run(self._lines[leaf])
            if cell is None:
                continue
            cost, besides, path = cell
            said = alignment.weight
            template = said - besides + (cost - besides)
            closeness = 1.0 - cost / (said + template) if said + template > 0 else 0.0
            if closeness > 0 and not self._opposed(mended, leaf):
                close.append(Close(leaf, closeness, path))
        return sorted(close, key=lambda one: -one.closeness)

    def _mended(self, word: str) -> str:
        if word in self._having or word in self._alike or len(word) < SHORTEST_MISSPELT:
            return word
        if self._long_words is None:
            self._long_words = sorted(w for w in self._having if len(w) >= SHORTEST_MISSPELT - 1)
        match = process.extractOne(word, self._long_words, scorer=fuzz.ratio, score_cutoff=MISSPELT)
        return word if match is None else match[0]

    def _candidates(self, words: Sequence[str]) -> list[int]:
        found: dict[int, float] = {}
        for word in dict.fromkeys(words):
            for other in self._alike.get(word, (word,)):
                leaves = self._having.get(other)
                if leaves:
                    worth = math.log(1 + len(self._lines) / len(leaves))
                    for leaf in leaves:
                        found[leaf] = found.get(leaf, 0.0) + worth
        return sorted(found, key=lambda leaf: (-found[leaf], leaf))[:CANDIDATES]

    def _opposed(self, words: Sequence[str], leaf: int) -> bool:
        """Whether the utterance holds the opposite of a word of the template, and not the word itself."""
        inside: set[str] = set()
        self._gather(self._lines[leaf], inside)
        return any(word not in inside and self._opposites.get(word, set()) & inside for word in words)


class _Alignment:
    """One utterance against many trees."""

    def __init__(self, close: Closeness, words: Sequence[str], spans: Spans) -> None:
        self._close = close
        self._words = words
        self._spans = spans
        self._weights = [close.weight(word) for word in words]
        self.weight = sum(self._weights)

    def run(self, tree: Node) -> Cell:
        start: list[Cell] = [(0.0, 0.0, None)]
        for weight in self._weights:
            last = start[-1]
            assert last is not None
            start.append((last[0] + weight, last[1] + weight, None))
        return self._through(tree, start)[-1]

    def _through(self, tree: Node, before: list[Cell]) -> list[Cell]:
        if isinstance(tree, Word):
            for word in self._close._speller.spelled(tree.text):
                before = self._word(word, before)
            return before
        if isinstance(tree, All):
            for part in tree.parts:
                before = self._through(part, before)
            return before
        if isinstance(tree, Any):
            return _best([self._through(option, before) for option in tree.options])
        if isinstance(tree, Rule):
            return self._through(self._close._trees.rules[tree.name], before)
        if isinstance(tree, Slot):
            return self._slot(tree, before)
        raise AssertionError(f"{tree} is not compared")

    def _word(self, word: str, before: list[Cell]) -> list[Cell]:
        missing = self._close.weight(word)
        alike: set[str] | Mapping[str, object] = self._close._alike.get(word, {})
        after: list[Cell] = []
        previous: Cell = None
        for at, cell in enumerate(before):
            best: Cell = None if cell is None else (cell[0] + missing, cell[1], cell[2])
            if at:
                said = self._words[at - 1]
                diagonal = before[at - 1]
                if diagonal is not None:
                    if said == word:
                        if best is None or diagonal[0] < best[0]:
                            best = diagonal
                    elif said in alike and (best is None or diagonal[0] + ALIKE < best[0]):
                        best = (diagonal[0] + ALIKE, diagonal[1], diagonal[2])
                if previous is not None:
                    weight = self._weights[at - 1]
                    if best is None or previous[0] + weight < best[0]:
                        best = (previous[0] + weight, previous[1] + weight, previous[2])
            after.append(best)
            previous = best
        return after

    def _slot(self, tree: Slot, before: list[Cell]) -> list[Cell]:
        if tree.source in self._close._trees.lists:
            outcomes = []
            for entry, value in self._close._trees.lists[tree.source]:
                inside: list[Cell] = [None if c is None else (c[0], c[1], (c[2], tree.slot, value)) for c in before]
                outcomes.append(self._through(entry, inside))
            return _best(outcomes)
        after: list[Cell] = [None] * len(before)
        for at, cell in enumerate(before[:-1]):
            if cell is not None:
                for end, values in self._spans.at(tree.source, at):
                    known = after[end]
                    if known is None or cell[0] < known[0]:
                        after[end] = (cell[0], cell[1], (cell[2], tree.slot, values))
        for at in range(1, len(after)):
            earlier, here = after[at - 1], after[at]
            if earlier is not None:
                weight = self._weights[at - 1]
                if here is None or earlier[0] + weight < here[0]:
                    after[at] = (earlier[0] + weight, earlier[1] + weight, earlier[2])
        return after


def _best(outcomes: Sequence[list[Cell]]) -> list[Cell]:
    return [_least(cells) for cells in zip(*outcomes, strict=True)]


def _least(cells: tuple[Cell, ...]) -> Cell:
    best: Cell = None
    for cell in cells:
        if cell is not None and (best is None or cell[0] < best[0]):
            best = cell
    return best
