"""Whether a word would do as a couple's own pause word."""

import pytest

from companion.intents import judge_pause_word
from companion.scene import Verdict

SOUNDS = {
    "pineapple": "P AY N AE P AH L", "lighthouse": "L AY T HH AW S", "time": "T AY M", "out": "AW T",
    "stop": "S T AA P", "banana": "B AH N AE N AH", "bandanna": "B AE N D AE N AH", "cup": "K AH P",
    "okay": "OW K EY", "timer": "T AY M ER", "coffee": "K AA F IY", "shop": "SH AA P",
}  # fmt: skip
COMMANDS = ("stop", "time out")
EVERYDAY = ("okay", "coffee", "time", "bandanna")


def sounds(word: str) -> list[str] | None:
    return SOUNDS[word].split() if word in SOUNDS else None


JUDGED = [
    ("pineapple", None, ""),
    ("Pineapple", None, ""),
    ("lighthouse cup", None, ""),
    ("xyzzy", "unknown", "xyzzy"),
    ("pineapple xyzzy", "unknown", "xyzzy"),
    ("", "unknown", ""),
    ("stop", "command", "stop"),
    ("time-out", "command", "time-out"),
    ("coffee", "everyday", "coffee"),
    ("okay time", "everyday", "okay time"),
    ("cup", "short", "cup"),
    ("banana", "alike", "bandanna"),
]


@pytest.mark.parametrize(("phrase", "fault", "other"), JUDGED)
def test_a_pause_word_is_judged(phrase: str, fault: str | None, other: str) -> None:
    """A word nobody can say, a command, an everyday word, a short one and one that sounds like another are told."""
    verdict = judge_pause_word(phrase, sounds, COMMANDS, EVERYDAY)
    assert (verdict.fault, verdict.other) == (fault, other)


def test_better_words_are_suggested() -> None:
    """With a fault come words that have none, in order; with none nothing."""
    suggested = ("coffee", "lighthouse", "stop", "pineapple")
    assert judge_pause_word("okay", sounds, COMMANDS, EVERYDAY, suggested).better == ("lighthouse", "pineapple")
    assert judge_pause_word("pineapple", sounds, COMMANDS, EVERYDAY, suggested) == Verdict(None)
