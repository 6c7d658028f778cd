"""Money: stories, meanings, an agreement, a date, and what happened; never a figure."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

import pytest
from turns import open_pair, talk, turns

from companion.journal import MemoryJournal
from companion.material import Material
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"))
NOT_ALONE = reply("together.alone", "no")
DEEP = [NOT_ALONE, *open_pair(2)[:2], reply("together.settle", "next", 2), *open_pair(2)[2:]]
PARTS = ["since", "coming", "hard", "wish_money", "next_step"]


def _way(which: str) -> list[Spoken]:
    return [Spoken(1, "money"), reply("words.which_more", which)]


STORIES, DATE, TELLING, MEANINGS = (_way(f"the {place} one") for place in ("first", "second", "third", "fourth"))
HAPPENED = [Spoken(1, "money"), reply("words.which_more", "no"), reply("words.which", "the fifth one")]


def _texts(played: Rehearsal, line: str) -> list[str]:
    return [str(f["text"]) for _, _, f in played.events("say") if f["id"] == line]


@pytest.mark.parametrize("said", ["money", "i hid a credit card", "she hides debts from me", "our debts"])
def test_whatever_was_hidden_leads_to_the_money_set(play: Play, said: str) -> None:
    """Hidden debts, secret cards, fights about money: all lead to the same few ways in (S7)."""
    assert play([Spoken(1, said)], length=10).said()[0] == "money.which"


def test_money_stories_go_round(play: Play) -> None:
    """Home when they were ten: each in turn, with the same time, after a minute of quiet (S69, S57)."""
    played = play([*STORIES, *DEEP, talk("decks.money.ten"), talk("decks.money.ten")], length=420, settings=TWO)
    taken = turns(played, whole=False)[:2]
    assert [person for person, _ in taken] == ["Ana", "Sam"]
    assert {round(length) for _, length in taken} == {120}
    assert "decks.money.opening" in played.said()


def test_one_alone_hears_every_story_card(play: Play, material: Material) -> None:
    """Alone the stories are played in open time, from the opening to the closing (S69)."""
    cards = material.decks["money"].cards
    script = [*STORIES, reply("together.alone", "yes"), reply("deck.first_settle", "two")]
    for card in cards:
        script += [reply(card.line, "pass", 2), reply("deck.another", "next")]
    played = play(script[:-1], length=200)
    assert len(turns(played)) == len(cards)
    assert played.said()[-1] == "decks.money.closing"


def test_shared_values_are_said_first(play: Play) -> None:
    """What both named as a value is said before the stories about money (S62)."""
    journal = MemoryJournal()
    journal.add("value", {"what": "freedom"}, "", datetime(2026, 11, 1))
    played = play(STORIES, length=30, settings=TWO, journal=journal)
    assert _texts(played, "values.kept") == ["These words are kept here: freedom."]


def test_what_money_means_to_each(play: Play) -> None:
    """Each picks one of four; both are said in the same words, none is better, nothing is kept (S70)."""
    journal = MemoryJournal()
    script = [*MEANINGS, NOT_ALONE, *open_pair(2)]
    script += [reply("words.which", "the first one"), reply("words.which", "the second one")]
    played = play(script, length=140, settings=TWO, journal=journal)
    assert _texts(played, "money.meant") == ["Ana: safety.", "Sam: freedom."]
    assert played.said()[-1] == "money.none_better"
    assert not journal.entries()


def _telling(answers: list[str]) -> list[Spoken]:
    each = [reply("money.each", answer, 0.5) for answer in answers]
    return [*TELLING, *DEEP, *each, reply("words.which", "the second one")]


def test_what_each_tells_and_how_often(play: Play) -> None:
    """What both say yes to becomes one sentence, without figures; both agree, and it is kept (S68)."""
    journal = MemoryJournal()
    script = _telling(["yes", "yes", "no", "yes", "no", "yes", "yes", "no"])
    script += [reply("agreements.agree", "yes")] * 2
    played = play(script, length=240, settings=TWO, journal=journal)
    assert "agreements.agreed" in played.said()
    (entry,) = journal.entries("agreement")
    assert (
        entry.fields["what"] == "Each of us tells this: what comes in, large spending, before it happens. once a month"
    )


def test_one_no_leaves_the_agreement_open(play: Play) -> None:
    """Without a yes of both nothing is kept (S68, D15)."""
    journal = MemoryJournal()
    script = [*_telling(["yes", "yes", "no", "no", "no", "no"]), reply("agreements.agree", "no")]
    played = play(script, length=240, settings=TWO, journal=journal)
    assert played.said()[-1] == "agreements.open"
    assert not journal.entries("agreement")


def test_nobody_says_yes_to_anything(play: Play) -> None:
    """Nothing that all say yes to is no agreement yet, and that is fine (S68)."""
    script = [*TELLING, *DEEP, *(reply("money.each", "no", 0.5) for _ in range(5))]
    assert play(script, length=200, settings=TWO).said()[-1] == "money.nothing_told"


def test_everyone_silent_about_what_to_tell(play: Play) -> None:
    """Silence is no yes, nothing is agreed, and it ends kindly (S68, D15)."""
    journal = MemoryJournal()
    played = play([*TELLING, *DEEP], length=240, settings=TWO, journal=journal)
    assert played.said()[-1] == "money.nothing_told"
    assert not journal.entries("agreement")


def test_alone_it_is_something_to_bring_along(play: Play) -> None:
    """One alone can prepare it, and keeps nothing in the others' name (S68)."""
    journal = MemoryJournal()
    script = [*TELLING, reply("together.alone", "yes"), *(reply("money.each_alone", "yes", 0.5) for _ in range(5))]
    played = play([*script, reply("words.which", "the first one")], length=120, journal=journal)
    assert played.said()[-1] == "money.alone_then"
    assert not journal.entries("agreement")


