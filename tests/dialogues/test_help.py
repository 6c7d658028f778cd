"""What can I say, and words that mean nothing here."""

from collections.abc import Callable
from datetime import datetime

import pytest

from companion.intents import Interpreter
from companion.material import Material
from companion.stage import Manner
from companion.steps import STATES, State
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]


@pytest.mark.parametrize(
    ("state", "before"),
    [
        ("idle", []),
        ("exercise", [Spoken(1, "body scan")]),
        ("break", [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes")]),
        ("question", [Spoken(1, "timeout"), reply("timeout.when", "what can i say")]),
        ("rating", [Spoken(1, "help me calm down"), reply("calm.rate", "what can i say")]),
    ],
)
def test_a_few_things_for_this_state_and_the_rest_when_asked_again(
    play: Play, material: Material, state: State, before: list[Spoken]
) -> None:
    """Three to five things, then, for whoever asks again, the others, and nothing twice (C49)."""
    asked = before if state in ("question", "rating") else [*before, Spoken(35, "what can i say")]
    played = play([*asked, reply("help.again", "help")], length=120)
    known = material.help[state]
    told = [line for line in played.said() if line.startswith("help.")]
    assert told == [*known.first, "help.again", *known.more]
    assert 3 <= len(known.first) <= 5
    assert len(set(told)) == len(told)


def test_what_goes_on_goes_on_after_it(play: Play) -> None:
    """Help covers an exercise and a break, and gives them back."""
    played = play([Spoken(1, "body scan"), Spoken(60, "help")], length=240)
    assert played.said()[-1] == "exercises.body_scan.closing"


SAYABLE = {
    "calm": "help me calm down", "timeout": "timeout", "breathing": "breathing", "grounding": "grounding",
    "movement": "a walk", "check_in": "check in", "agenda": "what is planned", "support": "support",
    "privacy": "who can hear this", "stop": "stop", "goodbye": "goodbye", "pause": "pause",
    "time_left": "how long left", "next": "next", "back": "go back", "ready": "i'm ready", "longer": "in an hour",
    "walk": "a walk", "done": "done", "pass": "pass", "minute": "i need a minute", "yes": "yes",
    "unsure": "i don't know", "choice": "the second", "number": "seven", "louder": "louder", "repeat": "say it again",
    "next_card": "next", "favourite": "favourite", "cards": "reflection", "story": "tell me a story",
    "rule": "say the rule again", "kind": "say something kind", "small": "small moment", "note": "leave a note",
    "ours": "our values",
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_what_is_named_is_understood_there(material: Material, interpreter: Interpreter, state: State) -> None:
    """Everything that help names in a state means something in that state (C49)."""
    known = material.help[state]
    for line in (*known.first, *known.more):
        words = SAYABLE[line.removeprefix("help.")]
        assert interpreter.understand(words, state, datetime(2026, 11, 20, 9)).name != "none", (state, words)


def test_nonsense_is_answered_shorter_each_time_and_then_only_with_a_sound(play: Play) -> None:
    """Typed to us three times: two different answers, a yes or no, and then it is quiet (C33)."""
    script = [Spoken(at, "xyzzy plugh") for at in (1, 10, 20, 27, 40, 50)]
    played = play(script, length=60, manner=Manner(addressed=True))
    assert played.said() == ["session.not_understood", "session.not_understood_again", "session.not_understood_yes_no"]
    words = [len(str(f["text"]).split()) for _, _, f in played.events("say")]
    assert words == sorted(words, reverse=True)
    assert len(set(words)) == 3
    assert [f["sound"] for _, _, f in played.events("cue")].count("not_understood") == 6


def test_after_a_command_it_begins_anew(play: Play) -> None:
    """Whoever was understood in between gets the first answer again."""
    script = [Spoken(1, "xyzzy"), Spoken(10, "privacy"), Spoken(30, "xyzzy plugh")]
    played = play(script, length=40, manner=Manner(addressed=True))
    assert played.said().count("session.not_understood") == 2


def test_a_yes_to_the_last_question_is_help(play: Play, material: Material) -> None:
    """ "Shall I help?", yes: what can be said (C33, C49)."""
    script = [*(Spoken(at, "xyzzy plugh") for at in (1, 10, 20)), reply("session.not_understood_yes_no", "yes")]
    played = play(script, length=60, manner=Manner(addressed=True))
    assert played.said()[3:8] == list(material.help["idle"].first)
