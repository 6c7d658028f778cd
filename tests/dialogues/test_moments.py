"""Small moments: their own first, a walk on the clock, what made somebody smile; alone, two, three, and in silence."""

from collections.abc import Callable

import pytest
from turns import open_pair, talk, turns

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"))
PAIR = [Spoken(1, "micro moment"), reply("together.alone", "no"), *open_pair(2)]
ALONE = [Spoken(1, "micro moment"), reply("together.alone", "yes")]
WALK = [reply("words.which_more", "the first one"), reply("moments.now", "yes")]


def _items(played: Rehearsal) -> list[str]:
    return [str(f["text"]).split(". ", 1)[1] for _, _, f in played.events("say") if f["id"] == "words.item"]


def test_their_own_come_first(play: Play) -> None:
    """What people added is read out before what ships, the newest first (S49)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "add a moment tea on the step"),
        reply("words.right", "yes"),
        Spoken(20, "add a moment"),
        reply("words.which", "the second one"),
        Spoken(60, "micro moment"),
        reply("together.alone", "yes"),
        reply("words.which_more", "the second one"),
        reply("moments.now", "yes"),
    ]
    played = play(script, length=130, journal=journal)
    offered = _items(played)[4:]
    assert offered[:3] == ["one song, listened to without talking", "tea on the step", "a slow walk"]
    assert played.said()[-1] == "moments.yours"
    assert [entry.fields["text"] for entry in journal.entries("moment")] == offered[1::-1]


def test_an_idea_is_no_kept_moment(play: Play) -> None:
    """What is on the list is not counted in the week and is no gold moment (S49, S50)."""
    journal = MemoryJournal()
    script = [Spoken(1, "add a moment tea on the step"), reply("words.right", "yes")]
    play(script, length=20, journal=journal)
    assert journal.entries("moment")
    assert play([Spoken(1, "how was our week")], length=20, journal=journal).said() == ["recap.nothing"]
    assert play([Spoken(1, "read my gold moments")], length=20, journal=journal).said() == ["gold.nothing_yet"]


def test_a_no_to_what_was_understood_adds_nothing(play: Play) -> None:
    """Words that were misheard are asked for again, and silence adds nothing (S49, D15)."""
    journal = MemoryJournal()
    script = [Spoken(1, "add a moment tea on the step"), reply("words.right", "no")]
    played = play(script, length=70, journal=journal)
    assert not journal.entries()
    assert played.said()[-1] == "words.nothing"


@pytest.mark.parametrize(("answer", "minutes"), [("the first one", 10), ("the second one", 20), ("pass", 10)])
def test_a_walk_together_has_one_cue_half_way(play: Play, answer: str, minutes: int) -> None:
    """Ten or twenty minutes on the clock, one soft sound half way and one at the end, nothing else (S45)."""
    played = play([*PAIR, *WALK, reply("moments.how_long", answer)], length=160 + 60 * minutes, settings=TWO)
    assert played.said()[-2:] == ["moments.walk_begins", "moments.walk_over"]
    (began,) = [t for t, _, f in played.events("said") if f["id"] == "moments.walk_begins"]
    cues = [(f["sound"], t - began) for t, _, f in played.events("cue") if t > began]
    assert [name for name, _ in cues] == ["halfway", "turn"]
    assert [at for _, at in cues] == pytest.approx([30 * minutes, 60 * minutes], abs=0.05)


def test_on_a_walk_time_left_is_answered_and_stop_is_kind(play: Play) -> None:
    """ "How long left" is answered, also after a pause, which stops the clock; stop ends it with one line (S45)."""
    script = [
        *PAIR,
        *WALK,
        reply("moments.how_long", "the first one"),
        reply("moments.walk_begins", "how long left", 120),
        reply("moments.left", "pause", 10),
        reply("session.paused", "continue", 600),
        reply("moments.left", "stop", 10),
    ]
    played = play(script, length=1100, settings=TWO)
    left = [f["text"] for _, _, f in played.events("say") if f["id"] == "moments.left"]
    assert left == ["eight minutes to go.", "eight minutes to go."]
    assert played.said()[-1] == "moments.stopped"
    assert not played.stage.pending


def test_it_can_be_planned_with_a_rhythm(play: Play) -> None:
    """A time said instead of now is read back and set on a yes (S45)."""
    script = [*ALONE, WALK[0], reply("moments.now", "every sunday at five"), reply("reminders.right", "yes")]
    (planned,) = play(script, length=90).stage.ledger.agenda.appointments
    assert (planned.what, planned.about) == ("micro_moment", "a slow walk")
    assert planned.every == {"unit": "week", "weekday": "sunday", "at": "17:00"}


def test_its_reminder_leads_straight_to_it(play: Play) -> None:
    """When the time comes a yes begins the walk, without the list; who is here is asked anew (S45, D27)."""
    script = [*ALONE, WALK[0], reply("moments.now", "in two hours"), reply("reminders.right", "yes")]
    script += [reply("reminders.begin", "yes"), reply("together.alone", "yes"), reply("moments.how_long", "pass")]
    played = play(script, length=2 * 3600 + 120)
    begun = ["reminders.begin", "together.alone", "moments.how_long", "moments.walk_begins"]
    assert played.said()[-4:] == begun
    assert not played.stage.ledger.agenda.appointments


@pytest.mark.parametrize("answer", ["no", "pass", None])
def test_not_now_is_fine(play: Play, answer: str | None) -> None:
    """A no and silence plan nothing and are met with the same words (S42, D27)."""
    script = [*ALONE, WALK[0]]
    played = play([*script, *([reply("moments.now", answer)] if answer else [])], length=90)
    assert played.said()[-1] == "moments.another_time"
    assert not played.events("appointment")


def test_a_no_brings_the_rest_of_the_list(play: Play) -> None:
    """Four are read at once, and a no brings the others, a small thing done or noticed among them (C33, S37)."""
    played = play([*ALONE, reply("words.which_more", "no"), reply("words.which", "the sixth one")], length=90)
    assert _items(played)[4:] == [
        "What is one small thing that you did today, or noticed?",
        "saying something you appreciated",
        "leaving a note that is heard later",
    ]
    assert "moments.now" in played.said()


def test_what_made_you_smile_goes_round(play: Play) -> None:
    """Everyone is asked in the same words, with the same time, whoever they are (S46, S57, S64)."""
    script = [Spoken(1, "micro moment"), reply("together.alone", "no"), *open_pair(3)]
    script += [reply("words.which_more", "the second one"), reply("moments.now", "yes"), talk("moments.smile")]
    played = play(script, length=340, settings=Settings(people=("Ana", "Sam", "Noor")))
    assert [person for person, _ in turns(played)] == ["Ana", "Sam", "Noor"]
    assert {round(length) for _, length in turns(played)} == {60}
    assert played.said()[-1] == "moments.closing"


def test_everyone_silent(play: Play) -> None:
    """Nobody chooses: the list is read once and it ends kindly (C33)."""
    played = play(PAIR, length=170, settings=TWO)
    assert played.said()[-1] == "words.nothing"
    assert not played.stage.pending


def test_it_goes_through_the_door(play: Play) -> None:
    """One person's no, and nothing together begins (D11)."""
    script = [Spoken(1, "micro moment"), reply("together.alone", "no"), reply("together.willing", "no")]
    played = play(script, length=60, settings=TWO)
    assert "session.not_available" in played.said()
    assert "moments.opening" not in played.said()


