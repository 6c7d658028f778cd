"""All sentence templates of a language, read, numbered and compiled. Pure.

Rules
1. Every mistake is found before anything is used: `read` raises `Problems` with all of them, file and line.
2. A leaf number stands for one template line; everyday and harmless talk and fillers have graphs of their own kind.
"""

from collections.abc import KeysView, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from companion import phrases
from companion.errors import Problem, Problems
from companion.intents._contents import Contents, Reading
from companion.intents._graph import Graph
from companion.intents._places import Places, Trees
from companion.intents._slots import without_times
from companion.intents._syntax import SLOTS, Any, Misprint, Node, names, parse
from companion.intents._templates import Group, Line, Meaning, Templates
from companion.intents._words import Speller, Utterance
from companion.steps import Slot as Value
from companion.steps import State

EVERYDAY: Final = Meaning("none", frozenset(), ())


@dataclass(frozen=True, slots=True)
class Leaf:
    """One template line: what it means, where it is offered, its tree and what that is made of."""

    meaning: Meaning
    states: frozenset[State]
    slots: Mapping[str, Value]
    line: Line
    tree: Node
    contents: Contents
    typed: bool
    closing: bool


class Sentences:
    """`leaves` in order of the files, the `graph` of them all, and the graphs of what is around them."""

    def __init__(self, templates: Templates) -> None:
        self.words = templates.words
        self.learned = templates.learned
        self.speller = Speller(templates.words, _numbers())
        self._problems: list[Problem] = []
        self._known: KeysView[str] = {}.keys()
        self._reading = Reading(self.speller)
        self.trees = self._read_pieces(templates)
        self._stop_on_problems()
        self._places = Places(self.speller, self.trees)
        self.graph = Graph(self._places)
        self.urgent = Graph(self._places)
        self.openers = Graph(self._places)
        self.fillers = Graph(self._places)
        self.harmless = Graph(self._places)
        self.filler_trees: list[Node] = []
        self.leaves: list[Leaf] = []
        self._number = 0
        self._read_sentences(templates)
        self._stop_on_problems()

    def around(self, said: Utterance) -> tuple[list[int], frozenset[int]]:
        """Where a command may begin and where it may end when what stands around it is fillers, in order."""
        size = len(said.words)
        reach: dict[int, set[int]] = {}
        for hit in self.fillers.anywhere(said.words, without_times(said.words)):
            reach.setdefault(hit.first, set()).add(hit.end)
        starts, ends = {0}, {size}
        for start in range(size):
            if start in starts:
                starts |= reach.get(start, set())
        for start in reversed(range(size)):
            if reach.get(start, set()) & ends:
                ends.add(start)
        return sorted(starts - {size}), frozenset(ends - {0})

    def only_fillers(self, said: Utterance) -> bool:
        """Whether it is fillers from end to end ("thank you")."""
        reached = {0}
        for hit in sorted(self.fillers.anywhere(said.words, without_times(said.words)), key=lambda hit: hit.first):
            if hit.first in reached:
                reached.add(hit.end)
        return len(said.words) in reached

    def _stop_on_problems(self) -> None:
        if self._problems:
            raise Problems(self._problems)

    def _parsed(self, line: Line) -> Node | None:
        try:
            return parse(line.text)
        except Misprint as misprint:
            self._problems.append(line.problem(str(misprint)))
            return None

    def _read_pieces(self, templates: Templates) -> Trees:
        rules: dict[str, Node] = {}
        written: dict[str, Line] = {}
        for name, lines in templates.rules.items():
            options = tuple(tree for tree in map(self._parsed, lines) if tree is not None)
            rules[name] = options[0] if len(options) == 1 else Any(options)
            written[f"<{name}>"] = lines[0]
        lists: dict[str, list[tuple[Node, Value]]] = {}
        for name, entries in templates.lists.items():
            if name in SLOTS:
                self._problems.append(
                    entries[0].line.problem(f"`{name}` is a built-in slot; give this list another name.")
                )
            trees = [(self._parsed(entry.line), entry.value) for entry in entries]
            lists[name] = [(tree, value) for tree, value in trees if tree is not None]
            written[f"{{{name}}}"] = entries[0].line
        texts = {f"<{name}>": [line.text for line in lines] for name, lines in templates.rules.items()}
        texts |= {f"{{{name}}}": [entry.line.text for entry in entries] for name, entries in templates.lists.items()}
        self._known = texts.keys()
        for name, several in texts.items():
            self._check_names(" ".join(several), written[name])
        uses = {name: names(" ".join(several)) for name, several in texts.items()}
        for name, inside in self._in_order(uses, texts, written).items():
            self._reading.name(name, inside)
        return Trees(rules, lists)

    def _check_names(self, text: str, line: Line) -> bool:
        missing = [name for name in names(text) if name not in self._known]
        for name in missing:
            kind = "rule" if name.startswith("<") else "list"
            self._problems.append(line.problem(f"there is no {kind} `{name}`."))
        return not missing

    def _in_order(
        self, uses: Mapping[str, Sequence[str]], texts: Mapping[str, Sequence[str]], written: Mapping[str, Line]
    ) -> dict[str, Sequence[str]]:
        """`texts`, each after those that it uses; one that leads back to itself is a problem."""
        done: dict[str, Sequence[str]] = {}

        def visit(name: str, above: tuple[str, ...]) -> None:
            if name in above:
                way = " to ".join((*above[above.index(name) :], name))
                self._problems.append(written[name].problem(f"`{name}` leads back to itself: {way}."))
            elif name not in done and name in uses:
                for inner in uses[name]:
                    visit(inner, (*above, name))
                done[name] = texts[name]

        for name in uses:
            visit(name, ())
        return done

    def _read_sentences(self, templates: Templates) -> None:
        for meaning in templates.meanings:
            for group in meaning.groups:
                for line in group.lines:
                    self._read_line(meaning, group, line)
        everyday = Group(templates.words.everyday)
        for line in everyday.lines:
            self._read_line(EVERYDAY, everyday, line)
        for line in templates.words.fillers:
            tree = self._around(self.fillers, line)
            if tree is not None:
                self.filler_trees.append(tree)
        for line in templates.words.typed_fillers:
            self._around(self.fillers, line)
        for line in templates.words.harmless:
            self._around(self.harmless, line)

    def _around(self, graph: Graph, line: Line) -> Node | None:
        tree = self._checked(line)
        if tree is not None and not self._places.is_optional(tree):
            self._number += 1
            self._compile(graph, tree, self._number, self._reading.read(line.text), line)
        return tree

    def _checked(self, line: Line) -> Node | None:
        tree = self._parsed(line)
        return tree if tree is not None and self._check_names(line.text, line) else None

    def _compile(self, graph: Graph, tree: Node, number: int, contents: Contents, line: Line) -> None:
        try:
            graph.add(tree, number, contents)
        except Misprint as misprint:
            self._problems.append(line.problem(str(misprint)))

    def _read_line(self, meaning: Meaning, group: Group, line: Line) -> None:
        tree = self._checked(line)
        if tree is None:
            return
        states = meaning.states if group.states is None else group.states
        leaf = len(self.leaves)
        contents = self._reading.read(line.text)
        self.leaves.append(Leaf(meaning, states, group.slots, line, tree, contents, group.typed, group.closing))
        for graph in (
            self.graph,
            *(self.urgent,) * meaning.anywhere,
            *(self.openers,) * (meaning.opens and group.opens),
        ):
            self._compile(graph, tree, leaf, contents, line)


def _numbers() -> frozenset[str]:
    """Words that may truly be said twice in a row: "four seven seven"."""
    return frozenset(word for word in phrases.words() if phrases.parse_number((word,)) is not None)
