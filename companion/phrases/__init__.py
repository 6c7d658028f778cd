"""Spoken numbers, ratings, choices, lengths and times, both ways: understood and said. English.

No file is read and no clock looked at: the caller passes `now`. What is found, and what is left alone, is ruled in
`_find`; what a phrase comes to in `_resolve`; `grammar` writes the same phrases down for a grammar recogniser.
"""

from companion.phrases._answers import parse_choice, parse_rating
from companion.phrases._every import next_time, say_every
from companion.phrases._find import find_time
from companion.phrases._grammar import grammar, words
from companion.phrases._lengths import Minutes, find_minutes, say_duration
from companion.phrases._meaning import Found
from companion.phrases._numbers import parse_number, say_number, say_ordinal
from companion.phrases._parts import DAYPARTS, WEEKDAYS
from companion.phrases._said import say_clock, say_month, say_time
from companion.phrases._samples import samples

__all__ = [
    "DAYPARTS",
    "WEEKDAYS",
    "Found",
    "Minutes",
    "find_minutes",
    "find_time",
    "grammar",
    "next_time",
    "parse_choice",
    "parse_number",
    "parse_rating",
    "samples",
    "say_clock",
    "say_duration",
    "say_every",
    "say_month",
    "say_number",
    "say_ordinal",
    "say_time",
    "words",
]
