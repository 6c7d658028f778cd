"""The first run and setting up, as somebody lives it who has never been here and may not see."""

from collections.abc import Callable

import pytest

from companion.content._wording import tokens
from companion.dialogues.set_up import PARTS
from companion.journal import MemoryJournal
from companion.material import Material
from companion.scene import Settings
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, reply
from companion.units import samples

Play = Callable[..., Rehearsal]

TYPED = Manner(addressed=True, dictation=True)
OFFERED = 15.5
"""Seconds; the offer has been spoken by then."""

TOLD = ["set_up.what", "set_up.stop", "set_up.try_timeout", "set_up.keeps", "set_up.exit", "set_up.remains"]


def _first(play: Play, *script: Spoken, length: float = 200, **more: object) -> Rehearsal:
    return play([reply("set_up.offer", "yes"), *script], length=length, begin="first_run", **more)


def test_everything_is_told_by_voice_alone(play: Play) -> None:
    """A yes, and then silence: what it is, stop, timeout, what it keeps, the way out, what remains (D13, D17, C48)."""
    played = _first(play, length=240)
    assert played.said()[:2] == ["session.greeting", "set_up.offer"]
    assert [line for line in played.said() if line in TOLD] == TOLD
    assert played.said()[-1] == "set_up.ready"
    assert not played.stage.pending
    assert not played.events("stored")
    told = {word for _, _, f in played.events("say") for word in tokens(str(f["text"]))}
    assert {"therapy", "emergencies", "mishear", "adults", "escape", "another", "kept"} <= told


def test_the_words_of_the_way_out_are_the_ones_that_are_set(play: Play) -> None:
    """The configured question is told, not a standard one (D12, D13)."""
    played = _first(play, settings=Settings(quick_exit="where did i put my keys"))
    text = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "set_up.exit")
    assert "where did i put my keys" in text


def test_its_own_words_are_no_way_out(play: Play) -> None:
    """The question that it tells about does not end the session when a loudspeaker plays it back (C25, D12)."""
    echoing = Manner(guard=samples(0.5))
    at = next(t for t, _, f in _first(play, manner=echoing).events("say") if f["id"] == "set_up.exit")
    played = _first(play, Spoken(at + 3, "what's the weather like"), manner=echoing, length=250)
    assert [f["reason"] for _, _, f in played.events("rejected")] == ["own voice"]
    assert played.said()[-1] == "set_up.ready"
    later = _first(play, Spoken(at + 60, "what's the weather like"), manner=echoing)
    assert later.stage.left is not None


@pytest.mark.parametrize("answer", ["no", "pass", None])
def test_nobody_has_to_listen_to_it(play: Play, answer: str | None) -> None:
    """A no, a pass or a silence, and it is over after one line more (C50)."""
    script = [reply("set_up.offer", answer)] if answer else []
    played = play(script, length=60, begin="first_run")
    assert played.said() == ["session.greeting", "set_up.offer", "set_up.later"]
    assert not played.stage.pending


@pytest.mark.parametrize("at", [1.0, 5.0, 14.0, 20.0])
@pytest.mark.parametrize(
    ("said", "leads"), [("breathing", "breathing"), ("help me calm down", "calm"), ("timeout", "timeout")]
)
def test_whoever_needs_something_has_it_at_once(play: Play, at: float, said: str, leads: str) -> None:
    """In the greeting, the offer, the question and the first line, an exercise ends the first run for good (C50)."""
    script = [Spoken(at, said)] if at < OFFERED else [reply("set_up.offer", "yes"), Spoken(at, said)]
    played = play(script, length=at + 60, begin="first_run")
    begun = [t for t, _, f in played.events("activity") if (f["name"], f["state"]) == (leads, "start")]
    assert begun == [pytest.approx(at, abs=0.05)]
    assert not [f["id"] for t, _, f in played.events("say") if t > at and str(f["id"]).startswith("set_up.")]


@pytest.mark.parametrize("said", ["i want to die", "support"])
def test_words_of_safety_end_it(play: Play, said: str) -> None:
    """Also in the middle of a question of the set-up, and it does not come back (D1)."""
    question = "words.which"
    played = _first(play, reply(question, said), length=260)
    asked = next(t for t, _, f in played.events("said") if f["id"] == question)
    after = [str(f["id"]) for t, _, f in played.events("say") if t > asked + 1]
    assert after
    assert not [line for line in after if line.startswith(("set_up.", "words."))]


