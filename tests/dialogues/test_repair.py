"""The repair statement, who is right, and what can be listened to."""

from collections.abc import Callable

import pytest
from turns import open_pair, turns

from companion.dialogues import REPERTOIRE
from companion.journal import MemoryJournal
from companion.material import Material
from companion.scene import Role, Scene, Settings
from companion.steps import Dialogue, Remember
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"))
STEPS = ["repair.impact", "repair.regret", "repair.together"]
OPEN = [
    Spoken(1, "repair"),
    reply("together.alone", "no"),
    *open_pair(2)[:2],
    reply("together.settle", "next", 2),
    *open_pair(2)[2:],
]


def test_three_steps_and_no_acceptance_is_asked(play: Play) -> None:
    """Impact, regret, one small thing; whoever listened is met in the same words, whatever they say (S41)."""
    steps = [reply(step, "done", 3) for step in STEPS]
    for answer in (["no"], ["i heard you"], []):
        script = [*OPEN, reply("repair.would", "yes"), *steps, *(reply("repair.answer", word) for word in answer)]
        played = play(script, length=200, settings=TWO)
        said = [line for line in played.said() if line in (*STEPS, "repair.answer", "repair.received")]
        assert said == [*STEPS, "repair.answer", "repair.received"]
        assert "together.team" in played.said()
        assert {person for person, _ in turns(played)} == {"Ana"}


def test_each_is_asked_and_has_the_same_time(play: Play) -> None:
    """Both may say something, with the same seconds (S41, S57)."""
    script = [*OPEN, reply("repair.would", "yes"), reply("repair.would", "yes")]
    played = play(script, length=800, settings=TWO)
    assert [(person, round(length)) for person, length in turns(played)] == [("Ana", 90)] * 3 + [("Sam", 90)] * 3
    assert played.said()[-2:] == ["repair.closing", "together.respect"]


CHOSEN = [
    *OPEN,
    reply("repair.would", "yes"),
    *(reply(step, "done", 3) for step in STEPS),
]


def test_it_ends_with_a_ritual_and_a_time_for_it(play: Play) -> None:
    """One small thing that everyone wants, kept; its time is said, read back and put down on a yes (S41)."""
    journal = MemoryJournal()
    script = [
        *CHOSEN, reply("words.which", "number two"), reply("rituals.how_long", "pass"),
        *[reply("together.each_fits", "yes")] * 2, reply("rituals.when", "every sunday at five in the afternoon"),
        reply("reminders.right", "yes"),
    ]  # fmt: skip
    played = play(script, length=300, settings=TWO, journal=journal)
    assert [entry.fields["what"] for entry in journal.entries("ritual")] == ["a walk around the block"]
    (planned,) = played.stage.ledger.agenda.appointments
    assert (planned.what, planned.about, planned.when.hour) == ("ritual", "a walk around the block", 17)
    assert played.said()[-2:] == ["repair.closing", "together.respect"]


def test_no_ritual_is_as_good(play: Play) -> None:
    """A pass, or silence, keeps nothing and plans nothing (S41)."""
    for script in ([*CHOSEN, reply("words.which", "pass")], CHOSEN):
        journal = MemoryJournal()
        played = play(script, length=300, settings=TWO, journal=journal)
        assert "repair.choose" in played.said()
        assert played.said()[-2:] == ["repair.closing", "together.respect"]
        assert not journal.entries()
        assert not played.stage.ledger.agenda.appointments


def test_a_no_of_both_is_fine(play: Play) -> None:
    """Nobody has to say anything."""
    played = play([*OPEN, reply("repair.would", "no"), reply("repair.would", "no")], length=120, settings=TWO)
    assert played.said()[-1] == "repair.nobody"
    assert not played.events("turn")


def test_practising_alone(play: Play) -> None:
    """One alone practises the three steps in open time."""
    script = [Spoken(1, "repair"), reply("together.alone", "yes"), *(reply(step, "done", 3) for step in STEPS)]
    played = play(script, length=90)
    assert [line for line in played.said() if line in STEPS] == STEPS
    assert played.said()[-1] == "repair.closing_alone"


@pytest.mark.parametrize("question", ["who is right", "whose fault is it"])
def test_there_is_no_verdict(play: Play, question: str) -> None:
    """It cannot judge, and offers to ask what was needed; a no is left open (S30)."""
    played = play([Spoken(1, question), reply("who_is_right.needs", "no")], length=30)
    assert played.said() == ["who_is_right.no_judge", "who_is_right.needs", "who_is_right.fine"]
    yes = play([Spoken(1, question), reply("who_is_right.needs", "yes"), reply("together.alone", "yes")], length=90)
    assert "decks.needs.opening" in yes.said()


