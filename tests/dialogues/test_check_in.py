"""The check-in, as two people live it."""

from collections.abc import Callable

import pytest

from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"))
CONSENT = [Spoken(1, "check in"), reply("check_in.consent", "yes"), reply("check_in.consent", "yes")]


def _turns(played: Rehearsal) -> list[tuple[str, float]]:
    """Who had a turn, and for how long, in order."""
    turns = []
    started: dict[str, float] = {}
    for t, _, fields in played.events("turn"):
        person = str(fields["person"])
        if fields["state"] == "start":
            started[person] = t
        else:
            turns.append((person, t - started.pop(person)))
    assert not started
    return turns


def test_a_whole_check_in(play: Play) -> None:
    """Five parts, each in turn, who begins alternates, the same seconds for both, and a close (S38, S57)."""
    played = play(CONSENT, length=700, settings=TWO)
    turns = _turns(played)
    assert [person for person, _ in turns] == ["Ana", "Sam", "Sam", "Ana"] * 2 + ["Ana", "Sam"]
    assert {round(length, 2) for _, length in turns} == {45.0}
    assert played.said()[-1] == "check_in.closing"
    states = [f["state"] for _, _, f in played.events("activity")]
    assert states == ["start", "end"]


@pytest.mark.parametrize("answers", [["no"], ["yes", "no"], ["yes"], [], ["yes", "i don't know"]])
def test_any_no_or_silence_ends_it_without_remark(play: Play, answers: list[str]) -> None:
    """One no, one doubt or one silence, from either, and the check-in does not start; all sound the same (D11)."""
    script = [Spoken(1, "check in"), *(reply("check_in.consent", answer) for answer in answers)]
    played = play(script, length=120, settings=TWO)
    assert played.said()[-1] == "check_in.not_now"
    assert not played.events("turn")
    assert not played.stage.pending


def test_done_and_pass_end_a_turn(play: Play) -> None:
    """Done and pass hand over at once."""
    first = play(CONSENT, length=120, settings=TWO).events("turn")[0][0]
    played = play([*CONSENT, Spoken(first + 10, "done"), Spoken(first + 20, "pass")], length=300, settings=TWO)
    assert [round(length) for _, length in _turns_so_far(played)[:1]] == [10]
    second = played.events("turn")[2][0]
    assert _turns_so_far(played)[1][1] == pytest.approx(first + 20 - second, abs=0.03)


def _turns_so_far(played: Rehearsal) -> list[tuple[str, float]]:
    log = [entry for entry in played.log if entry[1] == "turn"]
    pairs = zip(log[::2], log[1::2], strict=False)
    return [(str(start[2]["person"]), end[0] - start[0]) for start, end in pairs]


def test_a_minute_asked_for_is_not_counted(play: Play) -> None:
    """ "I need a minute" gives quiet that is not taken from the turn (C30)."""
    first = play(CONSENT, length=120, settings=TWO).events("turn")[0][0]
    played = play([*CONSENT, Spoken(first + 10, "i need a minute")], length=300, settings=TWO)
    assert "check_in.minute" in played.said()
    assert _turns_so_far(played)[0][1] > 45 + 60 - 1


def test_what_is_said_in_a_turn_changes_nothing(play: Play) -> None:
    """Free speech is not answered and does not end the turn while it goes on (S38)."""
    first = play(CONSENT, length=120, settings=TWO).events("turn")[0][0]
    talk = [Spoken(first + 5 + 3 * i, "i was thinking about the garden", rejected="not a command") for i in range(5)]
    played = play([*CONSENT, *talk], length=300, settings=TWO)
    assert _turns_so_far(played)[0][1] == pytest.approx(45, abs=0.05)


def test_timeout_is_live_in_a_turn(play: Play) -> None:
    """Timeout in the middle of a turn ends the check-in, the turn is closed, and the timeout begins (S24)."""
    first = play(CONSENT, length=120, settings=TWO).events("turn")[0][0]
    played = play([*CONSENT, Spoken(first + 5, "timeout")], length=first + 12, settings=TWO)
    assert _turns(played)[0][0] == "Ana"
    assert played.said()[-1] in ("timeout.opening", "timeout.when")


def test_without_names_there_are_two_people(play: Play) -> None:
    """Nobody needs a name: the scripts say who is meant."""
    played = play(CONSENT, length=700)
    assert len({person for person, _ in _turns(played)}) == 2


def test_three_people_have_the_same_time(play: Play) -> None:
    """Any number of people take turns (S64)."""
    three = Settings(people=("Ana", "Sam", "Noor"), check_in_form="short")
    played = play([*CONSENT, reply("check_in.consent", "yes")], length=500, settings=three)
    turns = _turns(played)
    assert [person for person, _ in turns] == ["Ana", "Sam", "Noor", "Sam", "Noor", "Ana"]
    assert {round(length, 2) for _, length in turns} == {30.0}


def test_a_pause_is_not_taken_from_the_turn(play: Play) -> None:
    """A pause, however long, leaves the turn as long as the others (S57)."""
    first = play(CONSENT, length=120, settings=TWO).events("turn")[0][0]
    script = [*CONSENT, Spoken(first + 10, "pause"), Spoken(first + 100, "continue")]
    played = play(script, length=400, settings=TWO)
    states = [(t, f["state"]) for t, _, f in played.events("activity")]
    away = states[2][0] - states[1][0]
    assert _turns_so_far(played)[0][1] - away == pytest.approx(45, abs=0.05)
