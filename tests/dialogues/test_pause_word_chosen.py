"""A pause word of one's own, as it is chosen, refused, taken, and used."""

from collections.abc import Callable

import pytest

from companion.intents import Interpreter
from companion.journal import MemoryJournal
from companion.material import Material
from companion.ports import Journal
from companion.scene import Settings
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
Chosen = Callable[..., Rehearsal]

TYPED = Manner(addressed=True, dictation=True)


@pytest.fixture
def choose(play: Play, learner: Interpreter) -> Chosen:
    """`play` for people who type, with an understanding that may learn."""

    def played(*script: Spoken, length: float = 60, manner: Manner = TYPED, **more: object) -> Rehearsal:
        return play(script, understanding=learner, length=length, manner=manner, **more)

    return played


def _kept(journal: Journal) -> list[object]:
    return [entry.fields["pause_word"] for entry in journal.entries("preference")]


def test_a_word_is_said_confirmed_and_there_at_once(choose: Chosen) -> None:
    """ "Our pause word is pineapple", a yes, and it is kept, listened for, and a timeout in an exercise (S24)."""
    journal = MemoryJournal(None)
    played = choose(
        Spoken(1, "our pause word is Pineapple"),
        reply("pause_word.sure", "yes"),
        reply("pause_word.try", "next"),
        Spoken(40, "breathing"),
        Spoken(50, "pineapple", partial=True, start=49.5),
        length=56,
        journal=journal,
    )
    assert _kept(journal) == ["pineapple"]
    assert played.ear.learned == 1
    assert played.said()[:4] == ["pause_word.read_back", "pause_word.sure", "pause_word.kept", "pause_word.try"]
    assert [f["name"] for _, _, f in played.events("intent")][-2:] == ["breathing", "timeout"]
    assert played.events("intent")[-1][0] < 51


def test_it_may_be_tried_at_once(choose: Chosen) -> None:
    """Said once after it was taken, it is answered, and no break begins."""
    start = (Spoken(1, "our pause word is pineapple"), reply("pause_word.sure", "yes"))
    tried = choose(*start, reply("pause_word.try", "pineapple"))
    assert tried.said()[-1] == "pause_word.tried"
    assert choose(*start).said()[-1] == "pause_word.untried"
    assert choose(*start, reply("pause_word.try", "next")).said()[-1] == "pause_word.try"


@pytest.mark.parametrize(
    ("word", "why", "told"),
    [
        ("coffee", "everyday", "coffee"),
        ("terrible", "everyday", "terrible"),
        ("tiger", "alike", "timer"),
        ("cup", "short", "cup"),
        ("butterfly", "command", "butterfly"),
        ("лодка", "unknown", "лодка"),
    ],
)
def test_a_word_that_would_not_do_is_refused(choose: Chosen, word: str, why: str, told: str) -> None:
    """Why is said at once, with better ones; one of them is taken instead (C6)."""
    journal = MemoryJournal(None)
    played = choose(
        Spoken(1, f"our pause word is {word}"),
        reply("pause_word.which", "marmalade"),
        reply("pause_word.sure", "yes"),
        journal=journal,
    )
    assert played.said()[:3] == [f"pause_word.{why}", "pause_word.better", "pause_word.which"]
    assert told in str(played.events("say")[0][2]["text"])
    assert "pineapple" in str(played.events("say")[1][2]["text"])
    assert _kept(journal) == ["marmalade"]


def test_three_refusals_are_enough(choose: Chosen) -> None:
    """After the third word that would not do nothing is asked any more, and nothing has changed."""
    again = [reply("pause_word.which", word) for word in ("tiger", "cup")]
    played = choose(Spoken(1, "our pause word is coffee"), *again)
    assert played.said().count("pause_word.which") == 2
    assert played.said()[-1] == "pause_word.unchanged"


GUESSED = (Spoken(1, "our pause word is wibblequark"), reply("pause_word.sure", "yes"))