def test_a_money_date_comes_again(play: Play) -> None:
    """A weekly time is read back and set; without one nothing changes (S71)."""
    script = [*DATE, reply("money.when", "every sunday at five"), reply("reminders.right", "yes")]
    (planned,) = play(script, length=60).stage.ledger.agenda.appointments
    assert (planned.what, planned.every) == ("money", {"unit": "week", "weekday": "sunday", "at": "17:00"})
    played = play([*DATE, reply("money.when", "no")], length=60)
    assert played.said()[-1] == "money.not_planned"


def test_the_money_date_part_by_part(play: Play, material: Material) -> None:
    """Half an hour for two, part by part, who begins alternates, the same seconds for both (S71, S57, S58, S83)."""
    form = material.check_in["money"]
    assert [part.line for part in form.parts] == [f"check_in.{part}" for part in PARTS]
    script = [*DATE, reply("money.when", "yes"), *DEEP, *(talk(f"check_in.{part}") for part in PARTS for _ in (1, 2))]
    played = play(script, length=2200, settings=TWO)
    taken = turns(played)
    assert all(one != other for one, other in pairwise(person for person, _ in taken[::2]))
    totals = {person: sum(length for who, length in taken if who == person) for person in TWO.people}
    assert abs(totals["Ana"] - totals["Sam"]) < 2
    assert 30 * 60 <= sum(totals.values()) <= 60 * 60
    assert played.said()[-2:] == ["money.date_closing", "together.respect"]
    assert "together.team" in played.said()


def test_its_reminder_leads_to_it_and_once_a_month_later(play: Play) -> None:
    """When the time has come the date begins, and a weekly one may become a monthly one (S71)."""
    script = [*DATE, reply("money.when", "every friday at ten"), reply("reminders.right", "yes")]
    script += [reply("reminders.begin", "yes"), *DEEP]
    script += [reply(f"check_in.{part}", "done", 3) for part in PARTS for _ in (1, 2)]
    script.append(reply("money.monthly", "yes"))
    played = play(script, length=3600 + 500, settings=TWO)
    assert played.said()[-2:] == ["money.monthly", "money.now_monthly"]
    (planned,) = played.stage.ledger.agenda.appointments
    assert (planned.when, planned.every) == (datetime(2026, 12, 20, 10), {"unit": "month", "at": "10:00"})


def test_timeout_is_live_in_a_money_date(play: Play) -> None:
    """Timeout ends the money date in the middle of a turn (S71)."""
    script = [*DATE, reply("money.when", "yes"), *DEEP, reply("check_in.since", "timeout", 10)]
    played = play(script, length=170, settings=TWO)
    assert "timeout.opening" in played.said()
    assert len(turns(played)) == 1


def test_stop_and_silence_end_a_money_date_kindly(play: Play) -> None:
    """Stop has one kind line; two silent parts are asked about once and then left (S71, C31)."""
    script = [*DATE, reply("money.when", "yes"), *DEEP]
    played = play([*script, reply("check_in.since", "stop", 10)], length=170, settings=TWO)
    assert played.said()[-1] == "money.date_stopped"
    assert play(script, length=1200, settings=TWO).said()[-1] == "together.quiet"


def test_gambling_has_one_signpost(play: Play) -> None:
    """Gambling is answered with the one signpost, and no counselling (S67, D30)."""
    played = play([*HAPPENED, reply("words.which_more", "the third one")], length=80)
    assert played.said()[-1] == "safety.signpost"


def test_what_happened_leads_to_the_stories(play: Play) -> None:
    """Hidden debts are named as far as somebody likes; then come the cards (S67)."""
    script = [*HAPPENED, reply("words.which_more", "the first one"), reply("together.alone", "yes")]
    said = play(script, length=60).said()
    assert said[said.index("money.named") :] == ["money.named", "together.alone", "deck.first_settle"]


@pytest.mark.parametrize(("solo", "line"), [(None, "together.private"), ("Ana", "money.control")])
def test_money_that_is_kept_from_somebody(play: Play, solo: str | None, line: str) -> None:
    """Where others may listen only private minutes are offered; in private it has its name (S67, D9)."""
    script = [*HAPPENED, reply("words.which_more", "no"), reply("words.which", "the fifth one")]
    settings = Settings(people=TWO.people, solo=solo)
    played = play(script, length=80, settings=settings, journal=MemoryJournal(solo))
    assert played.said()[-1] == line


def test_silence_and_no_are_answers(play: Play) -> None:
    """Nobody chooses a way in: it ends kindly (C33)."""
    assert play([Spoken(1, "money")], length=80).said()[-1] == "words.nothing"
    assert play(HAPPENED, length=120).said()[-1] == "words.nothing"
