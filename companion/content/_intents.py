"""Sentence templates from YAML files: `scripts/<language>/intents/*.yaml` to `Templates`.

Rules
1. All files of the folder are one set; which file a thing stands in means nothing, a name may stand only once.
2. Sentences are written one a line in a block (`sentences: |`) or as a list; a line that begins with # is a remark.
3. Every mistake of every file is raised at once, as `Problems`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal
from zipfile import BadZipFile

import numpy as np
from pydantic import Field

from companion.errors import Problem, Problems
from companion.intents import Entry, Group, Learned, Line, Meaning, Templates, Words
from companion.steps import STATES, State
from companion.yamlfile import Document, Where, Written, read, shown, validate

Sentences = str | list[str]
States = Literal["every"] | list[State]

LEARNED: Final = "learned.npz"
_EVERY: Final = "`every`, or a list of states such as [idle, break]"


class _Group(Written):
    sentences: Sentences = ""
    typed: Sentences = ""
    slots: dict[str, str | int | float | bool] = Field(default={})
    closing: bool = False
    opens: bool = True
    states: States | None = Field(default=None, description=_EVERY)


class _Intent(Written):
    states: States = Field(default=["idle"], description=_EVERY)
    cost: Literal["slight", "usual", "high"] = "usual"
    safety: bool = False
    anywhere: bool = False
    opens: bool = False
    sentences: Sentences = ""
    typed: Sentences = ""
    groups: list[_Group] = Field(default=[])


class _Words(Written):
    skip: str = ""
    fillers: Sentences = ""
    typed_fillers: Sentences = ""
    joints: str = ""
    corrections: str = ""
    light: str = ""
    negations: str = ""
    spellings: dict[str, str] = Field(default={})
    endings: dict[str, str] = Field(default={})
    opposites: Sentences = ""
    alike: Sentences = ""
    everyday: Sentences = ""
    harmless: Sentences = ""
    common: str = ""
    pronunciations: dict[str, str | list[str]] = Field(default={})


class _File(Written):
    intents: dict[str, _Intent] = Field(default={})
    rules: dict[str, Sentences] = Field(default={})
    lists: dict[str, Sentences | dict[str, Sentences]] = Field(default={})
    words: _Words = Field(default=_Words())


def load_templates(folder: Path) -> Templates:
    """All sentence templates in `folder`. Raises Problems with every mistake of every file."""
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise Problems([Problem(shown(folder), None, "there are no sentence templates (*.yaml) in this folder.")])
    loading = _Loading()
    for path in paths:
        try:
            document = read(path)
            loading.take(document, validate(_File, document))
        except Problems as problems:
            loading.problems += problems.problems
    if loading.problems:
        raise Problems(loading.problems)
    learned = folder / LEARNED
    return replace(loading.templates(), learned=load_learned(learned) if learned.is_file() else None)


def load_learned(path: Path) -> Learned:
    """What was learned, as `tools/learn_intents.py` wrote it. Raises Problems where it is something else."""
    try:
        with np.load(path) as arrays:
            names, known = (tuple(str(arrays[key]).split("\n")) for key in ("names", "features"))
            rest = [arrays[key] for key in ("rarity", "starts", "columns", "weights", "bias")]
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        text = "this is not what tools/learn_intents.py writes; run it again, or remove the file."
        raise Problems([Problem(shown(path), None, text)]) from error
    return Learned(names, {feature: row for row, feature in enumerate(known)}, *rest)


class _Loading:
    """The files put together."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.meanings: dict[str, Meaning] = {}
        self.rules: dict[str, tuple[Line, ...]] = {}
        self.lists: dict[str, tuple[Entry, ...]] = {}
        self.words: list[tuple[Document, _Words]] = []

    def take(self, document: Document, file: _File) -> None:
        for name, intent in file.intents.items():
            where: Where = ("intents", name)
            if self._is_new(name, self.meanings, document, where, "intent"):
                self.meanings[name] = self._meaning(name, intent, document, where)
        for name in file.rules:
            if self._is_new(name, self.rules, document, ("rules", name), "rule"):
                self.rules[name] = self._some(document, ("rules", name))
        for name, entries in file.lists.items():
            if self._is_new(name, self.lists, document, ("lists", name), "list"):
                self.lists[name] = tuple(self._entries(document, ("lists", name), entries))
        self.words.append((document, file.words))

    def _is_new(self, name: str, known: Mapping[str, object], document: Document, where: Where, kind: str) -> bool:
        if name in known:
            self.problems.append(document.problem(where, f"there is already another {kind} called `{name}`."))
        return name not in known

    def _some(self, document: Document, where: Where) -> tuple[Line, ...]:
        lines = _lines(document, where)
        if not lines:
            self.problems.append(document.problem(where, f"`{where[-1]}` has no sentences."))
        return lines

    def _entries(self, document: Document, where: Where, entries: object) -> Iterator[Entry]:
        if isinstance(entries, dict):
            for value in entries:
                for line in self._some(document, (*where, value)):
                    yield Entry(line, value)
            return
        for line in self._some(document, where):
            if set(line.text) & set("()[]<>{}|"):
                self.problems.append(line.problem("give this entry a value: `value: sentence`."))
            yield Entry(line, line.text)

    def _meaning(self, name: str, intent: _Intent, document: Document, where: Where) -> Meaning:
        groups = [*_pair(document, where)]
        for index, group in enumerate(intent.groups):
            states = None if group.states is None else _states(group.states)
            groups += _pair(document, (*where, "groups", index), group, states)
        if not groups:
            self.problems.append(document.problem(where, f"`{name}` has no sentences."))
        return Meaning(
            name,
            _states(intent.states),
            tuple(groups),
            cost=intent.cost,
            safety=intent.safety,
            anywhere=intent.anywhere,
            opens=intent.opens,
        )

    def templates(self) -> Templates:
        return Templates(tuple(self.meanings.values()), self.rules, self.lists, self._all_words())

    def _all_words(self) -> Words:
        spellings: dict[str, tuple[str, ...]] = {}
        pronunciations: dict[str, tuple[str, ...]] = {}
        for _, words in self.words:
            spellings.update({key.lower(): tuple(value.split()) for key, value in words.spellings.items()})
            for word, sounds in words.pronunciations.items():
                pronunciations[word.lower()] = (sounds,) if isinstance(sounds, str) else tuple(sounds)
        return Words(
            skip=frozenset(self._plain("skip")),
            fillers=self._written("fillers"),
            typed_fillers=self._written("typed_fillers"),
            joints=frozenset(self._plain("joints")),
            corrections=frozenset(self._plain("corrections")),
            spellings=spellings,
            endings={key: value for _, words in self.words for key, value in words.endings.items()},
            light=frozenset(self._plain("light")),
            negations=frozenset(self._plain("negations")),
            opposites=tuple(frozenset(line.text.split()) for line in self._written("opposites")),
            alike=tuple(frozenset(line.text.split()) for line in self._written("alike")),
            everyday=self._written("everyday"),
            harmless=self._written("harmless"),
            common=frozenset(self._plain("common")),
            pronunciations=pronunciations,
        )

    def _plain(self, key: str) -> Iterator[str]:
        for _, words in self.words:
            yield from str(getattr(words, key)).split()

    def _written(self, key: str) -> tuple[Line, ...]:
        return tuple(line for document, _ in self.words for line in _lines(document, ("words", key)))


