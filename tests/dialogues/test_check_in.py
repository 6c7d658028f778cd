"""The check-in, as people live it: two, three, one alone, and nobody who says a word."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from turns import open_pair, talk, turns

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"))
FULL = ["feeling", "appreciation", "need", "ownership", "struggle"]
OPEN = [Spoken(1, "check in"), *open_pair(2)]


def _whole(parts: Sequence[str], people: int = 2) -> list[Spoken]:
    return [talk(f"check_in.{part}") for part in parts for _ in range(people)]


def _first(play: Play, settings: Settings = TWO, script: Sequence[Spoken] = OPEN) -> float:
    """When the first turn begins."""
    return play(script, length=200, settings=settings).events("turn")[0][0]


def test_a_whole_check_in_of_ten_minutes(play: Play) -> None:
    """Five parts, each in turn, who begins alternates, the same seconds for both, and a close (S38, S57, S83)."""
    played = play([*OPEN, *_whole(FULL)], length=700, settings=TWO)
    assert [person for person, _ in turns(played)] == ["Ana", "Sam", "Sam", "Ana"] * 2 + ["Ana", "Sam"]
    lengths = [length for _, length in turns(played)]
    assert max(lengths) - min(lengths) < 2
    assert {round(length, 2) for length in lengths} == {45.0}
    assert played.said()[-3:] == ["check_in.closing", "together.respect", "check_in.remind"]
    assert 480 < played.events("activity")[-1][0] < 660


def test_both_hear_the_same_words(play: Play) -> None:
    """Every part is said to each in the same words, and only the name differs (S57)."""
    played = play([*OPEN, *_whole(FULL)], length=700, settings=TWO)
    said = [(str(f["id"]), str(f["text"])) for _, _, f in played.events("say")]
    for part in FULL:
        texts = [text for line, text in said if line == f"check_in.{part}"]
        assert len(texts) == 2
        assert len(set(texts)) == 1
    assert sorted({text for line, text in said if line == "together.turn"}) == ["Ana.", "Sam."]


@pytest.mark.parametrize("answers", [["no"], ["yes", "no"], ["yes"], [], ["yes", "i don't know"]])
def test_any_no_or_silence_ends_it_without_remark(play: Play, answers: list[str]) -> None:
    """One no, one doubt or one silence, from either, and the check-in does not start; all sound the same (D11, S73)."""
    script = [Spoken(1, "check in"), *(reply("together.willing", answer) for answer in answers)]
    played = play(script, length=120, settings=TWO)
    assert played.said()[-2:] == ["session.not_available", "session.not_available_then"]
    assert not played.events("turn")
    assert not played.stage.pending


def test_too_much_on_either_side_ends_it_in_the_same_words(play: Play) -> None:
    """Seven or more from either, and there is calm to be had instead (S16)."""
    script = [Spoken(1, "check in"), *open_pair(1), reply("together.how_strong", "eight")]
    script = [Spoken(1, "check in"), *open_pair(2)[:2], reply("together.how_strong", "two"), script[-1]]
    played = play([*script, reply("session.not_available", "yes")], length=120, settings=TWO)
    assert not played.events("turn")
    assert "session.not_available" in played.said()
    assert ("calm", "start") in [(f["name"], f["state"]) for _, _, f in played.events("activity")]


def test_who_begins_alternates_from_one_check_in_to_the_next(play: Play) -> None:
    """In one session, and where names are kept from session to session, the other one begins (S57)."""
    again = [*OPEN, *_whole(FULL), Spoken(600, "check in"), *open_pair(2)]
    played = play(again, length=720, settings=TWO)
    assert turns(played, whole=False)[10][0] == "Sam"

    journal = MemoryJournal()
    journal.add("preference", {"keeping": True}, "", datetime(2026, 11, 1))
    firsts = [play(OPEN, length=200, settings=TWO, journal=journal).events("turn")[0][2]["person"] for _ in range(3)]
    assert firsts == ["Ana", "Sam", "Ana"]


def test_where_no_name_is_kept_nothing_is_kept(play: Play) -> None:
    """Who began is forgotten with the session for people who keep nothing (D15)."""
    journal = MemoryJournal()
    play([*OPEN, *_whole(FULL)], length=700, settings=TWO, journal=journal)
    assert not journal.entries()


def test_done_and_pass_end_a_turn(play: Play) -> None:
    """Done and pass hand over at once."""
    first = _first(play)
    played = play([*OPEN, Spoken(first + 10, "done"), Spoken(first + 20, "pass")], length=300, settings=TWO)
    so_far = turns(played, whole=False)
    assert round(so_far[0][1]) == 10
    second = played.events("turn")[2][0]
    assert so_far[1][1] == pytest.approx(first + 20 - second, abs=0.03)


def test_a_minute_asked_for_is_not_counted(play: Play) -> None:
    """ "I need a minute" gives quiet that is not taken from the turn (C30)."""
    played = play([*OPEN, Spoken(_first(play) + 10, "i need a minute")], length=300, settings=TWO)
    assert "together.minute" in played.said()
    assert turns(played, whole=False)[0][1] > 45 + 60 - 1


def test_what_is_said_in_a_turn_changes_nothing(play: Play) -> None:
    """Free speech, of whoever it is, is not answered and does not end the turn while it goes on (S38)."""
    first = _first(play)
    said = [Spoken(first + 5 + 3 * i, "i was thinking about the garden", rejected="not a command") for i in range(5)]
    said.append(Spoken(first + 21, "go on"))
    played = play([*OPEN, *said], length=300, settings=TWO)
    assert turns(played, whole=False)[0][1] == pytest.approx(45, abs=0.05)


def test_no_word_for_a_feeling(play: Play) -> None:
    """Whoever does not know is offered words, and the turn goes on with all its time (S40)."""
    played = play([*OPEN, Spoken(_first(play) + 5, "i don't know")], length=300, settings=TWO)
    assert "check_in.feeling_words" in played.said()
    offered = [f for _, _, f in played.events("say", "said") if f["id"] == "check_in.feeling_words"]
    assert len(offered) == 2
    assert turns(played, whole=False)[0][1] > 45 + 5


def test_timeout_is_live_in_a_turn(play: Play) -> None:
    """Timeout in the middle of a turn ends the check-in, the turn is closed, and the timeout begins (S24)."""
    first = _first(play)
    played = play([*OPEN, Spoken(first + 5, "timeout")], length=first + 12, settings=TWO)
    assert turns(played)[0][0] == "Ana"
    assert played.said()[-1] in ("timeout.opening", "timeout.when")


def test_leaving_in_the_middle(play: Play) -> None:
    """Stop ends the check-in with one kind line, the turn is closed, and nothing comes back."""
    played = play([*OPEN, Spoken(_first(play) + 5, "stop")], length=300, settings=TWO)
    assert len(turns(played)) == 1
    assert played.said()[-1] == "check_in.stopped"
    assert not played.stage.pending


def test_one_leaves_in_the_middle(play: Play) -> None:
    """Whoever stays may say so, and pass for the other: nothing is made of it, and it comes to its end (S57)."""
    short = replace(TWO, check_in_form="short")
    gone = [Spoken(_first(play, short) + 5, "my partner has left the room"), reply("check_in.feeling", "pass")]
    script = [*OPEN, *gone, reply("check_in.appreciation", "pass"), reply("check_in.appreciation", "done")]
    played = play(script, length=300, settings=short)
    assert [person for person, _ in turns(played)] == ["Ana", "Sam", "Sam", "Ana"]
    assert played.said()[-3:] == ["check_in.closing", "together.respect", "check_in.remind"]


def test_everyone_silent(play: Play) -> None:
    """After two silent parts it asks once; with no answer it leaves kindly, and blames nobody."""
    played = play(OPEN, length=600, settings=TWO)
    assert played.said()[-2:] == ["together.still_here", "together.quiet"]
    assert len(turns(played)) == 4
    assert not played.stage.pending


def test_silence_that_was_only_thinking(play: Play) -> None:
    """Whoever answers the question goes on with the next part."""
    played = play([*OPEN, reply("together.still_here", "continue")], length=600, settings=TWO)
    assert "check_in.need" in played.said()


def test_without_names_there_are_two_people(play: Play) -> None:
    """Nobody needs a name: it is asked once whether somebody is alone, and the scripts say who is meant."""
    script = [Spoken(1, "check in"), reply("together.alone", "no"), *open_pair(2), *_whole(FULL)]
    played = play(script, length=700)
    assert len({person for person, _ in turns(played)}) == 2
    assert played.said().count("together.alone") == 1


def test_one_name_is_one_of_two(play: Play) -> None:
    """A person with a name and one without take the same turns."""
    script = [Spoken(1, "check in"), reply("together.alone", "no"), *open_pair(2), *_whole(FULL)]
    played = play(script, length=700, settings=Settings(people=("Ana",)))
    assert [person for person, _ in turns(played)][:2] == ["Ana", "The other person"]


@pytest.mark.parametrize(
    ("people", "turn"),
    [(("Ana", "Ana "), "The other person"), (("", "Sam"), "The other person"), ((" ", ""), "The first person")],
)
def test_names_that_cannot_be_told_apart(play: Play, people: tuple[str, ...], turn: str) -> None:
    """One name twice, or no name at all, and there are still two people who take turns."""
    script = [Spoken(1, "check in"), reply("together.alone", "no"), *open_pair(2), *_whole(FULL)]
    played = play(script, length=300, settings=Settings(people=people))
    names = [person for person, _ in turns(played, whole=False)]
    assert turn in names
    assert len(set(names)) == 2


def test_alone(play: Play) -> None:
    """One person alone has the same parts, and is asked for nobody's consent."""
    script = [Spoken(1, "check in"), reply("together.alone", "yes"), *_whole(FULL, 1)]
    played = play(script, length=400)
    assert [round(length) for _, length in turns(played)] == [45] * 5
    assert "together.willing" not in played.said()
    assert played.said()[-1] == "check_in.closing_alone"