def test_a_guessed_word_is_taken_when_it_was_heard(choose: Chosen) -> None:
    """A word that no dictionary has: that its sound is guessed is told, and it counts once it was heard (S24, C6)."""
    journal = MemoryJournal(None)
    heard = (reply("pause_word.prove", "wibblequark"), Spoken(40, "breathing"), Spoken(50, "wibblequark"))
    played = choose(*GUESSED, *heard, length=56, journal=journal)
    assert played.said()[:6] == [
        f"pause_word.{line}" for line in ("read_back", "guessed", "sure", "prove", "tried", "kept")
    ]
    assert _kept(journal) == ["wibblequark"]
    assert [f["name"] for _, _, f in played.events("intent")][-2:] == ["breathing", "timeout"]


@pytest.mark.parametrize("said", ["timeout", "next", None])
def test_a_guessed_word_that_was_not_heard_is_not_taken(choose: Chosen, learner: Interpreter, said: str | None) -> None:
    """After another word and after silence it means nothing, and the word of before means what it meant."""
    learner.adopt("pineapple")
    journal = MemoryJournal(None)
    proof = [reply("pause_word.prove", said)] if said else []
    later = (Spoken(50, "wibblequark"), Spoken(55, "pineapple"))
    played = choose(*GUESSED, *proof, *later, journal=journal, settings=Settings(pause_word="pineapple"))
    assert "pause_word.unproven" in played.said()
    assert "pause_word.kept" not in played.said()
    assert not _kept(journal)
    assert [f["text"] for _, _, f in played.events("intent") if f["name"] == "timeout"][-1] == "pineapple"
    assert learner.pause_word == "pineapple"


@pytest.mark.parametrize("answer", ["no", None])
def test_nothing_changes_without_a_yes(choose: Chosen, answer: str | None) -> None:
    """After a no, and after silence, the word means nothing and nothing is kept."""
    said = [reply("pause_word.sure", answer)] if answer else []
    played = choose(Spoken(1, "our pause word is pineapple"), *said, Spoken(55, "pineapple"))
    assert "pause_word.unchanged" in played.said()
    assert not played.events("stored")
    assert "timeout" not in [f["name"] for _, _, f in played.events("intent")]


def test_without_dictation_there_is_a_list(choose: Chosen) -> None:
    """Who speaks to a recogniser of commands chooses one of a list by its number (C6)."""
    journal = MemoryJournal(None)
    played = choose(
        Spoken(1, "set our pause word"),
        reply("words.which", "the second one"),
        reply("pause_word.sure", "yes"),
        manner=Manner(),
        journal=journal,
    )
    assert _kept(journal) == ["lighthouse"]
    assert "lighthouse" in str(next(f["text"] for _, _, f in played.events("say") if f["id"] == "pause_word.read_back"))
    assert choose(Spoken(1, "set our pause word"), manner=Manner()).said()[-1] == "words.nothing"


def test_who_has_one_hears_which(choose: Chosen) -> None:
    """ "What is our pause word" is answered; a no leaves it at that."""
    asked = (Spoken(1, "what is our pause word"), reply("pause_word.another", "no"))
    played = choose(*asked, settings=Settings(pause_word="pineapple"))
    assert played.said() == ["pause_word.current", "pause_word.another"]
    assert "pineapple" in str(played.events("say")[0][2]["text"])


def test_set_up_leads_to_it(choose: Chosen) -> None:
    """ "Set up pause word" asks for one."""
    assert choose(Spoken(1, "set up pause word")).said()[0] == "pause_word.ask"


def test_every_suggestion_would_do(material: Material, learner: Interpreter) -> None:
    """What is suggested is never refused afterwards."""
    words = [material.lines[line] for line in material.lists["pause_word.suggestions"]]
    assert words
    assert [learner.judged(word, (), lambda _: True).fault for word in words] == [None] * len(words)


def test_what_the_recogniser_lacks_is_unknown(learner: Interpreter) -> None:
    """A word that the dictionary has and the recogniser in use has not is refused, and not suggested (C6)."""
    verdict = learner.judged("pineapple", ("kangaroo", "penguin"), lambda word: word not in {"pineapple", "kangaroo"})
    assert (verdict.fault, verdict.other, verdict.better) == ("unknown", "pineapple", ("penguin",))