def _states(states: States) -> frozenset[State]:
    return frozenset(STATES) if states == "every" else frozenset(states)


def _pair(
    document: Document,
    where: Where,
    group: _Group | None = None,
    states: frozenset[State] | None = None,
) -> Iterator[Group]:
    """The spoken and the typed sentences at `where`, those that are there."""
    group = group or _Group()
    for key in ("sentences", "typed"):
        lines = _lines(document, (*where, key))
        if lines:
            yield Group(lines, group.slots, key == "typed", group.closing, group.opens, states)


def _lines(document: Document, where: Where) -> tuple[Line, ...]:
    """The sentences written at `where`, none where nothing is."""
    value = _at(document.data, where)
    number = document.line(where) or 1
    if isinstance(value, list):
        return tuple(
            Line(str(text).strip(), document.file, document.line((*where, index)) or number)
            for index, text in enumerate(value)
        )
    if not isinstance(value, str):
        return ()
    first = number + 1 if "\n" in value else number
    texts = ((first + offset, text.strip()) for offset, text in enumerate(value.split("\n")))
    return tuple(Line(text, document.file, at) for at, text in texts if text and not text.startswith("#"))


def _at(data: object, where: Sequence[str | int]) -> object:
    """What is written at `where`; None where nothing is."""
    for step in where:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data
