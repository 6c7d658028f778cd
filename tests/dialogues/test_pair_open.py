"""What stands before everything that people do together, as they live it."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from companion.dialogues import REPERTOIRE
from companion.dialogues._gate import pair_open
from companion.intents import Interpreter
from companion.journal import MemoryJournal
from companion.material import Material
from companion.scene import Role, Scene, Settings
from companion.steps import Dialogue, Remember
from companion.testing import Rehearsal, Spoken, rehearse, reply

NOW = datetime(2026, 11, 20, 9)
TWO = Settings(people=("Ana", "Sam"))
WILLING = [reply("together.willing", "yes"), reply("together.willing", "yes")]
REFUSED = ["session.not_available", "session.not_available_then"]

Open = Callable[..., Rehearsal]


@pytest.fixture
def door(material: Material, interpreter: Interpreter) -> Open:
    """A conversation that remembers `open` once everyone begins; `apart` is remembered beforehand."""

    def play(script: Sequence[Spoken], *, deep: bool = False, apart: bool = False, **manner: object) -> Rehearsal:
        def dialogue(scene: Scene) -> Dialogue:
            if apart:
                yield Remember("apart", True)
            if (yield from pair_open(scene, deep)):
                yield Remember("open", True)

        roles = {**REPERTOIRE, "check_in": Role(dialogue, activity=True)}
        settings = {"settings": TWO, "length": 120, **manner}
        return rehearse(script, interpreter, material, roles, begin="check_in", **settings)  # type: ignore[arg-type]

    return play


def _opened(played: Rehearsal) -> bool:
    return bool(played.stage.ledger.memory.get("open"))


def test_both_say_yes_and_are_calm(door: Open) -> None:
    """Each is asked whether they take part by choice and whether now is good, then how strong it is (S16, S20, S73)."""
    played = door([*WILLING, reply("together.how_strong", "three"), reply("together.how_strong", "six")])
    assert played.said() == ["together.private", *["together.willing"] * 2, *["together.how_strong"] * 2]
    assert _opened(played)


@pytest.mark.parametrize("answers", [["no"], ["yes", "no"], ["yes", "i don't know"], ["yes"], []])
def test_anything_but_a_yes_of_everyone_ends_it(door: Open, answers: list[str]) -> None:
    """A no, a doubt or a silence from either: the one sentence, and nothing else (D11, S73)."""
    played = door([reply("together.willing", answer) for answer in answers])
    assert not _opened(played)
    assert played.said()[-2:] == REFUSED
    assert not played.stage.pending


def test_another_time_can_be_said_then(door: Open) -> None:
    """A no is no reason to persuade anybody: a time that is better is taken, read back and planned (S20, S26)."""
    script = [reply("together.willing", "no"), reply("session.not_available", "no")]
    script += [reply("session.not_available_then", "tomorrow at seven in the evening"), reply("words.which", "one")]
    played = door([*script, reply("reminders.right", "yes")])
    (planned,) = played.stage.ledger.agenda.appointments
    assert (planned.what, planned.when) == ("check_in", datetime(2026, 11, 21, 19))


@pytest.mark.parametrize(("strength", "begins"), [("six", True), ("seven", False), ("pass", True)])
def test_strong_feelings_come_first(door: Open, strength: str, begins: bool) -> None:
    """From seven on, from either, nothing together begins; nobody has to give a number (S16)."""
    played = door([*WILLING, reply("together.how_strong", "two"), reply("together.how_strong", strength)])
    assert _opened(played) is begins


def test_how_strong_is_too_strong_can_be_set(door: Open) -> None:
    """`check_in.settle_from` is honoured (S16)."""
    script = [*WILLING, reply("together.how_strong", "five")]
    assert not _opened(door(script, settings=Settings(people=("Ana", "Sam"), settle_from=5)))


def _held(owner: str, *answers: bool) -> MemoryJournal:
    journal = MemoryJournal()
    for days, is_open in enumerate(answers):
        journal.add("gate", {"open": is_open}, owner, NOW - timedelta(days=60 - days))
    return journal


def test_every_refusal_is_the_same(door: Open) -> None:
    """A worry of either, what happened before, and a plain no are told in the same words and events (D10)."""
    reasons = [
        door([], journal=_held("Ana", False)),
        door([], journal=_held("Sam", True, False)),
        door([], apart=True),
    ]
    logs = [[(event, dict(fields)) for _, event, fields in played.log] for played in reasons]
    assert logs[0] == logs[1] == logs[2]
    assert reasons[0].said() == REFUSED
    words = [f["text"] for _, _, f in door([reply("together.willing", "no")]).events("say")]
    assert words[-2:] == [f["text"] for _, _, f in reasons[0].events("say")]


def test_the_newest_private_answer_counts(door: Open) -> None:
    """A worry that is gone no longer holds anything back (D10)."""
    journal = _held("Ana", False, True)
    assert "together.willing" in door([], journal=journal).said()
    assert not journal.entries("gate")


def test_the_refusal_offers_calm(door: Open) -> None:
    """A yes to the one sentence goes straight into a calming exercise, which nothing holds back (D10)."""
    played = door([reply("session.not_available", "yes")], journal=_held("Ana", False))
    leading = [(f["name"], f["state"]) for _, _, f in played.events("activity")]
    assert leading[:3] == [("check_in", "start"), ("check_in", "end"), ("calm", "start")]


def test_a_deep_conversation_begins_with_quiet(door: Open) -> None:
    """A minute of quiet, before the question how strong it is (S20)."""
    played = door(WILLING, deep=True)
    settled = next(t for t, _, f in played.events("said") if f["id"] == "together.settle")
    asked = next(t for t, _, f in played.events("say") if f["id"] == "together.how_strong")
    assert asked - settled == pytest.approx(60, abs=0.05)


def test_in_a_private_session_nobody_else_is_asked(door: Open) -> None:
    """Alone, there is no one to agree with."""
    played = door([], settings=Settings(solo=""))
    assert _opened(played)
    assert not played.said()


def test_the_private_minutes_are_offered_now_and_then(door: Open) -> None:
    """Where things are kept they are offered again after thirty days, not before (D10)."""
    journal = MemoryJournal()
    journal.add("preference", {"what": "keeping"}, "", NOW)
    for days, offered in [(0, True), (29, False), (31, True)]:
        played = door([], journal=journal, now=NOW + timedelta(days=days))
        assert ("together.private" in played.said()) is offered


def test_where_nothing_is_kept_the_offer_keeps_nothing(door: Open) -> None:
    """Nothing is written for somebody who never asked for it (D15)."""
    journal = MemoryJournal()
    assert "together.private" in door([], journal=journal).said()
    assert not journal.entries()