def test_the_vase_takes_about_a_minute(play: Play, material: Material) -> None:
    """The story is told piece by piece, in 60 to 90 seconds at 170 words a minute (S12)."""
    topic = material.learn["kintsugi"]
    played = play([Spoken(1, "tell me a story")], length=200)
    assert [line for line in played.said() if line.startswith("learn.")] == list(topic.lines)
    words = sum(len(material.lines[line].split()) for line in topic.lines)
    pauses = len(topic.lines) + 0.35 * sum(material.lines[line].count(". ") for line in topic.lines)
    assert 60 <= words / 170 * 60 + pauses <= 90
    assert not played.stage.pending


def test_the_vase_in_a_break(play: Play) -> None:
    """A story may fill a break, which goes on afterwards and is not made longer by it (S12)."""
    script = [Spoken(1, "timeout"), reply("timeout.when", "in twenty minutes"), reply("timeout.read_back", "yes")]
    played = play([*script, reply("timeout.begin", "tell me a story", 60)], length=1260)
    assert "learn.kintsugi.yours" in played.said()
    begun, back = (
        next(t for t, _, f in played.events("say") if f["id"] == f"timeout.{line}") for line in ("begin", "come_back")
    )
    assert back - begun == pytest.approx(20 * 60, abs=15)


@pytest.mark.parametrize("answer", ["yes", "that counts for me", "no", None])
def test_what_counts(play: Play, answer: str | None) -> None:
    """The range of betrayals is told; "that counts for me" takes no detail and every answer the same words (S5)."""
    script = [Spoken(1, "what counts as betrayal"), *([reply("learn.betrayal.counts", answer)] if answer else [])]
    played = play(script, length=150)
    assert played.said()[-1] == "learn.betrayal.enough"
    assert "ask.yes_no_again" not in played.said() or answer is None


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("can we ever come back from this", "come_back"),
        ("do i have to forgive", "forgiveness"),
        ("why do i freeze", "nervous_system"),
        ("when can we have sex again", "pace"),
        ("do we have to act as if nothing happened", "pace"),
        ("being close again", "pace"),
    ],
)
def test_questions_with_an_answer(play: Play, material: Material, question: str, topic: str) -> None:
    """An honest short answer, to its end (S3, S17, S36, S44, S74)."""
    played = play([Spoken(1, question)], length=150)
    assert played.said() == list(material.learn[topic].lines)


@pytest.mark.parametrize(("strength", "told"), [(3.0, True), (4.0, True), (5.0, False), (None, False)])
def test_stronger_only_when_calm(play: Play, strength: float | None, told: bool) -> None:
    """ "Stronger because of it" is said with "may", and only where somebody said that it is not strong now (S15)."""

    def calm(_: Scene) -> Dialogue:
        yield Remember("distress", strength)

    roles = {**REPERTOIRE, "greeting": Role(calm)}
    script = [Spoken(1, "can we ever come back from this")]
    played = play(script, length=120, begin="greeting", repertoire=roles)
    assert ("learn.come_back.because" in played.said()) is told


def test_next_goes_on_and_stop_ends(play: Play) -> None:
    """A piece may be cut short; stop ends the story."""
    played = play([Spoken(1, "tell me a story"), Spoken(3, "next"), Spoken(6, "stop")], length=30)
    assert played.said()[:2] == ["learn.kintsugi.falls", "learn.kintsugi.picked_up"]
    assert played.said()[-1] == "session.stopped"


def test_no_topic_named(play: Play) -> None:
    """The topics are read out, and a number tells one."""
    played = play([Spoken(1, "topics"), reply("learning.which_again", "two")], length=120)
    assert played.said().count("learning.item") == 6
    assert [line for line in played.said() if line.startswith("learn.")]


def test_back_in_a_story_tells_the_piece_before(play: Play) -> None:
    """ "Back" in the quiet after a piece tells the one before it again, and the story goes on from there (S12)."""
    script = [Spoken(1, "tell me about kintsugi"), reply("learn.kintsugi.picked_up", "back", pause=0.9)]
    assert play(script, length=60).said()[:4] == [
        "learn.kintsugi.falls", "learn.kintsugi.picked_up", "learn.kintsugi.falls", "learn.kintsugi.picked_up"
    ]  # fmt: skip
