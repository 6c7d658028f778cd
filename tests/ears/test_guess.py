"""How words that no dictionary has are probably said."""

import pytest
from rapidfuzz.distance import Levenshtein

from companion.ears import guessed, sounds_of
from companion.ears._dictionary import PHONES

WORDS = [
    *("democracies", "throttle", "marmalade", "lighthouse", "kangaroo", "helicopter", "volcano", "penguin"),
    *("stenseth", "gentle", "photograph", "knowledge", "through", "christmas", "queen", "breathing", "whistle"),
    *("rebecca", "michael", "jonathan", "squirrel", "becklund"),
]


def test_most_sounds_are_as_in_the_dictionary() -> None:
    """Of the phones of various words at most one in ten is guessed wrong, and all are phones of the recogniser."""
    said = sounds_of(WORDS)
    assert len(said) == len(WORDS)
    wrong = sum(Levenshtein.distance(guessed(word), phones) for word, phones in said.items())
    assert wrong <= sum(map(len, said.values())) / 10
    assert PHONES.issuperset(phone for word in WORDS for phone in guessed(word))


@pytest.mark.parametrize(("word", "like"), [("Zo\u00eb", "zoe"), ("O'Malley", "omalley"), ("ZOFIA", "zofia")])
def test_capitals_accents_and_apostrophes_do_not_count(word: str, like: str) -> None:
    """A name is guessed however it is written."""
    assert guessed(word) == guessed(like) != []


@pytest.mark.parametrize("word", ["", "r2d2", "\u0416\u0435\u043d\u044f", "two words"])
def test_what_is_not_of_letters_is_not_guessed(word: str) -> None:
    """Nothing is made up for digits, other scripts and several words."""
    assert guessed(word) == []
