"""Templates compiled to one graph of words, and the walk that finds what an utterance says exactly. Pure.

Rules
1. A walk follows every path at once and keeps the best one to each node: words of the template count most, words
   of a slot less, free words nothing.
2. A node has at most one list entry to its name: what it captures is said by the node, so a walk needs no stack.
3. Rules and lists are copied in where they stand. A rule that leads to itself is a mistake in the templates.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from companion.intents._slots import Spans, Values
from companion.intents._syntax import SLOTS, All, Any, Misprint, Node, Rule, Slot, Word
from companion.intents._words import Speller
from companion.steps import Slot as Value

SLOT_WORD: Final = 0.9
"""What a word inside a slot counts, where a word of the template counts 1: "wait a minute" is rather words."""

Path = tuple["Path", str, object] | None
"""What was captured on the way, newest first."""

Reached = tuple[float, int, Path]
"""The best way to a node: its score, the word it began with, what was captured."""

Active = dict[int, Reached]
_NO_EDGES: Final[Mapping[int, tuple[int, ...]]] = {}


class Hit(NamedTuple):
    """`leaf`, reached at `node` with `score` by the words `first` to `end`; `path` is what was captured."""

    leaf: int
    score: float
    first: int
    end: int
    path: Path
    node: int = 0


@dataclass(slots=True)
class Trees:
    """The named pieces: rules and lists, as trees."""

    rules: Mapping[str, Node]
    lists: Mapping[str, Sequence[tuple[Node, Value]]]


@dataclass(slots=True)
class Graph:
    """Node 0 is the start. `leaves[node]` are the numbers given to `add` of the templates that end there.

    `edges[word][node]` are the nodes that `word` leads to: by word first, as there are far fewer words than nodes.
    """

    speller: Speller
    trees: Trees
    edges: dict[str, dict[int, tuple[int, ...]]] = field(default_factory=dict)
    size: int = 1
    slots: dict[int, list[tuple[str, str, int]]] = field(default_factory=dict)
    free: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    marks: dict[int, tuple[str, Value]] = field(default_factory=dict)
    skips: dict[int, list[int]] = field(default_factory=dict)
    loops: set[int] = field(default_factory=set)
    leaves: dict[int, list[int]] = field(default_factory=dict)
    _after: dict[int, list[int]] | None = None

    def add(self, tree: Node, leaf: int) -> None:
        """Add one template. Raises Misprint if nothing at all would be enough to say it."""
        if self.is_optional(tree):
            raise Misprint("every word of this is optional, so silence would be enough; make one part required.")
        for end in self._build(tree, (0,)):
            self.leaves.setdefault(end, []).append(leaf)

    def is_optional(self, tree: Node) -> bool:
        """Whether `tree` is said by saying nothing, words that mean nothing aside."""
        if isinstance(tree, Word):
            return not self.speller.spelled(tree.text)
        if isinstance(tree, All):
            return all(map(self.is_optional, tree.parts))
        if isinstance(tree, Any):
            return any(map(self.is_optional, tree.options))
        if isinstance(tree, Rule):
            return self.is_optional(self.trees.rules[tree.name])
        if isinstance(tree, Slot):
            return any(self.is_optional(entry) for entry, _ in self.trees.lists.get(tree.source, ()))
        return False

    def _node(self) -> int:
        self.size += 1
        return self.size - 1

    def _build(self, tree: Node, starts: tuple[int, ...]) -> tuple[int, ...]:
        if isinstance(tree, Word):
            return self._words(self.speller.spelled(tree.text), starts)
        if isinstance(tree, All):
            for part in tree.parts:
                starts = self._build(part, starts)
            return starts
        if isinstance(tree, Any):
            starts = self._joined(starts)
            ends: dict[int, None] = {}
            for option in tree.options:
                ends.update(dict.fromkeys(self._build(option, starts)))
            return tuple(ends)
        if isinstance(tree, Rule):
            return self._build(self.trees.rules[tree.name], starts)
        if isinstance(tree, Slot):
            return self._slot(tree, starts)
        target = self._node()
        self.loops.add(target)
        for start in starts:
            self.free.setdefault(start, []).append((tree.slot, target))
        return (target,)

    def _joined(self, starts: tuple[int, ...]) -> tuple[int, ...]:
        """One node in place of several: what follows is then built once."""
        if len(starts) == 1:
            return starts
        joint = self._node()
        for start in starts:
            self.skips.setdefault(start, []).append(joint)
        return (joint,)

    def _words(self, words: Sequence[str], starts: tuple[int, ...]) -> tuple[int, ...]:
        for word in words:
            target = self._node()
            edges = self.edges.setdefault(word, {})
            for start in starts:
                edges[start] = (*edges[start], target) if start in edges else (target,)
            starts = (target,)
        return starts

    def _slot(self, tree: Slot, starts: tuple[int, ...]) -> tuple[int, ...]:
        starts = self._joined(starts)
        if tree.source in self.trees.lists:
            ends: list[int] = []
            for entry, value in self.trees.lists[tree.source]:
                for end in self._build(entry, starts):
                    self.marks[end] = (tree.slot, value)
                    ends.append(end)
            return tuple(ends)
        assert tree.source in SLOTS
        target = self._node()
        for start in starts:
            self.slots.setdefault(start, []).append((tree.source, tree.slot, target))
        return (target,)

    def walk(self, words: Sequence[str], spans: Spans, starts: Iterable[int], ends: frozenset[int] | None) -> list[Hit]:
        """Every template that is said from a word of `starts` to one of `ends` (None: any); one hit a leaf and end."""
        size = len(words)
        active: list[Active] = [{} for _ in range(size + 1)]
        for start in starts:
            active[start][0] = (0.0, start, None)
        best: dict[tuple[int, int], Hit] = {}
        for at in range(size + 1):
            todo = list(active[at])
            for node in todo:
                score, first, path = active[at][node]
                if node in self.loops:
                    if at < size:
                        _put(active[at + 1], node, score, first, path)
                    path = (path, "", at)
                todo += [to for to in self.skips.get(node, ()) if _put(active[at], to, score, first, path)]
                if node in self.leaves and (ends is None or at in ends):
                    for leaf in self.leaves[node]:
                        if (leaf, at) not in best or score > best[leaf, at].score:
                            best[leaf, at] = Hit(leaf, score, first, at, path, node)
                if at < size:
                    self._step(active, words[at], spans, at, node, (score, first, path))
        return list(best.values())

    def _step(self, active: list[Active], word: str, spans: Spans, at: int, node: int, so_far: Reached) -> None:
        """Follow the edges of `node` that the word at `at`, or a slot that begins there, opens."""
        score, first, path = so_far
        for target in self.edges.get(word, _NO_EDGES).get(node, ()):
            mark = self.marks.get(target)
            _put(active[at + 1], target, score + 1.0, first, path if mark is None else (path, *mark))
        for source, slot, target in self.slots.get(node, ()):
            for end, values in spans.at(source, at):
                _put(active[end], target, score + SLOT_WORD * (end - at), first, (path, slot, values))
        for slot, target in self.free.get(node, ()):
            _put(active[at + 1], target, score, first, (path, slot, _Opened(at)))

    def _following(self) -> Mapping[int, Sequence[int]]:
        """Node -> the nodes that any word leads to."""
        if self._after is None:
            self._after = {}
            for edges in self.edges.values():
                for node, targets in edges.items():
                    self._after.setdefault(node, []).extend(targets)
        return self._after

    def slot_ahead(self, hits: Sequence[int], leaves: frozenset[int]) -> bool:
        """Whether a slot may follow one of the nodes `hits` on the way to one of `leaves`."""
        return any(self._slot_leaves(node) & leaves for node in hits)

    def _slot_leaves(self, node: int) -> frozenset[int]:
        """The leaves that are reached from `node` through a slot."""
        following = self._following()
        found: set[int] = set()
        waiting: list[tuple[int, bool]] = [(node, False)]
        seen: set[tuple[int, bool]] = set()
        while waiting:
            here, passed = waiting.pop()
            if (here, passed) in seen:
                continue
            seen.add((here, passed))
            if passed:
                found.update(self.leaves.get(here, ()))
            waiting.extend((target, passed or target in self.marks) for target in following.get(here, ()))
            waiting.extend((target, passed) for target in self.skips.get(here, ()))
            waiting.extend((target, True) for _, _, target in self.slots.get(here, ()))
            waiting.extend((target, True) for _, target in self.free.get(here, ()))
        return frozenset(found)


class _Opened(int):
    """Where free words begin."""


def _put(active: Active, node: int, score: float, first: int, path: Path) -> bool:
    """Enter `node` unless it has been reached as well already."""
    known = active.get(node)
    if known is not None and known[0] >= score:
        return False
    active[node] = (score, first, path)
    return True


def captured(path: Path) -> dict[str, object]:
    """Slot -> value; free words come as their (first, end)."""
    steps: list[tuple[str, object]] = []
    while path is not None:
        path, slot, value = path
        steps.append((slot, value))
    slots: dict[str, object] = {}
    opened: tuple[str, int] | None = None
    for slot, value in reversed(steps):
        if slot == "" and opened is not None:
            assert isinstance(value, int)
            slots[opened[0]] = (opened[1], value)
            opened = None
        elif isinstance(value, _Opened):
            opened = (slot, int(value))
        elif isinstance(value, Values):
            slots.update(value.named(slot))
        elif slot:
            slots[slot] = value
    return slots
