"""What is planned: announced once, repeated once, changed by voice, and there after a restart."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from companion.journal import MemoryJournal
from companion.room import VirtualWall
from companion.scene import Settings
from companion.stage._agenda import Agenda
from companion.steps import Slot
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
NOW = datetime(2026, 11, 20, 9)
DAILY = {"unit": "day", "at": "09:05"}


def _planned(
    when: datetime = NOW + timedelta(minutes=5),
    what: str = "check_in",
    every: dict[str, str] | None = None,
    about: str = "",
    told: int = 0,
) -> MemoryJournal:
    """A journal of an earlier session in which something was agreed."""
    journal = MemoryJournal()
    fields: dict[str, Slot] = {
        "what": what,
        "when": when.isoformat(),
        "zone": "",
        "about": about,
        "every": every or {},
        "told": told,
    }
    journal.add("appointment", fields, "", NOW - timedelta(days=1))
    return journal


def _reminders(played: Rehearsal) -> list[float]:
    return [t for t, _, _ in played.events("reminder")]


def test_what_is_due_is_announced_and_leads_on(play: Play) -> None:
    """At its time it is named, and a yes begins it; it is then off the agenda (S38, C43)."""
    played = play([reply("reminders.begin", "yes")], length=330, journal=_planned())
    assert _reminders(played) == [pytest.approx(300, abs=0.1)]
    assert played.said()[:2] == ["reminders.now", "reminders.begin"]
    assert ("check_in", "start") in [(f["name"], f["state"]) for _, _, f in played.events("activity")]
    assert not played.stage.ledger.agenda.appointments


def test_at_most_one_repeat(play: Play) -> None:
    """Nobody is chased: an unanswered announcement is repeated once, ten minutes later, and never again (D27)."""
    played = play([], length=2000, journal=_planned())
    assert _reminders(played) == [pytest.approx(300, abs=0.1), pytest.approx(900, abs=1)]
    assert not played.stage.ledger.agenda.appointments


def test_a_rhythm_comes_again_at_its_hour(play: Play) -> None:
    """A daily time is announced and repeated today, and stands for tomorrow at the same hour (S38, S61)."""
    played = play([], length=1800, journal=_planned(every=DAILY))
    assert len(_reminders(played)) == 2
    (found,) = played.stage.ledger.agenda.appointments
    assert (found.when, found.every, found.told) == (datetime(2026, 11, 21, 9, 5), DAILY, 0)


def test_a_missed_one_is_told_gently_at_the_next_start(play: Play) -> None:
    """What was due while nothing ran is said after the greeting, with when it was, and without blame (C43)."""
    journal = _planned(NOW - timedelta(hours=2))
    played = play([reply("reminders.begin", "no")], length=60, begin="greeting", journal=journal)
    assert played.said() == ["session.greeting", "reminders.missed", "reminders.begin", "reminders.later"]
    text = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "reminders.missed")
    assert "seven in the morning" in text


def test_quiet_hours_are_quiet_except_for_an_agreed_return(play: Play) -> None:
    """In the quiet hours nothing is announced; a return from a timeout, which people agreed on, is (S26)."""
    quiet = Settings(quiet=(time(8), time(9, 30)))
    played = play([], length=1900, journal=_planned(), settings=quiet)
    assert _reminders(played)[0] == pytest.approx(1800, abs=0.1)
    played = play([], length=400, journal=_planned(what="come_back"), settings=quiet)
    assert _reminders(played) == [pytest.approx(300, abs=0.1)]
    assert "timeout.come_back" in played.said()


def test_nothing_is_announced_into_something_else(play: Play) -> None:
    """An announcement waits until what runs is over, and is not lost."""
    played = play([Spoken(280, "breathing")], length=600, journal=_planned())
    ended = next(t for t, _, f in played.events("activity") if f["state"] == "end")
    assert _reminders(played)[0] == pytest.approx(ended, abs=1)


def test_the_agenda_is_read_out_and_changed_by_voice(play: Play) -> None:
    """What is planned is said in full; a new time counts after it was read back and confirmed (S26, S71)."""
    script = [
        Spoken(1, "what is planned"),
        reply("reminders.change", "yes"),
        reply("reminders.new_time", "tomorrow at half past seven in the evening"),
        reply("reminders.right", "yes"),
    ]
    played = play(script, length=120, journal=_planned(what="money"))
    assert played.said()[0] == "reminders.planned"
    read = [str(f["text"]) for _, _, f in played.events("say")]
    assert any("the money date, tomorrow, Saturday the twenty first of November" in text for text in read)
    (found,) = played.stage.ledger.agenda.appointments
    assert (found.what, found.when) == ("money", datetime(2026, 11, 21, 19, 30))


def test_a_time_that_was_refused_changes_nothing(play: Play) -> None:
    """A no to the read-back leaves everything as it was."""
    script = [
        Spoken(1, "what is planned"),
        reply("reminders.change", "yes"),
        reply("reminders.new_time", "tomorrow at eight"),
        reply("reminders.right", "no"),
    ]
    played = play(script, length=60, journal=_planned())
    assert played.said()[-1] == "reminders.unchanged"
    assert played.stage.ledger.agenda.appointments[0].when == NOW + timedelta(minutes=5)


def test_one_of_several_is_taken_off(play: Play) -> None:
    """It is chosen by number, named again, and taken off after a yes; the other one stays."""
    journal = _planned(NOW + timedelta(hours=1), about="tea on the step", what="ritual")
    fields: dict[str, Slot] = {
        **journal.entries()[0].fields,
        "what": "money",
        "about": "",
        "when": "2026-11-20T11:00:00",
    }
    journal.add("appointment", fields, "", NOW)
    script = [
        Spoken(1, "what is planned"),
        reply("reminders.change", "yes"),
        reply("reminders.which", "the first one"),
        reply("reminders.new_time", "no"),
        reply("reminders.take_off", "yes"),
    ]
    played = play(script, length=90, journal=journal)
    assert played.said()[-1] == "reminders.taken_off"
    assert [found.what for found in played.stage.ledger.agenda.appointments] == ["money"]
    named = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "reminders.take_off")
    assert "tea on the step" in named


def test_an_empty_agenda_says_so(play: Play) -> None:
    """Nothing planned is said plainly, and asks nothing."""
    assert play([Spoken(1, "what is planned")], length=20).said() == ["reminders.nothing"]


def test_a_return_survives_a_restart(play: Play) -> None:
    """A confirmed return is in the journal, and the next session leads it (S26, C43)."""
    journal = MemoryJournal()
    script = [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes")]
    first = play(script, length=60, journal=journal)
    (agreed,) = first.stage.ledger.agenda.appointments
    second = play([], length=1900, journal=journal, begin="greeting", now=NOW + timedelta(minutes=1))
    back = next(t for t, _, f in second.events("say") if f["id"] == "timeout.come_back")
    due = (agreed.when - NOW - timedelta(minutes=1)).total_seconds()
    assert back == pytest.approx(due, abs=0.1)


def test_in_another_zone_a_moment_stays_and_a_rhythm_keeps_its_hour(play: Play) -> None:
    """Half past nine agreed in Berlin is half past eight in London; every day at nine is nine there too (S26)."""
    journal = _planned(datetime(2026, 11, 20, 9, 30))
    journal.change(1, {"zone": "Europe/Berlin"})
    journal.add("appointment", {**journal.entries()[0].fields, "every": DAILY, "about": "tea"}, "", NOW)
    wall = VirtualWall(NOW)
    wall.zone = "Europe/London"
    agenda = Agenda(journal, wall, (time(), time()), lambda *_, **__: None)
    once, often = agenda.appointments
    assert (once.when, often.when) == (datetime(2026, 11, 20, 8, 30), datetime(2026, 11, 20, 9, 30))


def test_goodbye_says_whether_the_time_will_be_told(play: Play) -> None:
    """Without a lasting journal people are asked to remember the time themselves."""
    script = [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes"), Spoken(60, "goodbye")]
    assert "session.goodbye_agreed" in play(script, length=90).said()


def test_a_time_said_by_itself_is_planned_for_what_it_is_for(play: Play) -> None:
    """A rhythm that is named gets its purpose by number, is read back, and stands (S38, S61, S71)."""
    script = [
        Spoken(1, "remind us every day at nine"),
        reply("words.which", "the first one"),
        reply("reminders.right", "yes"),
    ]
    played = play(script, length=90)
    (found,) = played.stage.ledger.agenda.appointments
    assert (found.what, found.when, found.every) == (
        "check_in", datetime(2026, 11, 21, 9), {"unit": "day", "at": "09:00"},
    )  # fmt: skip


@pytest.mark.parametrize("answer", ["no", "pass"])
def test_a_time_for_nothing_plans_nothing(play: Play, answer: str) -> None:
    """A time that was misheard costs one question (C11)."""
    played = play([Spoken(1, "remind us every day at nine"), reply("words.which", answer)], length=60)
    assert not played.events("appointment")
    assert played.said()[-1] == "words.nothing"
