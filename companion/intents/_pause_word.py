"""Whether a word would do as a couple's own pause word, and which would be better. Pure.

Rules
1. It must be sayable: every word of it has a pronunciation, from the recogniser's dictionary, from scripts or config,
   or else one that can be guessed.
2. It must not be said every day, be no command already, and be long enough to be told from noise.
3. It must not sound like a command or an everyday word: `ALIKE` of its sounds the same is too near.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from rapidfuzz.distance import Levenshtein

from companion.intents._grammar import Grammar
from companion.intents._sentences import Sentences
from companion.intents._templates import Templates
from companion.scene import Fault, Verdict
from companion.steps import State

SHORTEST: Final = 4
"""Sounds: "okay" has four. Shorter ones are heard in noise."""

ALIKE: Final = 0.7
"""Share of sounds that are the same, from which one word is heard for another: "time" and "dime" share two of three."""

SUGGESTED: Final = 3

Sounds = Callable[[str], Sequence[str] | None]
"""The ARPAbet sounds of a word, None where nobody knows how it is said."""


Dictionary = Callable[[Collection[str]], Mapping[str, Sequence[str]]]
"""The ARPAbet sounds of those of some words that it has."""

Guess = Callable[[str], Sequence[str]]
"""The ARPAbet sounds that a word probably has, none where that cannot be told."""

Knows = Callable[[str], bool]

_APART: Final[tuple[State, ...]] = ("idle", "speaking")
"""The states of which the commands must not sound like a pause word: everything that can be begun, or said over us."""


def judged(
    phrase: str, templates: Templates, dictionary: Dictionary, guess: Guess, suggestions: Sequence[str], knows: Knows
) -> Verdict:
    """The verdict on `phrase` beside the sentences of `templates`, for a recogniser that `knows` words."""
    grammar = Grammar(Sentences(templates))
    commands = [command for state in _APART for command in grammar.phrases(state)]
    everyday = grammar.vocabulary() | grammar.everyday() | templates.words.common
    asked = {word for text in (phrase, *suggestions, *commands) for word in _words(text)}
    found = dictionary(asked | everyday)
    given = {word: ways[0].split() for word, ways in templates.words.pronunciations.items()}

    def sounds(word: str) -> Sequence[str] | None:
        return (found.get(word) or given.get(word) or guess(word)) if knows(word) else None

    verdict = judge_pause_word(phrase, sounds, dict.fromkeys(commands), everyday, suggestions)
    return replace(verdict, guessed=not all(word in found or word in given for word in _words(phrase)))


def judge_pause_word(
    phrase: str,
    sounds: Sounds,
    commands: Iterable[str],
    everyday: Iterable[str],
    suggestions: Iterable[str] = (),
) -> Verdict:
    """What is wrong with `phrase`, and which of `suggestions` nothing is wrong with.

    `commands` are the phrases that are acted upon at once, `everyday` the words that are said all day.
    """
    said = [command.lower() for command in commands]
    usual = frozenset(word.lower() for word in everyday)
    fault, other = _fault(phrase.lower(), sounds, said, usual)
    if fault is None:
        return Verdict(None)
    fine = (word for word in suggestions if _fault(word.lower(), sounds, said, usual)[0] is None)
    return Verdict(fault, other, tuple(word for _, word in zip(range(SUGGESTED), fine, strict=False)))


def _fault(phrase: str, sounds: Sounds, commands: Sequence[str], everyday: frozenset[str]) -> tuple[Fault | None, str]:
    words = _words(phrase)
    unknown = next((word for word in words if not sounds(word)), None)
    if not words or unknown is not None:
        return "unknown", unknown or phrase
    if " ".join(words) in commands:
        return "command", phrase
    if all(word in everyday for word in words):
        return "everyday", phrase
    own = _spoken(words, sounds)
    if len(own) < SHORTEST:
        return "short", phrase
    for other in (*commands, *(sorted(everyday) if len(words) == 1 else ())):
        if _alike(own, _spoken(other.split(), sounds)):
            return "alike", other
    return None, ""


def _words(phrase: str) -> list[str]:
    return phrase.lower().replace("-", " ").split()


def _spoken(words: Sequence[str], sounds: Sounds) -> list[str]:
    """The sounds of several words, stress left out."""
    return [sound.rstrip("012") for word in words for sound in sounds(word) or ()]


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    if not other or abs(len(one) - len(other)) > len(one) * (1 - ALIKE):
        return False
    return Levenshtein.normalized_similarity(one, other) >= ALIKE
