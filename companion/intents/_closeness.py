"""How close an utterance comes to a template that it does not say exactly. Pure.

Rules
1. Closeness is a weighted edit distance over words, taken along the template's own branches: what is left out and
   what is said besides costs the weight of the word. It is 1 for the same words and falls to 0.
2. Only a word that no template and no everyday sentence knows may be a misspelling of another.
3. A negation more or less, or the opposite of a word, is never close: "i can breathe", "i can't breathe".
4. Work is spent only where it can matter: on templates that hold the words of weight, and in those on the branches
   that hold any word of the utterance.
"""

from collections.abc import Mapping, Sequence, Set
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from companion.intents._alignment import Alignment, Piece, one_of, row, word_piece
from companion.intents._contents import Contents
from companion.intents._graph import Path
from companion.intents._places import Trees
from companion.intents._slots import Spans
from companion.intents._syntax import All, Any, Node, Rule, Slot, Word
from companion.intents._templates import Words
from companion.intents._words import Speller

AT_HOME: Final = 0.5
"""A word said besides costs this share of its weight where other sentences of the same intent have it."""

STRANGE: Final = 1.4
"""And this much where no intent at all has it: it is likely to be about something else."""

SLOT_WORD: Final = 0.5
"""Weight of a word inside a slot where a template has that slot."""

MISSPELT: Final = 84.0
"""RapidFuzz ratio, 0 to 100, from which an unknown word is taken for a known one: "brething" has 94, "nerves" for
"nerve" 91, "continuing" for "conditioning" 82."""

SHORTEST_MISSPELT: Final = 5
WORTH_A_LOOK: Final = 0.6
"""The closeness that the words a template holds must make possible."""

CANDIDATES: Final = 16
LONGEST: Final = 24
"""Words: a longer utterance is not compared as a whole. With CANDIDATES it bounds the work to a few milliseconds."""


class Close(NamedTuple):
    """How close `leaf` is. `at_home`: every word of weight is one of its intent's words, or in a slot."""

    leaf: int
    closeness: float
    at_home: bool
    path: Path


