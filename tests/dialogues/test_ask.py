"""Asking, and what happens when the answer is none (C33)."""

from collections.abc import Callable, Sequence

import pytest

from companion.dialogues import REPERTOIRE
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
YES_NO = ["ask.yes_no_again", "ask.yes_no_last"]


def _mumbled(lines: Sequence[str]) -> list[Spoken]:
    return [Spoken(1, "mumble", rejected="not a command", after=line) for line in lines]


@pytest.mark.parametrize(
    ("said", "before", "asked"),
    [
        ("check in", [], ["together.willing", "together.willing_again", "ask.yes_no_last"]),
        ("box breathing", [], ["breathing.health", "breathing.health_again", "ask.yes_no_last"]),
        ("something heavy", [], ["exercises.weighted.object", *YES_NO]),
        ("breathe together", [], ["breathing.pair_willing", "breathing.pair_willing_again", "ask.yes_no_last"]),
        ("help me calm down", [], ["calm.rate", "ask.number_again", "ask.number_last", "ask.number_yes_no"]),
        (
            "help me calm down",
            [reply("calm.rate", "six")],
            ["calm.route", "calm.route_again", "calm.route_last", "calm.route_yes_no"],
        ),
    ],
)
def test_every_question_is_asked_again_shorter_and_then_it_is_quiet(
    play: Play, said: str, before: list[Spoken], asked: list[str]
) -> None:
    """Two more tries, each shorter and different; then a yes or no where it was none, then no more (C33)."""
    played = play([Spoken(1, said), *before, *_mumbled(asked)], length=90)
    told = [(str(f["id"]), len(str(f["text"]).split())) for _, _, f in played.events("say")]
    begin = [line for line, _ in told].index(asked[0])
    assert [line for line, _ in told[begin : begin + len(asked)]] == asked
    tries = [words for _, words in told[begin : begin + 3]]
    assert tries == sorted(tries, reverse=True)
    assert len({str(f["text"]) for _, _, f in played.events("say")[begin : begin + len(asked)]}) == len(asked)
    assert told[begin + len(asked)][0] not in asked


def test_silence_is_not_nagged(play: Play) -> None:
    """Who says nothing at all is not asked with the words for those who were not understood."""
    played = play([Spoken(1, "box breathing")], length=60)
    assert not {line for line in played.said() if line.startswith("ask.")}


def test_a_minute_keeps_the_question_open(play: Play) -> None:
    """ "I need a minute" is waited for, and the answer after it counts (C30)."""
    script = [Spoken(1, "box breathing"), reply("breathing.health", "i need a minute"), Spoken(60, "no")]
    played = play(script, length=90)
    assert played.said().count("breathing.health") == 1
    assert "breathing.instead" not in played.said()
    assert "breathing.opening" in played.said()


@pytest.mark.parametrize("name", ["calm", "grounding", "movement", "breathing", "timeout"])
def test_from_everywhere_stop_and_help_lead_somewhere_kind(play: Play, name: str) -> None:
    """At every moment of the first minute "stop" ends it and "help" is answered: no dead end."""
    assert name in REPERTOIRE
    for at in range(2, 60, 12):
        assert play([Spoken(at, "stop")], begin=name, length=at + 6).said()[-1] in (
            "session.stopped",
            "timeout.stopped",
        )
        assert "help.again" in play([Spoken(at, "help")], begin=name, length=at + 40).said()


def test_a_pass_ends_a_question(play: Play) -> None:
    """Whoever passes on a yes or no is not asked again (C33)."""
    played = play([Spoken(1, "box breathing"), reply("breathing.health", "pass")], length=30)
    assert played.said()[:3] == ["breathing.health", "breathing.instead", "breathing.opening"]


def test_the_last_one_is_the_last_that_was_told(play: Play) -> None:
    """ "The last one" chooses from a list as a number does: of what has been read out so far (C33)."""
    told = play([Spoken(1, "topics"), reply("learning.which_again", "the last one")], length=120)
    assert "learn.pace.no_hurry" in told.said()
    few = play(
        [Spoken(1, "money"), reply("words.which_more", "the last one"), reply("together.alone", "yes")], length=60
    )
    assert "money.means" in few.said()
