"""The future, leaving, the four conditions: what one person may ask alone, and what is never slowed down."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from turns import open_pair, turns

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"))
NOW = datetime(2026, 11, 20, 9)
ALONE = [reply("together.alone", "yes"), reply("deck.first_settle", "three")]
FUTURE = [Spoken(1, "our future"), *ALONE, reply("future.stay", "done", 3)]
MEANT = [Spoken(1, "i want to leave"), reply("leaving.meant", "yes")]


def _started(played: Rehearsal) -> list[object]:
    return [f["name"] for _, _, f in played.events("activity") if f["state"] == "start"]


def test_the_private_questions_are_for_one_alone(play: Play) -> None:
    """Alone: stay, safe, which form, then both futures; with somebody else here only the cards (S52-S54, S63)."""
    script = [*FUTURE, reply("future.safe", "yes"), reply("future.form", "one")]
    played = play(script, length=120)
    asked = [line for line in played.said() if line in ("future.stay", "future.safe", "future.form")]
    assert asked == ["future.stay", "future.safe", "future.form"]
    assert "decks.future.together" in played.said()
    pair = [Spoken(1, "our future"), reply("together.alone", "no"), *open_pair(2)[:2]]
    pair += [reply("together.settle", "next", 2), *open_pair(2)[2:]]
    together = play(pair, length=150, settings=TWO)
    assert not [line for line in together.said() if line.startswith("future.")]
    assert "decks.future.together" in together.said()


@pytest.mark.parametrize("form", ["one", "two", "pass", None])
def test_every_answer_is_met_with_the_same_words(play: Play, form: str | None) -> None:
    """Reconciling, changing, passing and silence get the same line (S51, S63)."""
    script = [*FUTURE, reply("future.safe", "yes"), *([reply("future.form", form)] if form else [])]
    said = play(script, length=120).said()
    after = said[len(said) - 1 - said[::-1].index("future.form" if form else "future.form_again") + 1]
    assert after == "future.any_answer"


def test_both_futures_have_the_same_room(play: Play) -> None:
    """Together and apart have the same cards, and in pairs the same seconds (S51, S54)."""
    pair = [Spoken(1, "our future"), reply("together.alone", "no"), *open_pair(2)[:2]]
    pair += [reply("together.settle", "next", 2), *open_pair(2)[2:]]
    pair += [reply("deck.another", "next")] * 3
    lengths = [round(length) for _, length in turns(play(pair, length=1300, settings=TWO), whole=False)]
    assert lengths == [120] * 8


def test_not_feeling_safe_leads_quietly_to_help(play: Play) -> None:
    """A no is met like every answer; help is offered, and nothing together begins any more (S53, D10)."""
    script = [*FUTURE, reply("future.safe", "no"), reply("future.help", "yes")]
    played = play(script, length=120)
    assert played.said()[played.said().index("future.safe") + 1] == "future.any_answer"
    assert "future.form" not in played.said()
    assert played.stage.ledger.memory.get("apart") is True
    again = play([*script, Spoken(200, "check in")], length=260, settings=TWO)
    assert again.said()[-2:] == ["session.not_available", "session.not_available_then"]


def test_a_low_safety_offers_calm_first(play: Play) -> None:
    """Four numbers alone; where safety is low, something calming is offered before anything else (S75, S76)."""
    script = [Spoken(1, "four conditions"), reply("together.alone", "yes")]
    script += [reply("four_conditions.accountability", "five"), reply("four_conditions.safety", "two")]
    played = play([*script, reply("four_conditions.settle", "yes")], length=90)
    assert "calm" in _started(played)
    assert "four_conditions.truth" not in played.said()


def test_a_low_number_is_allowed(play: Play) -> None:
    """Low forgiveness is met with "that is allowed", and no number is a mark to reach (S77, S78)."""
    script = [Spoken(1, "four conditions"), reply("together.alone", "yes")]
    numbers = {"accountability": "nine", "safety": "eight", "truth": "pass", "forgiveness": "zero"}
    script += [reply(f"four_conditions.{name}", number) for name, number in numbers.items()]
    played = play(script, length=120)
    said = [line.split(".")[1] for line in played.said() if line.startswith("four_conditions.")]
    assert said == [
        "opening", "accountability", "noted", "safety", "noted", "truth", "forgiveness", "allowed", "closing",
    ]  # fmt: skip


def test_the_four_conditions_are_private_and_monthly(play: Play) -> None:
    """With somebody else here they are not asked; a second time within four weeks they wait (S75)."""
    shared = play([Spoken(1, "four conditions"), reply("together.alone", "no")], length=60, settings=TWO)
    assert shared.said()[-1] == "four_conditions.alone_only"
    for days, line in [(27, "four_conditions.not_yet"), (29, "four_conditions.accountability")]:
        journal = MemoryJournal("Ana")
        journal.add("rating", {"what": "four_conditions", "safety": 5.0}, "Ana", NOW - timedelta(days=days))
        played = play([Spoken(1, "four conditions")], length=60, settings=Settings(solo="Ana"), journal=journal)
        assert line in played.said()


def test_leaving_is_confirmed_first(play: Play) -> None:
    """A no, or silence, ends it: a mishearing leads nowhere (S56)."""
    for answers in ([reply("leaving.meant", "no")], []):
        played = play([MEANT[0], *answers], length=60)
        assert played.said()[-1] == "leaving.not_meant"


def test_nothing_has_to_be_decided_tonight(play: Play) -> None:
    """From seven on a time is offered, once, after it was said that going is free (S56)."""
    played = play([*MEANT, reply("leaving.how_strong", "eight"), reply("leaving.a_time", "yes")], length=60)
    said = [line for line in played.said() if line.startswith("leaving.")]
    assert said == ["leaving.meant", "leaving.free", "leaving.how_strong", "leaving.tonight", "leaving.a_time"]
    assert "timeout" in _started(played)


def test_below_seven_both_ways_are_named(play: Play) -> None:
    """Neither way is suggested; a number opens the cards, and a no ends it (S51, S56)."""
    calm = [*MEANT, reply("leaving.how_strong", "four")]
    care = play([*calm, reply("leaving.ways", "one"), reply("together.alone", "yes")], length=90)
    assert "deck.first_settle" in care.said()
    assert play([*calm, reply("leaving.ways", "no")], length=60).said()[-1] == "leaving.closing"
    assert play(MEANT, length=120).said()[-1] == "leaving.closing"


def test_nobody_who_may_be_unsafe_is_slowed_down(play: Play) -> None:
    """With a closed door, or a no to "are you safe", no time is offered and nothing says tonight (S56, D9)."""
    journal = MemoryJournal()
    journal.add("gate", {"open": False}, "Ana", NOW)
    played = play(MEANT, length=90, settings=TWO, journal=journal)
    assert "leaving.tonight" not in played.said()
    assert "leaving.how_strong" not in played.said()
    alone = play([*MEANT, reply("leaving.safe", "no")], length=60, settings=Settings(solo=""))
    assert "leaving.tonight" not in alone.said()
    assert [line for line in alone.said() if line.startswith("safety.")]


def test_shared_values_are_said_first(play: Play) -> None:
    """What is kept as a value is said before the two futures (S62)."""
    journal = MemoryJournal()
    journal.add("value", {"what": "freedom"}, "", NOW)
    said = play(
        [Spoken(1, "our future"), reply("together.alone", "no")], length=40, settings=TWO, journal=journal
    ).said()
    assert said[said.index("together.alone") + 1] == "values.kept"