def test_three_people_have_the_same_time(play: Play) -> None:
    """Any number of people take turns (S64)."""
    three = Settings(people=("Ana", "Sam", "Noor"), check_in_form="short")
    script = [Spoken(1, "check in"), *open_pair(3), *_whole(["feeling", "appreciation"], 3)]
    played = play(script, length=500, settings=three)
    assert [person for person, _ in turns(played)] == ["Ana", "Sam", "Noor", "Sam", "Noor", "Ana"]
    assert {round(length, 2) for _, length in turns(played)} == {30.0}


def test_a_pause_is_not_taken_from_the_turn(play: Play) -> None:
    """A pause, however long, leaves the turn as long as the others (S57)."""
    first = _first(play)
    script = [*OPEN, Spoken(first + 10, "pause"), Spoken(first + 100, "continue")]
    played = play(script, length=400, settings=TWO)
    states = [(t, f["state"]) for t, _, f in played.events("activity")]
    away = states[2][0] - states[1][0]
    assert turns(played, whole=False)[0][1] - away == pytest.approx(45, abs=0.05)


@pytest.mark.parametrize(
    ("form", "parts"),
    [
        ("short", ["feeling", "appreciation"]),
        ("full", FULL),
        ("facing", ["feeling", "appreciation", "connection", "integrity", "need", "growth"]),
        ("weekly", ["five_thanks", "went_well", "one_issue", "wish"]),
    ],
)
def test_the_forms(play: Play, form: str, parts: list[str]) -> None:
    """FANOS short and whole, FACING, and the weekly state of the union, each with its parts in order (S38, B3)."""
    script = [*OPEN, *(reply(f"check_in.{part}", "done", 3) for part in parts for _ in range(2))]
    played = play(script, length=400, settings=replace(TWO, check_in_form=form))
    said = [line for line in played.said() if line.removeprefix("check_in.") in parts]
    assert said == [f"check_in.{part}" for part in parts for _ in range(2)]
    assert "check_in.closing" in played.said()


