"""Clock times and parts of the day, read. Pure.

Rules
1. A bare number is a clock time after "at", "by", "around" and the like; alone it is weak, and beside a day it counts.
2. "Half seven" is half past seven. "Ten to eight" needs a multiple of five, or the word "minutes".
3. "The morning" needs its "in", "this" or a day: "good morning" names no time.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Final

from companion.phrases._line import ENDERS, FILLERS, Line, Read, bag
from companion.phrases._numbers import cardinal
from companion.phrases._parts import DAYPARTS, Clock, Daypart, Vague

_LEADS: Final = bag("at by till around after")
_MOVED: Final = bag("it that this things talk time meeting appointment back forward")
_COUNTED: Final = bag(
    "second seconds minute minutes hour hours day days week weeks month months year years point percent of out "
    "people things times time other more another stage go half hundred degrees"
)
_PAST: Final = ("past", "after")
_TO: Final = ("to", "of", "before", "till")


def read_clock(line: Line, i: int) -> Read[Clock | Vague]:
    """A clock time at `i`, with the word that leads to it."""
    same = line.phrase(i, "at the same time", "the same time", "same time", "at this time", "this time")
    if same:
        return (Clock(same=True), same) if _known_day(line, same) or line.word(i) != "this" else None
    if line.word(i) == "by" and cardinal(line, i - 1):
        return None
    led = line.word(i) in _LEADS or (line.word(i) == "to" and line.word(i - 1) in _MOVED)
    before = line.word(i) == "before"
    start = line.skip(i + 1 if led or before else i, FILLERS) if led or before else i
    read = _face(line, start)
    if read is None:
        return None
    clock, end = read
    if clock.weak and led:
        if line.word(end) in _COUNTED:
            return None
        clock = replace(clock, weak=False)
    if before:
        return None if clock.weak and line.word(end) in _COUNTED else (Vague("hard"), end)
    return clock, end


def _known_day(line: Line, i: int) -> bool:
    return line.word(i) in ("tomorrow", "on", "next", "this") or line.word(i).endswith("day")


def _face(line: Line, i: int) -> Read[Clock]:
    if line.word(i) == "midnight" or line.phrase(i, "twelve midnight", "12 midnight"):
        return Clock(24, half="24"), i + (1 if line.word(i) == "midnight" else 2)
    return _typed(line, i) or _past_or_to(line, i) or _spoken(line, i)


def _typed(line: Line, i: int) -> Read[Clock]:
    match = re.fullmatch("([0-9]{1,2})([:.])([0-9]{2})", line.word(i))
    if not match or int(match[1]) > 24 or int(match[3]) > 59 or (match[1] == "24" and match[3] != "00"):
        return None
    if match[2] == "." and line.word(i + 1) in _COUNTED:
        return None
    hour = int(match[1])
    plain = match[1][0] != "0" and hour <= 12
    return _half(line, i + 1, hour, int(match[3]), bare=False, dial=plain)


def _past_or_to(line: Line, i: int) -> Read[Clock]:
    """ "half past seven", "half seven", "quarter to six", "twenty five past nine", "quarter past"."""
    half = line.phrase(i, "half past", "half after", "half")
    if half:
        hour = _hour(line, half)
        if hour and line.word(hour[1]) not in _COUNTED:
            return _half(line, hour[1], hour[0], 30, bare=False)
        return (Clock(minute=30), half) if line.phrase(i, "half past") else None
    quarter = line.phrase(i, "quarter", "a quarter")
    read = (15, quarter) if quarter else cardinal(line, i)
    if read is None or not 0 < read[0] < 60:
        return None
    minute, end = read
    named = line.word(end) in ("minutes", "minute")
    end += named
    if not (named or minute in (5, 10, 15, 20, 25)) or line.word(end) not in (*_PAST, *_TO):
        return None
    past = line.word(end) in _PAST
    hour = _hour(line, end + 1)
    if hour and line.word(hour[1]) not in _COUNTED - {"of"}:
        return _half(line, hour[1], hour[0] if past else hour[0] - 1 or 12, minute if past else 60 - minute, bare=False)
    if line.phrase(end + 1, "noon", "midnight"):
        fixed = (12 if line.word(end + 1) == "noon" else 24) - (not past)
        return Clock(fixed % 24, minute if past else 60 - minute, "24"), end + 2
    ends = line.word(end + 1) in (ENDERS if line.word(end) == "past" else ("",))
    if not hour and ends and (line.word(end) == "past" or quarter or line.word(i - 1) == "at"):
        return Clock(minute=minute if past else 60 - minute), end + 1
    return None


def _spoken(line: Line, i: int) -> Read[Clock]:
    """ "seven", "seven thirty", "seven oh five", "nineteen thirty", "eight o'clock"."""
    read = cardinal(line, i)
    if read is None or not 0 <= read[0] <= 23:
        return None
    hour, end = read
    if line.word(end) == "hundred" and 12 < hour < 24:
        return Clock(hour, half="24"), line.skip(end + 1, ("hours",))
    minutes = _minutes(line, end)
    if minutes:
        return _half(line, minutes[1], hour, minutes[0], bare=not 0 < hour <= 12, dial=0 < hour <= 12)
    return _half(line, end, hour, 0, bare=True) if 0 < hour <= 12 else None


def _minutes(line: Line, i: int) -> Read[int]:
    if line.word(i) in ("oh", "o", "zero"):
        unit = cardinal(line, i + 1)
        return (unit[0], unit[1]) if unit and 0 < unit[0] < 10 else None
    read = cardinal(line, i)
    return read if read and 10 <= read[0] < 60 and line.word(read[1]) not in _COUNTED else None


def _hour(line: Line, i: int) -> Read[int]:
    read = cardinal(line, i)
    return read if read and 1 <= read[0] <= 12 else None


def _half(line: Line, end: int, hour: int, minute: int, *, bare: bool, dial: bool = True) -> Read[Clock]:
    """Which half of the day, where it is said; and the words that may follow a clock time."""
    clock = line.phrase(end, "oclock", "o clock")
    bare = bare and not (clock or line.word(end) in ("sharp", "ish"))
    end = line.skip(clock or end, ("sharp", "ish"))
    for half in ("am", "pm"):
        after = line.phrase(end, half, " ".join(half))
        if after and (half == "pm" or dial):
            return Clock(hour, minute, half if dial else "24"), after
    if not dial:
        return Clock(hour, minute, "24", weak=bare), end
    return Clock(hour, minute, weak=bare), end


_IN: Final = ("in the", "in", "at", "by", "by the", "this", "during the", "till the", "till", "over", "around")
_NAMED: Final = ("morning", "afternoon", "evening", "night")


def read_daypart(line: Line, i: int, dayparts: Mapping[str, time]) -> Read[Daypart]:
    """A part of the day at `i`, with the words that lead to it."""
    led = line.phrase(i, *_IN)
    starts = [led, i] if led else [i]
    for start in starts:
        read = _part(line, start, dayparts, led=start != i)
        if read is not None:
            part, end = read
            return (replace(part, this=True) if led and line.word(i) == "this" else part), end
    return None


def _part(line: Line, i: int, dayparts: Mapping[str, time], *, led: bool) -> Read[Daypart]:
    if line.word(i) == "tonight":
        return Daypart("tonight", this=True), i + 1
    first = line.phrase(i, "first thing")
    if first and line.word(i - 1) != "the" and (line.word(first) in ENDERS or _known_day(line, first)):
        return Daypart("first_thing"), first
    dinner = line.phrase(i, "after dinner", "after tea")
    if dinner:
        return Daypart("after_dinner"), dinner
    if line.word(i) == "noon":
        return Daypart("noon"), i + 1
    lunch = line.phrase(i, "lunch time", "lunch")
    if lunch:
        return (Daypart("lunch"), lunch) if led or lunch == i + 2 else None
    for name in sorted(set(dayparts) - set(DAYPARTS)):
        own = line.phrase(i, name.replace("_", " "))
        if own:
            return Daypart(name), own
    loose = line.word(i) in ("early", "late", "mid", "later")
    word = line.word(i + loose)
    name = word.removesuffix("s")
    if name not in _NAMED:
        return None
    end = i + loose + 1
    return Daypart(name, weak=not led, plural=word.endswith("s"), loose=loose), line.skip(end, ("time",))
