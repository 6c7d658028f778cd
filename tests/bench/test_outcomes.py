"""Counting what was right, rejected, confused, and falsely taken for a command."""

from companion.bench._labels import Label
from companion.bench._outcomes import Outcome, Tally, confusions, of_groups, shares, tally
from companion.steps import NONE, Intent

BOX = Label(intent="breathing", slots={"style": "box"})
OUTCOMES = [
    Outcome("1", "ked", BOX, "box breathing", Intent("breathing", {"style": "box"})),
    Outcome("2", "ked", BOX, "breathing", Intent("breathing")),
    Outcome("3", "ked", BOX, "what", NONE),
    Outcome("4", "slt", BOX, "stop", Intent("stop")),
    Outcome("5", "slt", Label(intent="pause"), "stop", Intent("stop")),
    Outcome("6", "slt", Label(intent="pause"), "stop", Intent("stop")),
    Outcome("7", "slt", None, "soap", Intent("stop")),
    Outcome("8", "slt", None, "", NONE),
]


def test_every_outcome_counts_where_it_belongs() -> None:
    """Right needs the intent, whole the slots too; rejected is none; what has no label must stay none."""
    assert tally(OUTCOMES) == Tally(labelled=6, right=2, whole=1, rejected=1, others=2, false=1)


def test_confusions_are_told_most_frequent_first() -> None:
    """What was right, and what was not for us, is no confusion."""
    told = confusions(OUTCOMES)
    assert told[0] == "pause taken for stop: 2"
    assert sorted(told[1:]) == ["breathing taken for none: 1", "breathing taken for stop: 1"]


def test_only_what_was_there_is_told() -> None:
    """Without labels there is no accuracy, without others no false activations."""
    assert [share.what for share in shares("all", OUTCOMES[-2:])] == ["all: false activations"]
    assert [share.what for share in shares("all", OUTCOMES[:2])] == [
        "all: right intent",
        "all: right intent and slots",
        "all: rejected",
    ]
    assert next(shares("all", OUTCOMES[:4], 0.5)).reached is True


def test_groups_are_told_where_there_are_several() -> None:
    """Each speaker or folder by itself; a single one would only say everything twice."""
    assert [str(share) for share in of_groups("all", OUTCOMES)] == [
        "all, ked: right intent: 2 of 3 (66.7 %)",
        "all, slt: right intent: 0 of 3 (0.0 %)",
        "all, slt: false activations: 1 of 2 (50.0 %)",
    ]
    assert list(of_groups("all", OUTCOMES[:3])) == []
