"""The sentences a template stands for: counted, and a few of them written out. Pure.

Rules
1. Samples are spread evenly over all sentences, the first and the last among them, and are always the same.
2. Free words cannot be written out: a template that holds them stands for no sentence here.
"""

from companion import phrases
from companion.intents._places import Trees
from companion.intents._syntax import SLOTS, All, Any, Node, Rule, Slot, Word


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
