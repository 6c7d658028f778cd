"""Templates as a graph of words that grows where utterances go, and the walk that finds what one says exactly. Pure.

Rules
1. A walk follows every path at once and keeps the best one to each place: words of the template count most, words
   of a slot less, free words nothing.
2. A walk begins only in templates that hold the words at hand.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Final, NamedTuple

from companion.intents._contents import Contents
from companion.intents._places import Place, Places
from companion.intents._slots import Spans, Values, without_times
from companion.intents._syntax import Misprint, Node

SLOT_WORD: Final = 0.9
"""What a word inside a slot counts, where a word of the template counts 1: "wait a minute" is rather words."""

Path = tuple["Path", str, object] | None
"""What was captured on the way, newest first."""

Reached = tuple[float, int, Path]
"""The best way to a place: its score, the word it began with, what was captured."""


Active = dict[Place, Reached]
_NONE: Final[Set[int]] = frozenset()


class Hit(NamedTuple):
    """`leaf`, said with `score` by the words `first` to `end`; `path` is what was captured."""

    leaf: int
    score: float
    first: int
    end: int
    path: Path


class Graph:
    """Templates, each under its number; `having` says which of them, those with free words aside, hold a word."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._starts: dict[int, Place] = {}
        self.having: dict[str, set[int]] = {}
        self._anything: set[int] = set()
        self._slotted: set[int] = set()
        self._only: dict[str, frozenset[int]] = {}

    def add(self, tree: Node, leaf: int, contents: Contents) -> None:
        """Add one template. Raises Misprint if nothing at all would be enough to say it."""
        if self._places.is_optional(tree):
            raise Misprint("every word of this is optional, so silence would be enough; make one part required.")
        end = Place(None, 0, None)
        end.opened = True
        end.leaf = leaf
        self._starts[leaf] = Place(tree, 0, end)
        if contents.free:
            self._anything.add(leaf)
            return
        if contents.slotted:
            self._slotted.add(leaf)
        for word in contents.words:
            self.having.setdefault(word, set()).add(leaf)

    def whole(self, words: Sequence[str], spans: Spans, starts: Sequence[int], ends: Set[int]) -> list[Hit]:
        """Every template that is said from a word of `starts` to one of `ends`; one hit a leaf and end."""
        return self._walk(words, spans, self._entries(words, spans, starts, ends), ends)[0]

    def anywhere(self, words: Sequence[str], spans: Spans, starts: Iterable[int] | None = None) -> list[Hit]:
        """Every template that is said from a word of `starts` (None: any) to any word; one hit a leaf and end."""
        begins = range(len(words)) if starts is None else starts
        entries = {start: self._beginning(words, spans, start) for start in begins}
        return self._walk(words, spans, entries, None)[0]

    def slot_ahead(
        self, words: Sequence[str], spans: Spans, starts: Sequence[int], ends: Set[int], of: Set[int]
    ) -> bool:
        """Whether a slot may follow what `whole` would find of the templates `of`."""
        entries = self._entries(words, spans, starts, ends)
        entries = {start: leaves & of for start, leaves in entries.items()}
        hits, active = self._walk(words, spans, entries, ends)
        said = {hit.leaf for hit in hits}
        entries = {start: leaves & said for start, leaves in entries.items()}
        active = self._walk(words, spans, entries, ends)[1]
        reached = {place for end in ends for place in active[end] if _is_end(place)}
        return self._leads_to_slot(reached)

    def _entries(
        self, words: Sequence[str], spans: Spans, starts: Sequence[int], ends: Set[int]
    ) -> dict[int, Set[int]]:
        """The templates that hold every word which no choice of start and end leaves out."""
        core = range(max(starts, default=0), min(ends, default=0))
        leaves: Set[int] | None = None
        in_slot: Set[int] | None = None
        for at in core:
            having = self.having.get(words[at], _NONE)
            leaves = having if leaves is None else leaves & having
            if not spans.covers(at):
                in_slot = having if in_slot is None else in_slot & having
        if leaves is None:
            leaves = frozenset().union(*(self.having.get(word, ()) for word in words)) | self._slotted
        else:
            leaves = leaves | (self._slotted if in_slot is None else self._slotted & in_slot)
        leaves = leaves | self._anything
        return dict.fromkeys(starts, leaves)

    def _beginning(self, words: Sequence[str], spans: Spans, start: int) -> Set[int]:
        """The templates that may begin with the word at `start` and go on with the next one, or end there."""
        word = words[start]
        if not word:
            return frozenset()
        leaves = self._saying_only(word) | self._anything
        if start + 1 < len(words):
            both = self.having.get(word, _NONE) & self.having.get(words[start + 1], _NONE)
            leaves |= {leaf for leaf in both if self._places.may_begin(self._starts[leaf].tree, word)}
            if spans.covers(start + 1):
                slotted = self._slotted & self.having.get(word, _NONE)
                leaves |= {leaf for leaf in slotted if self._places.may_begin(self._starts[leaf].tree, word)}
        return leaves | self._slotted if spans.begins(start) else leaves

    def _saying_only(self, word: str) -> frozenset[int]:
        """The templates that are said by `word` alone."""
        known = self._only.get(word)
        if known is None:
            leaves = [
                leaf for leaf in self.having.get(word, ()) if self._places.may_begin(self._starts[leaf].tree, word)
            ]
            hits = self._walk((word,), without_times((word,)), {0: leaves}, frozenset((1,)))[0]
            known = self._only[word] = frozenset(hit.leaf for hit in hits)
        return known

    def _walk(
        self, words: Sequence[str], spans: Spans, entries: Mapping[int, Iterable[int]], ends: Set[int] | None
    ) -> tuple[list[Hit], list[Active]]:
        size = len(words)
        active: list[Active] = [{} for _ in range(size + 1)]
        best: dict[tuple[int, int], Hit] = {}
        for at in range(size + 1):
            here = active[at]
            for leaf in entries.get(at, ()):
                _put(here, self._starts[leaf], 0.0, at, None)
            todo = list(here)
            for place in todo:
                score, first, path = here[place]
                if not place.opened:
                    self._places.open(place)
                if place.loop:
                    if at < size:
                        _put(active[at + 1], place, score, first, path)
                    path = (path, "", at)
                elif place.mark is not None:
                    path = (path, *place.mark)
                todo += [to for to in place.skips if _put(here, to, score, first, path)]
                leaf = place.leaf
                if leaf >= 0:
                    if (ends is None or at in ends) and ((leaf, at) not in best or score > best[leaf, at].score):
                        best[leaf, at] = Hit(leaf, score, first, at, path)
                elif at < size:
                    for target in self._places.targets(place, words[at]):
                        _put(active[at + 1], target, score + 1.0, first, path)
                    for slot, free, target in place.slots:
                        if slot is None:
                            _put(active[at + 1], target, score, first, (path, free, _Opened(at)))
                        else:
                            for end, values in spans.at(slot.source, at):
                                reached = score + SLOT_WORD * (end - at)
                                _put(active[end], target, reached, first, (path, slot.slot, values))
        return list(best.values()), active

    def _leads_to_slot(self, reached: Set[Place]) -> bool:
        """Whether a slot may follow on the way from one of `reached` to the end of its template."""
        waiting, seen = list(reached), set(reached)
        while waiting:
            here = waiting.pop()
            if not here.opened:
                self._places.open(here)
            if here.slots or (here.mark is not None and here not in reached):
                return True
            by_word = (self._places.targets(here, word) for word in self._places.words_at(here))
            for target in (*here.skips, *(to for targets in by_word for to in targets)):
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return False


def _is_end(place: Place) -> bool:
    return place.leaf >= 0 or any(map(_is_end, place.skips))


class _Opened(int):
    """Where free words begin."""


def _put(active: Active, place: Place, score: float, first: int, path: Path) -> bool:
    """Enter `place` unless it has been reached as well already."""
    known = active.get(place)
    if known is not None and known[0] >= score:
        return False
    active[place] = (score, first, path)
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
        if slot == "" and opened is not None and isinstance(value, int):
            slots[opened[0]] = (opened[1], value)
            opened = None
        elif isinstance(value, _Opened):
            opened = (slot, int(value))
        elif isinstance(value, Values):
            slots.update(value.named(slot))
        elif slot:
            slots[slot] = value
    return slots
