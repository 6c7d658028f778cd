"""The ordinary spoken ways to say all this, as JSGF for a grammar recogniser. English.

Rules
1. Everything the grammar accepts, the readers of this package understand; they understand far more than it accepts.
2. PocketSphinx writes a rule out wherever it is named, so a rule is named as seldom as can be.
3. Only words of its dictionary, no digits: "p m" is two words, as other recognisers hear it as well.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from companion.phrases._days import MONTHS
from companion.phrases._numbers import say_number, say_ordinal
from companion.phrases._parts import WEEKDAYS


def _any(*ways: str) -> str:
    return f"( {' | '.join(ways)} )"


_UNITS: Final = _any(*map(say_number, range(1, 10)))
_TEENS: Final = _any(*map(say_number, range(10, 20)))
_TENS: Final = _any(*(say_number(n) for n in range(20, 100, 10)))
_HALF_DAY: Final = "a m | p m | in the morning | in the afternoon | in the evening | at night"
_PAST_OR_TO: Final = (
    "( half | ( half | quarter | five | ten | twenty | twenty five ) past | ( quarter | five | ten | twenty ) to )"
)
_ENDING: Final = "( morning | afternoon | evening | night | lunchtime )"

_RULES: Final = {
    "when": _any(
        "[ in | for ] <minutes> [ time | from now ]",
        "( another | push it back [ by ] ) ( ( five | ten | fifteen | twenty | thirty ) minutes | half an hour "
        "| an hour [ and a half ] | two hours | a day )",
        "in <when_ahead>",
        "[ at | by | around | until ] <when_clock>",
        "( at | by | around | until ) <when_hour>",
        "<when_day> [ at <when_time> ]",
        "[ the ] same time ( tomorrow | on <when_weekday> | next week )",
    ),
    "when_ahead": _any(
        "five | ten | fifteen | twenty | thirty | forty five",
        f"( a | one ) ( day | week | fortnight | month ) | {_any(*map(say_number, range(2, 8)))} ( days | weeks )",
        "a couple of days",
    ),
    "when_hour": _any(*map(say_number, range(1, 13))),
    "when_clock": _any(
        f"{_PAST_OR_TO} <when_hour>",
        "<when_hour> ( o'clock | fifteen | thirty | forty five )",
        f"<when_hour> ( {_HALF_DAY} )",
        "noon | midday | midnight | lunchtime",
    ),
    "when_time": _any(
        f"( {_PAST_OR_TO} <when_hour> | <when_hour> [ o'clock | fifteen | thirty | forty five ] ) [ {_HALF_DAY} ]",
        "noon | midday | midnight | lunchtime",
    ),
    "when_weekday": _any(*WEEKDAYS),
    "when_day": _any(
        f"tomorrow [ {_ENDING} | after dinner ]",
        "[ the ] day after tomorrow",
        "today | tonight | this ( morning | afternoon | evening )",
        "first thing [ in the morning | tomorrow ]",
        "in the ( morning | afternoon | evening ) | [ tonight ] after dinner",
        f"[ on | next | this | until | by ] <when_weekday> [ {_ENDING} | week | after dinner | next week ]",
        "a week ( on <when_weekday> | today | tomorrow )",
        "on [ <when_weekday> ] the <when_ordinal> [ of <when_month> ]",
    ),
    "when_ordinal": _any(
        *map(say_ordinal, range(1, 21)), f"twenty {_any(*map(say_ordinal, range(1, 10)))}", "thirtieth | thirty first"
    ),
    "when_month": _any(*MONTHS),
    "every": "("
    + _any(
        "every ( day | week | month | morning | evening | night )",
        f"( every | each ) <when_weekday> [ {_ENDING} ]",
        f"[ once a week ] on {_any(*(f'{day}s' for day in WEEKDAYS))}",
        "once a ( day | week | month ) | daily | weekly",
    )
    + " [ at <when_time> ] )",
    "minutes": _any(
        "half an hour | [ a ] quarter of an hour | three quarters of an hour",
        "an hour [ and a half | and a quarter | and ten minutes | and twenty minutes ]",
        "one and a half hours | a couple of ( hours | minutes )",
        "a minute [ and a half ] | one minute | one hour | two and a half minutes | thirty seconds | ninety seconds",
        f"{_any(*map(say_number, range(2, 25)))} hours",
        f"{_any(*map(say_number, [*range(2, 16), 20, 25, 30, 35, 40, 45, 50, 60, 90]))} minutes",
    ),
    "rating": _any(
        "[ about | maybe | around | it's | i'm at | i would say ] [ a | an ] "
        f"( {_any(*map(say_number, range(10)))} [ and a half | out of ten ] | ten [ out of ten ] )",
        *(f"{say_number(n)} or {say_number(n + 1)}" for n in range(10)),
        "off the scale",
    ),
    "number": f"( zero | {_UNITS} | {_TEENS} | {_TENS} [ {_UNITS} ] | a hundred | one hundred )",
    "choice": _any(
        f"[ the ] {_any(*map(say_ordinal, range(1, 11)))} [ one ]",
        "the last [ one ]",
        f"[ number | option ] {_any(*map(say_number, range(1, 9)))}",
        "( number | option ) ( nine | ten )",  # alone, nine is how some voices say done
    ),
    "vague": _any(
        "later [ on | today ] | soon | in a bit | in a while | some time | another time | not now | whenever",
        "when the kids are ( in bed | asleep ) | when i'm ready | when we're calm",
        "after work | after school | before bed",
        "( at | over | on ) the weekend | this weekend | next week | next month",
    ),
}


def grammar() -> Mapping[str, str]:
    """JSGF right-hand sides by rule name: when, every, minutes, rating, number, choice, vague, and the `when_...` ones.

    They name one another: a grammar that uses one holds them all.
    """
    return _RULES


@cache
def words() -> frozenset[str]:
    """Every word of the grammar, lower case."""
    return frozenset(
        word for body in _RULES.values() for word in re.findall(r"[a-z'][a-z']*", re.sub("<[^>]*>", " ", body))
    )
