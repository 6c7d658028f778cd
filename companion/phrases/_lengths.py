"""Lengths of time: "half an hour", "an hour and ten", "a couple of days". Pure.

Rules
1. Minutes, days and months are kept apart: a day is a place in the calendar, an hour is on the clock.
2. "Five or ten minutes", "a few hours", "an hour or two" are lengths without a value.
3. "A minute" and "a second" are what people say for "soon": a length, and marked as an idiom.
4. The number after a unit may lack its own unit ("an hour and ten", "one minute thirty") where nothing else follows.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from companion.phrases._line import ENDERS, Line, Read, once
from companion.phrases._numbers import cardinal, say_number

DAY: Final = 24 * 60
"""Minutes in a day."""

LONGEST_DAYS: Final = 366
"""A longer one is no appointment, and has no value."""

_CLOCK_UNITS: Final = {"second": 1 / 60, "minute": 1.0, "hour": 60.0}
_DAY_UNITS: Final = {"day": 1, "week": 7, "fortnight": 14}
_UNITS: Final = {*_CLOCK_UNITS, *_DAY_UNITS, "month", "year"}
_SMALLER: Final = {"hour": "minute", "minute": "second"}
_SOON: Final = ("second", "minute")
_VAGUE: Final = ("a few", "few", "several", "some", "a number of", "a good few", "a lot of")


@dataclass(frozen=True, slots=True)
class Length:
    """`minutes` on the clock, `days` and `months` in the calendar; `vague` has no value, `idiom` means "soon"."""

    minutes: float = 0.0
    days: int = 0
    months: int = 0
    vague: bool = False
    idiom: bool = False

    @property
    def calendar(self) -> bool:
        return bool(self.days or self.months)

    @property
    def whole(self) -> float | None:
        """All of it in minutes; None where it has no value or holds months."""
        return None if self.vague or self.months else self.minutes + DAY * self.days


class Minutes(NamedTuple):
    """A length found in `words[first:last]`."""

    first: int
    last: int
    minutes: float


def find_minutes(words: Sequence[str]) -> Minutes | None:
    """The first length in `words` that has a value, in minutes: "ten minutes of breathing" is (0, 2, 10.0)."""
    line, i = Line(words), 0
    while i < len(line):
        read = read_length(line, i)
        if read:
            minutes = read[0].whole
            if minutes:
                return Minutes(line.place(i), line.place(read[1] - 1) + 1, minutes)
            i = read[1]
        else:
            i += 1
    return None


def say_duration(minutes: float) -> str:
    """`minutes`, to the second, in words: 70 is "one hour and ten minutes". Raises ValueError below zero."""
    if not 0 <= minutes < math.inf:
        raise ValueError(f"a length of {minutes} minutes cannot be said")
    left = round(minutes * 60)
    said = []
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        count, left = divmod(left, size)
        if count:
            said.append(f"{say_number(count)} {unit}{'' if count == 1 else 's'}")
    if not said:
        return f"{say_number(0)} minutes"
    return " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))


@once
def read_length(line: Line, i: int) -> Read[Length]:
    """A length at `i`, without the words that lead to it ("in", "for")."""
    read = _part_of_one(line, i) or _counted(line, i)
    if read is None:
        return None
    length, end = read
    whole = length.whole
    if not length.vague and (length.months > 12 or (whole or 0) > LONGEST_DAYS * DAY):
        return Length(vague=True), end
    if line.word(end) == "or":
        after = line.skip(end + 1, ("so", "thereabouts"))
        if after > end + 1:
            return length, after
        other = _part_of_one(line, after) or _counted(line, after) or cardinal(line, after)
        if other:
            return Length(vague=True), other[1]
    return length, end


def _part_of_one(line: Line, i: int) -> Read[Length]:
    """Halves and quarters of one unit."""
    for share, phrases in (
        (0.5, ("half an", "half a", "a half", "half", "half of an")),
        (0.25, ("a quarter of an", "quarter of an", "a quarter", "quarter of the")),
        (0.75, ("three quarters of an", "three quarter")),
    ):
        end = line.phrase(i, *phrases)
        unit = line.word(end).removesuffix("s") if end else ""
        if end and unit in ("minute", "hour", "day"):
            size = DAY if unit == "day" else _CLOCK_UNITS[unit]
            return Length(minutes=share * size), end + 1
    return None


def _counted(line: Line, i: int) -> Read[Length]:
    vague = line.phrase(i, *_VAGUE)
    if vague:
        unit = line.word(vague).removesuffix("s")
        return (Length(vague=True), vague + 1) if unit in _UNITS and line.word(vague).endswith("s") else None
    read = _quantity(line, i)
    if read is None:
        return None
    count, end = read
    unit = line.word(end).removesuffix("s")
    if unit not in _UNITS or count == 0:
        return None
    if count is None or unit == "year":
        return Length(vague=True), end + 1
    length = replace(_of(count, unit), idiom=line.word(i) == "a" and end == i + 1 and unit in _SOON)
    return _more(line, end + 1, length, unit)


def _of(count: float, unit: str) -> Length:
    if unit in _CLOCK_UNITS:
        return Length(minutes=count * _CLOCK_UNITS[unit])
    if count != int(count):
        days = count * _DAY_UNITS[unit] if unit in _DAY_UNITS else 0.0
        return Length(minutes=days * DAY) if days else Length(vague=True)
    return Length(months=int(count)) if unit == "month" else Length(days=int(count) * _DAY_UNITS[unit])


def _more(line: Line, end: int, length: Length, unit: str) -> tuple[Length, int]:
    """What follows the first unit: "and a half", "and ten minutes", "twenty"."""
    joined = line.skip(end, ("and",))
    for share, phrases in ((0.5, ("a half", "half")), (0.25, ("a quarter", "quarter")), (0.75, ("three quarters",))):
        after = line.phrase(joined, *phrases)
        if after and joined > end and read_length(line, joined) is None:
            size = _CLOCK_UNITS[unit] if unit in _CLOCK_UNITS else DAY * _DAY_UNITS.get(unit, 0)
            return (_add(length, Length(minutes=share * size)) if size else Length(vague=True)), after
    part = _part_of_one(line, joined) if joined > end else None
    if part:
        return _add(length, part[0]), part[1]
    read = _quantity(line, joined)
    count, after = read or (None, joined)
    if not count:
        return length, end
    next_unit = line.word(after).removesuffix("s")
    order = ["month", "fortnight", "week", "day", "hour", "minute", "second"]
    if next_unit in order and order.index(next_unit) > order.index(unit):
        rest, last = _more(line, after + 1, _of(count, next_unit), next_unit)
        return _add(length, rest), last
    spoken_number = line.word(joined) not in ("a", "an") and count == int(count) and 0 < count < 60
    if unit in _SMALLER and spoken_number and line.word(after) in ENDERS - {"or"}:
        return _add(length, _of(count, _SMALLER[unit])), after
    return length, end


def _add(one: Length, other: Length) -> Length:
    return Length(
        one.minutes + other.minutes, one.days + other.days, one.months + other.months, one.vague or other.vague
    )


def _quantity(line: Line, i: int) -> Read[float | None]:
    """How many: "a", "one and a half", "a couple of", "1.5"; None as the value for "five or ten", "five ten"."""
    couple = line.phrase(i, "a couple of", "couple of", "a couple", "couple")
    if couple:
        return 2.0, _past_extras(line, couple)
    if line.word(i) in ("a", "an", "another", "further", "extra"):
        return 1.0, i + 1
    if line.word(i) in _SMALLER and line.phrase(i + 1, "and a half", "and a quarter"):
        return 1.0, i
    if re.fullmatch(r"[0-9]{1,3}\.[0-9]{1,2}", line.word(i)):
        return float(line.word(i)), i + 1
    read = cardinal(line, i)
    if read is None:
        return None
    count, end = read
    if line.word(end) in ("or", "to"):
        other = cardinal(line, end + 1)
        return (None, other[1]) if other and line.word(other[1]).removesuffix("s") in _UNITS else None
    second = cardinal(line, end)
    if second and line.word(second[1]).removesuffix("s") in _UNITS:
        return None, second[1]
    half = line.phrase(end, "and a half")
    if half:
        return count + 0.5, half
    return float(count), _past_extras(line, end)


def _past_extras(line: Line, end: int) -> int:
    extra = line.word(end) in ("more", "extra", "odd", "full", "whole")
    return end + 1 if extra and line.word(end + 1).removesuffix("s") in _UNITS else end
