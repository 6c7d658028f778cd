"""Text into the words that are compared: what ears give and what people type become the same. Pure.

Rules
1. Lower case, plain apostrophes, no punctuation, hyphens opened, small digits as words, spellings rewritten.
2. A word knows the text it came from, so that a slot holds what was said and not what was compared.
3. A stutter counts once ("i i can't", "i need i need a break"); skip words and broken-off words do not count.
4. Punctuation and the ends of clauses are kept as `breaks`: positions before which a new clause begins.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from companion.intents._templates import Words

LONGEST: Final = 80
"""Words of an utterance that are looked at; a minute of fast speech has some 150, a command never 30."""

MOST_CHARACTERS: Final = 2_000

_TOKEN: Final = re.compile(r"\d+[:.]\d+|\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[.,;:!?\n\u2026\u2013\u2014]")
_BROKEN_OFF: Final = re.compile(r"\b[^\W\d_]{1,5}-(?=\s)")
_HALF_DAY: Final = re.compile(r"(?<![a-z])([ap])\.?\s?m\b\.?")
_OUT_OF_TEN: Final = re.compile(r"(?<=\d)\s*/\s*(?=10\b)")
_OCLOCK: Final = re.compile(r"\bo'? ?clock\b")
_DIGITS: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


class Utterance(NamedTuple):
    """`words` to compare, the text each came from (`sources`; empty for the further words of one), the `breaks`."""

    words: tuple[str, ...]
    sources: tuple[str, ...]
    breaks: frozenset[int]

    def said(self, first: int, end: int) -> str:
        return " ".join(source for source in self.sources[first:end] if source)


class Speller:
    """The spelling of one language."""

    def __init__(self, words: Words, repeatable: frozenset[str] = frozenset()) -> None:
        self._skip = words.skip
        self._repeatable = repeatable
        self._single = {key: value for key, value in words.spellings.items() if " " not in key}
        self._several = {tuple(key.split()): value for key, value in words.spellings.items() if " " in key}
        self._longest = max(map(len, self._several), default=1)
        self._openers = {key[0] for key in self._several}
        self._endings = words.endings
        self.spelled = lru_cache(maxsize=4096)(self._spelled)

    def utterance(self, text: str) -> Utterance:
        """`text` as it is compared; never raises, whatever is in it."""
        words: list[str] = []
        sources: list[str] = []
        breaks: set[int] = set()
        for word, source in self._respelled(_tokens(text)[: LONGEST * 2]):
            if not word:
                breaks.add(len(words))
            elif word not in self._skip:
                words.append(word)
                sources.append(source)
                self._forget_stutter(words, sources, breaks)
            if len(words) > LONGEST:
                break
        return Utterance(tuple(words), tuple(sources), frozenset(breaks))

    def _spelled(self, text: str) -> tuple[str, ...]:
        """The words that one lower case word of a template is compared as."""
        if text.isascii() and text.isalpha():
            return tuple(word for word in self._in_full(text) if word not in self._skip)
        return tuple(word for word, _ in self._respelled(_tokens(text)) if word and word not in self._skip)

    def _respelled(self, tokens: list[tuple[str, str]]) -> Iterable[tuple[str, str]]:
        at = 0
        while at < len(tokens):
            word, source = tokens[at]
            if word in self._openers:
                for size in range(min(self._longest, len(tokens) - at), 1, -1):
                    several = tuple(token[0] for token in tokens[at : at + size])
                    if several in self._several:
                        said = " ".join(token[1] for token in tokens[at : at + size])
                        yield from _shared(self._several[several], said)
                        at += size
                        break
                else:
                    yield from _shared(self._in_full(word), source)
                    at += 1
                continue
            yield from _shared(self._in_full(word), source)
            at += 1

    def _in_full(self, word: str) -> tuple[str, ...]:
        """What `word` stands for: its own spelling, or without its ending and that in full ("the kettle's on")."""
        if word in self._single or "'" not in word:
            return self._single.get(word, (word,))
        stem, ending = next(((word[: -len(e)], e) for e in self._endings if word.endswith(e)), (word, ""))
        return (*self._single.get(stem, (stem,)), self._endings[ending]) if stem and ending else (word,)

    def _forget_stutter(self, words: list[str], sources: list[str], breaks: set[int]) -> None:
        for size in (1, 2, 3):
            if len(words) >= 2 * size and words[-size:] == words[-2 * size : -size]:
                if size == 1 and words[-1] in self._repeatable:
                    return
                del words[-size:], sources[-size:]
                breaks.difference_update([at for at in breaks if at > len(words) - size])
                return


def _shared(words: tuple[str, ...], source: str) -> Iterable[tuple[str, str]]:
    """The words of one source: the first carries its text."""
    for index, word in enumerate(words):
        yield word, source if index == 0 else ""


def _tokens(text: str) -> list[tuple[str, str]]:
    """(word, text as written) for each word, ("", "") for a break between clauses."""
    plain = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).replace("\u2019", "'").replace("\u2018", "'")
    plain = plain.replace("`", "'").replace("\u00b4", "'")
    plain = _OUT_OF_TEN.sub(" out of ", _BROKEN_OFF.sub(" ", plain))
    plain = _OCLOCK.sub("o'clock", _HALF_DAY.sub(r" \1m ", plain) if any(c.isdigit() for c in plain) else plain)
    tokens: list[tuple[str, str]] = []
    for found in _TOKEN.findall(plain):
        if not found[0].isalnum():
            tokens.append(("", ""))
        elif found.isdigit() and len(found) <= 2 and int(found) < len(_DIGITS):
            tokens.append((_DIGITS[int(found)], found))
        else:
            tokens.append((found.lower(), found))
    return tokens
