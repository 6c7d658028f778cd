"""Cards to talk about in turns, or to think about alone: one dialogue for every deck (S4-S11, S29-S35, S54-S65, S80).

Rules
1. Everyone hears the same words and has the same time. Words for one side are only said to somebody alone (S57, S80).
2. Alone there is no time limit, and only then are private cards played.
3. A deep deck opens after a safety step: together the door of `_gate`, alone one number, asked once a session. There is
   always a way on and a way out (S4).
4. Nothing that is said is kept. A favourite keeps the card; an agreement needs everyone's yes. What was believed to be
   one is said back for everyone, and that is all.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._ask import ask, ask_number, ask_yes_no, number, picked
from companion.dialogues._company import company, in_order
from companion.dialogues._free_words import free_words
from companion.dialogues._gate import pair_open
from companion.dialogues._keeping import keep
from companion.dialogues._last_word import last_word
from companion.dialogues._lines import lines
from companion.dialogues._nudge import nudge
from companion.dialogues._profile import TOPIC, preferences
from companion.dialogues._turns import ENDS, Aside, Ended, take_turn
from companion.dialogues.agreements import agree_on
from companion.material import PROGRAMME, Card, Deck
from companion.phrases import say_number
from companion.scene import Scene
from companion.steps import Be, Dialogue, Heard, Intent, Lead, Listen, Remember, Resumed, Say, Step
from companion.units import samples

LINES: Final = {
    **lines(
        "deck",
        "which_again none first_settle strong strong_again role role_again ways alone_only "
        "private_left sentence each that_one another stopped favourites opening rule closing",
        which="count",
        said_back="name text",
        item="number called",
    ),
    **lines("together", "team respect"),
}
SETTLED: Final = "settled"
"""Remembered once somebody alone was asked how strong it is."""

ROLE: Final = "role"
ROLES: Final = ("hurt", "did", "both", "")
AT_ONCE: Final = 4
"""So many decks are read out before a number is asked for."""

FITS: Final = samples(4)
"""How long there is to say that one of the words that are gone through fits."""

Playing = Generator[Step, Heard | Resumed | None, None]


def reflection(scene: Scene) -> Dialogue:
    """The deck that was asked for, or one that is chosen from all there are."""
    named = scene.intent.slots.get("deck")
    deck = (yield from _choose(scene)) if named is None else scene.material.decks[str(named)]
    if deck is not None:
        yield from play(scene, deck)


def play(scene: Scene, deck: Deck) -> Playing:
    """Lead through one deck, from the door to its closing."""
    people = yield from company(scene)
    cards = [card for card in deck.cards if len(people) == 1 or not card.private]
    if not cards:
        yield Say("deck.alone_only")
        return
    if len(people) == 1:
        if not (yield from settled(scene, deck)):
            return
    elif not (yield from pair_open(scene, deep=deck.phase != "safety")):
        return
    else:
        people = yield from in_order(scene, people)
    side = (yield from _side(scene, deck)) if len(people) == 1 else ""
    yield Be("reflection")
    yield from _frame(deck, people, len(cards) < len(deck.cards))
    yield from last_word(_cards(scene, deck, [_worded(card, side) for card in cards], people), "deck.stopped")
    yield Be("question")
    yield Say(f"{deck.script}.closing")
    if len(people) > 1:
        yield Say("together.respect")


def _choose(scene: Scene) -> Generator[Step, Heard | Resumed | None, Deck | None]:
    """One of all decks, read out a few at a time: favourites, what is near somebody, then as in the programme."""
    near = preferences(scene).get(TOPIC)
    every = scene.material.decks.values()
    decks = [*_favourites(scene), *sorted(every, key=lambda deck: (deck.name != near, PROGRAMME.index(deck.phase)))]
    yield Say("deck.which", {"count": say_number(len(decks))})
    for first in range(0, len(decks), AT_ONCE):
        for place, deck in enumerate(decks[first : first + AT_ONCE], first + 1):
            yield Say("deck.item", {"number": say_number(place), "called": deck.called})
        heard = yield from ask(["deck.which_again"], frozenset({"choice", "no", "done", "pass"}))
        chosen = picked(heard, decks, first + AT_ONCE)
        if chosen is not None:
            return chosen
        if heard is None or heard.intent.name != "no":
            break
    yield Say("deck.none")
    return None


def _favourites(scene: Scene) -> list[Deck]:
    """The cards that were kept, as one deck; none where none are. Private ones only in somebody's private minutes."""
    decks = scene.material.decks
    kept = dict.fromkeys((e.fields["deck"], e.fields["card"]) for e in scene.journal.entries("favourite"))
    found = [
        (deck, card)
        for name, called in kept
        if (deck := decks.get(str(name))) is not None
        for card in deck.cards
        if card.name == called and (scene.solo is not None or not card.private)
    ]
    if not found:
        return []
    phase = max((deck.phase for deck, _ in found), key=PROGRAMME.index)
    called = scene.material.lines["deck.favourites"]
    return [Deck("favourites", "deck", called, phase, tuple(card for _, card in found))]


