"""Rituals and goals: built by everyone, given a time, looked at again."""

from collections.abc import Callable
from datetime import datetime

import pytest
from turns import open_pair

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
NOW = datetime(2026, 11, 20, 9)
TWO = Settings(people=("Ana", "Sam"))
DOOR = [reply("together.alone", "no"), *open_pair(2)]
FITS = [reply("together.each_fits", "yes")] * 2
COFFEE = "a coffee together before the day begins"
BUILD = [
    Spoken(1, "build a ritual"),
    *DOOR,
    reply("words.which", "the first one"),
    reply("rituals.how_long", "the second one"),
    *FITS,
]
SAVE = "we put something aside every month"
SET = [Spoken(1, "set a goal"), *DOOR, reply("words.which", "the first one"), *FITS]


def _kept(kind: str, what: str) -> MemoryJournal:
    journal = MemoryJournal()
    if kind == "ritual":
        journal.add("ritual", {"what": what, "minutes": 5}, "", NOW)
    else:
        journal.add("goal", {"what": what, "state": "open"}, "", NOW)
    return journal


def test_what_how_long_and_how_often(play: Play) -> None:
    """A ritual has words, a length and a rhythm, each confirmed, and is kept (S61)."""
    journal = MemoryJournal()
    script = [*BUILD, reply("rituals.when", "every sunday at five"), reply("reminders.right", "yes")]
    played = play(script, length=150, settings=TWO, journal=journal)
    assert [dict(entry.fields) for entry in journal.entries("ritual")] == [{"what": COFFEE, "minutes": 15}]
    (planned,) = played.stage.ledger.agenda.appointments
    assert (planned.what, planned.about, planned.when) == ("ritual", COFFEE, datetime(2026, 11, 22, 17))


@pytest.mark.parametrize("answers", [["no"], ["yes", "no"], []])
def test_a_ritual_needs_everyone(play: Play, answers: list[str]) -> None:
    """One no or silence, and it stays open (S61)."""
    journal = MemoryJournal()
    script = [*BUILD[:-2], *(reply("together.each_fits", answer) for answer in answers)]
    played = play(script, length=150, settings=TWO, journal=journal)
    assert played.said()[-1] == "together.left_open"
    assert not journal.entries()


def test_it_needs_no_time(play: Play) -> None:
    """Without a time it is kept all the same (S61, D27)."""
    journal = MemoryJournal()
    played = play([*BUILD, reply("rituals.when", "no")], length=130, settings=TWO, journal=journal)
    assert played.said()[-1] == "rituals.no_time"
    assert len(journal.entries("ritual")) == 1


def test_when_its_time_has_come_it_is_kept_on_the_clock(play: Play) -> None:
    """Its reminder leads to it: the length it has, one sound half way, one at the end (S61)."""
    script = [*BUILD, reply("rituals.when", "in two hours"), reply("reminders.right", "yes")]
    script += [reply("reminders.begin", "yes"), *open_pair(2)]
    played = play(script, length=2 * 3600 + 1100, settings=TWO)
    assert played.said()[-2:] == ["rituals.begins", "rituals.over"]
    (began,) = [t for t, _, f in played.events("said") if f["id"] == "rituals.begins"]
    (over,) = [t for t, _, f in played.events("say") if f["id"] == "rituals.over"]
    assert over - began == pytest.approx(15 * 60, abs=1)
    assert [f["sound"] for t, _, f in played.events("cue") if began < t <= over] == ["halfway", "turn"]


def test_a_time_for_a_ritual_leads_to_the_one_there_is(play: Play) -> None:
    """A time that was planned without naming it is for the only ritual; next and stop end it (S61)."""
    script = [Spoken(1, "in two hours"), reply("words.which", "the third one"), reply("reminders.right", "yes")]
    script += [reply("reminders.begin", "yes"), *DOOR, reply("rituals.begins", "next", 60)]
    journal = _kept("ritual", COFFEE)
    assert play(script, length=2 * 3600 + 200, settings=TWO, journal=journal).said()[-1] == "rituals.over"
    script[-1] = reply("rituals.begins", "stop", 60)
    journal = _kept("ritual", COFFEE)
    assert play(script, length=2 * 3600 + 200, settings=TWO, journal=journal).said()[-1] == "rituals.stopped"


