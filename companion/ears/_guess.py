"""How a word that no dictionary has is probably said: each of its letters as it is said between such neighbours.

Rules
1. A rule is a letter and some of its neighbours in the order `NEIGHBOURS`, and the phones that it is said as there,
   none to two. The longest rule that fits a letter counts.
2. The rules are learned from the dictionary of the recogniser (`tools/learn_sounds.py`), and read when they are needed.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

RULES: Final = Path(__file__).with_name("letter_sounds.txt")
"""One rule a line: the letter with its neighbours, then the phones."""

NEIGHBOURS: Final = (1, -1, 2, 3, -2, -3, 4, -4, 5)
"""Places, from the letter: what follows says more than what goes before."""

EDGE: Final = "#"
"""What stands before a word and after it."""


Rules = Mapping[str, tuple[str, ...]]


def guessed(word: str, rules: Rules | None = None) -> list[str]:
    """The probable phones of `word`, in any case; none where it is not of Latin letters. Accents do not count."""
    letters = "".join(mark for mark in unicodedata.normalize("NFKD", word.lower()) if mark not in "'\u2019")
    letters = "".join(mark for mark in letters if not unicodedata.combining(mark))
    if not (letters.isascii() and letters.isalpha()):
        return []
    rules = rules or _rules()
    said = (next(rules[context] for context in reversed(ever) if context in rules) for ever in contexts(letters))
    return [phone for phones in said for phone in phones]


def contexts(letters: str) -> Iterator[list[str]]:
    """For each of the `letters` what may be the left side of a rule, from the letter alone to all `NEIGHBOURS`."""
    reach = max(map(abs, NEIGHBOURS))
    padded = EDGE * reach + letters + EDGE * reach
    for at in range(reach, reach + len(letters)):
        whole = padded[at] + "".join(padded[at + place] for place in NEIGHBOURS)
        yield [whole[:length] for length in range(1, len(whole) + 1)]


@cache
def _rules() -> Rules:
    with RULES.open(encoding="ascii") as lines:
        return {context: tuple(phones) for context, *phones in map(str.split, lines)}