def test_a_long_turn_is_not_left_without_a_sign(play: Play) -> None:
    """A turn of minutes has a soft sound at its half and one before its end."""
    script = [Spoken(1, "weekly check in"), *open_pair(2)]
    start = _first(play, script=script)
    played = play(script, length=start + 320, settings=TWO)
    cues = {str(f["sound"]): t - start for t, _, f in played.events("cue") if start < t < start + 300}
    assert cues == pytest.approx({"halfway": 150, "soon": 285}, abs=0.1)


@pytest.mark.parametrize(
    ("form", "now", "when", "every"),
    [
        ("short", (18, 7), "2026-11-21T18:00:00", {"unit": "day", "at": "18:00"}),
        ("short", (23, 40), "2026-11-21T20:00:00", {"unit": "day", "at": "20:00"}),
        ("weekly", (19, 0), "2026-11-27T19:00:00", {"unit": "week", "at": "19:00", "weekday": "friday"}),
    ],
)
def test_a_time_is_offered_and_not_near_bedtime(
    play: Play, form: str, now: tuple[int, int], when: str, every: dict[str, str]
) -> None:
    """A yes puts a daily or weekly time down, at about this time but never near sleep (S38, D27)."""
    parts = ["feeling", "appreciation"] if form == "short" else ["five_thanks", "went_well", "one_issue", "wish"]
    script = [Spoken(1, f"{form} check in"), *open_pair(2)]
    script += [reply(f"check_in.{part}", "done", 3) for part in parts for _ in range(2)]
    script.append(reply("check_in.remind", "yes"))
    played = play(script, length=200, settings=TWO, now=datetime(2026, 11, 20, *now))
    (planned,) = played.stage.ledger.agenda.appointments
    assert (f"{planned.when:%Y-%m-%dT%H:%M:%S}", planned.every) == (when, every)


def test_no_answer_plans_nothing(play: Play) -> None:
    """Silence about a daily time is a no (D27)."""
    script = [Spoken(1, "short check in"), *open_pair(2), *_whole(["feeling", "appreciation"])]
    played = play(script, length=300, settings=TWO)
    assert played.said()[-1] == "check_in.remind"
    assert not played.events("appointment")
