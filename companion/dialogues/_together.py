"""What people do together, and what leads there: the lines and roles of these dialogues in one place."""

from collections.abc import Mapping, Sequence
from typing import Final

from companion.dialogues import (
    _company,
    _nudge,
    _turns,
    agreements,
    check_in,
    deck,
    four_conditions,
    future,
    learn,
    leaving,
    repair,
    who_is_right,
)
from companion.dialogues._lines import Lines
from companion.scene import Role

LINES: Final[Lines] = {
    **_company.LINES,
    **_nudge.LINES,
    **_turns.LINES,
    **agreements.LINES,
    **check_in.LINES,
    **deck.LINES,
    **four_conditions.LINES,
    **future.LINES,
    **learn.LINES,
    **leaving.LINES,
    **repair.LINES,
    **who_is_right.LINES,
}

LISTS: Final[Mapping[str, Sequence[str]]] = {**_nudge.LISTS}
"""The lists they go through."""

ROLES: Final[Mapping[str, Role]] = {
    "check_in": Role(check_in.check_in, activity=True),
    "reflection": Role(deck.reflection, activity=True),
    "agreement": Role(agreements.revisit),
    "future": Role(future.future, activity=True),
    "four_conditions": Role(four_conditions.four_conditions, activity=True),
    "leaving": Role(leaving.leaving, activity=True),
    "repair": Role(repair.repair, activity=True),
    "who_is_right": Role(who_is_right.who_is_right, activity=True),
    "learn": Role(learn.learn, activity=True),
}
"""What each intent leads to; `agreement` is the companion's own, when the monthly time has come."""