def test_help_does_not_end_it(play: Play) -> None:
    """A question about what can be said is answered, and the telling goes on (C49)."""
    plain = _first(play, length=60)
    at = next(t for t, _, f in plain.events("say") if f["id"] == "set_up.stop") + 0.5
    played = _first(play, Spoken(at, "help"), length=240)
    assert "help.stop" in played.said()
    assert played.said()[-1] == "set_up.ready"


def test_timeout_is_tried_once_and_then_real(play: Play) -> None:
    """The word is tried without a break beginning; the next one is meant (S24)."""
    played = _first(play, reply("set_up.try_timeout", "timeout"), reply("set_up.tried", "timeout"))
    said = played.said()
    assert said[said.index("set_up.try_timeout") + 1] == "set_up.tried"
    assert [f["name"] for _, _, f in played.events("activity")][:1] == ["timeout"]
    start = next(t for t, _, f in played.events("activity"))
    assert start > next(t for t, _, f in played.events("said") if f["id"] == "set_up.tried")


def test_each_line_can_be_passed_or_heard_again(play: Play) -> None:
    """ "Next" cuts a line, "repeat" says it once more (C48)."""
    plain = _first(play, length=60)
    at = next(t for t, _, f in plain.events("say") if f["id"] == "set_up.what")
    played = _first(play, Spoken(at + 1, "repeat"), Spoken(at + 3, "next"), length=60)
    assert played.said()[2:5] == ["set_up.what", "set_up.what", "set_up.stop"]
    assert next(t for t, _, f in played.events("say") if f["id"] == "set_up.stop") == pytest.approx(at + 3, abs=0.5)


def test_the_voice_is_changed_while_it_is_tried(play: Play) -> None:
    """Slower, faster, louder and quieter are answered in the voice sample, and it waits for more (C22)."""
    script = [reply("set_up.voice", "slower"), reply("session.slower", "next")]
    played = play([Spoken(1, "set up speed"), *script], length=40)
    assert played.said()[:3] == ["set_up.voice", "session.slower", "session.keep_that"]
    assert not played.stage.pending


def test_a_voice_that_was_changed_is_kept_on_a_yes(play: Play) -> None:
    """How fast and how loud is asked about once it is right, and is there the next time (C22, D15)."""
    journal = MemoryJournal()
    script = [reply("set_up.voice", "faster"), reply("session.faster", "next"), reply("session.keep_that", "yes")]
    play([Spoken(1, "set up speed"), *script], length=60, journal=journal)
    assert [entry.fields for entry in journal.entries("preference")] == [{"rate": 195}]


@pytest.mark.parametrize(("answer", "kept"), [("yes", [{"keeping": True}]), ("no", []), ("i don't know", [])])
def test_numbers_are_kept_without_asking_only_after_a_yes(play: Play, answer: str, kept: list[dict[str, bool]]) -> None:
    """Nothing is kept until somebody says so; a no where nothing lasts leaves nothing behind (D15)."""
    journal = MemoryJournal()
    play([Spoken(1, "set up keeping"), reply("set_up.numbers", answer)], length=60, journal=journal)
    assert [entry.fields for entry in journal.entries("preference")] == kept


