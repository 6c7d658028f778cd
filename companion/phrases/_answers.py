"""Answers to "how much, nought to ten?" and "which one?". Pure.

Rules
1. The whole of the words must be the answer: a number in a sentence about something else is none.
2. Ratings may be halves. Of "four or five" the higher counts; "between four and five" is the half between; "from seven
   to four" is where it went.
3. "Off the scale" is ten. A number over ten, or out of another number, is no rating.
"""

import re
from collections.abc import Sequence
from typing import Final

from companion.phrases._line import FILLERS, Line, Read, bag
from companion.phrases._numbers import cardinal, ordinal

_MOST: Final = 10.0
_OFF_SCALE: Final = (
    "off the scale", "off the scales", "off the charts", "off the chart", "through the roof", "maximum", "the maximum",
    "over ten", "more than ten", "above ten", "higher than ten", "eleven out of ten",
)  # fmt: skip
_BEFORE: Final = FILLERS | bag(
    "i i'm i'd i'll i've it it's its is that that's am was my mine me for at a an the around give call call's now "
    "right today currently be would feel feels feeling stress level number rating somewhere still only down up to "
    "more"
)
_AFTER: Final = FILLERS | bag("i now right today currently at the moment for me still really again thanks")
_JOINTS: Final = ("or", "to", "and", "no")

_WANTED: Final = FILLERS | bag(
    "i i'd i'll we we'll would want take like have go for with choose pick prefer do to me give it it's that's"
)
_LABELS: Final = ("number", "option", "choice", "card", "answer", "the number", "the option")
_LAST: Final = ("the last", "last", "the very last", "the bottom")
_ONES: Final = ("one", "option", "choice", "card", "answer", "question", "thing")


def parse_rating(words: Sequence[str]) -> float | None:
    """0 to 10, halves allowed, where the whole of `words` is a rating."""
    line = Line(words)
    opening = _open(line, 0)
    first = _score(line, opening)
    if first is None:
        return None
    value, end = first
    how = line.word(opening - 1) if line.word(opening - 1) in ("between", "from") else ""
    joint = line.word(end) if line.word(end) in _JOINTS else ""
    second = _score(line, _open(line, end + bool(joint)))
    if second:
        of_two, end = _of_two(value, second[0], how, joint), second[1]
    else:
        of_two = None if how or joint else value
    return of_two if of_two is not None and of_two <= _MOST and line.skip(end, _AFTER) == len(line) else None


def _open(line: Line, i: int) -> int:
    start = line.skip(i, _BEFORE)
    return line.skip(start + 1, _BEFORE) if line.word(start) in ("between", "from") else start


def _of_two(one: float, other: float, how: str, joint: str) -> float | None:
    if how == "from" or joint == "no":
        return other if joint in ("to", "no") else None
    if abs(one - other) != 1:
        return None
    if joint == "and":
        return (one + other) / 2 if how == "between" else None
    return max(one, other)


def _score(line: Line, i: int) -> Read[float]:
    off = line.phrase(i, *_OFF_SCALE)
    if off:
        return _MOST, off
    if re.fullmatch(r"[0-9]{1,2}\.[05]", line.word(i)):
        read: Read[float] = (float(line.word(i)), i + 1)
    else:
        whole = cardinal(line, i)
        half = line.phrase(whole[1], "and a half", "and half", "point five") if whole else None
        read = None if whole is None else (whole[0] + 0.5, half) if half else (float(whole[0]), whole[1])
    out_of = line.phrase(read[1], "out of", "of", "over", "on") if read else None
    if read and out_of:
        scale = cardinal(line, out_of)
        return (read[0], scale[1]) if scale and scale[0] == _MOST else None
    return read


def parse_choice(words: Sequence[str]) -> int | None:
    """Which of several, from 1; -1 for the last; None where the whole of `words` is no choice."""
    line = Line(words)
    start = line.skip(0, _WANTED)
    if line.phrase(start, "first thing"):
        return None
    last = line.phrase(start, *_LAST)
    if last:
        read: Read[int] = (-1, last)
    else:
        label = line.phrase(start, *_LABELS)
        the = line.word(start) == "the"
        read = cardinal(line, label or start)
        if read is None and label is None:
            read = ordinal(line, start + the)
    if read is None or not (read[0] == -1 or 1 <= read[0] <= 99):
        return None
    end = line.skip(read[1], _ONES) if line.word(read[1]) in _ONES and read[1] - start <= 3 else read[1]
    return read[0] if line.skip(end, FILLERS) == len(line) else None