def test_words_of_their_own_by_dictation(play: Play) -> None:
    """Where free words are understood, any words can be added (S49)."""
    journal = MemoryJournal()
    script = [Spoken(1, "add a moment"), reply("moments.add", "feeding the ducks"), reply("words.right", "yes")]
    play(script, length=40, journal=journal, manner=Manner(dictation=True, addressed=True))
    (entry,) = journal.entries("moment")
    assert (entry.fields["text"], entry.owner) == ("feeding the ducks", "")


@pytest.mark.parametrize("asked", ["smaller", "something smaller please", "that's too much"])
def test_too_much_brings_something_smaller(play: Play, asked: str) -> None:
    """Whoever finds it too much has smaller things to choose from, and says yes to one or to none (S42)."""
    script = [*ALONE, reply("words.which_more", "one"), reply("moments.now", asked), reply("words.which", "two")]
    played = play([*script, reply("moments.now", "yes")], length=90)
    assert played.said()[-1] == "moments.yours"
    assert _items(played)[-4:] == _items(played)[4:]
    assert "a glass of water for each of you" in str(played.events("say")[-1][2]["text"])
    left = play([*script, reply("moments.now", "smaller")], length=90)
    assert left.said()[-1] == "moments.another_time"
    assert left.said().count("moments.smaller") == 1
