"""The built-in slots of one utterance: where a time, a number or a rating stands in it. Pure.

Rules
1. A time is looked for once, in the whole utterance: half of a time is a wrong time.
2. Times are "YYYY-MM-DDTHH:MM:SS", local, without a zone; one without a value ("later") is `vague` and fills no slot.
3. "Push it back half an hour" fills `shift`, in minutes: how far the time that is set moves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cache
from typing import Final, NamedTuple

from companion import phrases
from companion.steps import Slot

LONGEST_NUMBER: Final = 6
"""Words of a rating, choice or number: "somewhere between four and five" is kept whole."""

Ends = list[tuple[int, "Values"]]


@cache
def _number_words() -> frozenset[str]:
    """The words that a rating, a choice or a number may be made of."""
    said = (sample for name in ("rating", "choice", "number") for sample in phrases.samples(name))
    return phrases.words() | {word for sample in said for word in sample.split()}


def _may_be_number(word: str) -> bool:
    return word[:1].isdigit() or word in _number_words()


class Values(NamedTuple):
    """What a built-in slot gives: by name, or one value for whatever name the template gives it."""

    by_name: Mapping[str, Slot]
    single: Slot | None = None

    def named(self, slot: str) -> Mapping[str, Slot]:
        return self.by_name if self.single is None else {slot: self.single}


@dataclass(slots=True)
class Spans:
    """Where the built-in slots stand in `words`, found when asked for."""

    words: Sequence[str]
    now: datetime
    dayparts: Mapping[str, time]
    _known: dict[tuple[str, int], Ends] = field(default_factory=dict)
    _found: dict[str, tuple[int, int, Values] | None] = field(default_factory=dict)

    def at(self, source: str, first: int) -> Ends:
        """(end, values) of each slot of kind `source` that begins with word `first`."""
        if source in ("when", "every", "vague", "minutes"):
            found = self._time("minutes" if source == "minutes" else "when")
            if found is None or found[0] != first or (source == "vague") == bool(found[2].by_name or found[2].single):
                return []
            return [(found[1], found[2])]
        key = (source, first)
        if key not in self._known:
            self._known[key] = self._numbers(source, first)
        return self._known[key]

    def time(self) -> Mapping[str, Slot]:
        """What the time that is said gives, wherever it stands; empty where none is said, or one without a value."""
        found = self._time("when")
        return {} if found is None else found[2].by_name

    def covers(self, at: int) -> bool:
        """Whether the word at `at` may be part of a slot; True for some that are not."""
        return _may_be_number(self.words[at]) or any(
            found is not None and found[0] <= at < found[1] for found in map(self._time, ("when", "minutes"))
        )

    def begins(self, first: int) -> bool:
        """Whether a slot may begin with the word at `first`; True for some where none does."""
        return _may_be_number(self.words[first]) or any(
            found is not None and found[0] == first for found in map(self._time, ("when", "minutes"))
        )

    def part(self, first: int, end: int) -> "Spans":
        """The slots of some of the words: where the whole has no time, no part of it has one."""
        words = self.words[first:end]
        return Spans(words, self.now, self.dayparts, {}, {"when": None} if self._time("when") is None else {})

    def _time(self, source: str) -> tuple[int, int, Values] | None:
        if source not in self._found:
            self._found[source] = _minutes(self.words) if source == "minutes" else self._when()
        return self._found[source]

    def _when(self) -> tuple[int, int, Values] | None:
        found = phrases.find_time(self.words, self.now, self.dayparts)
        if found is None:
            return None
        values: dict[str, Slot] = {}
        if found.shift and found.minutes is not None:
            values["shift"] = _plain(found.minutes)
        elif found.every is not None:
            values["every"] = dict(found.every)
        elif found.when is not None:
            values["when"] = found.when.isoformat(timespec="seconds")
        return found.first, found.last, Values(values)

    def _numbers(self, source: str, first: int) -> Ends:
        read = {"rating": phrases.parse_rating, "choice": phrases.parse_choice, "number": phrases.parse_number}[source]
        ends: Ends = []
        for end in range(first + 1, min(first + LONGEST_NUMBER, len(self.words)) + 1):
            value = read(self.words[first:end])
            if value is not None:
                ends.append((end, Values({}, _plain(value))))
        return ends


def without_times(words: Sequence[str]) -> Spans:
    """The slots of `words` where no time is looked for, since what they are held against has none."""
    return Spans(words, datetime.min, {}, {}, {"when": None, "minutes": None})


def _minutes(words: Sequence[str]) -> tuple[int, int, Values] | None:
    found = phrases.find_minutes(words)
    if found is None or found.minutes is None:
        return None
    return found.first, found.last, Values({}, _plain(found.minutes))


def _plain(value: float) -> int | float:
    """5 for 5.0."""
    return int(value) if value == int(value) else value
