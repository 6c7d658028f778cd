"""Notes: left for somebody, heard once, then gone."""

from collections.abc import Callable
from datetime import datetime

import pytest

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
NOW = datetime(2026, 11, 20, 9)
TWO = Settings(people=("Ana", "Sam"))
ASKED = [Spoken(1, "any notes for me"), reply("notes.now", "yes")]


def _journal() -> MemoryJournal:
    journal = MemoryJournal()
    journal.add("note", {"to": "Sam", "text": "thank you for today"}, "", NOW)
    return journal


def test_a_note_is_dictated_read_back_and_held(play: Play) -> None:
    """Leave a note for Sam: the words are read back, and a yes holds them until Sam has heard them (S48)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "leave a note for sam"),
        reply("notes.what", "thank you for the soup"),
        reply("words.right", "yes"),
        reply("notes.hold", "yes"),
    ]
    dictation = Manner(dictation=True, addressed=True)
    played = play(script, length=60, settings=TWO, journal=journal, manner=dictation)
    assert played.said()[-1] == "session.kept"
    (entry,) = journal.entries("note")
    assert (entry.fields["to"], entry.fields["text"]) == ("Sam", "thank you for the soup")


@pytest.mark.parametrize("answer", ["no", None])
def test_without_a_yes_it_is_not_held(play: Play, answer: str | None) -> None:
    """A note that nobody confirms is not held (S48, D15)."""
    journal = MemoryJournal()
    script = [Spoken(1, "leave a note for sam"), reply("words.which", "the first one")]
    script += [reply("notes.hold", answer)] if answer else []
    played = play(script, length=90, settings=TWO, journal=journal)
    assert played.said()[-1] == "session.let_go"
    assert not journal.entries()


@pytest.mark.parametrize(
    ("settings", "script", "to"),
    [
        (Settings(people=("Ana", "Sam"), solo="Ana"), [], "Sam"),
        (Settings(people=("Ana", "Sam", "Noor"), solo="Ana"), [reply("words.which", "the second one")], "Noor"),
        (TWO, [reply("words.which", "the first one")], "Ana"),
        (Settings(), [], "somebody here"),
    ],
)
def test_who_it_is_for(play: Play, settings: Settings, script: list[Spoken], to: str) -> None:
    """Without a name it is for the other one, for one of several who is chosen, or for somebody here (S48, S64)."""
    journal = MemoryJournal(settings.solo)
    script = [Spoken(1, "leave a note"), *script, reply("words.which", "the first one"), reply("notes.hold", "yes")]
    play(script, length=100, settings=settings, journal=journal)
    assert [entry.fields["to"] for entry in journal.entries("note")] == [to]


@pytest.mark.parametrize(
    ("said", "people", "to"),
    [("my wife", ("Ana", "Sam"), "Sam"), ("my wife", (), "My Wife"), ("my mother", ("Ana", "Sam"), "My Mother")],
)
def test_my_wife_is_the_other_one_here(play: Play, said: str, people: tuple[str, ...], to: str) -> None:
    """A note for "my wife" is for the other one by name, where that is known, and opens for nobody else (S48, D14)."""
    settings = Settings(people=people, solo=people[0] if people else "")
    journal = MemoryJournal(settings.solo)
    script = [Spoken(1, f"leave a note for {said}"), reply("words.which", "the first one"), reply("notes.hold", "yes")]
    play(script, length=100, settings=settings, journal=journal)
    assert [entry.fields["to"] for entry in journal.entries("note")] == [to]


@pytest.mark.parametrize("keep", ["no", None])
def test_heard_once_it_is_gone(play: Play, keep: str | None) -> None:
    """A note dies after it was heard, unless whoever heard it wants it kept (S48)."""
    journal = _journal()
    script = [*ASKED, *([reply("session.keep_that", keep)] if keep else [])]
    played = play(script, length=60, settings=TWO, journal=journal)
    texts = [f["text"] for _, _, f in played.events("say") if f["id"] == "notes.text"]
    assert texts == ["It says: thank you for today."]
    assert "notes.gone" in played.said()
    assert not journal.entries()


def test_kept_on_a_yes_it_can_be_heard_again(play: Play) -> None:
    """A yes keeps it, and from then on it stays (S48)."""
    journal = _journal()
    play([*ASKED, reply("session.keep_that", "yes")], length=60, settings=TWO, journal=journal)
    played = play(ASKED, length=60, settings=TWO, journal=journal)
    assert played.said()[-2:] == ["notes.text", "notes.closing"]
    assert len(journal.entries("note")) == 1


@pytest.mark.parametrize("answer", ["no", None])
def test_without_a_yes_it_is_not_said(play: Play, answer: str | None) -> None:
    """A note is said only after a yes, and waits otherwise (S48)."""
    journal = _journal()
    script = [ASKED[0], *([reply("notes.now", answer)] if answer else [])]
    played = play(script, length=60, settings=TWO, journal=journal)
    assert "notes.text" not in played.said()
    assert len(journal.entries("note")) == 1


@pytest.mark.parametrize(("solo", "said"), [("Ana", "notes.nothing_yet"), ("Sam", "notes.waiting")])
def test_in_a_private_session_notes_for_others_stay_closed(play: Play, solo: str, said: str) -> None:
    """Alone in private, somebody hears only what was left for them (S48, D14)."""
    settings = Settings(people=("Ana", "Sam"), solo=solo)
    assert play(ASKED[:1], length=30, settings=settings, journal=_journal()).said()[0] == said


@pytest.mark.parametrize(
    ("answers", "when"),
    [
        ([reply("notes.remind", "tomorrow at noon"), reply("reminders.right", "yes")], [datetime(2026, 11, 21, 12)]),
        ([reply("notes.remind", "no")], []),
        ([], []),
    ],
)
def test_no_words_now_may_have_one_reminder(play: Play, answers: list[Spoken], when: list[datetime]) -> None:
    """Whoever has no words may be reminded at a time they name, or not at all (S48, D27)."""
    script = [Spoken(1, "leave a note for sam"), reply("words.which", "pass"), *answers]
    played = play(script, length=100, settings=TWO)
    assert [(found.what, found.when) for found in played.stage.ledger.agenda.appointments] == [
        ("note", moment) for moment in when
    ]
    assert ("notes.not_now" in played.said()) is (not when)
