"""Commands in other words than those of the grammar: a language model of what people say to the companion.

Rules
1. It stands beside the templates it was learned from (`tools/learn_hearing.py`); without it only the grammar is heard.
2. It knows which word follows which two, in every state alike. What comes out is only words: whether they mean
   anything, and whether they sound like what was said, is for others to judge.

The templates hold far more sentences than a grammar can: with all of them that of idle has 260,000 arcs. This is loaded
in 0.04 s, takes 12 MB and decodes at 0.04 of real time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from companion.ears import _decoding as decoding
from companion.steps import Word
from companion.units import Mono

MODEL: Final = "heard.bin"
WORDS: Final = "heard.txt"
"""The language model as PocketSphinx writes it, and its words, one a line."""

_NAME: Final = "other words"
_OPTIONS: Final = {"lw": 7.0, "bestpath": False, "fwdflat": False}
"""A second pass over all words (fwdflat) costs half as much again and finds 53 of 60 instead of 51."""

_UNIT: Final = 1e4
"""PocketSphinx counts logarithms to the base 1.0001."""


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The file of a language model, and its words."""

    path: Path
    words: frozenset[str]


def language_model(folder: Path) -> LanguageModel | None:
    """The one in `folder`; None where there is none."""
    path, words = folder / MODEL, folder / WORDS
    if not (path.is_file() and words.is_file()):
        return None
    return LanguageModel(path, frozenset(words.read_text(encoding="utf-8").split()))


class OtherWords:
    """Sound to words by `language`, for those words that there are `ways` (word -> phones) to say."""

    def __init__(self, language: LanguageModel, ways: Mapping[str, str]) -> None:
        known = {name: phones for name, phones in ways.items() if name.partition("(")[0] in language.words}
        self._decoder = decoding.decoder(known, **_OPTIONS)
        self._decoder.add_lm_file(_NAME, str(language.path))
        self._decoder.activate_search(_NAME)
        self._model = self._decoder.get_lm(_NAME)

    def heard(self, sound: Mono) -> tuple[Word, ...]:
        """The words found in `sound`, shape (n,)."""
        decoding.decode(self._decoder, sound)
        return decoding.words(self._decoder)

    def others(self, most: int) -> list[str]:
        """Up to `most` other texts that may have been what was heard last, the likeliest first."""
        return decoding.others(self._decoder, most)

    def surprise(self, text: str) -> float:
        """The mean negative natural logarithm of the probability of a word of `text`, its end included."""
        words = ["<s>", *text.split(), "</s>"]
        backwards = ([words[at], *reversed(words[max(0, at - 2) : at])] for at in range(1, len(words)))
        likely: float = sum(self._model.prob(several) for several in backwards) / _UNIT
        return -likely / (len(words) - 1)
