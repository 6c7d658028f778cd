"""How words sound: the pronouncing dictionary in PocketSphinx's wheel, and what people add to it.

Rules
1. Only the words that are needed are taken: a recogniser with a thousand words loads in 10 ms, with all of them in 100.
2. What the dictionary has is not overruled; scripts and config speak for the words it lacks. What nobody
   gives is guessed.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pocketsphinx

from companion.ears._guess import guessed
from companion.errors import EarError
from companion.ports import Commands

PHONES: Final = frozenset(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()  # noqa: SIM905  - as ARPAbet is written
)
"""The ARPAbet phones of the model."""


def model_file(name: str) -> str:
    """The path of a file of the English model in the wheel."""
    return str(pocketsphinx.get_model_path(f"en-us/{name}"))


def pronunciations(commands: Commands, others: Collection[str] = ()) -> dict[str, str]:
    """Word -> phones, further ways to say it as "word(2)"; of `others` those that are known. Raises EarError for words
    of the commands that nobody can say how, or not as phones."""
    wanted = commands.vocabulary()
    named = wanted.union(others)
    found = {name: phones for name, phones in _entries() if name.partition("(")[0] in named}
    for word, ways in commands.pronunciations().items():
        if word in named and word not in found:
            found |= {word if number == 1 else f"{word}({number})": way for number, way in enumerate(ways, 1)}
    found |= {word: " ".join(phones) for word in wanted - found.keys() if (phones := guessed(word))}
    if lacking := sorted(wanted - found.keys()):
        raise EarError(
            f"The recogniser cannot hear {_listed(lacking)}: write how to say it under pronunciations "
            "in config.yaml, or use other words."
        )
    if wrong := sorted(name for name, phones in found.items() if not phones or set(phones.split()) - PHONES):
        raise EarError(f"The pronunciation of {_listed(wrong)} must be ARPAbet phones like IY and T.")
    return found


def sounds_of(words: Collection[str]) -> dict[str, list[str]]:
    """The phones of those of the `words`, in lower case, that the dictionary has, each as it is said first."""
    return {name: phones.split() for name, phones in _entries() if name in words}


def known_words() -> Callable[[str], bool]:
    """Whether a word, in lower case, can be heard without a pronunciation being given."""
    return _names().__contains__


@cache
def _names() -> frozenset[str]:
    return frozenset(name for name, _ in _entries())


def _entries() -> Iterator[tuple[str, str]]:
    with Path(model_file("cmudict-en-us.dict")).open(encoding="utf-8") as lines:
        for line in lines:
            name, _, phones = line.rstrip().partition(" ")
            yield name, phones


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
