"""What brings people nearer, and what leads there: the lines, lists and roles of these dialogues in one place."""

from collections.abc import Mapping, Sequence
from typing import Final

from companion.dialogues import (
    _gathering,
    _span,
    appreciation,
    goals,
    gold,
    kind_words,
    moments,
    money,
    money_date,
    my_people,
    notes,
    rituals,
    values,
)
from companion.dialogues._lines import Lines
from companion.scene import Role

LINES: Final[Lines] = {
    **_gathering.LINES,
    **_span.LINES,
    **appreciation.LINES,
    **goals.LINES,
    **gold.LINES,
    **kind_words.LINES,
    **moments.LINES,
    **money.LINES,
    **money_date.LINES,
    **my_people.LINES,
    **notes.LINES,
    **rituals.LINES,
    **values.LINES,
}

LISTS: Final[Mapping[str, Sequence[str]]] = {
    **goals.LISTS,
    **gold.LISTS,
    **kind_words.LISTS,
    **moments.LISTS,
    **money.LISTS,
    **my_people.LISTS,
    **notes.LISTS,
    **rituals.LISTS,
    **values.LISTS,
}

ROLES: Final[Mapping[str, Role]] = {
    "appreciation": Role(appreciation.appreciation, activity=True),
    "micro_moment": Role(moments.micro_moment, activity=True),
    "add_moment": Role(moments.add_moment),
    "keep_moment": Role(gold.keep_moment),
    "read_moments": Role(gold.read_moments),
    "note": Role(notes.note, activity=True),
    "read_notes": Role(notes.read_notes),
    "kind_words": Role(kind_words.kind_words),
    "my_people": Role(my_people.my_people),
    "ritual": Role(rituals.ritual, activity=True),
    "values": Role(values.values, activity=True),
    "goal": Role(goals.goal, activity=True),
    "money": Role(money.money, activity=True),
}
