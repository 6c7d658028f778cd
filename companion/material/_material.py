"""One language of `scripts/` as a whole, and what is small in it: topics to listen to, what can be said."""

from collections.abc import Mapping
from dataclasses import dataclass

from companion.material._breathing import BreathStyle
from companion.material._exercises import Exercise
from companion.material._helplines import Country
from companion.material._together import Deck, Form
from companion.steps import State


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to listen to: its lines in order; `ask` is a yes or no at the end, `answer` is said after either.

    `when_calm` is only said where feelings are known not to be strong.
    """

    name: str
    called: str
    lines: tuple[str, ...]
    ask: str | None = None
    answer: str | None = None
    when_calm: str | None = None


@dataclass(frozen=True, slots=True)
class Help:
    """What can be said in a state, as ids of lines that each name one thing: the `first` few, and `more`."""

    first: tuple[str, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """One language of `scripts/`, loaded and checked.

    `lines` maps a line's id ("timeout.opening") to its text, with `{name}` where a value goes. `calm` names what is
    led in distress, in order, by how somebody is. `helplines` are by the two letters of a country. `lists` maps a list
    of a script ("values.words") to the ids of its lines, in order.
    """

    language: str
    lines: Mapping[str, str]
    breathing: Mapping[str, BreathStyle]
    exercises: Mapping[str, Exercise]
    calm: Mapping[str, tuple[str, ...]]
    check_in: Mapping[str, Form]
    decks: Mapping[str, Deck]
    learn: Mapping[str, Topic]
    help: Mapping[State, Help]
    helplines: Mapping[str, Country]
    lists: Mapping[str, tuple[str, ...]]
