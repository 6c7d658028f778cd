"""Safety, as it would be lived: crisis, danger, and the way out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest

from companion.content._wording import tokens
from companion.dialogues import REPERTOIRE
from companion.intents import Interpreter
from companion.journal import MemoryJournal
from companion.material import Country, Helpline, Material
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, ToneVoice, rehearse, reply
from companion.units import RATE

Play = Callable[..., Rehearsal]

GB = Settings(country="GB")
ALONE = Settings(country="GB", solo="Ana")
DIES = Spoken(1, "i want to die")
NUMBERS = ["helplines.emergency_anywhere", "helplines.directory"]
REST = [
    "safety.cannot_ring", *NUMBERS, "safety.someone", "safety.someone_quiet", "safety.stay", "safety.stay_quiet",
]  # fmt: skip
VIOLENCE = frozenset(
    [
        "abuse",
        "abused",
        "violence",
        "violent",
        "afraid",
        "fear",
        "scared",
        "safe",
        "danger",
        "domestic",
        "hit",
        "hurt",
        "harm",
        "partner",
        "alone",
        "helpline",
        "helplines",
        "emergency",
        "police",
        "support",
        "number",
    ]
)
"""Words that would tell another listener what was said (D9)."""

LEADS = {
    "idle": [],
    "exercise": [Spoken(1, "breathing")],
    "break": [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes")],
    "check_in": [Spoken(1, "check in"), reply("together.alone", "yes")],
}


def _since(played: Rehearsal, t: float) -> list[str]:
    return [str(fields["id"]) for at, _, fields in played.events("say") if at >= t]


@pytest.mark.parametrize("state", LEADS)
@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("i want to die", ["safety.crisis_self", "safety.ask_safe", "safety.no_need_to_answer", *REST]),
        (
            "my husband wants to kill himself",
            ["safety.crisis_other", *NUMBERS, "safety.stay", "safety.stay_quiet"],
        ),
        ("i'm going to kill him", ["safety.threat", "helplines.emergency_anywhere"]),
        ("i hit her", ["safety.did_harm", "helplines.emergency_anywhere"]),
        ("he hits me", ["safety.afraid", "session.goodbye"]),
    ],
)
def test_safety_words_are_answered_from_every_state(play: Play, state: str, said: str, lines: list[str]) -> None:
    """What runs ends, and the bundled lines follow at once, in this order; silence leads on (D1, D2, D8, D9)."""
    played = play([*LEADS[state], Spoken(60, said)], length=150)
    assert _since(played, 60) == lines
    assert not played.stage.pending or played.stage.left is not None


def test_the_whole_way_with_answers(play: Play) -> None:
    """Not safe, a named person is there, breathing is wanted: each answer is met (D2, S82)."""
    journal = MemoryJournal()
    for name in ("Jo", "Kim"):
        journal.add("my_person", {"name": name}, "", datetime(2026, 11, 1))
    script = [
        DIES,
        reply("safety.ask_safe", "no"),
        reply("safety.someone_named", "yes"),
        reply("safety.stay", "yes"),
    ]
    played = play(script, length=140, settings=GB, journal=journal)
    assert played.said()[:3] == ["safety.crisis_self", "safety.ask_safe", "safety.cannot_ring"]
    assert [line for line in played.said() if line.startswith("safety.someone")] == [
        "safety.someone_named",
        "safety.someone_yes",
    ]
    named = next(f["text"] for _, _, f in played.events("say") if f["id"] == "safety.someone_named")
    assert "Jo and Kim" in str(named)
    assert ("breathing", "start") in [(f["name"], f["state"]) for _, _, f in played.events("activity")]


def test_keys_answer_as_well_as_words(play: Play) -> None:
    """Somebody who cannot speak presses y and n (D2, C28)."""
    asked = next(t for t, _, f in play([DIES], length=30).events("said") if f["id"] == "safety.ask_safe")
    played = play([DIES], length=60, keys=[(asked + 1, "n")])
    assert played.said()[:3] == ["safety.crisis_self", "safety.ask_safe", "safety.cannot_ring"]


@pytest.mark.parametrize(
    ("direct", "first"), [(True, "no"), (True, "you misheard"), (False, "yes"), (False, "no you misheard")]
)
def test_a_no_is_asked_about_once_and_then_respected(play: Play, direct: bool, first: str) -> None:
    """One gentle second check, no number pressed on anybody, "support" still gives them, then quietly (D3)."""
    question = "safety.ask_direct" if direct else "safety.ask_safe"
    script = [
        DIES,
        reply(question, first),
        reply("safety.check_once", "no"),
        reply("safety.respected", "support"),
        reply("safety.support_ends", "i want to die"),
        reply("safety.quietly", "no"),
    ]
    played = play(script, length=120, settings=Settings(crisis_ask_direct=direct))
    assert played.said() == [
        "safety.crisis_self", question, "safety.check_once", "safety.respected",
        *NUMBERS, "safety.support_ends",
        "safety.quietly", "safety.respected",
    ]  # fmt: skip


@pytest.mark.parametrize("second", ["yes", "i don't know", "i want to die", None])
def test_anything_but_a_second_no_leads_on(play: Play, second: str | None) -> None:
    """A yes, a doubt, the words once more or a silence at the second check: the numbers follow (D3)."""
    script = [DIES, reply("safety.ask_safe", "yes")] + ([reply("safety.check_once", second)] if second else [])
    assert "safety.cannot_ring" in play(script, length=90).said()


@pytest.mark.parametrize("said", ["i'm not safe", "i want to die"])
def test_the_words_again_are_an_answer(play: Play, said: str) -> None:
    """Whoever answers with such words is not sent back to the beginning (D2)."""
    played = play([DIES, reply("safety.ask_safe", said)], length=90)
    assert played.said() == ["safety.crisis_self", "safety.ask_safe", *REST]


def test_words_that_come_again_are_not_questioned_again(play: Play) -> None:
    """In the middle of the numbers the words come again: acknowledged, and the numbers from the start (D2)."""
    numbers = next(t for t, _, f in play([DIES], length=60).events("say") if f["id"] == "helplines.emergency_anywhere")
    played = play([DIES, Spoken(numbers + 0.5, "i want to die")], length=120)
    assert played.said().count("safety.ask_safe") == 1
    assert _since(played, numbers + 0.4)[:2] == ["safety.still_here", "safety.cannot_ring"]


def _texts(played: Rehearsal, line: str) -> list[str]:
    return [str(fields["text"]) for _, _, fields in played.events("say") if fields["id"] == line]


def test_numbers_are_slow_and_twice(play: Play) -> None:
    """Digit by digit with a pause after each, the emergency number first, everything twice (D2, D6)."""
    played = play([Spoken(1, "support")], length=90, settings=GB)
    assert played.said() == [
        "helplines.emergency", "helplines.emergency_again", "helplines.unchecked",
        "helplines.service", "helplines.service_again", "safety.support_ends",
    ]  # fmt: skip
    assert _texts(played, "helplines.emergency") == ["This is the emergency number. 9. 9. 9."]
    assert _texts(played, "helplines.service") == ["Samaritans. 1. 1. 6. 1. 2. 3."]
    assert _texts(played, "helplines.service_again") == ["Once more. 1. 1. 6. 1. 2. 3."]
    began = next(t for t, _, f in played.events("say") if f["id"] == "helplines.service_again")
    ended = next(t for t, _, f in played.events("said") if f["id"] == "helplines.service_again")
    assert ended - began > 6 * 0.35


def test_a_checked_number_is_said_with_its_month(play: Play, material: Material, interpreter: Interpreter) -> None:
    """Within a year of its check a number is told with its month; a day later nobody has checked it (D6)."""
    line = Helpline("crisis", "The line", "123", "every day", date(2025, 11, 20))
    place = Country("Here", ("112",), None, (line,))
    known = replace(material, helplines={"GB": place})
    for today, fresh in [(datetime(2026, 11, 20), True), (datetime(2026, 11, 21), False)]:
        played = rehearse([Spoken(1, "support")], interpreter, known, REPERTOIRE, length=60, settings=GB, now=today)
        assert ("helplines.as_of" in played.said()) is fresh
        assert ("helplines.unchecked" in played.said()) is not fresh
        assert _texts(played, "helplines.hours") == ["It is open every day."]
    assert _texts(
        rehearse(
            [Spoken(1, "support")], interpreter, known, REPERTOIRE, length=60, settings=GB, now=datetime(2026, 11, 20)
        ),
        "helplines.as_of",
    ) == ["That was right in November twenty twenty five."]


def test_no_country_is_guessed(play: Play) -> None:
    """Without a country there is general wording and no number at all (D6)."""
    played = play([Spoken(1, "support")], length=60)
    assert played.said() == [*NUMBERS, "safety.support_ends"]
    assert not any(letter.isdigit() for _, _, f in played.events("say") for letter in str(f["text"]))


def test_the_country_that_was_named_counts(play: Play) -> None:
    """What was kept by voice counts before the config (D6)."""
    journal = MemoryJournal()
    journal.add("preference", {"country": "NZ"}, "", datetime(2026, 11, 1))
    played = play([Spoken(1, "support")], length=60, settings=GB, journal=journal)
    assert _texts(played, "helplines.emergency") == ["This is the emergency number. 1. 1. 1."]


def test_numbers_do_not_end_what_runs(play: Play) -> None:
    """ "Support" in an exercise is answered, and the exercise goes on (D3)."""
    played = play([Spoken(1, "breathing"), Spoken(20, "support")], length=90)
    states = [f["state"] for _, _, f in played.events("activity") if f["name"] == "breathing"]
    assert states == ["start", "pause", "resume"]


def test_nothing_together_begins_after_a_crisis(play: Play) -> None:
    """For the rest of the session (D10, S56)."""
    for said in ("i want to die", "i'm going to kill him"):
        assert play([Spoken(1, said)], length=20).stage.ledger.memory["apart"] is True


@pytest.mark.parametrize("said", ["he hits me", "i'm scared of him", "she checks my phone"])
def test_where_others_may_listen_nothing_is_said_of_it(play: Play, said: str) -> None:
    """The neutral line, a goodbye, and the end: no telling word, nothing kept, nobody called back later (D9, D26)."""
    journal = MemoryJournal()
    script = [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes"), Spoken(60, said)]
    played = play(script, length=90, journal=journal, settings=GB)
    words = {word for t, _, f in played.events("say") if t >= 60 for word in tokens(str(f["text"]))}
    assert words
    assert not words & VIOLENCE
    assert played.stage.left is not None
    assert not [t for t, _, f in played.events("stored") if f["action"] != "forget" and t >= 60]
    assert not journal.entries()


def test_alone_help_is_given_quietly(play: Play) -> None:
    """Only in a private session, after "are you alone", at a lower volume, and by key if need be (D9)."""
    first = play([Spoken(1, "he hits me")], length=30, settings=ALONE)
    asked = next(t for t, _, f in first.events("said") if f["id"] == "safety.alone")
    played = play([Spoken(1, "he hits me")], length=90, settings=ALONE, keys=[(asked + 1, "y")])
    assert played.said() == [
        "safety.alone", "safety.help_alone", "helplines.emergency", "helplines.emergency_again", "helplines.unchecked",
        "helplines.service", "helplines.service_again", "safety.watched",
    ]  # fmt: skip
    assert _texts(played, "helplines.service")[0].startswith("The domestic abuse helpline. 0. 8. 0. 8.")
    usual = play([Spoken(1, "support")], length=10, settings=ALONE)
    loud = np.abs(usual.sound[2 * RATE : 5 * RATE]).max()
    assert np.abs(played.sound[: 30 * RATE]).max() < 0.7 * loud
    after = play([Spoken(1, "he hits me"), Spoken(40, "support")], length=50, settings=ALONE)
    assert np.abs(after.sound[41 * RATE :]).max() == pytest.approx(loud, rel=0.05)


@pytest.mark.parametrize("answer", ["no", "i don't know", None])
def test_not_alone_nothing_is_said_of_it(play: Play, answer: str | None) -> None:
    """Anything but a yes: the same neutral line as for two (D9)."""
    script = [Spoken(1, "he hits me")] + ([reply("safety.alone", answer)] if answer else [])
    played = play(script, length=40, settings=ALONE)
    assert played.said() == ["safety.alone", "safety.not_alone"]
    assert _texts(played, "safety.not_alone") == _texts(play([Spoken(1, "he hits me")], length=20), "safety.afraid")


def test_without_a_voice_the_numbers_are_there_to_read(play: Play) -> None:
    """When the voice fails, the lines are still told one after the other, and exercises sound (D31)."""
    played = play([DIES, reply("safety.stay", "yes")], length=140, settings=GB, voice=ToneVoice(trigger_failure=True))
    assert _texts(played, "helplines.service") == ["Samaritans. 1. 1. 6. 1. 2. 3."]
    assert len(played.events("error")) == 1
    assert [f["sound"] for _, _, f in played.events("cue")].count("in") > 1


def test_what_is_kind_and_harmless_alarms_nobody(play: Play) -> None:
    """Look-alikes lead nowhere (C51)."""
    for said in ("i'm dying to see you", "i want to diet", "we were killing time", "she is so skilled"):
        assert not [line for line in play([Spoken(1, said)], length=5).said() if line.startswith("safety.")]


@pytest.mark.parametrize(
    "said", ["i can't stop drinking", "i gambled all our money away", "i have been drinking again"]
)
def test_a_habit_is_answered_with_one_signpost(play: Play, said: str) -> None:
    """One sentence about where to turn, no counsel, and nothing at all in somebody's turn (D30)."""
    assert play([Spoken(1, said)], length=40).said() == ["safety.signpost"]
    assert "safety.signpost" not in play([*LEADS["exercise"], Spoken(60, said)], length=80).said()
