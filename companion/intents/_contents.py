"""What a template is made of, without a look at how: its words, and whether a slot or free words stand in it. Pure.

Rules
1. It is read from the text and not from the tree: of a template that nobody says nothing else is ever needed.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from companion.intents._syntax import SLOTS
from companion.intents._words import Speller

_NAMED: Final = re.compile(r"<[^<>]*>|\{[^{}]*\}")
_WORD: Final = re.compile(r"[^\s()\[\]|;<>{}-]+")


class Contents(NamedTuple):
    """The words of a template as they are compared, those of its rules and lists among them."""

    words: frozenset[str]
    slotted: bool
    free: bool


class Reading:
    """Reads templates whose rules and lists it has been told of."""

    def __init__(self, speller: Speller) -> None:
        self._speller = speller
        self._named: dict[str, Contents] = {}

    def name(self, name: str, texts: Sequence[str]) -> None:
        """Say what a rule or a list, called as in a template, is made of; what it uses comes first."""
        self._named[name] = self.read(" ".join(texts))

    def read(self, text: str) -> Contents:
        words: set[str] = set()
        slotted = free = False
        for word in set(_WORD.findall(_NAMED.sub(" ", text).lower())):
            words.update(self._speller.spelled(word))
        for named in _NAMED.findall(text):
            source = named[1:-1].partition(":")[0].strip()
            inner = self._named.get(f"{named[0]}{source}{named[-1]}")
            if inner is not None:
                words |= inner.words
                slotted |= inner.slotted
                free |= inner.free
            elif source.endswith("*"):
                free = True
            else:
                slotted |= source in SLOTS
        return Contents(frozenset(words), slotted, free)
