"""How the companion may not speak: words never said, sentences too long for the ear (D4, D5, D17, D20, D21).

Rules
1. The words stand in `scripts/<language>/wording.yaml`; nothing here knows a language.
2. Words are whole words, compared without capitals and punctuation, and never across the end of a sentence.
3. A word inside a phrase that is allowed does not count.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_high
from typing import Annotated, Final

from pydantic import Field, StrictInt

from companion.content._values import VALUE
from companion.errors import Problem
from companion.yamlfile import Document, Written, read, validate

VALUE_WORDS: Final = "a span of time"
"""What a value counts as: "half an hour" has three words, "tomorrow at half past eight" five."""

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

Phrase = Annotated[str, Field(min_length=1)]


class Group(Written):
    """Words that are not said for one reason; `because` ends "says '...', which"."""

    because: Phrase
    forbid: tuple[Phrase, ...]
    allow: tuple[Phrase, ...] = ()
    lines: tuple[Phrase, ...] = ()


class Wording(Written):
    """wording.yaml: `longest` and `median` in words a sentence."""

    longest: Annotated[StrictInt, Field(ge=5)] = 25
    median: Annotated[StrictInt, Field(ge=3)] = 12
    groups: dict[str, Group] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Something that is said: the id of its line, its text, and where it is written.

    It is `whole` unless it is only ever said as a part of another sentence.
    """

    line: str
    text: str
    file: str
    number: int | None
    whole: bool = True

    def problem(self, text: str) -> Problem:
        return Problem(self.file, self.number, text)


def load_wording(folder: Path, language: str) -> tuple[Wording, Document]:
    """The rules of one language and the file they stand in. Raises Problems."""
    document = read(folder / language / "wording.yaml")
    return validate(Wording, document), document


def check_wording(spoken: Sequence[Spoken], wording: Wording, document: Document) -> Iterator[Problem]:
    """Every breach of `wording`, and what in the rules themselves points nowhere."""
    known = {one.line for one in spoken}
    for name, group in wording.groups.items():
        for number, line in enumerate(group.lines):
            if line not in known:
                yield document.problem(("groups", name, "lines", number), f"there is no line `{line}`.")
    yield from breaches(spoken, wording)
    lengths = []
    for one in spoken:
        for sentence in sentences(one.text):
            words = tokens(sentence)
            lengths += [len(words)] if one.whole else []
            if len(words) > wording.longest:
                begins = " ".join(sentence.split()[:4])
                text = f"the sentence that begins '{begins}' has {len(words)} words; {wording.longest} is the most."
                yield one.problem(text)
    if lengths and median_high(lengths) > wording.median:
        text = f"the middle one of all sentences has {median_high(lengths)} words; {wording.median} is the most."
        yield document.problem(("median",), text)


def breaches(spoken: Sequence[Spoken], wording: Wording) -> Iterator[Problem]:
    """Every word that is never said."""
    rules = [_Rule(group) for group in wording.groups.values()]
    for one in spoken:
        for sentence in sentences(one.text):
            for rule in rules:
                yield from rule.breaches(one, tokens(sentence))


def sentences(text: str) -> list[str]:
    """`text` cut after full stops, question marks and exclamation marks."""
    return [part for part in _SENTENCE.split(text.strip()) if part]


def tokens(text: str) -> tuple[str, ...]:
    """The words of `text` in small letters, its values filled in."""
    text = VALUE.sub(VALUE_WORDS, text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return tuple(_WORD.findall(text.casefold()))


class _Rule:
    """One group, its phrases cut into words."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._forbid = _by_first(group.forbid)
        self._allow = _by_first(group.allow)

    def breaches(self, spoken: Spoken, words: tuple[str, ...]) -> Iterator[Problem]:
        if spoken.line in self._group.lines:
            return
        allowed = list(_found(words, self._allow))
        said = [
            (start, end)
            for start, end in _found(words, self._forbid)
            if not any(first <= start and end <= last for first, last in allowed)
        ]
        for start, end in said:
            if not any((first, last) != (start, end) and first <= start and end <= last for first, last in said):
                yield spoken.problem(f"says '{' '.join(words[start:end])}', which {self._group.because}.")


def _by_first(phrases: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tokens(phrase)
        found.setdefault(words[0] if words else "", []).append(words)
    return found


def _found(words: tuple[str, ...], phrases: dict[str, list[tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """Where any of `phrases` stands in `words`, from and to."""
    for start, word in enumerate(words):
        for phrase in phrases.get(word, ()):
            if words[start : start + len(phrase)] == phrase:
                yield start, start + len(phrase)
