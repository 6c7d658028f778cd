"""Coming back from something else: nobody comes back into silence, whatever was open hears its question again."""

from collections.abc import Callable, Sequence

import pytest
from turns import open_pair

from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"), check_in_form="short")
DOOR = open_pair(2)
DEEP = [reply("together.alone", "no"), *DOOR[:2], reply("together.settle", "next"), *DOOR[2:]]
BREATHING = [reply("breathing.opening", "next", 10)]
"""Out of a breathing exercise, and on with what was there before."""

CONVERSATIONS: dict[str, tuple[Sequence[Spoken], Sequence[str]]] = {
    "check-in": ([Spoken(1, "check in"), *DOOR, reply("check_in.feeling", "breathing", 3)], ["check_in.feeling"]),
    "second turn": (
        [Spoken(1, "check in"), *DOOR, reply("check_in.feeling", "done"), reply("check_in.feeling", "breathing", 3)],
        ["check_in.feeling"],
    ),
    "deck": (
        [Spoken(1, "patterns cards"), *DEEP, reply("decks.patterns.frame", "breathing", 3)],
        ["decks.patterns.frame"],
    ),
    "money date": (
        [
            Spoken(1, "money"), reply("words.which_more", "number two"), reply("money.when", "yes"), *DEEP,
            reply("check_in.since", "breathing", 3),
        ],
        ["check_in.since"],
    ),
    "appreciation": (
        [Spoken(1, "appreciation"), DEEP[0], *DOOR, reply("appreciation.frame", "breathing", 3)],
        ["appreciation.frame"],
    ),
    "repair": (
        [
            Spoken(1, "repair statement"), *DEEP, reply("repair.would", "yes"), reply("repair.impact", "breathing", 3),
        ],
        ["repair.impact"],
    ),
    "an answer that was to come": (
        [Spoken(1, "agreement cards"), *DEEP, reply("decks.agreements.believed", "done"),
         reply("decks.agreements.believed", "done"), reply("deck.another", "breathing", 3)],
        ["deck.another"],
    ),
    "the door": ([Spoken(1, "check in"), reply("together.willing", "breathing", 3)], ["together.willing"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_after_something_else(play: Play, name: str) -> None:
    """One short line, whose turn it is and the question, once and in the same words; then it waits on (S60, C33)."""
    script, open_lines = CONVERSATIONS[name]
    played = play([*script, *BREATHING], length=230, settings=TWO)
    said = [(str(f["id"]), str(f["text"])) for _, _, f in played.events("say")]
    lines = [line for line, _ in said]
    at = lines.index("session.here_again")
    assert lines[at - 1] == "breathing.early"
    before = max(i for i in range(at) if lines[i] == open_lines[0])
    named = lines[before - 1] == "together.turn"
    again = [line for line, _ in said[at + 1 : at + 2 + named]]
    assert again == (["together.turn"] if named else []) + list(open_lines)
    assert said[at + 1 + named] == said[before]
    if named:
        assert said[at + 1] == said[before - 1]
    assert lines.count("session.here_again") == 1


def test_it_takes_nothing_from_the_turn(play: Play) -> None:
    """The exercise, and the words after it, are not counted (S57)."""
    script = CONVERSATIONS["check-in"][0]
    played = play([*script, *BREATHING], length=230, settings=TWO)
    log = played.events("activity", "turn")
    start, end = [t for t, event, f in log if event == "turn"][:2]
    away = [t for t, event, f in log if event == "activity" and f["name"] == "check_in"][1:3]
    assert end - start - (away[1] - away[0]) == pytest.approx(30, abs=0.1)
    assert next(t for t, _, f in played.events("said") if f["id"] == "session.here_again") < away[1]


@pytest.mark.parametrize(("gone", "again"), [(60, 2), (2, 1)])
def test_after_a_pause(play: Play, gone: int, again: int) -> None:
    """A long pause ends with the question again; after a short one it goes on at once."""
    script = [*CONVERSATIONS["deck"][0][:-1], reply("decks.patterns.frame", "pause", 3)]
    played = play([*script, reply("session.paused", "continue", gone)], length=170 + gone, settings=TWO)
    lines = played.said()
    assert "session.here_again" not in lines
    at = lines.index("session.going_on")
    assert lines[: at + 3].count("decks.patterns.frame") == again


def test_a_minute_ends_with_a_sign(play: Play) -> None:
    """The minute that was asked for ends with the soft sound of a turn (C30)."""
    script = [*CONVERSATIONS["deck"][0][:-1], reply("decks.patterns.frame", "i need a minute", 3)]
    played = play(script, length=200, settings=TWO)
    minute = next(t for t, _, f in played.events("said") if f["id"] == "together.minute")
    signs = [t for t, _, f in played.events("cue") if f["sound"] == "turn" and t > minute]
    assert signs[0] - minute == pytest.approx(60, abs=0.1)


def test_a_walk_tells_what_is_left(play: Play) -> None:
    """Time together that was interrupted goes on with how long there is left (S45)."""
    script = [
        Spoken(1, "small moment"), DEEP[0], *DOOR, reply("words.which_more", "number one"),
        reply("moments.now", "yes"), reply("moments.how_long", "one"), reply("moments.walk_begins", "pause", 60),
        reply("session.paused", "continue", 60),
    ]  # fmt: skip
    played = play(script, length=260, settings=TWO)
    assert played.said()[-2:] == ["session.going_on", "moments.left"]
    assert [f["text"] for _, _, f in played.events("say")][-1] == "nine minutes to go."
