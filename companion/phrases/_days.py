"""Days, weeks and dates, read. Pure.

Rules
1. "The third" needs its "on", a weekday, a month or a clock time up to the tenth: alone it is a choice, not a day.
2. "May" and "march" are months only beside "of", "the" or an ordinal from the third on ("we may first ...").
3. "Sunday week", "a week on sunday" and "the sunday after next" are one day: a week after the coming one; "sunday
   fortnight" is two.
"""

import re
from typing import Final, Literal

from companion.phrases._lengths import read_length
from companion.phrases._line import ENDERS, Line, Read
from companion.phrases._numbers import cardinal, ordinal
from companion.phrases._parts import WEEKDAYS, Date, Day, Offset, Past, Vague, Week, Weekday

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_LEADS: Final = (
    "on", "on the", "by", "by the", "till", "till the", "for", "from", "starting", "starting on", "starting from",
)  # fmt: skip
_LAST_BARE_CHOICE: Final = 10
_PAST: Final = (
    "yesterday", "the day before yesterday", "day before yesterday", "the other day", "the other night", "last night",
    "last week", "last weekend", "last month", "last year", "last time", "the night before", "earlier", "last evening",
)  # fmt: skip


def read_day(line: Line, i: int) -> Read[Day | Past | Vague]:
    """A day at `i`, with the words that lead to it."""
    past = line.phrase(i, *_PAST) or (i + 2 if line.word(i) == "last" and _weekday(line, i + 1) is not None else None)
    if past:
        return Past(), past
    lead = line.phrase(i, *_LEADS)
    on = lead is not None and line.word(i) != "for"
    reads = [_read(line, start, on=on and start == lead) for start in ([lead, i] if lead else [i])]
    if lead and line.word(lead - 1) == "the":
        reads.append(_read(line, lead - 1, on=on))
    found = [read for read in reads if read]
    return max(found, key=lambda read: read[1], default=None)


def _read(line: Line, i: int, *, on: bool) -> Read[Day | Vague]:
    return (
        _near(line, i)
        or _weeks_on(line, i)
        or _week_and_day(line, i)
        or _weekday_read(line, i)
        or _date(line, i, on=on)
    )


def _near(line: Line, i: int) -> Read[Day]:
    """Today, tomorrow and the day after."""
    after = line.phrase(i, "the day after tomorrow", "day after tomorrow", "overmorrow")
    if after is None and line.word(i - 1) != "the" and line.phrase(i, "day after"):
        after = i + 2 if line.word(i + 2) in ENDERS else None
    for days, end in ((2, after), (1, line.phrase(i, "tomorrow")), (0, line.phrase(i, "today"))):
        if end:
            week = line.phrase(end, "week")
            return Offset(days + 7 * bool(week)), week or end
    return None


def _weeks_on(line: Line, i: int) -> Read[Day]:
    """ "a week on friday", "a fortnight today", "two weeks from tomorrow", "week on friday"."""
    read = read_length(line, i)
    days, end = (read[0].days, read[1]) if read else (7, i + 1)
    if days < 7 or days % 7 or line.word(end - 1).removesuffix("s") not in ("week", "fortnight"):
        return None
    start = line.skip(end, ("on", "from", "after", "this", "next"))
    near = line.phrase(start, "tomorrow", "today", "now")
    if near:
        return (Offset(days + (line.word(start) == "tomorrow")), near) if read else None
    number = _weekday(line, start)
    if number is None or (read is None and start == end):
        return None
    return Weekday(number, weeks=days // 7), start + 1


def _week_and_day(line: Line, i: int) -> Read[Day]:
    """ "next week", with the weekday as a part of its own ("next week on tuesday")."""
    end = line.phrase(i, "next week", "of next week", "in the next week")
    if end:
        return Week(1), end
    end = line.phrase(i, "this week", "of this week", "later this week")
    if end:
        return Week(0), end
    end = line.phrase(i, "the week after next", "week after next")
    return (Week(2), end) if end else None


def _weekday_read(line: Line, i: int) -> Read[Weekday | Vague]:
    start = line.skip(i, ("the", "this", "next", "coming", "following"))
    said = line.words[i:start]
    number = _weekday(line, start)
    if number is None or len(said) > 3:
        return None
    end = start + 1
    later = line.phrase(end, "week", "after next", "in a week", "fortnight", "in a fortnight")
    if later and line.word(i - 1) != "every":
        return Weekday(number, weeks=1 + (line.word(later - 1) == "fortnight")), later
    if line.word(end) == "after" and end + 1 == len(line):
        return Vague("hard"), end + 1
    turn: Literal["plain", "this", "next"]
    turn = "next" if "next" in said or "following" in said else "this" if "this" in said else "plain"
    coming = line.phrase(end, "coming", "next")
    if line.word(end) == "next" and line.word(end + 1) == "week":
        coming = None
    return Weekday(number, turn), coming or end


def _weekday(line: Line, i: int) -> int | None:
    return WEEKDAYS.index(line.word(i)) if line.word(i) in WEEKDAYS else None


def _date(line: Line, i: int, *, on: bool) -> Read[Date]:
    """ "the third", "third of december", "december the third", with or without a year."""
    the = line.word(i) == "the"
    start = i + the
    first = ordinal(line, start)
    day = first or (cardinal(line, start) if _month(line, _after(cardinal(line, start))) else None)
    if day is not None and 1 <= day[0] <= 31:
        read = _of_month(line, day[0], day[1], article=the or on)
        if read:
            return read
        bare = first is not None and (the or on) and _ends(line, day[1])
        beside = line.word(i - 1) in WEEKDAYS or on or day[0] > _LAST_BARE_CHOICE or line.word(day[1]) == "at"
        return (Date(day[0]), day[1]) if bare and beside else None
    month = _month(line, i)
    if month is None:
        return None
    the = line.word(i + 1) == "the"
    after = ordinal(line, i + 1 + the) or cardinal(line, i + 1 + the)
    if after is None or not 1 <= after[0] <= 31 or (month in (3, 5) and not (the or on or after[0] > 2)):
        return None
    return _year(line, after[0], month, after[1])


def _after(read: Read[int]) -> int:
    return read[1] if read else -1


def _of_month(line: Line, day: int, end: int, *, article: bool) -> Read[Date]:
    of = line.word(end) == "of"
    for ahead, phrases in ((1, ("next month",)), (0, ("this month", "the month"))):
        month_end = line.phrase(end + of, *phrases)
        if month_end:
            return Date(day, ahead=ahead), month_end
    month = _month(line, end + of)
    if month is None or (month in (3, 5) and not (of or article or _ends(line, end + 1))):
        return None
    return _year(line, day, month, end + of + 1)


def _year(line: Line, day: int, month: int, end: int) -> tuple[Date, int]:
    if re.fullmatch("2[01][0-9]{2}", line.word(end)):
        return Date(day, month, int(line.word(end))), end + 1
    read = cardinal(line, end)
    if read and 2000 <= read[0] < 2200:
        return Date(day, month, read[0]), read[1]
    low = cardinal(line, read[1]) if read and read[0] in (20, 21) else None
    if read and low and 10 <= low[0] < 100:
        return Date(day, month, read[0] * 100 + low[0]), low[1]
    return Date(day, month), end


def _month(line: Line, i: int) -> int | None:
    return MONTHS.index(line.word(i)) + 1 if line.word(i) in MONTHS else None


def _ends(line: Line, i: int) -> bool:
    return line.word(i) in ENDERS or line.word(i) in ("this", "noon", "tonight", "first")
