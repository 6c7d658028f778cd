"""The timeout, as it is lived."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from companion.journal import MemoryJournal
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
    proposed = next(f["text"] for _, _, f in played.events("say") if f["id"] == "timeout.when_yes_no")
    assert str(proposed).count("twenty minutes") == 1
    assert played.said()[-6:] == [
        "timeout.come_back", "timeout.rate", "timeout.rate", "timeout.sentence", "timeout.ready", "timeout.once_more",
    ]  # fmt: skip
    assert not played.stage.pending


def test_words_not_understood_are_asked_again_twice_and_then_proposed(play: Play) -> None:
    """Two shorter questions, then a yes or no, then quiet (C33)."""
    asked = ["timeout.when", "timeout.when_again", "timeout.when_last"]
    unclear = [replace(reply(line, "mumble"), rejected="not a command") for line in asked]
    played = play([Spoken(1, "timeout"), *unclear, reply("timeout.when_yes_no", "yes")], length=60)
    assert played.said()[:6] == ["timeout.opening", *asked, "timeout.when_yes_no", "timeout.begin"]
    words = [len(str(f["text"]).split()) for _, _, f in played.events("say")[1:4]]
    assert words[0] > words[1] > words[2]


@pytest.mark.parametrize("said", ["later", "when the kids are in bed", "over the weekend"])
def test_a_time_without_a_value_is_asked_for_again(play: Play, said: str) -> None:
    """ "Later" sets nothing: it asks again at once, and takes the time that is said then (S26)."""
    again = [reply("timeout.when_again", "in an hour"), reply("timeout.read_back", "yes")]
    played = play([Spoken(1, "timeout"), reply("timeout.when", said), *again], length=60)
    assert played.said()[1:] == ["timeout.when", "timeout.when_again", "timeout.read_back", "timeout.begin"]
    assert "at ten" in _text(played, "timeout.read_back")
    assert len(_appointments(played)) == 1


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


RATED = [reply("timeout.rate", "four"), reply("timeout.rate", "three")]


def test_at_the_return_each_says_how_strong_it_is_and_a_sentence_is_offered(play: Play) -> None:
    """Both re-rate, the sentence comes as an offer, then ready or longer (S28)."""
    settings = Settings(people=("Ana", "Ben"))
    played = play([*TWENTY, *RATED, reply("timeout.ready", "yes")], length=1260, settings=settings)
    after = played.said()[played.said().index("timeout.come_back") :]
    assert after == [
        "timeout.come_back", "timeout.rate", "timeout.rate", "timeout.sentence", "timeout.ready", "timeout.back",
    ]  # fmt: skip
    asked = [str(f["text"]) for _, _, f in played.events("say") if f["id"] == "timeout.rate"]
    assert [text.split(",")[0] for text in asked] == ["Ana", "Ben"]
    assert "work this out" in _text(played, "timeout.sentence")
    assert played.stage.ledger.memory["distress"] == 4


def test_still_strong_is_said_and_longer_is_free(play: Play) -> None:
    """At seven or more, taking longer is named as fine; the answer is still theirs (S16, S28)."""
    script = [*TWENTY, reply("timeout.rate", "eight"), reply("timeout.rate", "two")]
    longer = play([*script, reply("timeout.ready", "we need longer")], length=1260)
    assert "timeout.strong" in longer.said()
    back = play([*script, reply("timeout.ready", "yes")], length=1260)
    assert back.said()[-1] == "timeout.back"
    assert "timeout.strong" not in play([*TWENTY, *RATED], length=1240).said()


def test_a_number_may_be_passed_over(play: Play) -> None:
    """Nobody has to say a number; one answer of anybody is enough to count as there (S28)."""
    script = [*TWENTY, reply("timeout.rate", "pass"), reply("timeout.ready", "yes")]
    played = play(script, length=1260)
    assert played.said()[-1] == "timeout.back"


def test_two_returns_missed_are_one_neutral_sentence_and_no_third(play: Play) -> None:
    """Nobody answers twice: one sentence to both, no name in it, and then nothing ever again (D26, D27)."""
    played = play(TWENTY, length=4200)
    assert played.said().count("timeout.come_back") == 1
    assert played.said()[-2:] == ["timeout.once_more", "timeout.missed"]
    assert _appointments(played)[-1] is None
    assert not played.stage.ledger.agenda.appointments
    text = _text(played, "timeout.missed")
    assert "twenty" in text
    at = [t for t, _, f in played.events("say") if f["id"] in ("timeout.come_back", "timeout.missed")]
    assert at[1] - at[0] >= 1200


@pytest.mark.parametrize(("answer", "last"), [("in an hour", "timeout.read_back"), ("yes", "timeout.when")])
def test_the_second_time_a_new_time_is_taken(play: Play, answer: str, last: str) -> None:
    """The neutral sentence can be answered like any return (D26)."""
    played = play([*TWENTY, reply("timeout.missed", answer)], length=2480)
    assert last in played.said()[played.said().index("timeout.missed") :]


def test_there_is_no_second_call_where_nothing_together_shall_begin(play: Play) -> None:
    """After words of fear, or behind the closed door, a return that nobody answers is left alone (D9, D10, D26)."""
    journal = MemoryJournal()
    journal.add("gate", {"open": False}, "Ana", NOW)
    played = play(TWENTY, length=2700, journal=journal)
    assert played.said()[-1] == "timeout.no_answer"
    assert not played.stage.ledger.agenda.appointments


def test_the_second_call_survives_a_restart(play: Play) -> None:
    """Once announced and once repeated, whatever happens to the program in between (D26, S26)."""
    journal = MemoryJournal()
    play(TWENTY, length=1300, journal=journal)
    again = play([], length=3000, journal=journal, begin="greeting", now=NOW.replace(minute=25))
    assert again.said()[-1] == "timeout.missed"
    assert "timeout.come_back" not in again.said()


def test_words_that_are_no_answer_to_the_time_read_back_are_asked_again(play: Play) -> None:
    """ "Is that right?" is asked again twice, shorter, and then the time stands (C33)."""
    asked = ["timeout.read_back", "ask.yes_no_again", "ask.yes_no_last"]
    unclear = [replace(reply(line, "mumble"), rejected="not a command") for line in asked]
    played = play([Spoken(1, "timeout for half an hour"), *unclear], length=60)
    assert [line for line in played.said() if line in asked] == asked
    assert played.said()[-1] == "timeout.begin"


def test_a_walk_in_the_break(play: Play) -> None:
    """A walk may be taken in the break, and the break goes on around it (S21)."""
    played = play([*HALF_AN_HOUR, Spoken(100, "i need a walk")], length=900)
    assert "exercises.walk.closing" in played.said()
    assert [(f["name"], f["state"]) for _, _, f in played.events("activity")][-1] == ("timeout", "resume")


def test_ready_without_a_break_gets_a_kind_word(play: Play) -> None:
    """ "I'm ready to come back" with nothing agreed is answered, where nothing else runs (C33)."""
    assert play([Spoken(1, "i'm ready to come back")], length=10).said() == ["timeout.no_break"]
    during = play([Spoken(30, "i'm ready to come back")], length=60, begin="breathing")
    assert "timeout.no_break" not in during.said()


def test_how_long_is_left_is_said_once(play: Play) -> None:
    """The length and the hour of the return, each of them once (S26)."""
    text = _text(play([*HALF_AN_HOUR, Spoken(600, "how long left")], length=620), "timeout.left")
    assert text == "twenty minutes left. We come back at half past nine in the morning."


def test_moving_a_time_that_nobody_agreed_is_answered(play: Play) -> None:
    """ "Push it back" with nothing agreed gets a word where nothing runs (C33)."""
    assert play([Spoken(1, "push it back half an hour")], length=10).said() == ["reminders.nothing"]
