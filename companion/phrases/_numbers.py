"""Whole numbers and ordinals, read and said. Pure.

Rules
1. A reader takes the longest number that begins there and says where it ends; "thirty" after "seven" is no part of it.
2. Typed digits count as words do, up to six of them.
"""

import re
from collections.abc import Sequence
from typing import Final

from companion.phrases._line import Line, Read

_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight",
    "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ODD: Final = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
               "twelve": "twelfth"}  # fmt: skip
_SCALES: Final = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))

_VALUES: Final = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS) if word}


def say_number(n: int) -> str:
    """`n` in words: 120 is "one hundred and twenty"."""
    if n < 0:
        return f"minus {say_number(-n)}"
    if n < 20:
        return _SMALL[n]
    if n < 100:
        return _TENS[n // 10] + (f" {_SMALL[n % 10]}" if n % 10 else "")
    if n < 1_000:
        return f"{_SMALL[n // 100]} hundred" + (f" and {say_number(n % 100)}" if n % 100 else "")
    size, name = next(((size, name) for size, name in _SCALES if n >= size))
    rest = n % size
    joint = " and " if rest < 100 else " "
    return f"{say_number(n // size)} {name}" + (f"{joint}{say_number(rest)}" if rest else "")


def say_ordinal(n: int) -> str:
    """`n` from 1 as an ordinal: 27 is "twenty seventh"."""
    *lead, last = say_number(n).split()
    if last in _ODD:
        last = _ODD[last]
    elif last.endswith("y"):
        last = f"{last[:-1]}ieth"
    else:
        last = f"{last}{'h' if last.endswith('t') else 'th'}"
    return " ".join([*lead, last])


_ORDINALS: Final = {say_ordinal(n): n for n in [*range(1, 21), 30]}


def parse_number(words: Sequence[str]) -> int | None:
    """The whole number that `words` are, all of them ("twenty five", "a hundred", "25"); None where they are not."""
    line = Line(words)
    read = cardinal(line, 0)
    return read[0] if read and read[1] == len(line) else None


def cardinal(line: Line, i: int) -> Read[int]:
    """A number of up to six digits at `i`."""
    start = i + 1 if line.word(i) == "a" and line.word(i + 1) in ("hundred", "thousand", "dozen") else i
    read = (1, start) if start > i else _below_hundred(line, i)
    if read is None:
        return None
    if line.word(read[1]) == "dozen" and start > i:
        return 12, read[1] + 1
    total, end = _hundreds(line, *read)
    if line.word(end) == "thousand" and 0 < total < 1_000:
        total, end = total * 1_000, end + 1
        rest = _below_hundred(line, line.skip(end, ("and",)))
        if rest and rest[0]:
            more, end = _hundreds(line, *rest)
            total += more
    return total, end


def _hundreds(line: Line, n: int, end: int) -> tuple[int, int]:
    if line.word(end) != "hundred" or not 0 < n < 10:
        return n, end
    rest = _below_hundred(line, end + 2) if line.word(end + 1) == "and" else _below_hundred(line, end + 1)
    return (100 * n + rest[0], rest[1]) if rest and rest[0] else (100 * n, end + 1)


def _below_hundred(line: Line, i: int) -> Read[int]:
    word = line.word(i)
    if re.fullmatch("[0-9]{1,6}", word):
        return int(word), i + 1
    value = _VALUES.get(word)
    if value is None:
        return None
    unit = _VALUES.get(line.word(i + 1), 0)
    return (value + unit, i + 2) if value >= 20 and 0 < unit < 10 else (value, i + 1)


def ordinal(line: Line, i: int) -> Read[int]:
    """An ordinal below a hundred at `i`: "third", "twenty third", "3rd"."""
    typed = re.fullmatch("([0-9]{1,2})(?:st|nd|rd|th)", line.word(i))
    if typed:
        return int(typed[1]), i + 1
    tens = _VALUES.get(line.word(i), 0)
    unit = _ORDINALS.get(line.word(i + 1), 10)
    if tens >= 20 and unit < 10:
        return tens + unit, i + 2
    found = _ORDINALS.get(line.word(i))
    return None if found is None else (found, i + 1)