class Closeness:
    """The templates, ready to be compared with; `having` tells those that hold a word."""

    def __init__(self, trees: Trees, speller: Speller, words: Words, having: Mapping[str, Set[int]]) -> None:
        self._trees = trees
        self._speller = speller
        self._words = words
        self._light = words.light
        self._negations = words.negations
        self.alike: dict[str, set[str]] = {}
        for group in words.alike:
            for word in group:
                self.alike.setdefault(word, set()).update(group)
        self._opposites: dict[str, set[str]] = {}
        for group in words.opposites:
            for word in group:
                self._opposites.setdefault(word, set()).update(group - {word})
        self._trees_of: dict[int, Node] = {}
        self._pieces: dict[int, Piece] = {}
        self._rule_pieces: dict[str, Piece] = {}
        self._words_of: dict[int, frozenset[str]] = {}
        self._having = having
        self._family_of: dict[int, str] = {}
        self._family_words: dict[str, set[str]] = {}
        self._long_words: list[str] | None = None

    def add(self, leaf: int, tree: Node, contents: Contents, family: str) -> None:
        """Take one template of the intent `family` in, unless it holds free words: those would be close to anything."""
        if contents.free:
            return
        self._family_of[leaf] = family
        self._family_words.setdefault(family, set()).update(contents.words)
        self._trees_of[leaf] = tree
        self._words_of[leaf] = contents.words

    def nearest(self, words: Sequence[str], spans: Spans, leaves: Set[int], least: float = WORTH_A_LOOK) -> list[Close]:
        """The closest of `leaves`, best first; empty when the utterance is too long or shares no word with any.

        Those are left out whose words make no closeness of `least` possible.
        """
        if not 0 < len(words) <= LONGEST:
            return []
        mended = [self._mended(word) for word in words]
        alignment = Alignment(mended, [self._words.weight(word) for word in mended], self.alike, spans)
        close = []
        for leaf in self._candidates(mended, alignment, leaves, least):
            cell = alignment.run(self._piece_of(leaf), self._besides(mended, self._family_of[leaf]))
            if cell is None:
                continue
            cost, besides, path = cell
            both = 2 * alignment.weight - besides + max(cost - besides, 0.0)
            closeness = 1.0 - cost / both if both > 0 else 0.0
            if closeness > 0 and not self._opposed(mended, self._words_of[leaf]):
                close.append(Close(leaf, closeness, self._at_home(mended, alignment, self._family_of[leaf]), path))
        return sorted(close, key=lambda one: -one.closeness)

    def _at_home(self, words: Sequence[str], alignment: "Alignment", family: str) -> bool:
        known = self._family_words[family]
        return all(
            word in known or word in self._light or at in alignment.in_slots or self.alike.get(word, set()) & known
            for at, word in enumerate(words)
        )

    def _besides(self, words: Sequence[str], family: str) -> list[float]:
        """What each word costs when a template of `family` does not have it."""
        known = self._family_words[family]
        return [
            self._words.weight(word)
            * (1.0 if word in self._light or word in self._negations
               else AT_HOME if word in known else 1.0 if word in self._having else STRANGE)
            for word in words
        ]  # fmt: skip

    def _piece_of(self, leaf: int) -> Piece:
        if leaf not in self._pieces:
            self._pieces[leaf] = self._compiled(self._trees_of[leaf])
        return self._pieces[leaf]

    def _compiled(self, tree: Node) -> Piece:
        if isinstance(tree, Word):
            return row([word_piece(word, self._words.weight(word)) for word in self._speller.spelled(tree.text)])
        if isinstance(tree, All):
            return row([self._compiled(part) for part in tree.parts])
        if isinstance(tree, Any):
            return one_of([self._compiled(option) for option in tree.options])
        if isinstance(tree, Rule):
            if tree.name not in self._rule_pieces:
                self._rule_pieces[tree.name] = self._compiled(self._trees.rules[tree.name])
            return self._rule_pieces[tree.name]
        assert isinstance(tree, Slot)
        if tree.source not in self._trees.lists:
            return Piece("s", frozenset(), 1.0, True, (), tree.source, tree.slot)
        marked = []
        for entry, value in self._trees.lists[tree.source]:
            inner = self._compiled(entry)
            marked.append(Piece("m", inner.words, inner.weight, inner.slotted, (inner,), "", tree.slot, value))
        return one_of(marked)

    def _mended(self, word: str) -> str:
        if word in self._having or word in self.alike or len(word) < SHORTEST_MISSPELT:
            return word
        if self._long_words is None:
            self._long_words = sorted(w for w in self._having if len(w) >= SHORTEST_MISSPELT - 1)
        match = process.extractOne(word, self._long_words, scorer=fuzz.ratio, score_cutoff=MISSPELT)
        return word if match is None else match[0]

    def _candidates(
        self, words: Sequence[str], alignment: "Alignment", leaves: Set[int], closeness: float
    ) -> list[int]:
        """The templates that hold enough of the weight of `words`, those with most first."""
        held: dict[int, float] = {}
        for word, weight in dict(zip(words, alignment.weights, strict=True)).items():
            for leaf in {leaf for other in self.alike.get(word, (word,)) for leaf in self._having.get(other, ())}:
                held[leaf] = held.get(leaf, 0.0) + weight
        in_slots = alignment.slot_weight
        least = closeness * 2 / (1 + closeness) * alignment.weight * 0.5
        likely = [
            leaf
            for leaf, weight in held.items()
            if weight + in_slots >= least and leaf in leaves and leaf in self._trees_of
        ]
        likely.sort(key=lambda leaf: (-held[leaf], len(self._words_of[leaf]), leaf))
        return likely[:CANDIDATES]

    def is_opposed(self, words: Sequence[str], family: str) -> bool:
        """Whether a negation, or an opposite of its words, is in `words` that no template of `family` has."""
        known = self._family_words.get(family, set())
        return self._opposed(words, known) or any(word in self._negations and word not in known for word in words)

    def _opposed(self, words: Sequence[str], inside: Set[str]) -> bool:
        """Whether the utterance holds the opposite of a word of the template, and not the word itself."""
        return any(word not in inside and self._opposites.get(word, set()) & inside for word in words)
