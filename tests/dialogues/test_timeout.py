"""The timeout, as it is lived."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
NOW = datetime(2026, 11, 20, 9)
HALF_AN_HOUR = [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes")]
TWENTY = [Spoken(1, "timeout for twenty minutes"), reply("timeout.read_back", "yes")]


def _appointments(played: Rehearsal) -> list[object]:
    return [fields["when"] for _, _, fields in played.events("appointment")]


def _text(played: Rehearsal, line: str) -> str:
    return next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == line)


def test_a_break_from_the_first_word_to_the_return(play: Play) -> None:
    """Timeout, a time, read back, silence but for two cues, and the return at that time (S24, S26, S28, E)."""
    script = [
        Spoken(1, "timeout"),
        reply("timeout.when", "in half an hour"),
        reply("timeout.read_back", "yes"),
        reply("timeout.ready", "yes"),
    ]
    played = play(script, length=1900)
    assert played.said()[:4] == ["timeout.opening", "timeout.when", "timeout.read_back", "timeout.begin"]
    asked = next(t for t, _, f in played.events("intent") if f["name"] == "set_time")
    agreed, off = _appointments(played)
    assert off is None
    due = (datetime.fromisoformat(str(agreed)) - NOW).total_seconds()
    assert due == pytest.approx(asked + 1800, abs=1)
    back = next(t for t, _, f in played.events("say") if f["id"] == "timeout.come_back")
    assert back == pytest.approx(due, abs=0.1)
    cues = [(f["sound"], t) for t, _, f in played.events("cue") if 60 < t < due - 1]
    assert [sound for sound, _ in cues] == ["halfway", "soon"]
    assert dict(cues)["soon"] == pytest.approx(due - 120, abs=0.1)
    between = [f["id"] for t, _, f in played.events("say") if 60 < t < due - 1]
    assert between == ["timeout.soon"]
    assert played.said()[-1] == "timeout.back"


def test_the_time_is_read_back_in_full(play: Play) -> None:
    """An accepted time is said with its day and hour before it counts (S26)."""
    played = play([Spoken(1, "timeout until friday morning")], length=40)
    text = _text(played, "timeout.read_back")
    assert "Friday" in text
    assert "nine in the morning" in text


def test_less_than_twenty_minutes_becomes_twenty(play: Play) -> None:
    """A shorter break is raised to the floor, and says so (E)."""
    played = play([Spoken(1, "timeout for five minutes"), Spoken(40, "yes")], length=50)
    assert "timeout.floor" in played.said()
    when = datetime.fromisoformat(str(_appointments(played)[0]))
    assert when >= datetime(2026, 11, 20, 9, 20)


def test_more_than_a_day_is_offered_sooner_once_and_then_taken(play: Play) -> None:
    """Over 24 hours a word before then is suggested; the chosen time stands (S26)."""
    played = play([Spoken(1, "timeout until tuesday evening"), Spoken(40, "yes")], length=60)
    assert played.said().count("timeout.sooner") == 1
    assert _appointments(played) == ["2026-11-24T19:00:00"]
    assert played.said()[-1] == "timeout.begin_later"
    assert not played.stage.pending


def test_silence_alone_leads_to_a_break_with_a_return(play: Play) -> None:
    """Nobody has to answer: with nothing said at all there is a break of the least length, and a return (S24, C33)."""
    played = play([Spoken(1, "timeout")], length=1400)
    asked = [line for line in played.said() if line.startswith("timeout.when")]
    assert asked == ["timeout.when", "timeout.when_again", "timeout.when_yes_no"]
    assert len(_appointments(played)) == 2
    assert played.said()[-4:] == ["timeout.come_back", "timeout.ready", "timeout.ready_again", "timeout.no_answer"]
    assert not played.stage.pending


def test_words_not_understood_are_asked_again_twice_and_then_proposed(play: Play) -> None:
    """Two shorter questions, then a yes or no, then quiet (C33)."""
    script = [
        Spoken(1, "timeout"),
        replace(reply("timeout.when", "mumble"), rejected="not a command"),
        replace(reply("timeout.when_again", "mumble"), rejected="not a command"),
        reply("timeout.when_yes_no", "yes"),
    ]
    played = play(script, length=60)
    assert played.said()[:5] == [
        "timeout.opening", "timeout.when", "timeout.when_again", "timeout.when_yes_no", "timeout.begin",
    ]  # fmt: skip


def test_a_no_to_the_time_asks_for_another(play: Play) -> None:
    """A time that is refused is asked for again and the new one is taken."""
    script = [
        Spoken(1, "timeout for half an hour"),
        reply("timeout.read_back", "no"),
        reply("timeout.another", "in an hour"),
        reply("timeout.read_back", "yes"),
    ]
    played = play(script, length=60)
    (agreed,) = _appointments(played)
    assert datetime.fromisoformat(str(agreed)) > datetime(2026, 11, 20, 10)


def test_either_may_change_the_time_or_come_back_sooner(play: Play) -> None:
    """In the break a new time replaces the old one; "I'm ready" ends it at once (S26, S28)."""
    script = [
        *HALF_AN_HOUR,
        Spoken(100, "let's make it an hour"),
        reply("timeout.read_back", "yes"),
        Spoken(600, "i'm ready"),
        reply("timeout.ready", "yes"),
    ]
    played = play(script, length=650)
    assert len([when for when in _appointments(played) if when is not None]) == 2
    assert played.said()[-1] == "timeout.back"
    assert not played.stage.pending


def test_needing_longer_gets_a_new_time(play: Play) -> None:
    """At the return a no leads to a new time, never to persuasion (S28)."""
    script = [
        *TWENTY,
        reply("timeout.ready", "no"),
        reply("timeout.when", "in half an hour"),
        reply("timeout.read_back", "yes"),
    ]
    played = play(script, length=1300)
    assert "timeout.longer" in played.said()
    assert "timeout.begin" in played.said()[played.said().index("timeout.longer") :]


def test_stop_in_the_break_takes_the_return_off(play: Play) -> None:
    """Stop ends the break, says that no time is set, and nothing comes back."""
    played = play([*HALF_AN_HOUR, Spoken(100, "stop")], length=2000)
    assert played.said()[-1] == "timeout.stopped"
    assert _appointments(played)[-1] is None
    assert "timeout.come_back" not in played.said()


def test_a_later_return_begins_by_itself(play: Play) -> None:
    """A return beyond what is waited for is an appointment, and is announced when it is due (C43)."""
    played = play(
        [*HALF_AN_HOUR],
        length=1830,
        settings=Settings(break_waited_hours=0.1),
    )
    assert played.events("reminder")[0][2] == {"what": "come_back"}
    assert played.events("reminder")[0][0] == pytest.approx(1801, abs=0.1)
    assert "timeout.come_back" in played.said()


def test_breathing_in_the_break_and_back_to_it(play: Play) -> None:
    """In the break an exercise may be done; the break goes on around it and ends on time."""
    script = [*TWENTY, Spoken(100, "breathing")]
    played = play(script, length=1300)
    states = [(f["name"], f["state"]) for _, _, f in played.events("activity")]
    assert states[:5] == [
        ("timeout", "start"), ("timeout", "pause"), ("breathing", "start"), ("breathing", "end"), ("timeout", "resume"),
    ]  # fmt: skip
    assert "timeout.come_back" in played.said()


def test_an_exercise_ends_when_the_return_is_due(play: Play) -> None:
    """The agreed time comes first: what covers the break at that moment ends for it."""
    script = [*TWENTY, Spoken(1150, "breathing for five minutes")]
    played = play(script, length=1300)
    back = next(t for t, _, f in played.events("say") if f["id"] == "timeout.come_back")
    assert back < 1250
    assert ("breathing", "interrupted") in [(f["name"], f["state"]) for _, _, f in played.events("activity")]


def test_timeout_in_the_break_says_where_it_stands(play: Play) -> None:
    """Timeout said again in the break is answered with what is left, and changes nothing."""
    script = [*HALF_AN_HOUR, Spoken(100, "timeout")]
    played = play(script, length=120)
    assert played.said()[-1] == "timeout.again"
    assert len(_appointments(played)) == 1


def test_pushing_it_back_counts_from_the_agreed_time(play: Play) -> None:
    """ "Push it back half an hour" moves the return that was agreed by half an hour."""
    script = [*HALF_AN_HOUR, Spoken(100, "push it back half an hour"), reply("timeout.read_back", "yes")]
    first, second = _appointments(play(script, length=120))
    moved = datetime.fromisoformat(str(second)) - datetime.fromisoformat(str(first))
    assert moved.total_seconds() == 1800


@pytest.mark.parametrize("over", [2.0, 6.0])
def test_a_time_said_over_a_line_is_taken(play: Play, over: float) -> None:
    """Whoever names the time while a line is still being spoken is heard, and the break gets it (S26)."""
    played = play([Spoken(1, "timeout"), Spoken(over, "in half an hour"), reply("timeout.read_back", "yes")], length=60)
    assert "timeout.begin" in played.said()
    assert "timeout.none" not in played.said()
    assert len(_appointments(played)) == 1


def test_a_time_added_in_the_question_is_taken(play: Play) -> None:
    """ "Time out", acted upon at the question, and "for half an hour" in the same breath: the time counts."""
    script = [
        Spoken(1, "timeout"),
        Spoken(12, "time out", partial=True, start=11.5),
        Spoken(13.5, "time out for half an hour", start=11.5),
        reply("timeout.read_back", "yes"),
    ]
    (agreed,) = _appointments(play(script, length=60))
    assert datetime.fromisoformat(str(agreed)) >= datetime(2026, 11, 20, 9, 30)


def test_a_soft_cue_interrupts_nothing(play: Play) -> None:
    """The half-way cue of the break leaves an exercise alone; only the agreed time ends it."""
    played = play([*TWENTY, Spoken(580, "breathing")], length=760)
    assert ("breathing", "end") in [(f["name"], f["state"]) for _, _, f in played.events("activity")]


def test_stop_in_an_exercise_of_the_break_says_that_no_time_is_set(play: Play) -> None:
    """Stop ends everything, and what it ended is said."""
    played = play([*HALF_AN_HOUR, Spoken(100, "breathing"), Spoken(120, "stop")], length=140)
    assert played.said()[-1] == "timeout.stopped"
    assert _appointments(played)[-1] is None


def test_ready_said_over_the_return_goes_on(play: Play) -> None:
    """ "We are ready", said into the line of the return, is the answer to it."""
    played = play([*TWENTY, Spoken(1208, "i'm ready")], length=1230)
    assert played.said()[-1] == "timeout.back"
