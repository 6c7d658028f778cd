"""The bundled answers of safety, from every state."""

from collections.abc import Callable

import pytest

from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]

LEADS = {
    "idle": [],
    "exercise": [Spoken(1, "breathing")],
    "break": [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes")],
    "check_in": [Spoken(1, "check in"), reply("together.alone", "yes")],
}


@pytest.mark.parametrize("state", LEADS)
@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ("i want to die", ["safety.crisis_self", "safety.ask_safe", "safety.crisis_near", "safety.support"]),
        ("my husband wants to kill himself", ["safety.crisis_other", "safety.support"]),
        ("i'm going to kill him", ["safety.threat"]),
        ("i hit her", ["safety.did_harm"]),
        ("he hits me", ["safety.afraid"]),
    ],
)
def test_safety_words_are_answered_from_every_state(play: Play, state: str, said: str, lines: list[str]) -> None:
    """What runs ends, and the bundled lines follow at once, in this order (D1, D2, D8, D9)."""
    played = play([*LEADS[state], Spoken(60, said)], length=100)
    assert [str(f["id"]) for t, _, f in played.events("say") if t >= 60] == lines


def test_the_direct_question_is_asked_where_it_is_set(play: Play) -> None:
    """With `crisis.ask_direct` the question is plain; without it, whether they are safe (D2)."""
    played = play([Spoken(1, "i want to die")], length=40, settings=Settings(crisis_ask_direct=True))
    assert "safety.ask_direct" in played.said()
    assert "safety.ask_safe" not in played.said()


def test_what_is_kind_and_harmless_alarms_nobody(play: Play) -> None:
    """Look-alikes lead nowhere (C51)."""
    for said in ("i'm dying to see you", "i want to diet", "we were killing time", "she is so skilled"):
        assert not [line for line in play([Spoken(1, said)], length=5).said() if line.startswith("safety.")]
