"""Pronunciations: a CMU-style dictionary, with a recipe's own lines before it.

Rules
1. A line is `word P H O N E S`; `word(2)` is a further pronunciation; stress digits are dropped.
2. A word that the recipe spells out itself has those pronunciations only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import MinivoskError
from .phones import ARPABET

Pronunciation = tuple[str, ...]


def read_lines(lines: Iterable[str], name: str) -> dict[str, list[Pronunciation]]:
    """Pronunciations by word; `name` is how errors call the source. Raises MinivoskError on an unknown phone."""
    known = set(ARPABET)
    found: dict[str, list[Pronunciation]] = {}
    for number, line in enumerate(lines, 1):
        fields = line.split("#")[0].split()
        if not fields:
            continue
        word = fields[0].split("(")[0].lower()
        phones = tuple(phone.rstrip("012") for phone in fields[1:])
        if not phones or not known.issuperset(phones):
            raise MinivoskError(f"{name}, line {number}: {line.strip()!r} is not a word and its ARPAbet phones.")
        variants = found.setdefault(word, [])
        if phones not in variants:
            variants.append(phones)
    return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Pronunciations of everything that may be spoken in training."""

    entries: dict[str, list[Pronunciation]]

    @classmethod
    def load(cls, dictionary: Path, extra: Path | None = None) -> "Lexicon":
        """The dictionary at `dictionary`, overlaid by the lines of `extra`."""
        entries = read_lines(dictionary.read_text("utf-8").splitlines(), dictionary.name)
        if extra is not None:
            entries |= read_lines(extra.read_text("utf-8").splitlines(), extra.name)
        return cls(entries)

    def __contains__(self, word: str) -> bool:
        return word in self.entries

    def __getitem__(self, word: str) -> list[Pronunciation]:
        return self.entries[word]

    def require(self, words: Sequence[str]) -> None:
        """Raises MinivoskError naming every one of `words` that has no pronunciation."""
        missing = [word for word in words if word not in self.entries]
        if missing:
            raise MinivoskError(f"No pronunciation of: {', '.join(missing)}. Put them into the recipe's lexicon.txt.")


def distance(one: Pronunciation, other: Pronunciation) -> int:
    """How many phones must be put in, left out or changed to turn `one` into `other`."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]