def settled(scene: Scene, deck: Deck) -> Generator[Step, Heard | Resumed | None, bool]:
    """The safety step of somebody alone: a number, and calm first where it is high and wanted."""
    if deck.phase == PROGRAMME[0] or SETTLED in scene.memory:
        return True
    strength = number((yield from ask_number(["deck.first_settle"])))
    yield Remember(SETTLED, True)
    if strength is None or strength < scene.settings.settle_from:
        return True
    first = yield from ask_yes_no(["deck.strong", "deck.strong_again"])
    if first:
        yield Lead(Intent("calm"))
    if first is None:
        yield Say("deck.none")
    return first is False


def _side(scene: Scene, deck: Deck) -> Generator[Step, Heard | Resumed | None, str]:
    """Which words fit whoever is alone here, asked once a session and only where a deck has such words."""
    if not any(card.hurt or card.did for card in deck.cards):
        return ""
    if ROLE not in scene.memory:
        answers = frozenset({"choice", "pass", "no", "unsure", "done"})
        heard = yield from ask(["deck.role", "deck.role_again"], answers)
        yield Remember(ROLE, picked(heard, ROLES) or "")
    return str(scene.memory[ROLE])


def _worded(card: Card, side: str) -> tuple[Card, str]:
    """The card and the line it is asked with."""
    return card, {"hurt": card.hurt, "did": card.did}.get(side) or card.line


def _frame(deck: Deck, people: Sequence[str], fewer: bool) -> Playing:
    yield Say(f"{deck.script}.opening")
    if len(people) > 1:
        yield Say("together.team")
    yield Say(f"{deck.script}.rule")
    if fewer:
        yield Say("deck.private_left")
    yield Say("deck.ways")


def _cards(scene: Scene, deck: Deck, cards: Sequence[tuple[Card, str]], people: Sequence[str]) -> Playing:
    place = 0
    while place < len(cards):
        card, line = cards[place]
        asides = _asides(scene, deck, card, line)
        first = place % len(people)
        ended = yield from _card(scene, card, line, (*people[first:], *people[:first]), asides)
        if ended.by == "back":
            place = max(0, place - 1)
            continue
        if card.back and len(people) > 1 and ended.spoke:
            yield from _said_back(scene, people, card.offers)
        if card.keep is not None and len(people) > 1:
            yield from agree_on(scene, people, card.offers)
            yield Be("reflection")
        if place + 1 < len(cards):
            answer = yield from _another(asides["favourite"])
            if answer in ("done", "pass") or (answer is None and not ended.spoke):
                return
            if answer == "back":
                continue  # the same card once more
        place += 1


def _card(
    scene: Scene, card: Card, line: str, people: Sequence[str], asides: dict[str, Aside]
) -> Generator[Step, Heard | Resumed | None, Ended]:
    """One card for everyone in turn: how it ended, and whether anybody spoke. "Back" ends it at once."""
    turns: list[Ended] = []
    length, ends = (None, ENDS | {"back", "continue"}) if len(people) == 1 else (card.length, ENDS | {"back"})
    for person in people:
        if card.each:
            yield from _gone_through(card.each, person)
        turns.append((yield from take_turn(scene, person, line, length, "reflection", asides, ends)))
        if turns[-1].by == "back":
            break
    yield from nudge(scene, people, any(turn.hard for turn in turns))
    return Ended(turns[-1].by, any(turn.spoke for turn in turns))


def _gone_through(each: Sequence[str], person: str) -> Playing:
    """The words one at a time, until one fits or somebody is done; a pass and silence go on to the next (S32)."""
    heeds = frozenset({"next"})
    if person:
        yield Say("together.turn", {"name": person})
    yield Say("deck.each")
    for line in each:
        heard = yield Say(line, heeds=heeds)
        if heard is None:
            heard = yield Listen("question", FITS, heeds=heeds, question=(Say("deck.each"), Say(line)))
        if isinstance(heard, Heard) and heard.intent.name in ("yes", "choice"):
            yield Say("deck.that_one")
            return
        if isinstance(heard, Heard) and heard.intent.name == "done":
            return


def _said_back(scene: Scene, people: Sequence[str], offers: Sequence[str]) -> Playing:
    """What everyone named, in a sentence of theirs or one of `offers`; then all of them, in the same words (S10)."""
    texts = []
    yield Be("question")
    for person in people:
        yield Say("together.turn", {"name": person})
        texts.append((yield from free_words(scene, "deck.sentence", [scene.material.lines[line] for line in offers])))
    for person, text in zip(people, texts, strict=True):
        if text is not None:
            yield Say("deck.said_back", {"name": person, "text": text.rstrip(".")})
    yield Be("reflection")


def _asides(scene: Scene, deck: Deck, card: Card, line: str) -> dict[str, Aside]:
    def again(heard: Heard) -> Dialogue:
        yield Say(f"{deck.script}.rule" if heard.intent.slots.get("what") == "rule" else line)

    def favourite(_: Heard) -> Dialogue:
        home = next(each.name for each in scene.material.decks.values() if card in each.cards)
        yield from keep(scene, "favourite", {"deck": home, "card": card.name}, scene.solo or "")

    return {"repeat": again, "favourite": favourite}


def _another(favourite: Aside) -> Generator[Step, Heard | Resumed | None, str | None]:
    """What comes after a card: "next", "done" ...; None where nobody says."""
    answers = ENDS | {"back", "continue", "favourite"}
    while True:
        heard = yield from ask(["deck.another"], answers, state="reflection", heeds=frozenset({"next"}))
        if heard is None or heard.intent.name != "favourite":
            return None if heard is None else heard.intent.name
        yield from favourite(heard)
