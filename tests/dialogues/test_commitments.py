"""Small promises, followed up without counting; and the week in facts."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
NOW = datetime(2026, 11, 20, 9)
PAIR = Settings(people=("Ana", "Sam"))
DICTATION = Manner(dictation=True, addressed=True)


def _open(due: str = "2026-11-20T08:00:00") -> MemoryJournal:
    journal = MemoryJournal()
    journal.add("commitment", {"who": "Ana", "what": "call the bank", "due": due, "state": "open"}, "", NOW)
    return journal


def _texts(played: Rehearsal, line: str) -> list[str]:
    return [str(f["text"]) for _, _, f in played.events("say") if f["id"] == line]


def test_who_what_and_by_when_are_read_back_and_kept(play: Play) -> None:
    """A commitment counts after it was read back in full; a word comes before, a question when it is due (S39)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "i promise to call the bank by tomorrow at noon"),
        reply("commitments.who", "no"),
        reply("commitments.who", "yes"),
        reply("commitments.right", "yes"),
    ]
    played = play(script, length=60, journal=journal, settings=PAIR)
    (text,) = _texts(played, "commitments.read_back")
    assert text.startswith("Sam. call the bank, tomorrow, Saturday")
    (entry,) = journal.entries("commitment")
    assert (entry.fields["who"], entry.fields["due"]) == ("Sam", "2026-11-21T12:00:00")
    planned = [(found.what, found.when) for found in played.stage.ledger.agenda.appointments]
    assert planned[1] == ("commitment", datetime(2026, 11, 21, 12))
    assert planned[0][0] == "commitment_soon"
    assert NOW < planned[0][1] < planned[1][1]


def test_without_a_yes_nothing_is_kept(play: Play) -> None:
    """A read-back that nobody confirms keeps nothing and plans nothing (S39, D15)."""
    journal = MemoryJournal()
    script = [Spoken(1, "i promise to call the bank by tomorrow at noon"), reply("commitments.right", "no")]
    play(script, length=60, journal=journal)
    assert not journal.entries()


def test_where_only_commands_are_heard_a_list_is_read(play: Play) -> None:
    """Without dictation the words come from a short list, by number (S39)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "i want to make a commitment"),
        reply("words.which", "the second one"),
        reply("commitments.when", "pass"),
        reply("commitments.right", "yes"),
    ]
    play(script, length=90, journal=journal)
    assert [entry.fields["what"] for entry in journal.entries("commitment")] == ["send a message when I am late"]


def test_dictated_words_are_read_back_and_asked_for_once_more(play: Play) -> None:
    """What was taken down counts after a yes; a no asks once more, then nothing is taken."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "i want to make a commitment"),
        reply("commitments.what", "fix the garden fence"),
        reply("words.right", "no"),
        reply("commitments.what", "fix the garden gate"),
        reply("words.right", "yes"),
        reply("commitments.when", "pass"),
        reply("commitments.right", "yes"),
    ]
    play(script, length=120, journal=journal, manner=DICTATION)
    assert [entry.fields["what"] for entry in journal.entries("commitment")] == ["fix the garden gate"]


@pytest.mark.parametrize(
    ("answer", "then", "state", "due"),
    [
        ("yes", None, "happened", "2026-11-20T08:00:00"),
        ("partly", "tomorrow at noon", "open", "2026-11-21T12:00:00"),
        ("not yet", "no", "let go", "2026-11-20T08:00:00"),
        ("not yet", None, "open", "2026-11-20T08:00:00"),
    ],
)
def test_it_is_asked_after_and_planned_again(play: Play, answer: str, then: str | None, state: str, due: str) -> None:
    """Happened, partly or not yet; what did not happen gets a new time or is let go, without remark (S39, D27)."""
    journal = _open()
    script = [Spoken(1, "what did i promise"), reply("commitments.how", answer)]
    script += [reply("commitments.new_time", then)] if then else []
    played = play(script, length=60, journal=journal)
    assert _texts(played, "commitments.open")[0].startswith("Ana. call the bank")
    (entry,) = journal.entries("commitment")
    assert (entry.fields["state"], entry.fields["due"]) == (state, due)


def test_what_is_not_yet_due_is_only_named(play: Play) -> None:
    """Nobody is asked after something before its time (S39)."""
    played = play([Spoken(1, "what did i promise")], length=30, journal=_open("2026-11-22T08:00:00"))
    assert played.said() == ["commitments.open"]


def test_a_word_before_and_the_question_when_it_is_due(play: Play) -> None:
    """The word before asks nothing and comes once; the announcement when it is due leads to a question (S39, D27)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "i promise to call the bank in forty minutes"),
        reply("commitments.right", "yes"),
        reply("reminders.begin", "yes"),
        reply("commitments.how", "yes"),
    ]
    played = play(script, length=2700, journal=journal)
    said = played.said()
    assert said.count("reminders.soon") == 1
    assert said[said.index("reminders.soon") + 1 :][:3] == ["reminders.now", "reminders.begin", "commitments.open"]
    assert journal.entries("commitment")[0].fields["state"] == "happened"
    assert not played.stage.ledger.agenda.appointments


def test_the_week_in_facts(play: Play) -> None:
    """What was kept in the last seven days is said in plain numbers, and nothing older (S50)."""
    journal = MemoryJournal()
    journal.add("rating", {"activity": "timeout", "before": 8, "after": 4}, "", NOW - timedelta(days=1))
    journal.add("rating", {"activity": "timeout", "before": 8, "after": 4}, "", NOW - timedelta(days=8))
    for _ in range(3):
        journal.add("moment", {"text": "tea"}, "", NOW - timedelta(days=2))
    played = play([Spoken(1, "how was our week")], length=30, journal=journal)
    assert played.said() == ["recap.opening", "recap.timeout_one", "recap.moment", "recap.closing"]
    assert _texts(played, "recap.moment") == ["three moments kept."]


def test_a_week_without_anything_kept_is_no_reproach(play: Play) -> None:
    """Nothing kept says nothing about the week (S50, D27)."""
    assert play([Spoken(1, "how was our week")], length=30).said() == ["recap.nothing"]


@pytest.mark.parametrize(("keeping", "counted"), [(True, 1), (False, 0), (None, 0)])
def test_a_break_is_counted_only_where_numbers_are_kept(play: Play, keeping: bool | None, counted: int) -> None:
    """Coming back from a break is a fact of the week for those who chose to keep numbers, and for nobody else (D15)."""
    journal = MemoryJournal()
    if keeping is not None:
        journal.add("preference", {"keeping": keeping}, "", NOW)
    script = [
        Spoken(1, "timeout for half an hour"),
        reply("timeout.read_back", "yes"),
        Spoken(60, "i'm ready"),
        reply("timeout.sentence", "yes"),
        reply("timeout.ready", "yes"),
    ]
    play(script, length=150, journal=journal)
    assert [entry.fields for entry in journal.entries("rating")] == [{"activity": "timeout"}] * counted
