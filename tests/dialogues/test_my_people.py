"""Kind words, and the people somebody can lean on."""

from collections.abc import Callable
from datetime import datetime

import pytest

from companion.journal import MemoryJournal
from companion.material import Material
from companion.scene import Settings
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
NOW = datetime(2026, 11, 20, 9)
DICTATION = Manner(dictation=True, addressed=True)


def _journal(*names: str) -> MemoryJournal:
    journal = MemoryJournal()
    for name in names:
        journal.add("my_person", {"name": name}, "", NOW)
    return journal


def _named(journal: MemoryJournal) -> list[object]:
    return [entry.fields["name"] for entry in journal.entries("my_person")]


def test_kind_words_are_others_each_time(play: Play, material: Material) -> None:
    """Three at a time, and none twice until all were said; the next day begins with others (S79)."""
    words = material.lists["kind_words.words"]
    script = [Spoken(1 + 40 * number, "say something kind") for number in range(len(words) // 3)]
    said = [line for line in play(script, length=200).said() if line in words]
    assert len(said) == len(set(said)) == len(words)
    tomorrow = play(script[:1], length=40, now=datetime(2026, 11, 21, 9)).said()
    assert tomorrow[0] != said[0]


def test_worth_is_answered_kindly(play: Play) -> None:
    """Somebody who doubts their worth hears kind words, and who else could be there (S79, S82)."""
    assert play([Spoken(1, "am i enough")], length=60).said()[-1] == "kind_words.closing"


def test_a_name_is_taken_down_and_said_back(play: Play) -> None:
    """Whoever feels alone is asked for somebody to lean on; next time the name comes back (S82)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "i feel so alone"),
        reply("my_people.add", "yes"),
        reply("my_people.who", "ana"),
        reply("words.right", "yes"),
        Spoken(60, "i feel so alone"),
    ]
    played = play(script, length=80, journal=journal, manner=DICTATION)
    assert _named(journal) == ["Ana"]
    would = [str(f["text"]) for _, _, f in played.events("say") if f["id"] == "my_people.would"]
    assert would[0].startswith("Would you ring Ana")


def test_a_name_said_at_once_is_confirmed(play: Play) -> None:
    """ "Add Ana to my people" is read back before it counts (S82)."""
    journal = MemoryJournal()
    play([Spoken(1, "add ana to my people"), reply("words.right", "yes")], length=30, journal=journal)
    assert _named(journal) == ["Ana"]


def test_without_dictation_somebody_can_still_be_named(play: Play) -> None:
    """Where names cannot be taken down, one of a short list is chosen, and the partner is not the first (S82)."""
    journal = MemoryJournal()
    script = [Spoken(1, "my people"), reply("my_people.add", "yes"), reply("words.which_more", "the first one")]
    played = play(script, length=60, journal=journal)
    assert _named(journal) == ["a friend"]
    assert not any("partner" in str(f["text"]) for _, _, f in played.events("say"))


@pytest.mark.parametrize("answer", ["no", None])
def test_naming_nobody_is_fine(play: Play, answer: str | None) -> None:
    """Nobody has to be named; it ends with where else somebody is (S82)."""
    script = [Spoken(1, "my people"), *([reply("my_people.add", answer)] if answer else [])]
    assert play(script, length=60).said()[-1] == "my_people.closing"


def test_three_at_most_and_each_can_be_taken_off(play: Play) -> None:
    """A fourth asks who shall be taken off (S82)."""
    journal = _journal("Ana", "Ben", "Noor")
    script = [Spoken(1, "add eva to my people"), reply("words.which", "the second one")]
    assert "my_people.full" in play(script, length=60, journal=journal).said()
    assert _named(journal) == ["Ana", "Noor"]


def test_the_list_can_be_changed(play: Play) -> None:
    """A yes to a change, and a no to adding somebody, takes somebody off (S82)."""
    journal = _journal("Ana", "Ben")
    script = [Spoken(1, "my people"), reply("my_people.change", "yes"), reply("my_people.add_more", "no")]
    play([*script, reply("words.which", "the first one")], length=80, journal=journal)
    assert _named(journal) == ["Ben"]


def test_in_a_private_session_the_names_stay_private(play: Play) -> None:
    """A name given in private belongs to that person alone (S82, D14)."""
    journal = MemoryJournal("Ana")
    script = [Spoken(1, "add eva to my people"), reply("words.right", "yes")]
    play(script, length=30, journal=journal, settings=Settings(people=("Ana", "Sam"), solo="Ana"))
    assert [entry.owner for entry in journal.entries("my_person")] == ["Ana"]
