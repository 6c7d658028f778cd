"""What the interpreter promises whatever the sentences are."""

from datetime import datetime
from pathlib import Path

import pocketsphinx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from companion.content._intents import load_templates
from companion.errors import UsageError
from companion.intents import Interpreter, Templates
from companion.steps import NONE, STATES, State

NOW = datetime(2026, 11, 20, 9, 0)

WORDS = ("i", "want", "to", "not", "stop", "die", "time", "out", "he", "my", "breathing", "two", "no", "yes", "and")

COFFEE = """
rules:
  open: (brew|(can|may) i (get|have)|i want|(get|give|make) me|i would like)
lists:
  size: |
    small
    large
    twelve ounce
  roast: |
    dark roast
    light roast
  coffeeDrink: |
    latte
    iced mocha
  milkAmount:
    a lot of milk: (a lot of|lots of) milk
    milk: milk
intents:
  orderDrink:
    sentences: |
      <open> (a|an) ([{size}];[{roast}]) {coffeeDrink} [with {milkAmount}]
"""


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(
    "text",
    ["", "   ", "\x00\x07\x1b[2J", "🙂🙂", "我想休息一下", "اهدأ", "'", "-", "?!", "stop" * 400, "stop please " * 500],
)
def test_whatever_is_said_it_never_raises(interpreter: Interpreter, state: State, text: str) -> None:
    """Empty text, other scripts, emoji, control characters and a thousand words give an intent, mostly none."""
    assert interpreter.understand(text, state, NOW).name in ("none", "stop")
    assert interpreter.completeness(text, state) in ("no", "complete", "extendable")


@settings(max_examples=60)
@given(st.text(max_size=120), st.sampled_from(STATES))
def test_any_text_gives_an_intent_of_its_state(interpreter: Interpreter, text: str, state: State) -> None:
    """Any text gives an intent, and the same one again."""
    intent = interpreter.understand(text, state, NOW)
    assert 0.0 <= intent.score <= 1.0
    assert interpreter.understand(text, state, NOW) == intent


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_any_words_give_an_intent_of_the_state(interpreter: Interpreter, words: list[str]) -> None:
    """No order of words that are known breaks anything."""
    for state in STATES:
        intent = interpreter.understand(" ".join(words), state, NOW)
        assert intent.name == "none" or intent.score > 0


def test_a_thousand_words_mean_nothing(interpreter: Interpreter) -> None:
    """A thousand words of talk are not for us."""
    assert interpreter.understand("the cat sat on the mat " * 170, "idle", NOW).name == "none"


@pytest.mark.parametrize(
    ("typed", "spoken"),
    [("Timeout!", "time out"), ("CHECK-IN", "check in"), ("box breathing 5 min", "box breathing five minutes"),
     ("I can\u2019t breathe", "i can't breathe"), ("4-7-8", "four seven eight"), ("im ready", "i am ready")],
)  # fmt: skip
def test_typing_and_speaking_are_one(interpreter: Interpreter, typed: str, spoken: str) -> None:
    """What people type and what ears give mean the same."""
    one, other = (interpreter.understand(text, "idle", NOW) for text in (typed, spoken))
    assert one.name != "none"
    assert (one.name, one.slots) == (other.name, other.slots)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("i am", "yes"),
        ("i am so tired", "none"),
        ("yes because he asked me to", "yes"),
        ("i'd rather not answer that one", "pass"),
        ("i didn't do it", "no"),
        ("i didn't do all of it", "partly"),
        ("well half of it i did", "partly"),
        ("i'm not sure i can", "unsure"),
        ("i can't breathe", "calm"),
    ],
)
def test_a_rambling_answer_is_not_its_first_words(interpreter: Interpreter, answer: str, name: str) -> None:
    """What only begins like a yes or a no is neither."""
    assert interpreter.understand(answer, "question", NOW).name == name


def test_reflexes_are_whole_phrases(interpreter: Interpreter) -> None:
    """Exactly a stop, timeout or pause phrase of the state is a reflex, nothing else."""
    assert (interpreter.reflex("stop", "speaking") or NONE).name == "stop"
    assert (interpreter.reflex("time out", "idle") or NONE).name == "timeout"
    assert (interpreter.reflex("pause", "exercise") or NONE).name == "pause"
    assert interpreter.reflex("pause", "question") is None
    assert interpreter.reflex("stop the car", "idle") is None
    assert interpreter.reflex("louder", "idle") is None


