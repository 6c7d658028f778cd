"""What an ear may expect: the templates as a JSGF grammar, as a list of phrases, and as words. Pure.

Rules
1. All three come from the same templates that are matched, so nothing is heard that would not be understood.
2. Typed sentences and those with free words are left out: no ear with a grammar could hear them.
3. Fillers may stand at both ends of a command.
4. Templates are written out in full; who speaks says "i'm" and "let's". Words that are shortened with an apostrophe may
   be said either way.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from companion import phrases
from companion.intents._samples import Samples
from companion.intents._sentences import EVERYDAY, Sentences
from companion.intents._syntax import NOTHING, SLOTS, All, Any, Free, Node, Rule, Slot, Word
from companion.steps import State

NEEDED: Final = ("timeout", "stop", "help", "repeat", "louder", "quieter", "slower", "faster", "goodbye")
"""Intents that hold in every state and that no session can do without: an ear that cannot hear them is none."""


class Grammar:
    """The spoken side of `sentences`."""

    def __init__(self, sentences: Sentences) -> None:
        self._sentences = sentences
        self._samples = Samples(sentences.trees)
        self._short: dict[str, str] = {}
        for short, full in sentences.words.spellings.items():
            if "'" in short and len(full) > 1:
                self._short.setdefault(" ".join(full), short)
        self._in_full = re.compile(rf"(?<![\w'])({'|'.join(map(re.escape, self._short)) or '(?!)'})(?![\w'])")
        self.jsgf = lru_cache(maxsize=16)(self._jsgf)
        self.phrases = lru_cache(maxsize=16)(self._phrases)

    def vocabulary(self) -> frozenset[str]:
        words = {word for name in SLOTS for sample in phrases.samples(name) for word in sample.split()}
        words.update(phrases.words())
        for tree in (*self._spoken(None), *self._sentences.filler_trees):
            words.update(self._words(tree))
        words.update(short for full, short in self._short.items() if words.issuperset(full.split()))
        return frozenset(words)

    def everyday(self) -> frozenset[str]:
        """Every word of the everyday talk that is left alone."""
        trees = [leaf.tree for leaf in self._sentences.leaves if leaf.meaning == EVERYDAY]
        return frozenset(word for tree in trees for word in self._words(tree))

    def unsayable(self, knows: Callable[[str], bool]) -> Sequence[str]:
        reached = {
            leaf.meaning.name
            for leaf in self._sentences.leaves
            if leaf.meaning.name in NEEDED and not leaf.typed and self._sayable(leaf.tree, knows)
        }
        return [name for name in NEEDED if name not in reached]

    def _sayable(self, tree: Node, knows: Callable[[str], bool]) -> bool:
        if isinstance(tree, Word):
            return knows(tree.text)
        if isinstance(tree, All):
            return all(self._sayable(part, knows) for part in tree.parts)
        if isinstance(tree, Any):
            return any(self._sayable(option, knows) for option in tree.options)
        if isinstance(tree, Rule | Slot):
            built_in = phrases.samples(tree.source) if isinstance(tree, Slot) and tree.source in SLOTS else ()
            return any(self._sayable(option, knows) for option in self._options(tree)) or any(
                all(map(knows, sample.split())) for sample in built_in
            )
        return False

    def _spoken(self, state: State | None) -> list[Node]:
        return [
            leaf.tree
            for leaf in self._sentences.leaves
            if not leaf.typed
            and (state in leaf.states if state is not None else leaf.states)
            and not _is_free(leaf.tree)
        ]

    def _phrases(self, state: State) -> Sequence[str]:
        found: dict[str, None] = {}
        for tree in self._spoken(state):
            for phrase in self._samples.each(tree):
                found[phrase] = found[self._in_full.sub(lambda full: self._short[full[0]], phrase)] = None
        return tuple(found)

    def _jsgf(self, state: State) -> str:
        trees = self._spoken(state)
        fillers = self._sentences.filler_trees
        body = ["#JSGF V1.0;", f"grammar {state};"]
        around = "[<around>] " if fillers else ""
        body.append(f"public <command> = {around}<sentence>{around and ' [<around>]'};")
        if fillers:
            body.append(f"<around> = {' | '.join(map(_written, fillers))};")
        body.append(f"<sentence> = {' | '.join(map(_written, trees))};")
        body += self._pieces([*trees, *fillers])
        return self._in_full.sub(lambda full: f"({full[0]} | {self._short[full[0]]})", "\n".join(body)) + "\n"

    def _pieces(self, trees: Sequence[Node]) -> list[str]:
        """The rules, lists and built-in slots that `trees` use, each once."""
        named: dict[str, str] = {}
        waiting = list(trees)
        built_in = phrases.grammar()
        while waiting:
            tree = waiting.pop()
            if isinstance(tree, All | Any):
                waiting.extend(tree.parts if isinstance(tree, All) else tree.options)
            elif isinstance(tree, Rule | Slot):
                name = _reference(tree)
                if name not in named:
                    options = self._options(tree)
                    named[name] = " | ".join(map(_written, options))
                    waiting.extend(options)
        used = {name: text for name, text in named.items() if text}
        if len(used) < len(named):
            used |= built_in
        return [f"<{name}> = {text};" for name, text in sorted(used.items())]

    def _options(self, tree: Rule | Slot) -> list[Node]:
        if isinstance(tree, Rule):
            return [self._sentences.trees.rules[tree.name]]
        return [entry for entry, _ in self._sentences.trees.lists.get(tree.source, ())]

    def _words(self, tree: Node) -> Iterable[str]:
        if isinstance(tree, Word):
            yield tree.text
        elif isinstance(tree, All | Any):
            for part in tree.parts if isinstance(tree, All) else tree.options:
                yield from self._words(part)
        elif isinstance(tree, Rule | Slot):
            for option in self._options(tree):
                yield from self._words(option)


def _is_free(tree: Node) -> bool:
    if isinstance(tree, All | Any):
        return any(map(_is_free, tree.parts if isinstance(tree, All) else tree.options))
    return isinstance(tree, Free)


def _reference(tree: Rule | Slot) -> str:
    """The JSGF name of a piece: built-in slots are called as `companion.phrases` calls them."""
    if isinstance(tree, Rule):
        return f"rule_{tree.name}"
    return tree.source if tree.source in SLOTS else f"list_{tree.source}"


def _written(tree: Node) -> str:
    if isinstance(tree, Word):
        return tree.text
    if isinstance(tree, All):
        return " ".join(map(_written, tree.parts))
    if isinstance(tree, Any):
        options = [option for option in tree.options if option != NOTHING]
        inside = " | ".join(map(_written, options))
        return f"({inside})" if len(options) == len(tree.options) else f"[{inside}]"
    assert isinstance(tree, Rule | Slot)
    return f"<{_reference(tree)}>"
