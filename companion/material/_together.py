"""What people go through in turns: the parts of a check-in, the cards of a deck."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from companion.steps import Kind
from companion.units import Samples


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a check-in: the line that opens it and how long each person has.

    `words` is the line for whoever does not know what to say.
    """

    name: str
    line: str
    length: Samples
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the check-in: its parts in order, and the rhythm that is offered at its end."""

    name: str
    parts: tuple[Part, ...]
    every: Literal["day", "week"] = "day"


Programme = Literal["safety", "understanding", "consistency", "reconnection", "future"]
"""Where on the way something belongs (S4), in this order."""

PROGRAMME: Final[tuple[Programme, ...]] = get_args(Programme)


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a deck: its line, and how long each has who takes turns. One alone has open time.

    A `private` one is for one person alone. `hurt` and `did` are lines for whoever was hurt, or did the hurting.
    What everyone confirms is kept as `keep`; what each names of a card `back` is said back. Both may be chosen from the
    lines `offers`. The lines `each` are gone through one at a time before it.
    """

    name: str
    line: str
    length: Samples
    private: bool = False
    hurt: str | None = None
    did: str | None = None
    keep: Kind | None = None
    offers: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    back: bool = False


@dataclass(frozen=True, slots=True)
class Deck:
    """Cards on one subject; `called` is its spoken name. Its lines are `script`.opening, .rule and .closing."""

    name: str
    script: str
    called: str
    phase: Programme
    cards: tuple[Card, ...]