def test_a_command_knows_whether_a_slot_may_follow(interpreter: Interpreter) -> None:
    """A time may follow "time out", nothing follows "stop", and half a command is none."""
    assert interpreter.completeness("time out", "idle") == "extendable"
    assert interpreter.completeness("breathing", "idle") == "extendable"
    assert interpreter.completeness("stop", "idle") == "complete"
    assert interpreter.completeness("can we", "idle") == "no"


def test_an_own_pause_word_is_a_timeout_everywhere(templates: Templates) -> None:
    """The couple's own word means timeout in every state, also with a time, and is in every grammar."""
    interpreter = Interpreter(templates, pause_word="View-Glass")
    for state in STATES:
        assert (interpreter.reflex("view glass", state) or NONE).name == "timeout"
        assert "view glass" in interpreter.jsgf(state)
    later = interpreter.understand("view glass for half an hour", "check_in", NOW)
    assert (later.name, dict(later.slots)) == ("timeout", {"when": "2026-11-20T09:30:00"})


def test_an_own_phrase_leaves_at_once(templates: Templates) -> None:
    """The configured phrase leaves, as the whole utterance only, and the usual one then does not."""
    interpreter = Interpreter(templates, quick_exit="did you feed the cat")
    assert interpreter.understand("did you feed the cat", "break", NOW).name == "quick_exit"
    assert interpreter.understand("stop. did you feed the cat", "break", NOW).name != "quick_exit"
    assert interpreter.understand("what's the weather like", "break", NOW).name == "none"


def test_a_phrase_without_a_word_is_refused(templates: Templates) -> None:
    """A pause word that nobody could say is refused in a sentence."""
    with pytest.raises(UsageError, match="is no word that can be said"):
        Interpreter(templates, pause_word="?!")


@pytest.mark.parametrize("state", STATES)
def test_the_grammar_of_a_state_can_be_heard(interpreter: Interpreter, state: State) -> None:
    """Every state's grammar loads into the embedded ear, with every word known to it."""
    decoder = pocketsphinx.Decoder(loglevel="FATAL", lm=None)
    for word, sounds in interpreter.pronunciations().items():
        decoder.add_word(word, sounds[0], False)
    decoder.add_jsgf_string("commands", interpreter.jsgf(state))
    assert all(decoder.lookup_word(word) for word in interpreter.vocabulary())
    assert "want to die" in " ".join(interpreter.phrases(state))


def test_phrases_are_understood(interpreter: Interpreter) -> None:
    """Every phrase an ear is told to expect is understood, in the state it is expected in."""
    for state in STATES:
        expected = interpreter.phrases(state)
        missed = [said for said in expected if interpreter.understand(said, state, NOW).name == "none"]
        assert missed == []


def test_every_alternative_is_expected(interpreter: Interpreter) -> None:
    """An ear that takes a list is told the plainest way of saying each thing, and every word of every template."""
    plain = {"time out", "stop", "breathing", "box breathing", "check in", "short check in", "i need a break"}
    assert plain <= set(interpreter.phrases("idle"))
    told = {word for state in STATES for phrase in interpreter.phrases(state) for word in phrase.split()}
    for tree in interpreter._grammar._spoken(None):
        assert set(interpreter._grammar._words(tree)) <= told


def test_a_foreign_folder_can_be_spoken(tmp_path: Path) -> None:
    """Intents of any name with lists of any name work, in any order, with their values."""
    (tmp_path / "coffee.yaml").write_text(COFFEE, encoding="utf-8")
    interpreter = Interpreter(load_templates(tmp_path))
    order = interpreter.understand("can i have a light roast twelve ounce latte with lots of milk", "idle", NOW)
    assert order.name == "orderDrink"
    assert dict(order.slots) == {
        "roast": "light roast", "size": "twelve ounce", "coffeeDrink": "latte", "milkAmount": "a lot of milk",
    }  # fmt: skip
    assert interpreter.understand("the latte is cold", "idle", NOW).name == "none"
