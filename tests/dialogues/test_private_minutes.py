"""Two private minutes, as somebody lives them who has a worry, and somebody who has none."""

from collections.abc import Callable, Sequence

import pytest

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]

CALM = {"by_choice": "yes", "say_no": "yes", "afterwards": "no", "means": "yes"}
TWO = Settings(people=("Ana", "Sam"))


def _minutes(answers: dict[str, str], alone: str = "yes") -> Sequence[Spoken]:
    asked = [reply(f"private.{question}", answer) for question, answer in answers.items()]
    return [Spoken(1, "private minutes"), reply("safety.alone", alone), *asked]


def test_without_a_worry_nothing_changes(play: Play) -> None:
    """Four answers without a worry, and a check-in goes through the door (D10)."""
    played = play([*_minutes(CALM), reply("private.closing", "check in")], length=120, settings=TWO)
    assert [line for line in played.said() if line.startswith("private.")] == [
        "private.opening", *(f"private.{question}" for question in CALM), "private.this_session", "private.closing",
    ]  # fmt: skip
    assert "together.willing" in played.said()


@pytest.mark.parametrize("question", CALM)
@pytest.mark.parametrize("answer", ["yes", "no", "i don't know", "pass", None])
def test_any_worry_closes_what_is_done_together(play: Play, question: str, answer: str | None) -> None:
    """One answer with a worry, a doubt or a silence is enough; every question is asked all the same (D10)."""
    if answer == CALM[question]:
        return
    script = [spoken for spoken in _minutes(CALM) if spoken.after != f"private.{question}"]
    if answer is not None:
        place = 2 + list(CALM).index(question)
        script.insert(place, reply(f"private.{question}", answer))
    played = play([*script, reply("private.closing", "check in")], length=150, settings=TWO)
    assert {f"private.{each}" for each in CALM} <= set(played.said())
    assert "together.willing" not in played.said()
    assert "session.not_available" in played.said()


def test_nobody_can_tell_a_worry_from_the_rest(play: Play) -> None:
    """With or without a worry the same lines are spoken at the same moments (D10)."""
    calm = play(_minutes(CALM), length=90)
    worried = play(_minutes({**CALM, "afterwards": "yes"}), length=90)
    assert calm.events("say", "said", "activity", "cue") == worried.events("say", "said", "activity", "cue")


@pytest.mark.parametrize("alone", ["no", "i don't know"])
def test_it_is_for_somebody_alone(play: Play, alone: str) -> None:
    """Anything but a yes to "are you alone", and nothing is asked (D10, D14)."""
    assert play(_minutes({}, alone), length=40).said() == ["safety.alone", "private.only_alone"]


def test_keys_are_enough(play: Play) -> None:
    """Nobody has to say a word that could be heard through a wall (D9, D10)."""
    keys: list[tuple[float, str]] = []
    for line, key in [("safety.alone", "y"), *((f"private.{q}", a[0]) for q, a in CALM.items())]:
        so_far = play([Spoken(1, "private minutes")], length=60, keys=keys)
        keys.append((next(t for t, _, f in so_far.events("said") if f["id"] == line) + 0.5, key))
    played = play([Spoken(1, "private minutes")], length=60, keys=keys)
    assert "private.again" not in played.said()
    assert "apart" not in played.stage.ledger.memory


def test_in_a_session_of_ones_own_it_can_be_kept(play: Play) -> None:
    """Kept on a yes, as this person's own and without the answers: whether it is open, nothing else (D10, D15)."""
    for answers, is_open in [(CALM, True), ({**CALM, "say_no": "no"}, False)]:
        journal = MemoryJournal("Ana")
        script = [*_minutes(answers), reply("session.keep_that", "yes")]
        played = play(script, length=90, journal=journal, settings=Settings(solo="Ana"))
        (entry,) = journal.entries("gate")
        assert (entry.owner, entry.fields) == ("Ana", {"open": is_open})
        assert [f for _, _, f in played.events("stored")] == [{"kind": "gate", "action": "add"}]
        assert journal.held() is not is_open
