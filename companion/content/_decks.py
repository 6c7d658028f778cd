"""decks/*.yaml: cards to talk about or to think about, one deck a file (S5-S11, S29-S35, S51-S65, S80)."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Final, Literal

from pydantic import Field, StrictBool, StrictFloat

from companion._mistakes import quoted
from companion.content._script import Misfit, Passage, Script, Text, WholeBlocks
from companion.material import Card, Deck, Programme
from companion.units import samples
from companion.yamlfile import Where, Written

WANTED: Final = (
    "meaning", "needs", "patterns", "emotional_affair", "screens", "distance", "agreements", "learned_patterns",
    "grief", "anger", "shame", "fear", "who_am_i", "part_with_care", "future", "money",
)  # fmt: skip
"""What a person can ask for by voice and must therefore be there, in the order it is read out."""

FRAME: Final = ("opening", "rule", "closing")
"""The lines that every deck has."""


class CardData(Written):
    """One card; `seconds` is what each person has in turn. One alone has open time.

    `private` cards are for one person alone. `hurt` and `did` are the words for whoever was hurt and whoever did the
    hurting. With `keep`, what everyone confirms is kept; with `back`, what each names is said back to all; `offers` are
    lines to choose either from. The lines `each` are said one at a time before the card.
    """

    line: Text
    seconds: Annotated[StrictFloat, Field(ge=10, le=1800), WholeBlocks] = 120.0
    private: StrictBool = False
    hurt: Text | None = None
    did: Text | None = None
    keep: Literal["agreement"] | None = None
    offers: tuple[Text, ...] = ()
    each: tuple[Text, ...] = ()
    back: StrictBool = False

    def mentions(self) -> Iterator[tuple[str, Where]]:
        for key in ("line", "hurt", "did"):
            line = getattr(self, key)
            if line is not None:
                yield line, (key,)
        for key in ("offers", "each"):
            for number, line in enumerate(getattr(self, key)):
                yield line, (key, number)


class DeckScript(Script):
    """A file of decks/."""

    called: Text
    phase: Programme
    cards: Annotated[tuple[CardData, ...], Field(min_length=1, description="one card or more")]

    def deck(self, name: str) -> Deck:
        return Deck(name, f"decks.{name}", self.called, self.phase, tuple(_card(name, card) for card in self.cards))

    def mentions(self) -> Iterator[tuple[str, Where]]:
        for line in FRAME:
            yield line, ("lines",)
        for number, card in enumerate(self.cards):
            for line, where in card.mentions():
                yield line, ("cards", number, *where)

    def passages(self) -> Iterator[Passage]:
        yield Passage("called", self.called, ("called",), whole=False)

    def misfits(self) -> Iterator[Misfit]:
        for number, card in enumerate(self.cards):
            if card.line in [other.line for other in self.cards[:number]]:
                yield ("cards", number, "line"), f"the card {quoted(card.line)} is there twice."
            if (card.keep is not None or card.back) != bool(card.offers):
                yield ("cards", number), "`keep` or `back`, and `offers`, belong together."


def in_reading_order(names: Iterable[str]) -> list[str]:
    """The decks that ship in the order above, then those that were added, by name."""
    return sorted(names, key=lambda name: (WANTED.index(name) if name in WANTED else len(WANTED), name))


def _card(deck: str, card: CardData) -> Card:
    def found(line: str | None) -> str | None:
        return None if line is None else f"decks.{deck}.{line}"

    return Card(
        card.line,
        f"decks.{deck}.{card.line}",
        samples(card.seconds),
        card.private,
        found(card.hurt),
        found(card.did),
        card.keep,
        tuple(f"decks.{deck}.{line}" for line in card.offers),
        tuple(f"decks.{deck}.{line}" for line in card.each),
        card.back,
    )
