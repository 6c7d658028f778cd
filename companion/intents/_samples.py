"""The sentences a template stands for: counted, and a few of them written out. Pure.

Rules
1. Samples are spread evenly over all sentences, the first and the last among them, and are always the same.
2. Free words cannot be written out: a template that holds them stands for no sentence here.
3. `each` has every alternative in a sentence that is otherwise as short and as early in the template as can be: for
   an ear that puts what it was told together anew, pair of words by pair of words, that is as good as all sentences.
"""

from collections.abc import Iterator

from companion import phrases
from companion.intents._places import Trees
from companion.intents._sentences import Sentences
from companion.intents._syntax import NOTHING, SLOTS, All, Any, Node, Rule, Slot, Word
from companion.intents._templates import Templates
from companion.steps import State


def sentences_of(templates: Templates, most: int) -> Iterator[tuple[str, str, frozenset[State]]]:
    """(sentence, intent, states), at most `most` of each template. Raises Problems for broken templates."""
    sentences = Sentences(templates)
    samples = Samples(sentences.trees)
    for leaf in sentences.leaves:
        if leaf.states:
            for text in samples.some(leaf.tree, most):
                yield text, leaf.meaning.name, leaf.states


class Samples:
    """Sentences of trees over the same rules and lists."""

    def __init__(self, trees: Trees) -> None:
        self._trees = trees
        self._counts: dict[int, int] = {}
        self._built_in = {name: tuple(phrases.samples(name)) for name in sorted(SLOTS)}

    def count(self, tree: Node) -> int:
        """How many sentences `tree` stands for, those counted twice that it says in two ways."""
        # Keyed by identity: Word("talk") and Rule("talk") are equal as tuples.
        known = self._counts.get(id(tree))
        if known is None:
            known = self._counts[id(tree)] = self._count(tree)
        return known

    def some(self, tree: Node, most: int) -> list[str]:
        """At most `most` sentences of `tree`."""
        total = self.count(tree)
        steps = max(min(total, most) - 1, 1)
        chosen = (index * (total - 1) // steps for index in range(min(total, most)))
        return list(dict.fromkeys(" ".join(self._nth(tree, index)) for index in chosen))

    def each(self, tree: Node) -> list[str]:
        """Sentences of `tree` in which each of its alternatives is said, the plainest one first."""
        return list(dict.fromkeys(map(" ".join, self._each(tree))))

    def _each(self, tree: Node) -> list[list[str]]:
        if isinstance(tree, Word):
            return [[tree.text]]
        if isinstance(tree, All):
            return _varied([self._each(part) for part in tree.parts])
        if isinstance(tree, Any):
            plainest_first = sorted(tree.options, key=lambda option: option != NOTHING)
            return [row for option in plainest_first for row in self._each(option)]
        if isinstance(tree, Rule):
            return self._each(self._trees.rules[tree.name])
        if isinstance(tree, Slot):
            built_in = [sample.split() for sample in self._built_in.get(tree.source, ())]
            return built_in or [row for option in self._options(tree) for row in self._each(option)]
        return []

    def _count(self, tree: Node) -> int:
        if isinstance(tree, Word):
            return 1
        if isinstance(tree, All):
            total = 1
            for part in tree.parts:
                total *= self.count(part)
            return total
        if isinstance(tree, Any):
            return sum(map(self.count, tree.options))
        if isinstance(tree, Rule):
            return self.count(self._trees.rules[tree.name])
        if isinstance(tree, Slot):
            return sum(map(self.count, self._options(tree))) or len(self._built_in.get(tree.source, ()))
        return 0

    def _options(self, tree: Slot) -> list[Node]:
        return [entry for entry, _ in self._trees.lists.get(tree.source, ())]

    def _nth(self, tree: Node, index: int) -> list[str]:
        if isinstance(tree, Word):
            return [tree.text]
        if isinstance(tree, All):
            words: list[str] = []
            for part in tree.parts:
                index, inner = divmod(index, self.count(part))
                words += self._nth(part, inner)
            return words
        if isinstance(tree, Rule):
            return self._nth(self._trees.rules[tree.name], index)
        options = tree.options if isinstance(tree, Any) else self._options(tree) if isinstance(tree, Slot) else ()
        for option in options:
            if index < self.count(option):
                return self._nth(option, index)
            index -= self.count(option)
        assert isinstance(tree, Slot)
        return self._built_in[tree.source][index].split()


def _varied(parts: list[list[list[str]]]) -> list[list[str]]:
    """One part after the other, each row of each part once, beside the first rows of the others."""
    if not all(parts):
        return []
    plain = [rows[0] for rows in parts]
    rows = [(at, row) for at, others in enumerate(parts) for row in others[1:]]
    changed = [[*plain[:at], row, *plain[at + 1 :]] for at, row in rows]
    return [[word for part in sentence for word in part] for sentence in (plain, *changed)]
