"""Recurrences and times without a value, read. Pure.

Rules
1. What cannot be kept as {unit, at, weekday} is a recurrence without a value: "every other day", "twice a week".
2. "When the kids are in bed" runs up to the next time in it, or to the end.
3. "Between seven and eight", "before friday" and "after lunch" have no value of their own.
"""

from collections.abc import Mapping
from typing import Final, Literal

from companion.phrases._days import read_day
from companion.phrases._line import ENDERS, Line, Read, bag
from companion.phrases._numbers import cardinal, ordinal
from companion.phrases._parts import WEEKDAYS, Every, Past, Vague

Strength = Literal["soft", "plain", "day", "hard"]

_KEPT: Final = {"day": "day", "week": "week", "month": "month"}
_PARTS: Final = ("morning", "afternoon", "evening", "night", "lunch", "noon")
_UNKEPT: Final = bag("second minute hour day week month year fortnight weekday weekend quarter")
_ADVERBS: Final = {"daily": "day", "weekly": "week", "monthly": "month"}
_UNKEPT_ADVERBS: Final = bag("fortnightly hourly yearly biweekly weekdays weekends")

_PHRASES: Final[Mapping[Strength, tuple[str, ...]]] = {
    "soft": (
        "later", "later on", "some time", "some time later", "at some point", "at some stage", "a bit later",
        "a little later",
    ),
    "plain": (
        "later today", "soon", "some other time", "another time", "any time", "whenever", "eventually", "in a bit",
        "in a little bit", "in a while", "in a little while", "in a moment", "in a few", "in a sec",
        "not now", "not yet",
        "in due course", "before bed", "at bed time", "bed time", "at dinner", "at dinner time",
        "dinner time", "tea time",
        "over dinner", "over breakfast", "at breakfast", "overnight", "next time",
        "within the hour", "in the next hour",
        "within the day", "the end of the day", "end of the day",
    ),
    "day": (
        "the weekend", "at the weekend", "on the weekend", "over the weekend", "this weekend", "weekend",
        "within the week",
    ),
    "hard": (
        "next weekend", "some other day", "another day", "one day", "some day", "next month", "this month", "next year",
        "this year", "the day after", "the next day", "the following day", "the end of the week", "end of the week",
        "the end of the month", "end of the month", "the end of next week", "end of next week",
    ),
}  # fmt: skip
_OWN_TIME: Final = bag("work school lunch breakfast dinner bed bath practice church class training football")
_CLAUSES: Final = ("when", "once", "after", "before", "as soon as", "till")
_SUBJECTS: Final = bag(
    "the i i'm i've we we're we've he she he's she's they they're it it's its you you're my our his her their "
    "things everyone everybody everything kids children baby this that a"
)


def read_every(line: Line, i: int) -> Read[Every]:
    """A recurrence at `i`: "every day", "each sunday", "once a week", "on mondays", "daily"."""
    start = line.skip(i, ("on", "at"))
    word = line.word(start)
    if word.endswith("s") and word[:-1] in WEEKDAYS:
        return Every("week", WEEKDAYS.index(word[:-1])), start + 1
    if word in _UNKEPT_ADVERBS:
        return Every(None), start + 1
    if _day_of_month(line, start):
        return Every(None), _day_of_month(line, start)
    word = line.word(i)
    if word in _ADVERBS and (line.word(i + 1) in ENDERS or line.word(i + 1) == "every"):
        return _every(_ADVERBS[word], i + 1)
    if word in ("every", "each"):
        return _unit(line, line.skip(i + 1, ("single",)))
    number = cardinal(line, i)
    times = i + 1 if word in ("once", "twice") else number[1] + 1 if number and line.word(number[1]) == "times" else i
    if times == i or line.word(times) not in ("a", "per", "every", "each"):
        return None
    unit = _unit(line, times + 1)
    return unit if unit is None or word == "once" else (Every(None), unit[1])


def _day_of_month(line: Line, i: int) -> int:
    """The end of "the first of every month", "the last sunday of each month"; 0 where there is none."""
    start = line.skip(i, ("the",))
    which = ordinal(line, start) or ((0, start + 1) if line.word(start) == "last" else None)
    end = line.skip(which[1], (*WEEKDAYS, "day")) if which else 0
    return (end and line.phrase(end, "of every month", "of each month", "every month", "each month")) or 0


def _unit(line: Line, i: int) -> Read[Every]:
    odd = line.phrase(i, "now and then", "so often", "now and again")
    if odd:
        return Every(None), odd
    count = ordinal(line, i) or cardinal(line, i)
    start = count[1] if count else line.skip(i, ("other", "alternate", "few", "couple", "of", "last"))
    word = line.word(start)
    singular = word.removesuffix("s")
    if start > i:
        return (Every(None), start + 1) if singular in (*_UNKEPT, *WEEKDAYS, *_PARTS) else None
    if word in _KEPT:
        return _every(_KEPT[word], i + 1)
    if word in WEEKDAYS:
        return Every("week", WEEKDAYS.index(word)), i + 1
    if word in _PARTS:
        return Every("day"), i
    return (Every(None), i + 1) if word in _UNKEPT else None


def _every(unit: str, end: int) -> Read[Every]:
    return Every("day" if unit == "day" else "week" if unit == "week" else "month"), end


def read_vague(line: Line, i: int) -> Read[Vague]:
    """A set phrase without a value at `i`."""
    ends = {strength: line.phrase(i, *phrases) or i for strength, phrases in _PHRASES.items()}
    strength = max(ends, key=lambda each: ends[each])
    if ends[strength] > i:
        return Vague(strength), ends[strength]
    if line.word(i) in ("after", "before") and line.word(i + 1) in _OWN_TIME:
        return Vague(), i + 2
    if line.word(i) in ("early", "late") and read_day(line, i + 1):
        return Vague(), i + 1
    if line.word(i) in ("after", "before", "between"):
        day = read_day(line, i + 1)
        if day and not isinstance(day[0], Past):
            return Vague("hard"), day[1]
    return _range(line, i)


def _range(line: Line, i: int) -> Read[Vague]:
    """ "between seven and eight", "from seven to eight"."""
    joint = {"between": "and", "from": "to"}.get(line.word(i))
    first = cardinal(line, i + 1) if joint else None
    second = cardinal(line, first[1] + 1) if first and line.word(first[1]) == joint else None
    return (Vague("hard"), second[1]) if second else None


def read_clause(line: Line, i: int) -> Read[Vague]:
    """The words that open "when the kids are in bed", "once I'm calm", "after the film"."""
    opened = line.phrase(i, *_CLAUSES)
    return (Vague(), opened) if opened and line.word(opened) in _SUBJECTS else None
