"""A line of words, as the readers of this package see it: lower case, one spelling each. Pure.

Rules
1. Spoken and typed words come out alike: "7:30pm", "p.m.", "twenty-five", "half-past" and "o'clock" are taken apart.
2. Every piece remembers the word it came from, so that a finding is a range of the caller's own words.
3. Past the end there is the empty word: readers look ahead without asking how far.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, wraps
from typing import Final, TypeVar, cast

T = TypeVar("T")
Read = tuple[T, int] | None
"""What a reader found and the index after it; None where nothing of its kind begins."""

_PIECE: Final = re.compile(r"[0-9]+(?:st|nd|rd|th)\b|[0-9]+[:.][0-9]+|[0-9]+|[^\W\d_]+(?:'[^\W\d_]+)*")
_RANGE: Final = re.compile(r"(?<=[0-9])\s*[-\u2013]\s*(?=[0-9])")
_RATIO: Final = re.compile(r"(?<=[0-9])/(?=[0-9])")
_ISH: Final = re.compile(r"^(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty|fifteen|noon)ish$")

_SPELT: Final = {
    "a.m": "am", "p.m": "pm", "min": "minutes", "mins": "minutes", "hr": "hour", "hrs": "hours", "sec": "second",
    "secs": "seconds", "o'clock": "oclock", "midday": "noon", "noontime": "noon", "til": "till", "'til": "till",
    "until": "till", "tonite": "tonight", "nite": "night", "tmrw": "tomorrow", "tomoz": "tomorrow", "arvo": "afternoon",
    "lunchtime": "lunch time", "dinnertime": "dinner time", "bedtime": "bed time", "everyday": "every day",
    "daytime": "day", "sometime": "some time", "someday": "some day", "anytime": "any time", "thurs": "thursday",
    "tues": "tuesday", "weds": "wednesday", "fri": "friday", "supper": "dinner", "nought": "zero", "nil": "zero",
    "teatime": "tea time", "midnite": "midnight", "nightly": "every night", "forwards": "forward", "backwards": "back",
}  # fmt: skip
_OWNED: Final = re.compile(
    r"^(second|minute|hour|day|week|fortnight|month|today|tomorrow|tonight|\w+day)'s$|^(seconds|minutes|hours|days|weeks|months)'$"
)


def bag(words: str) -> frozenset[str]:
    """The words of a list written with blanks."""
    return frozenset(words.split())


FILLERS: Final = bag(
    "um uh er erm ah hmm like maybe perhaps probably possibly say please then well so think guess about roughly "
    "approximately exactly just sharp ish ok okay let's also yeah yes alright"
)
"""Words that change nothing inside or around a time."""

ENDERS: Final = FILLERS | frozenset(
    {"", "thanks", "thank", "if", "because", "at", "on", "in", "from", "or", "till", "by"}
)
"""What may follow a bare number so that it counts nothing ("in five", not "in five parts")."""


class Line:
    """The pieces of an utterance. `word(i)` is the piece at `i`; `place(i)` the index of the word it stands in."""

    __slots__ = ("_places", "found", "words")

    def __init__(self, words: Sequence[str]) -> None:
        pieces = [(piece, place) for place, word in enumerate(words) for piece in _pieces(word)]
        self.words: tuple[str, ...] = tuple(piece for piece, _ in pieces)
        self._places = tuple(place for _, place in pieces)
        self.found: dict[tuple[object, int], object] = {}

    def __len__(self) -> int:
        return len(self.words)

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def place(self, i: int) -> int:
        return self._places[i]

    def phrase(self, i: int, *phrases: str) -> int | None:
        """The index after the longest of `phrases` that begins at `i`."""
        wanted = _by_first_word(phrases).get(self.word(i))
        if wanted is None:
            return None
        ends = [i + len(words) for words in wanted if self.words[i : i + len(words)] == words]
        return max(ends, default=None)

    def skip(self, i: int, words: Iterable[str]) -> int:
        """The index of the first word at or after `i` that is not among `words`."""
        while self.word(i) and self.word(i) in words:
            i += 1
        return i


def once(read: Callable[[Line, int], Read[T]]) -> Callable[[Line, int], Read[T]]:
    """`read`, which remembers in the line what it found there: several readers ask for the same length."""

    @wraps(read)
    def remembered(line: Line, i: int) -> Read[T]:
        key = (read, i)
        if key not in line.found:
            line.found[key] = read(line, i)
        return cast("Read[T]", line.found[key])

    return remembered


@cache
def _by_first_word(phrases: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return found


def _pieces(word: str) -> list[str]:
    text = word.lower().replace("\u2019", "'").strip().strip(".,;!?")
    text = re.sub(r"([ap])\.\s?m\b\.?", r"\1m", text)
    owned = _OWNED.match(text)
    if owned:
        text = text.rstrip("s").rstrip("'") if owned[1] else text.rstrip("'")
    if text in _SPELT:
        return _SPELT[text].split()
    found: list[str] = _PIECE.findall(_RATIO.sub(" out of ", _RANGE.sub(" or ", text)))
    return [part for piece in found for part in _ISH.sub(r"\1 ish", _SPELT.get(piece, piece)).split()]
