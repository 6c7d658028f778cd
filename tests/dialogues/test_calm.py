"""Calm, as somebody in distress lives it."""

from collections.abc import Callable
from datetime import datetime

import pytest

from companion.journal import MemoryJournal
from companion.material import Material
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
NOW = datetime(2026, 11, 20, 9)


def _led(played: Rehearsal) -> list[str]:
    """The exercises that were begun, in order."""
    begun = [line for line in played.said() if line == "breathing.opening" or line.endswith(".1")]
    return ["breath" if line == "breathing.opening" else line.split(".")[1] for line in begun]


def _rated(*numbers: str) -> list[Spoken]:
    return [reply("calm.after", number) for number in numbers]


@pytest.mark.parametrize("said", ["help me calm down", "i'm overwhelmed", "i can't breathe", "help me"])
def test_it_begins_at_once_and_without_a_menu(play: Play, said: str) -> None:
    """One phrase; the first calming word is there within three seconds, then a number is asked for (S2, C50)."""
    played = play([Spoken(1, said)], length=20)
    first = played.events("say")[0]
    assert first[2]["id"] == "calm.here"
    assert first[0] - 1 <= 3
    assert played.said()[1] == "calm.rate"


@pytest.mark.parametrize("during", ["check in", "breathing", "timeout", "body scan"])
def test_it_is_there_from_every_state(play: Play, during: str) -> None:
    """Whatever runs, distress comes first; a break that was agreed comes back by itself (S2, S24)."""
    played = play([Spoken(1, during), Spoken(45, "help me calm down")], length=60)
    assert "calm.here" in played.said()
    if during == "timeout":
        agreed = [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes")]
        later = play([*agreed, Spoken(60, "help me calm down")], length=2000)
        assert "timeout.come_back" in later.said()


def test_silence_alone_is_enough_all_the_way(play: Play) -> None:
    """Nobody has to speak: it breathes, long out, asks once at the end, and leaves nobody in a dead end (S2, S22)."""
    played = play([Spoken(1, "i can't breathe")], length=240)
    assert played.said()[:4] == ["calm.here", "calm.rate", "calm.quiet", "breathing.opening"]
    assert [f["sound"] for _, _, f in played.events("cue")][:4] == ["in", "out", "in", "out"]
    assert played.said()[-2:] == ["calm.after", "calm.closing"]
    assert not played.stage.pending
    assert not played.events("stored")


@pytest.mark.parametrize(
    ("answer", "first"), [("fired up", "breath"), ("the third", "orienting"), ("numb", "orienting")]
)
def test_the_way_it_goes_depends_on_how_somebody_is(play: Play, answer: str, first: str) -> None:
    """Fired up is a long breath out, numb is finding out where one is (S18), after a line that it is usual (S19)."""
    played = play([Spoken(1, "help me calm down"), reply("calm.rate", "seven"), reply("calm.route", answer)], length=60)
    assert "calm.usual" in played.said()
    assert _led(played) == [first]


@pytest.mark.parametrize("answer", ["the second", "i want to get away"])
def test_wanting_to_get_away_is_a_timeout(play: Play, answer: str) -> None:
    """Distance, with a time to come back (S18)."""
    played = play([Spoken(1, "help me calm down"), reply("calm.rate", "six"), reply("calm.route", answer)], length=60)
    assert "timeout.opening" in played.said()
    assert "timeout.when" in played.said()


def test_a_number_that_rose_is_followed_by_another_family(play: Play, material: Material) -> None:
    """Higher than before: something different at once, never more of the same, and never the same family (D19)."""
    script = [
        Spoken(1, "help me calm down"),
        reply("calm.rate", "five"),
        reply("calm.route", "fired up"),
        *_rated("seven", "eight", "three"),
    ]
    played = play(script, length=900)
    assert _led(played) == ["breath", "stretch", "orienting"]
    assert played.said().count("calm.different") == 2
    families = {material.exercises[name].family for name in ("stretch", "orienting")}
    assert len(families | {"breath"}) == 3
    assert played.said()[-1] == "calm.closing"


def test_what_was_led_does_not_come_back_under_another_name(play: Play) -> None:
    """After what helped last time has not helped, nothing of its family follows (D19)."""
    journal = MemoryJournal()
    journal.add("helped", {"exercise": "walk", "before": 7, "after": 3}, "", NOW)
    script = [
        Spoken(1, "help me calm down"),
        reply("calm.rate", "five"),
        reply("calm.helped", "yes"),
        *_rated("six", "seven", "two"),
    ]
    played = play(script, length=1300, journal=journal)
    assert _led(played) == ["walk", "breath", "orienting"]


def test_calling_out_again_changes_the_exercise(play: Play) -> None:
    """ "I can't breathe", said into the breathing, ends the breathing and leads elsewhere (D19)."""
    script = [Spoken(1, "help me calm down"), Spoken(60, "i can't breathe")]
    played = play(script, length=120)
    assert _led(played) == ["breath", "orienting"]
    assert [f["state"] for _, _, f in played.events("activity") if f["name"] == "calm"] == ["start"]


def test_still_strong_is_offered_something_else_and_cool_water_only_when_chosen(play: Play) -> None:
    """What is still there may be followed by a choice; cool water comes only so, and only after a clear no (D22)."""
    script = [
        Spoken(1, "help me calm down"),
        reply("calm.rate", "eight"),
        reply("calm.route", "fired up"),
        reply("calm.after", "six"),
        reply("calm.more_third", "the third"),
    ]
    asked = play([*script, reply("exercises.cold_water.health", "no")], length=260)
    assert _led(asked) == ["breath", "cold_water"]
    for answer in ("yes", "i don't know"):
        spared = play([*script, reply("exercises.cold_water.health", answer)], length=260)
        assert _led(spared) == ["breath", "orienting"]
    journal = MemoryJournal()
    journal.add("health", {"beta_blocker": True}, "", NOW)
    known = play(script, length=260, journal=journal)
    assert _led(known) == ["breath", "orienting"]
    assert "exercises.cold_water.health" not in known.said()
    assert "cool water" not in " ".join(str(f["text"]) for _, _, f in play(script[:4], length=150).events("say"))


def test_calling_out_at_the_choice_needs_no_choice(play: Play) -> None:
    """ "Help me", said to the choice, begins the next one at once (S2)."""
    script = [
        Spoken(1, "help me calm down"),
        reply("calm.rate", "eight"),
        reply("calm.route", "fired up"),
        reply("calm.after", "six"),
        reply("calm.more_third", "help me"),
    ]
    assert _led(play(script, length=210)) == ["breath", "stretch"]


def test_a_no_to_breathing_leads_elsewhere(play: Play) -> None:
    """Whoever was not understood and then says no to just breathing is led to sounds."""
    unclear = [Spoken(1, "mumble", rejected="noise", after=f"calm.route{which}") for which in ("", "_again", "_last")]
    script = [Spoken(1, "help me calm down"), reply("calm.rate", "six"), *unclear, reply("calm.route_yes_no", "no")]
    assert _led(play(script, length=90)) == ["orienting"]


def test_strong_at_the_end_is_told_of_a_person(play: Play) -> None:
    """At seven or more the helplines are named as something to ask for, and people by their names (D4, S82)."""
    script = [Spoken(1, "help me calm down"), reply("calm.rate", "eight"), reply("calm.route", "numb")]
    strong = play([*script, *_rated("eight"), reply("calm.more_third", "no")], length=300)
    assert strong.said()[-2:] == ["calm.person", "calm.closing"]
    known = MemoryJournal()
    known.add("my_person", {"name": "Kim"}, "", datetime(2026, 11, 20, 9))
    named = play([*script, *_rated("eight"), reply("calm.more_third", "no")], length=300, journal=known)
    assert named.said()[-2:] == ["calm.person_named", "calm.closing"]
    assert "Kim" in str(named.events("say")[-2][2]["text"])
    calmer = play([*script, *_rated("two")], length=300)
    assert "calm.person" not in calmer.said()


def test_numbers_are_kept_on_a_yes_and_what_helped_comes_first_next_time(play: Play) -> None:
    """One question; after a yes the numbers and what helped are kept, and the next time begins with that (S2, D15)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "help me calm down"),
        reply("calm.rate", "eight"),
        reply("calm.route", "numb"),
        reply("calm.after", "three"),
        reply("calm.keep", "yes"),
    ]
    first = play(script, length=300, journal=journal)
    assert [(f["kind"], f["action"]) for _, _, f in first.events("stored")] == [("rating", "add"), ("helped", "add")]
    assert dict(journal.entries("helped")[0].fields) == {"exercise": "orienting", "before": 8.0, "after": 3.0}
    again = play([*script[:2], reply("calm.helped", "yes")], length=60, journal=journal)
    assert "calm.route" not in again.said()
    assert _led(again) == ["orienting"]
    silent = play([Spoken(1, "help me calm down")], length=60, journal=journal)
    assert "calm.helped_quiet" in silent.said()
    assert _led(silent) == ["orienting"]
    refused = play([*script[:2], reply("calm.helped", "no")], length=60, journal=journal)
    assert "calm.route" in refused.said()


def test_nothing_is_kept_without_a_yes_and_it_is_asked_once_a_session(play: Play) -> None:
    """Silence keeps nothing; a second time in the session nobody is asked again (D15, D27)."""
    once = [Spoken(1, "help me calm down"), reply("calm.rate", "eight"), reply("calm.route", "numb"), *_rated("three")]
    twice = [Spoken(400, "help me calm down"), reply("calm.rate", "eight"), reply("calm.route", "numb"), *_rated("two")]
    played = play([*once, *twice], length=700)
    assert not played.events("stored")
    assert played.said().count("calm.keep") == 1
    assert played.said().count("calm.closing") == 2


@pytest.mark.parametrize("keeping", [True, False])
def test_what_was_chosen_for_all_keeping_needs_no_question(play: Play, keeping: bool) -> None:
    """Keeping that is on keeps without a question, keeping that is off asks none (D15)."""
    journal = MemoryJournal()
    journal.add("preference", {"keeping": keeping}, "", NOW)
    script = [
        Spoken(1, "help me calm down"),
        reply("calm.rate", "eight"),
        reply("calm.route", "numb"),
        *_rated("three"),
    ]
    played = play(script, length=300, journal=journal)
    assert "calm.keep" not in played.said()
    assert bool(played.events("stored")) is keeping


def test_no_breath_means_none_at_all(play: Play) -> None:
    """Who chose against breath focus is led to sounds, in silence as well, and is not told of breathing along (S19)."""
    journal = MemoryJournal()
    journal.add("preference", {"no_breath": True}, "", NOW)
    played = play([Spoken(1, "help me calm down")], length=60, journal=journal)
    assert "calm.quiet_no_breath" in played.said()
    assert _led(played) == ["orienting"]


def test_how_strong_it_was_is_known_to_the_session(play: Play) -> None:
    """The last number is there for other dialogues (S16)."""
    script = [
        Spoken(1, "help me calm down"),
        reply("calm.rate", "eight"),
        reply("calm.route", "numb"),
        *_rated("three"),
    ]
    assert play(script[:2], length=20).stage.ledger.memory["distress"] == 8
    assert play(script, length=300).stage.ledger.memory["distress"] == 3


def test_words_that_are_no_answer_still_lead_to_an_exercise(play: Play) -> None:
    """Two shorter questions, a yes or no, and then it just begins (C33)."""
    unclear = [Spoken(1, "mumble", rejected="not a command", after=line) for line in (
        "calm.route", "calm.route_again", "calm.route_last", "calm.route_yes_no",
    )]  # fmt: skip
    played = play([Spoken(1, "help me calm down"), reply("calm.rate", "six"), *unclear], length=90)
    assert [line for line in played.said() if line.startswith("calm.route")] == [
        "calm.route", "calm.route_again", "calm.route_last", "calm.route_yes_no",
    ]  # fmt: skip
    assert _led(played) == ["breath"]
