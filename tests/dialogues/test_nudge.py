"""The word about hard words, for people who asked for it in the config (S30)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from turns import open_pair, turns

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"), check_in_form="short", nudge=True)
OPEN = [Spoken(1, "check in"), *open_pair(2)]


def _talk(*texts: str) -> list[Spoken]:
    """What each says in a turn, as an ear reports what is no command."""
    lines = ("feeling", "feeling", "appreciation", "appreciation")
    return [
        replace(reply(f"check_in.{line}", text, 5), rejected="not a command")
        for line, text in zip(lines, texts, strict=False)
    ]


HARD = ["and you always leave", "you never ask me", "it is all your fault"]


@pytest.mark.parametrize("text", HARD)
@pytest.mark.parametrize("place", [0, 1])
def test_it_is_said_to_everyone_after_everyone(play: Play, place: int, text: str) -> None:
    """Whoever said it, both turns are whole, the same words come once after them, and nothing is kept (S30, S57)."""
    said = ["we walked along the river", "we walked along the river"]
    said[place] = text
    journal = MemoryJournal()
    played = play([*OPEN, *_talk(*said, "you always do", "you never do")], length=300, settings=TWO, journal=journal)
    lines = played.said()
    order = [line for line in lines if line in ("check_in.feeling", "nudge.gently", "check_in.appreciation")]
    assert order == ["check_in.feeling"] * 2 + ["nudge.gently"] + ["check_in.appreciation"] * 2
    assert {round(length, 2) for _, length in turns(played)} == {30.0}
    assert not journal.entries()


def test_it_is_off_unless_asked_for(play: Play) -> None:
    """Without the switch nothing is said; with it, nothing without a hard word, nor to somebody alone (S30)."""
    off = play([*OPEN, *_talk(*HARD)], length=300, settings=replace(TWO, nudge=False))
    soft = play([*OPEN, *_talk("i was sad in the evenings", "an everlasting walk")], length=300, settings=TWO)
    alone = [Spoken(1, "check in"), reply("together.alone", "yes"), *_talk(HARD[0])]
    one = play(alone, length=300, settings=replace(TWO, people=()))
    for played in (off, soft, one):
        assert "check_in.appreciation" in played.said()
        assert "nudge.gently" not in played.said()


def test_with_cards_too(play: Play) -> None:
    """After a card of the decks it is said in the same way (S30)."""
    yes, number = open_pair(2)[:2], open_pair(2)[2:]
    script = [
        Spoken(1, "patterns cards"),
        reply("together.alone", "no"),
        *yes,
        reply("together.settle", "next"),
        *number,
    ]
    hard = replace(reply("decks.patterns.frame", HARD[0], 5), rejected="not a command")
    done = [reply("decks.patterns.frame", "done", 3)]
    played = play([*script, hard, *done], length=260, settings=TWO)
    order = [line for line in played.said() if line in ("decks.patterns.frame", "nudge.gently", "deck.another")]
    assert order == ["decks.patterns.frame"] * 2 + ["nudge.gently", "deck.another"]
