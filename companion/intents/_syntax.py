"""The notation of a sentence template, read into a tree. Pure.

    (a|b)  one of these          [a]      with or without          (a;b)  all of these in any order
    <rule> a named piece         {list}   {list:slot} a slot       {what*} whatever words are said there

Rules
1. `parse` raises `Misprint` with one sentence; it never guesses what a bracket might have meant.
2. The tree holds words as written, hyphens opened. What they are equal to is the business of `_words`.
"""

import re
from functools import cache, lru_cache
from itertools import permutations
from typing import Final, NamedTuple

SLOTS: Final = frozenset({"when", "every", "vague", "minutes", "rating", "choice", "number"})
"""Slots that are parsed by `companion.phrases` instead of a list."""

MOST_IN_ANY_ORDER: Final = 4
"""Parts of an (a;b;c): four have 24 orders, five would have 120."""


class Misprint(ValueError):  # noqa: N818  - a mistake in writing, told in its own words
    """A template that cannot be read: the text says what is wrong."""


class Word(NamedTuple):
    text: str


class All(NamedTuple):
    """One after the other; empty for nothing."""

    parts: "tuple[Node, ...]"


class Any(NamedTuple):
    """One of these."""

    options: "tuple[Node, ...]"


class Rule(NamedTuple):
    name: str


class Slot(NamedTuple):
    """An entry of the list `source`, or a built-in slot of that name, into `slot`."""

    source: str
    slot: str


class Free(NamedTuple):
    """One or more words of any kind into `slot`."""

    slot: str


Node = Word | All | Any | Rule | Slot | Free
NOTHING: Final = All(())

_TOKEN: Final = re.compile(
    r"\([^()\[\]<>{};|]*\|[^()\[\]<>{};]*\)|<[^<>]*>|\{[^{}]*\}|[()\[\]|;]|[^\s()\[\]|;<>{}]+|\S"
)
"""The first kind is a group of words without anything in it: most of what is written, so it is read at one go."""

_NAMED: Final = re.compile(r"<([^<>]*)>|\{([^{}:*]*)(?::[^{}]*)?\}")
_NAME: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*")
_CLOSING: Final = {"(": ")", "[": "]"}


@cache
def parse(text: str) -> Node:
    """The tree of one template. Raises Misprint."""
    tokens = _TOKEN.findall(text)
    node, at = _choice(tokens, 0, None)
    if at < len(tokens):
        raise Misprint(f"a `{tokens[at]}` closes what was never opened.")
    return node


def names(text: str) -> list[str]:
    """The rules and lists that a template uses, as they are written there, the built-in slots left out."""
    found = []
    for rule, source in _NAMED.findall(text):
        if rule:
            found.append(f"<{rule.strip()}>")
        elif source.strip() not in SLOTS:
            found.append(f"{{{source.strip()}}}")
    return found


def _choice(tokens: list[str], at: int, opened: str | None) -> tuple[Node, int]:
    """Read up to the bracket that closes `opened`; return the node and where that bracket stands."""
    options: list[Node] = []
    parts: list[Node] = []
    separator = None
    while at < len(tokens):
        token = tokens[at]
        if token in (")", "]"):
            break
        at += 1
        if token in ("|", ";"):
            if opened is None:
                raise Misprint(f"a `{token}` stands outside of brackets; write (a{token}b).")
            if separator not in (None, token):
                raise Misprint("`|` and `;` are mixed in one pair of brackets; use a pair for each.")
            separator = token
            options.append(_joined(parts))
            parts = []
        elif token in ("(", "["):
            inner, at = _choice(tokens, at, token)
            if at == len(tokens) or tokens[at] != _CLOSING[token]:
                raise Misprint(f"a `{token}` is never closed.")
            at += 1
            parts.append(inner if token == "(" else Any((inner, NOTHING)))
        else:
            parts.append(_leaf(token))
    options.append(_joined(parts))
    if separator == ";":
        if len(options) > MOST_IN_ANY_ORDER:
            raise Misprint(f"more than {MOST_IN_ANY_ORDER} parts in any order; write some of them out.")
        return Any(tuple(All(order) for order in permutations(options))), at
    return (options[0] if len(options) == 1 else Any(tuple(options))), at


def _joined(parts: list[Node]) -> Node:
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _leaf(token: str) -> Node:
    if token[0] == "(" and len(token) > 1:
        return _group(token)
    if token[0] == "<" and len(token) > 1:
        return Rule(_name(token[1:-1]))
    if token[0] == "{" and len(token) > 1:
        inside = token[1:-1].strip()
        if inside.endswith("*"):
            return Free(_name(inside[:-1]))
        source, colon, slot = inside.partition(":")
        return Slot(_name(source), _name(slot) if colon else _name(source))
    if token in "<>{}":
        raise Misprint(f"a `{token}` has no partner.")
    return _words(token)


@lru_cache(maxsize=8192)
def _group(token: str) -> Node:
    return Any(tuple(map(_words, token[1:-1].split("|"))))


@lru_cache(maxsize=16384)
def _words(text: str) -> Node:
    words = [Word(word) for word in text.lower().replace("-", " ").split()]
    return words[0] if len(words) == 1 else All(tuple(words))


def _name(text: str) -> str:
    name = text.strip()
    if not _NAME.fullmatch(name):
        raise Misprint(f"`{text}` is no name; names are letters, digits and `_`.")
    return name
