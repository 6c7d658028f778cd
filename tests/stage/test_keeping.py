"""What a dialogue asks to be kept, and what the journal and the witness are told of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest

from companion.dialogues._keeping import keep, offer_to_keep
from companion.errors import JournalError
from companion.intents import Interpreter
from companion.journal import MemoryJournal
from companion.material import Material
from companion.scene import Entry, Role, Scene, Settings
from companion.steps import Change, Dialogue, Forget, Keep, Kind, Remember, Slot
from companion.testing import Rehearsal, Spoken, rehearse, reply


class FullJournal(MemoryJournal):
    """A device with no space left."""

    def add(self, kind: Kind, fields: Mapping[str, Slot], owner: str, now: datetime) -> Entry:
        raise JournalError("There is no space left on this device.")


def _lead(
    dialogue: Role, material: Material, interpreter: Interpreter, journal: MemoryJournal, script: Sequence[Spoken] = ()
) -> Rehearsal:
    repertoire = {"note": dialogue}
    return rehearse(script, interpreter, material, repertoire, length=30, begin="note", journal=journal)


def test_what_is_kept_is_in_the_journal_and_told(material: Material, interpreter: Interpreter) -> None:
    """Keep, change and forget reach the journal, each with one event of its kind and without its words."""

    def dialogue(scene: Scene) -> Dialogue:
        yield from keep(scene, "moment", {"text": "tea on the step"})
        (entry,) = scene.journal.entries("moment")
        yield Change(entry.number, {"text": "tea"})
        assert scene.journal.entries("moment")[0].fields == {"text": "tea"}
        yield Keep("goal", {"text": "a garden"})
        yield Forget((entry.number,))
        assert [entry.kind for entry in scene.journal.entries()] == ["goal"]
        yield Forget("everything")

    journal = MemoryJournal()
    played = _lead(Role(dialogue), material, interpreter, journal)
    assert [fields for _, _, fields in played.events("stored")] == [
        {"kind": "moment", "action": "add"},
        {"kind": "moment", "action": "change"},
        {"kind": "goal", "action": "add"},
        {"kind": "moment", "action": "forget"},
        {"kind": "goal", "action": "forget"},
    ]
    assert played.said() == ["session.kept"]
    assert not journal.entries()


def test_today_is_forgotten_and_yesterday_is_not(material: Material, interpreter: Interpreter) -> None:
    """`today` is the calendar day of the wall clock (C42)."""
    journal = MemoryJournal()
    journal.add("goal", {"text": "old"}, "", datetime(2026, 11, 19, 23, 59))
    journal.add("goal", {"text": "new"}, "", datetime(2026, 11, 20, 0, 0))

    def dialogue(_: Scene) -> Dialogue:
        yield Forget("today")

    _lead(Role(dialogue), material, interpreter, journal)
    assert [entry.fields["text"] for entry in journal.entries()] == ["old"]


def test_what_cannot_be_written_is_said(material: Material, interpreter: Interpreter) -> None:
    """A store that fails is told in one event and one line, and nothing is called kept."""

    def dialogue(scene: Scene) -> Dialogue:
        yield from keep(scene, "moment", {"text": "tea"})

    played = _lead(Role(dialogue), material, interpreter, FullJournal())
    assert [fields["what"] for _, _, fields in played.events("error")] == ["There is no space left on this device."]
    assert not played.events("stored")
    assert played.said() == ["session.not_kept"]


@pytest.mark.parametrize(("answer", "kept"), [("yes", 1), ("no", 0), ("i don't know", 0)])
def test_only_a_yes_keeps(material: Material, interpreter: Interpreter, answer: str, kept: int) -> None:
    """Nothing is kept without a plain yes (D15)."""

    def dialogue(scene: Scene) -> Dialogue:
        yield from offer_to_keep(scene, "moment", {"text": "tea"})

    journal = MemoryJournal()
    _lead(Role(dialogue), material, interpreter, journal, [reply("session.keep_that", answer)])
    assert len(journal.entries()) == kept


def test_private_things_are_seen_in_the_owners_session_only() -> None:
    """What belongs to one person is not there for another, nor when both are listening (D14)."""
    for owner, seen in [("Ana", 2), ("Sam", 1), ("", 1), (None, 1)]:
        journal = MemoryJournal(owner)
        journal.add("value", {"text": "calm"}, "Ana", datetime(2026, 11, 20))
        journal.add("value", {"text": "honesty"}, "", datetime(2026, 11, 20))
        assert len(journal.entries()) == seen


def test_the_session_remembers_for_every_dialogue(material: Material, interpreter: Interpreter) -> None:
    """A remembered value is seen by the next dialogue, until it is forgotten; nothing is written."""
    seen: list[object] = []

    def dialogue(scene: Scene) -> Dialogue:
        yield Remember("distress", 8)
        seen.append(scene.memory["distress"])
        yield Remember("distress", None)
        seen.append("distress" in scene.memory)

    played = _lead(Role(dialogue), material, interpreter, MemoryJournal())
    assert seen == [8, False]
    assert not played.events("stored")


def test_people_are_those_kept_else_those_of_the_config(material: Material, interpreter: Interpreter) -> None:
    """Names given by voice count before names in the config."""
    seen: list[tuple[str, ...]] = []

    def dialogue(scene: Scene) -> Dialogue:
        seen.append(scene.people)
        yield Keep("person", {"name": "Ana"})
        seen.append(scene.people)

    repertoire = {"note": Role(dialogue)}
    rehearse([], interpreter, material, repertoire, length=1, begin="note", settings=Settings(people=("Sam", "Jo")))
    assert seen == [("Sam", "Jo"), ("Ana",)]