def test_how_are_our_rituals(play: Play) -> None:
    """Each is named with its rhythm; one that no longer fits is taken off with its time (S61)."""
    script = [*BUILD, reply("rituals.when", "every sunday at five"), reply("reminders.right", "yes")]
    script += [Spoken(170, "how are our rituals"), *open_pair(2), reply("rituals.still", "no")]
    journal = MemoryJournal()
    played = play([*script, reply("rituals.new", "no")], length=300, settings=TWO, journal=journal)
    (text,) = [str(f["text"]) for _, _, f in played.events("say") if f["id"] == "rituals.one_often"]
    assert text == f"A ritual of yours: {COFFEE}, every Sunday at five in the afternoon."
    assert played.said()[-1] == "rituals.closing"
    assert not journal.entries("ritual")
    assert not played.stage.ledger.agenda.appointments


def test_silence_takes_nothing_off(play: Play) -> None:
    """Nobody answers: what is there stays (S61)."""
    journal = _kept("ritual", COFFEE)
    played = play([Spoken(1, "how are our rituals"), *DOOR], length=180, settings=TWO, journal=journal)
    assert played.said()[-1] == "rituals.closing"
    assert journal.entries("ritual")


def test_one_alone_builds_one_too(play: Play) -> None:
    """Alone, and with words of one's own, it works the same (S61)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "build a ritual"),
        reply("together.alone", "yes"),
        reply("rituals.what", "tea in the garden"),
        reply("words.right", "yes"),
        reply("rituals.how_long", "pass"),
        reply("together.fits", "yes"),
    ]
    play(script, length=80, journal=journal, manner=Manner(dictation=True, addressed=True))
    assert [dict(entry.fields) for entry in journal.entries("ritual")] == [{"what": "tea in the garden", "minutes": 0}]


def test_one_goal_and_a_day_to_come_back_to_it(play: Play) -> None:
    """A goal is one sentence that everyone confirms, and has a day on which it is asked after (S72)."""
    journal = MemoryJournal()
    script = [*SET, reply("goals.when", "tomorrow at noon"), reply("reminders.right", "yes")]
    played = play(script, length=150, settings=TWO, journal=journal)
    assert [dict(entry.fields) for entry in journal.entries("goal")] == [{"what": SAVE, "state": "open"}]
    (planned,) = played.stage.ledger.agenda.appointments
    assert (planned.what, planned.about, planned.when) == ("goal", SAVE, datetime(2026, 11, 21, 12))


def test_a_goal_needs_everyone(play: Play) -> None:
    """A no keeps nothing (S72, D15)."""
    journal = MemoryJournal()
    played = play([*SET[:-2], reply("together.each_fits", "no")], length=100, settings=TWO, journal=journal)
    assert played.said()[-1] == "together.left_open"
    assert not journal.entries()


@pytest.mark.parametrize(
    ("answer", "line", "state"),
    [
        ("done", "goals.reached", "reached"),
        ("no", "goals.dropped", "dropped"),
        ("yes", "goals.stays", "open"),
        (None, "goals.stays", "open"),
    ],
)
def test_it_is_asked_after(play: Play, answer: str | None, line: str, state: str) -> None:
    """Reached, still theirs or dropped, in the same tone; silence leaves it as it is (S72, D27)."""
    journal = _kept("goal", SAVE)
    script = [Spoken(1, "what are our goals"), *DOOR, *([reply("goals.how", answer)] if answer else [])]
    played = play(script, length=170, settings=TWO, journal=journal)
    assert line in played.said()
    assert journal.entries("goal")[0].fields["state"] == state


def test_on_its_day_it_is_asked_after(play: Play) -> None:
    """The reminder leads to the one goal, and a reached one is not asked about again (S72, D27)."""
    script = [*SET, reply("goals.when", "in two hours"), reply("reminders.right", "yes")]
    script += [reply("reminders.begin", "yes"), *open_pair(2), reply("goals.how", "done")]
    played = play(script, length=2 * 3600 + 200, settings=TWO)
    assert played.said()[-2:] == ["goals.how", "goals.reached"]
    assert not played.stage.ledger.agenda.appointments


@pytest.mark.parametrize("words", ["a walk on sundays", "no phones at dinner", "we breathe before we talk"])
def test_words_of_ones_own_may_sound_like_a_command(play: Play, words: str) -> None:
    """What is taken down is a sentence and leads nowhere else; a plain no, and a timeout, are what they are (S61)."""
    typed = Manner(dictation=True, addressed=True)
    open_ = [Spoken(1, "our rituals"), reply("together.alone", "yes")]
    taken = play([*open_, reply("rituals.what", words)], length=60, manner=typed)
    assert f'I have "{words}".' in [f["text"] for _, _, f in taken.events("say")]
    nothing = play([*open_, reply("rituals.what", "no thank you")], length=60, manner=typed)
    assert nothing.said()[-1] == "words.nothing"
    timeout = play([*open_, reply("rituals.what", "we call a timeout when it is too much")], length=60, manner=typed)
    assert "timeout.opening" in timeout.said()
