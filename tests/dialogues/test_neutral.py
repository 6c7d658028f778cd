"""No taking sides, on whole conversations: who begins, how long each has, and what each hears (S57)."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from turns import open_pair, talk, turns

from companion.material import Material
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
PEOPLE = ("Ana", "Sam")
TWO = Settings(people=PEOPLE)


def _deck(material: Material, name: str) -> list[Spoken]:
    """Everything that is said in one deck by two people who talk in every turn."""
    said = [Spoken(1, f"{name.replace('_', ' ')} cards"), reply("together.alone", "no"), *open_pair(2)[:2]]
    said += [reply("together.settle", "next", 2), *open_pair(2)[2:]]
    cards = [card for card in material.decks[name].cards if not card.private]
    for card in cards:
        said += [talk(card.line)] * 2
        said += [reply("words.which", "pass")] * 2 if card.back else []
        said += [reply("words.which", "pass")] if card.keep else []
        said += [reply("deck.another", "next")] if card is not cards[-1] else []
    return said


def _heard_by(played: Rehearsal) -> dict[str, list[str]]:
    """What was said for each person between their name and their turn, or the question that is for both."""
    words: dict[str, list[str]] = {person: [] for person in PEOPLE}
    whose = ""
    for _, event, fields in played.log:
        if event == "say" and fields["id"] == "together.turn":
            whose = str(fields["text"]).rstrip(".")
        elif event == "say" and fields["id"] == "deck.another":
            whose = ""
        elif event == "say" and whose:
            words[whose].append(str(fields["text"]))
        elif event == "turn":
            whose = ""
    return words


def _fair(played: Rehearsal, turn_count: int) -> None:
    taken = turns(played)
    assert len(taken) == turn_count
    firsts = [person for person, _ in taken[::2]]
    assert all(one != other for one, other in pairwise(firsts))
    totals = {person: sum(length for who, length in taken if who == person) for person in PEOPLE}
    assert abs(totals["Ana"] - totals["Sam"]) < 2
    heard = _heard_by(played)
    assert heard["Ana"] == heard["Sam"] != []


@pytest.mark.parametrize("name", ["needs", "agreements", "part_with_care", "anger"])
def test_a_whole_deck_takes_no_side(play: Play, material: Material, name: str) -> None:
    """Who begins alternates with every card, the seconds are equal, and each hears the same words (S57, S80)."""
    played = play(_deck(material, name), length=2200, settings=TWO)
    cards = [card for card in material.decks[name].cards if not card.private]
    _fair(played, 2 * len(cards))
    assert played.said()[-2:] == [f"decks.{name}.closing", "together.respect"]


@pytest.mark.parametrize("form", ["full", "facing"])
def test_a_whole_check_in_takes_no_side(play: Play, material: Material, form: str) -> None:
    """The same of a whole check-in, to its closing (S57)."""
    parts = material.check_in[form].parts
    said: Sequence[Spoken] = [
        Spoken(1, "check in"),
        *open_pair(2),
        *(talk(part.line) for part in parts for _ in PEOPLE),
    ]
    played = play(said, length=900, settings=Settings(people=PEOPLE, check_in_form=form))
    _fair(played, 2 * len(parts))


def test_the_one_who_did_the_hurting_hears_nothing_else(play: Play, material: Material) -> None:
    """In a deck that has words for a side, both hear the plain card, in either order of the names (S57, S80)."""
    for people in (PEOPLE, PEOPLE[::-1]):
        played = play(_deck(material, "shame"), length=900, settings=Settings(people=people))
        assert "decks.shame.says" in played.said()
        assert not {"decks.shame.hurt_says", "decks.shame.did_says"} & set(played.said())


def test_both_talk_at_once(play: Play) -> None:
    """Words over the other one's turn are left alone, and the turn keeps its time."""
    said = [Spoken(1, "check in"), *open_pair(2)]
    start = play(said, length=120, settings=TWO).events("turn")[0][0]
    over = [Spoken(start + 3 + t, "that is not how it was", rejected="not a command") for t in range(0, 30, 2)]
    played = play([*said, *over], length=start + 60, settings=TWO)
    assert turns(played, whole=False)[0][1] == pytest.approx(45, abs=0.05)
    assert not [f for t, _, f in played.events("say") if start < t < start + 45]