@pytest.mark.parametrize(
    ("said", "question", "choice", "fields"),
    [
        ("set up sight", "set_up.sight", "number three", {"sight": "none"}),
        ("set up country", "set_up.country", "number three", {"country": "GB"}),
    ],
)
@pytest.mark.parametrize("kept", [True, False])
def test_a_choice_counts_now_and_is_kept_on_a_yes(
    play: Play, said: str, question: str, choice: str, fields: dict[str, str], kept: bool
) -> None:
    """It counts in this session at once; it is kept only when somebody says so (D15, D21, D6)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, said), reply("words.which", choice), reply("session.keep_that", "yes" if kept else "no"),
    ]  # fmt: skip
    played = play(script, length=60, journal=journal)
    assert played.said()[0] == question
    assert fields.items() <= played.stage.ledger.memory.items()
    assert [entry.fields for entry in journal.entries("preference")] == ([fields] if kept else [])


def test_the_country_leads_to_its_numbers(play: Play) -> None:
    """What was chosen in the set-up is what "support" reads (D6)."""
    script = [
        Spoken(1, "set up country"), reply("words.which", "number five"), reply("session.keep_that", "no"),
        reply("session.let_go", "support"),
    ]  # fmt: skip
    played = play(script, length=90)
    text = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "helplines.emergency")
    assert text == "This is the emergency number. 1. 1. 1."


def test_names_are_typed_and_kept_one_by_one(play: Play) -> None:
    """Two names or more, each read back and kept on a yes; a pass ends it (S64)."""
    journal = MemoryJournal()
    script = [Spoken(1, "set up names")]
    for number, name in enumerate(("Ana", "Sam", "Kim")):
        question = "set_up.person_next" if number else "set_up.person"
        script += [reply(question, name), reply("words.right", "yes"), reply("session.keep_that", "yes")]
    script.append(reply("set_up.person_next", "pass"))
    play(script, length=120, journal=journal, manner=TYPED)
    assert [entry.fields["name"] for entry in journal.entries("person")] == ["Ana", "Sam", "Kim"]


def test_without_dictation_names_are_left_for_typing(play: Play) -> None:
    """An ear that knows commands only does not pretend to take a name down (C47)."""
    assert play([Spoken(1, "set up names")], length=30).said() == ["set_up.names_typed"]


@pytest.mark.parametrize(("answer", "fields"), [("yes", [{"any": True}]), ("no", []), ("pass", [])])
def test_a_health_answer_is_kept_as_exercises_read_it(play: Play, answer: str, fields: list[dict[str, bool]]) -> None:
    """Only a yes that is also to be kept is kept, and nothing is read out (D18)."""
    journal = MemoryJournal()
    script = [Spoken(1, "set up health"), reply("set_up.health", answer), reply("session.keep_that", "yes")]
    play(script, length=40, journal=journal)
    assert [entry.fields for entry in journal.entries("health")] == fields


@pytest.mark.parametrize("part", PARTS)
def test_every_part_can_be_repeated_and_left(play: Play, part: str) -> None:
    """Each part is there by its name, and silence ends it (C48)."""
    said = "private minutes" if part == "private" else f"set up {part.replace('_', ' ')}"
    played = play([Spoken(1, said)], length=90)
    assert played.said()
    assert not played.stage.pending


BEFORE = [reply("words.which", "pass"), reply("words.which_more", "pass")]
"""The questions about sight and the country are passed."""


@pytest.mark.parametrize(
    ("choice", "topic"), [("one", "emotional_affair"), ("two", "money"), ("three", "screens"), ("four", "distance")]
)
@pytest.mark.parametrize("kept", [True, False])
def test_what_is_near_orders_the_cards_and_is_not_said_back(
    play: Play, material: Material, choice: str, topic: str, kept: bool
) -> None:
    """One of four, late in the first run: only its tag is kept, on a yes, and its cards are offered first (S1, D15)."""
    journal = MemoryJournal()
    script = [
        *BEFORE, reply("words.which", f"number {choice}"), reply("session.keep_that", "yes" if kept else "no"),
        reply("set_up.ready", "reflection"),
    ]  # fmt: skip
    played = _first(play, *script, length=300, journal=journal)
    assert [entry.fields for entry in journal.entries("preference")] == ([{"topic": topic}] if kept else [])
    texts = [(str(f["id"]), str(f["text"])) for _, _, f in played.events("say")]
    offered = [text for line, text in texts if line == "deck.item"]
    assert offered[0] == f"Number one, {material.decks[topic].called}."
    chosen = material.lines[f"set_up.topic_{topic}"]
    assert [line for line, text in texts if chosen in text] == ["words.item"]


@pytest.mark.parametrize("answer", ["pass", "no", None])
def test_nothing_has_to_be_near(play: Play, answer: str | None) -> None:
    """A pass, a no and silence leave nothing behind and keep the order of the cards (S1)."""
    journal = MemoryJournal()
    script = [*BEFORE, reply("words.which", answer)] if answer else []
    played = _first(play, *script, reply("set_up.ready", "reflection"), length=320, journal=journal)
    assert "set_up.topic" in played.said()
    assert not journal.entries()
    offered = [str(f["text"]) for _, _, f in played.events("say") if f["id"] == "deck.item"]
    assert offered[0] == "Number one, what it meant."


@pytest.mark.parametrize(("into", "counts"), [(1.0, True), (8.0, False)])
def test_a_word_that_we_have_not_said_yet_is_no_echo(play: Play, into: float, counts: bool) -> None:
    """Who says "breathing" before our own sentence with that word is meant; during it, it may be ourselves."""
    greeted = next(t for t, _, f in play([], length=12, begin="first_run").events("said"))
    manner = Manner(guard=samples(0.5), cancelled=True)
    played = play([Spoken(greeted + into, "breathing")], length=40, begin="first_run", manner=manner)
    assert ("breathing" in [f["name"] for _, _, f in played.events("intent")]) is counts
