"""The places between the words of templates, made when an utterance first comes to them. Pure.

Rules
1. Of the places of all templates one in thirty is ever needed, so none is made before; what leads on from one is found
   word by word, with a look into those parts only that may begin with that word.
2. Trees are told apart by identity: equal parts of the files are one tree, and what is known of it is known once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Optional

from companion.intents._syntax import All, Any, Free, Node, Rule, Slot, Word
from companion.intents._words import Speller
from companion.steps import Slot as Value


class Place:
    """Between two words of one template: `tree`, from its part `at` on, is still to come, then `after`.

    `words`, as far as they have been said before, and `slots` lead on by what is said, `skips` by nothing; `leaf` is
    said in full here. What passes a `mark` has said that entry of a list; at a `loop` any word may be said again.
    """

    __slots__ = ("after", "at", "leaf", "loop", "mark", "opened", "skips", "slots", "tree", "words")

    def __init__(self, tree: Node | None, at: int, after: Optional["Place"]) -> None:
        self.tree = tree
        self.at = at
        self.after = after
        self.opened = False
        self.leaf = -1
        self.mark: tuple[str, Value] | None = None
        self.loop = False
        self.words: dict[str, list[Place]] = {}
        self.slots: list[tuple[Slot | None, str, Place]] = []
        self.skips: list[Place] = []


class _Beginning(NamedTuple):
    """What a tree may begin with: the words, whether a slot or free words, whether nothing at all in some part."""

    words: frozenset[str]
    slot: bool
    skip: bool


@dataclass(slots=True)
class Trees:
    """The named pieces: rules and lists, as trees."""

    rules: Mapping[str, Node]
    lists: Mapping[str, Sequence[tuple[Node, Value]]]


class Places:
    """The places of any number of templates that share rules and lists."""

    def __init__(self, speller: Speller, trees: Trees) -> None:
        self._speller = speller
        self._trees = trees
        self._rests: dict[tuple[int, int, int], Place] = {}
        self._optional: dict[int, bool] = {}
        self._beginnings: dict[int, _Beginning] = {}
        self._several: dict[tuple[str, ...], All] = {}

    def words_at(self, place: Place) -> frozenset[str]:
        """The words that lead on from `place`."""
        return frozenset() if place.tree is None else self.begins(self._next(place)[0]).words

    def is_optional(self, tree: Node) -> bool:
        """Whether `tree` is said by saying nothing, words that mean nothing aside."""
        if isinstance(tree, Word):
            return not self._speller.spelled(tree.text)
        if isinstance(tree, All):
            return all(map(self.is_optional, tree.parts))
        if isinstance(tree, Any):
            known = self._optional.get(id(tree))
            if known is None:
                known = self._optional[id(tree)] = any(map(self.is_optional, tree.options))
            return known
        if isinstance(tree, Rule):
            return self.is_optional(self._trees.rules[tree.name])
        if isinstance(tree, Slot):
            return any(self.is_optional(entry) for entry, _ in self._trees.lists.get(tree.source, ()))
        return False

    def may_begin(self, tree: Node | None, word: str) -> bool:
        """Whether `word`, or a slot, may be the first of `tree`."""
        parts = tree.parts if isinstance(tree, All) else (tree,)
        for part in parts:
            assert part is not None
            beginning = self.begins(part)
            if word in beginning.words or beginning.slot or (beginning.skip and not self.is_optional(part)):
                return True
            if not self.is_optional(part):
                return False
        return False

    def _rest(self, tree: Node, at: int, after: Place) -> Place:
        key = (id(tree), at, id(after))
        place = self._rests.get(key)
        if place is None:
            place = self._rests[key] = Place(tree, at, after)
        return place

    def begins(self, tree: Node) -> _Beginning:
        known = self._beginnings.get(id(tree))
        if known is None:
            known = self._beginnings[id(tree)] = self._begin(tree)
        return known

    def _begin(self, tree: Node) -> _Beginning:
        if isinstance(tree, Word):
            words = self._speller.spelled(tree.text)
            return _Beginning(frozenset(words[:1]), False, not words)
        if isinstance(tree, Free):
            return _Beginning(frozenset(), True, False)
        if isinstance(tree, All):
            if not tree.parts:
                return _Beginning(frozenset(), False, True)
            first = self.begins(tree.parts[0])
            return _Beginning(first.words, first.slot, first.skip or self.is_optional(tree.parts[0]))
        if isinstance(tree, Rule):
            return self.begins(self._trees.rules[tree.name])
        if isinstance(tree, Slot) and tree.source not in self._trees.lists:
            return _Beginning(frozenset(), True, False)
        parts = tree.options if isinstance(tree, Any) else [entry for entry, _ in self._trees.lists[tree.source]]
        beginnings = list(map(self.begins, parts))
        every = frozenset[str]().union(*(beginning.words for beginning in beginnings))
        return _Beginning(every, any(one.slot for one in beginnings), any(one.skip for one in beginnings))

    def targets(self, place: Place, word: str) -> Sequence[Place]:
        """The places that `word` leads to."""
        targets = place.words.get(word)
        if targets is None:
            targets = place.words[word] = []
            if place.after is not None and not (place.loop or place.mark):
                self._lead(place, *self._next(place), word)
        return targets

    def _next(self, place: Place) -> tuple[Node, Place]:
        """What comes at `place`, and where that leads."""
        tree, after = place.tree, place.after
        assert tree is not None
        assert after is not None
        if not isinstance(tree, All) or not tree.parts:
            return tree, after
        rest = after if place.at == len(tree.parts) - 1 else self._rest(tree, place.at + 1, after)
        return tree.parts[place.at], rest

    def open(self, place: Place) -> None:
        """Find the `slots` and `skips` of `place`."""
        place.opened = True
        if place.tree is not None:
            self._lead(place, *self._next(place), None)

    def _lead(self, place: Place, tree: Node, after: Place, said: str | None) -> None:
        """Add to `place` all that begins `tree` with the word `said`, or with none, on the way to `after`."""
        beginning = self.begins(tree)
        if said not in beginning.words if said is not None else not (beginning.slot or beginning.skip):
            return
        if isinstance(tree, Word):
            self._lead_by_word(place, tree, after, said)
        elif isinstance(tree, Any):
            for option in tree.options:
                self._lead(place, option, after, said)
        elif isinstance(tree, All):
            if not tree.parts:
                place.skips.append(after)
                return
            rest = after if len(tree.parts) == 1 else self._rest(tree, 1, after)
            self._lead(place, tree.parts[0], rest, said)
        elif isinstance(tree, Rule):
            self._lead(place, self._trees.rules[tree.name], after, said)
        elif isinstance(tree, Free):
            place.slots.append((None, tree.slot, _passing(after, loop=True)))
        elif tree.source in self._trees.lists:
            for entry, value in self._trees.lists[tree.source]:
                self._lead(place, entry, _passing(after, mark=(tree.slot, value)), said)
        else:
            place.slots.append((tree, "", after))

    def _lead_by_word(self, place: Place, tree: Word, after: Place, said: str | None) -> None:
        words = self._speller.spelled(tree.text)
        if said is None:
            place.skips.append(after)
        elif len(words) == 1:
            place.words[said].append(after)
        else:
            self._lead(place, self._spelled_out(words), after, said)

    def _spelled_out(self, words: tuple[str, ...]) -> All:
        if words not in self._several:
            self._several[words] = All(tuple(map(Word, words)))
        return self._several[words]


def _passing(after: Place, *, mark: tuple[str, Value] | None = None, loop: bool = False) -> Place:
    """A place that only leads on to `after`."""
    place = Place(None, 0, after)
    place.opened = True
    place.mark = mark
    place.loop = loop
    place.skips.append(after)
    return place
