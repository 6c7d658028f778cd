"""What is offered where, and the readings that have been settled."""

from collections.abc import Mapping
from datetime import datetime

import pytest

from companion.intents import Interpreter, Templates, collisions
from companion.steps import STATES, Slot, State

NOW = datetime(2026, 11, 20, 9, 0)

SAFETY = {"timeout", "resume", "set_time", "calm", "crisis", "danger", "support", "quick_exit"}
EXERCISES = {"breathing", "grounding", "movement"}
TOGETHER = {
    "check_in", "reflection", "appreciation", "micro_moment", "add_moment", "keep_moment", "read_moments",
    "commitment_add", "commitment_review", "repair", "ritual", "money", "goal", "values", "future",
    "four_conditions", "leaving", "who_is_right", "note", "read_notes", "kind_words", "my_people", "learn",
}  # fmt: skip
ABOUT = {"privacy", "forget", "agenda", "recap", "about", "set_up", "pause_word"}
ALWAYS = SAFETY | {
    "stop", "help", "repeat", "louder", "quieter", "slower", "faster", "normal_speed", "stop_listening", "goodbye",
    "privacy",
}  # fmt: skip
TALKING = ALWAYS | EXERCISES | {
    "agenda", "done", "pass", "wait", "next", "back", "pause", "continue", "favourite", "unsure",
}  # fmt: skip
OFFERED: Mapping[State, set[str]] = {
    "idle": ALWAYS | EXERCISES | TOGETHER | ABOUT,
    "exercise": ALWAYS | {"pause", "continue", "next", "back", "time_left"},
    "break": ALWAYS | EXERCISES | {"agenda", "time_left", "learn"},
    "check_in": TALKING,
    "reflection": TALKING,
    "question": ALWAYS | EXERCISES | {"yes", "no", "unsure", "partly", "pass", "wait", "choice", "done"},
    "rating": ALWAYS | {"rating", "pass", "unsure", "wait"},
    "speaking": ALWAYS | {"pause", "wait", "next"},
}

SLOTS: Mapping[str, Mapping[str, set[str] | None]] = {
    "timeout": {"when": None},
    "set_time": {"when": None, "every": None, "shift": None},
    "crisis": {"who": {"self", "other"}},
    "danger": {"kind": {"afraid", "threat", "did_harm"}},
    "breathing": {
        "style": {"long_exhale", "box", "four_seven_eight", "seven_eleven", "sigh", "coherent"},
        "minutes": None,
        "pair": {"True"},
    },
    "grounding": {"kind": {"senses", "orienting", "body_scan", "butterfly", "words", "weighted"}},
    "movement": {"kind": {"walk", "stretch", "muscles"}},
    "check_in": {"form": {"short", "full", "weekly"}},
    "reflection": {
        "deck": {
            "meaning", "needs", "patterns", "emotional_affair", "screens", "distance", "agreements", "learned_patterns",
            "grief", "anger", "shame", "fear", "who_am_i", "part_with_care",
        }
    },
    "commitment_add": {"what": None, "when": None},
    "note": {"to": None},
    "learn": {"topic": {"kintsugi", "betrayal", "nervous_system", "forgiveness", "come_back", "pace"}},
    "repeat": {"what": {"rule"}},
    "choice": {"index": None},
    "no": {"misheard": {"True"}, "smaller": {"True"}},
    "support": {"about": {"habit"}},
    "rating": {"value": None},
    "forget": {"what": {"that", "today", "everything"}},
    "set_up": {
        "what": {"voice", "speed", "names", "sight", "health", "pause_word", "keeping", "all", "country", "private"}
    },
    "pause_word": {"word": None},
}  # fmt: skip

SETTLED: list[tuple[State, str, str, dict[str, Slot]]] = [
    ("idle", "i can't breathe", "calm", {}),
    ("idle", "help me", "calm", {}),
    ("idle", "help", "help", {}),
    ("idle", "what can i say", "help", {}),
    ("idle", "what can you do", "about", {}),
    ("idle", "can we park this", "timeout", {}),
    ("idle", "i need a break from this", "timeout", {}),
    ("idle", "i need a minute", "timeout", {}),
    ("check_in", "i need a minute", "wait", {}),
    ("reflection", "i need a minute", "wait", {}),
    ("question", "i need a minute", "wait", {}),
    ("rating", "i need a minute", "wait", {}),
    ("exercise", "i need a minute", "pause", {}),
    ("idle", "time out for half an hour", "timeout", {"when": "2026-11-20T09:30:00"}),
    ("idle", "time out for two minutes", "timeout", {"when": "2026-11-20T09:02:00"}),
    ("idle", "time out until the third of december", "timeout", {"when": "2026-12-03T09:00:00"}),
    *((state, said, "stop", {}) for state in STATES for said in ("never mind", "forget it", "cancel", "be quiet")),
    ("idle", "i can't hear you", "louder", {}),
    ("exercise", "slower", "slower", {}),
    ("idle", "what did i promise", "commitment_review", {}),
    ("idle", "when do we talk again", "agenda", {}),
    ("idle", "i'm going for a walk", "movement", {"kind": "walk"}),
    ("idle", "let's go for a walk together", "micro_moment", {}),
    ("idle", "i hit her", "danger", {"kind": "did_harm"}),
    ("idle", "i hurt her and want to make it right", "repair", {}),
    ("idle", "i hurt her and want to put it right", "repair", {}),
    ("idle", "we need a breather from each other let's say forty minutes", "timeout", {"when": "2026-11-20T09:40:00"}),
    ("reflection", "put our talk on hold until quarter past six", "timeout", {"when": "2026-11-20T18:15:00"}),
    ("break", "let's talk at seven no at eight", "set_time", {"when": "2026-11-20T20:00:00"}),
    ("question", "no i'm flooding i have to step away from this fight", "timeout", {}),
    ("question", "no because we did that yesterday", "no", {}),
    ("exercise", "how long's left", "time_left", {}),
    ("check_in", "i would rather talk about money when the children are asleep", "none", {}),
    ("idle", "from now on lighthouse is our pause word", "pause_word", {"word": "lighthouse"}),
    ("idle", "set the safe word for breaks to mango", "pause_word", {"word": "mango"}),
    ("idle", "i'll promise to ring the bank on monday", "commitment_add",
     {"what": "ring the bank", "when": "2026-11-23T09:00:00"}),
    ("idle", "my friend wants to kill himself", "crisis", {"who": "other"}),
    ("idle", "he says he'll kill himself if i leave", "danger", {"kind": "afraid"}),
    ("idle", "i want to kill myself", "crisis", {"who": "self"}),
    ("idle", "check in", "check_in", {}),
    ("idle", "two minute check in", "check_in", {"form": "short"}),
    ("idle", "the long check in", "check_in", {"form": "full"}),
    ("idle", "state of the union", "check_in", {"form": "weekly"}),
    ("idle", "leave a note for him", "note", {}),
    ("idle", "leave a note for Sam", "note", {"to": "Sam"}),
    ("idle", "leave a note for my wife", "note", {"to": "my wife"}),
    ("idle", "note for my boyfriend", "note", {"to": "my boyfriend"}),
    ("idle", "note for her", "note", {}),
    ("idle", "i promise to call the bank tomorrow", "commitment_add",
     {"what": "call the bank", "when": "2026-11-21T09:00:00"}),
    ("rating", "four or five", "rating", {"value": 5}),
    ("rating", "seven and a half", "rating", {"value": 7.5}),
    ("rating", "off the scale", "rating", {"value": 10}),
    ("idle", "what's the weather like", "quick_exit", {}),
    ("idle", "um what's the whether like please", "quick_exit", {}),
    ("idle", "quick exit", "quick_exit", {}),
    ("idle", "what's the weather like in paris", "none", {}),
    ("idle", "stop, what's the weather like", "none", {}),
    ("idle", "let's do breathing, no, grounding", "grounding", {}),
    ("idle", "stop. no wait, breathing", "breathing", {}),
    ("idle", "time out! i want to die", "crisis", {"who": "self"}),
    ("idle", "breathing no i need a time out or breathing", "timeout", {}),
    ("question", "later", "unsure", {}),
    ("question", "when the kids are in bed", "unsure", {}),
    ("question", "over the weekend", "unsure", {}),
    ("question", "friday morning", "set_time", {"when": "2026-11-27T09:00:00"}),
    ("question", "first thing", "set_time", {"when": "2026-11-21T09:00:00"}),
    ("question", "twenty minutes", "set_time", {"when": "2026-11-20T09:20:00"}),
    ("break", "carry on", "resume", {}),
    ("break", "continue", "resume", {}),
    ("break", "i'm ready", "resume", {}),
    ("break", "push it back half an hour", "set_time", {"shift": 30}),
    ("exercise", "continue", "continue", {}),
    ("question", "the second one", "choice", {"index": 2}),
    ("question", "that one", "yes", {}),
    ("question", "i heard you", "yes", {}),
    ("question", "not ready", "no", {}),
    ("question", "next", "pass", {}),
    ("rating", "next", "pass", {}),
    ("question", "smaller", "no", {"smaller": True}),
    ("speaking", "breathing", "none", {}),
    ("idle", "do not stop", "none", {}),
    ("idle", "i can breathe", "none", {}),
    ("idle", "no breathing please", "stop", {}),
    ("idle", "box breathing no wait four seven eight", "breathing", {"style": "four_seven_eight"}),
    ("idle", "i don't need a break", "none", {}),
    ("idle", "i want to diet", "none", {}),
    ("idle", "i need a cake", "none", {}),
]  # fmt: skip


VALUES: Mapping[tuple[str, str], Mapping[str, Slot]] = {
    ("crisis", "who"): {"i want to end my life": "self", "my sister says she wants to die": "other"},
    ("danger", "kind"): {"i'm scared of him": "afraid", "i'm going to hit her": "threat", "i slapped him": "did_harm"},
    ("breathing", "style"): {
        "long exhale breathing": "long_exhale", "box breathing": "box", "four seven eight": "four_seven_eight",
        "seven eleven breathing": "seven_eleven", "physiological sigh": "sigh", "coherent breathing": "coherent",
    },
    ("breathing", "minutes"): {"breathing for five minutes": 5, "ninety seconds of breathing": 1.5},
    ("breathing", "pair"): {"breathe together": True},
    ("grounding", "kind"): {
        "five senses": "senses", "look around the room": "orienting", "body scan": "body_scan",
        "butterfly hug": "butterfly", "grounding with words": "words", "weighted blanket": "weighted",
    },
    ("movement", "kind"): {"i need a walk": "walk", "stretching": "stretch", "muscle relaxation": "muscles"},
    ("check_in", "form"): {"short check in": "short", "full check in": "full", "weekly check in": "weekly"},
    ("reflection", "deck"): {
        "reflection on meaning": "meaning", "the needs deck": "needs", "reflection on patterns": "patterns",
        "emotional affair cards": "emotional_affair", "reflection on screens": "screens",
        "reflection on distance": "distance", "reflection on agreements": "agreements",
        "reflection on learned patterns": "learned_patterns", "reflection on grief": "grief",
        "reflection on anger": "anger", "reflection on shame": "shame", "reflection on fear": "fear",
        "reflection on who am i": "who_am_i", "reflection on parting with care": "part_with_care",
    },
    ("learn", "topic"): {
        "tell me about kintsugi": "kintsugi", "tell me about betrayal": "betrayal",
        "tell me about the nervous system": "nervous_system", "tell me about forgiveness": "forgiveness",
        "tell me about coming back from this": "come_back", "tell me about taking it slowly": "pace",
    },
    ("choice", "index"): {"the first one": 1, "option three": 3, "the last one": -1},
    ("rating", "value"): {"zero": 0, "about a six": 6, "four point five": 4.5, "ten out of ten": 10},
    ("forget", "what"): {"forget that": "that", "forget today": "today", "forget everything": "everything"},
    ("set_up", "what"): {
        "set up the voice": "voice", "set up the speed": "speed", "set up our names": "names", "set up sight": "sight",
        "set up health": "health", "set up the pause word": "pause_word", "set up keeping": "keeping",
        "set up everything": "all",
    },
    ("set_time", "every"): {
        "every day at nine": {"unit": "day", "at": "09:00"},
        "let's talk every sunday evening": {"unit": "week", "at": "19:00", "weekday": "sunday"},
        "let's talk every month": {"unit": "month"},
    },
    ("set_time", "when"): {"let's talk at quarter to six": "2026-11-20T17:45:00"},
    ("set_time", "shift"): {"push it back by an hour": 60},
}  # fmt: skip
"""One example of every value, said in idle or where else it is asked for."""
SAID_IN: Mapping[str, State] = {"choice": "question", "rating": "rating", "set_time": "break"}


@pytest.mark.parametrize(
    ("name", "slot", "said", "value"),
    [(name, slot, said, value) for (name, slot), said_as in VALUES.items() for said, value in said_as.items()],
)
def test_every_value_can_be_said(interpreter: Interpreter, name: str, slot: str, said: str, value: Slot) -> None:
    """Each value of each slot has words that mean it, and nothing beside it."""
    intent = interpreter.understand(said, SAID_IN.get(name, "idle"), NOW)
    assert (intent.name, dict(intent.slots)) == (name, {slot: value})


@pytest.mark.parametrize("state", STATES)
def test_each_state_offers_what_the_contract_says(templates: Templates, state: State) -> None:
    """The intents offered in a state are those of the contract, no more and no fewer."""
    offered = {
        meaning.name
        for meaning in templates.meanings
        for group in meaning.groups
        if state in (meaning.states if group.states is None else group.states)
    }
    assert offered == OFFERED[state]


def test_slots_are_those_of_the_contract(interpreter: Interpreter, templates: Templates) -> None:
    """No intent has a slot, and no listed slot a value, that the contract does not name; all of its values exist."""
    found: dict[str, dict[str, set[str]]] = {}
    for meaning in templates.meanings:
        for group in meaning.groups:
            for slot, value in group.slots.items():
                found.setdefault(meaning.name, {}).setdefault(slot, set()).add(str(value))
    lists = {"breathing": {"style": "style"}, "check_in": {"form": "form"}, "reflection": {"deck": "deck"},
             "learn": {"topic": "topic"}, "forget": {"what": "forgotten"}, "set_up": {"what": "setting"}}  # fmt: skip
    for name, slots in lists.items():
        for slot, source in slots.items():
            values = {str(entry.value) for entry in templates.lists[source]}
            found.setdefault(name, {}).setdefault(slot, set()).update(values)
    for name, allowed in SLOTS.items():
        for slot, values_allowed in allowed.items():
            if values_allowed is not None:
                assert found[name][slot] == values_allowed, (name, slot)
    assert set(found) <= set(SLOTS)


@pytest.mark.parametrize(("state", "said", "name", "slots"), SETTLED)
def test_settled_readings(interpreter: Interpreter, state: State, said: str, name: str, slots: dict[str, Slot]) -> None:
    """What has been settled is understood so, with exactly these slots."""
    intent = interpreter.understand(said, state, NOW)
    assert (intent.name, dict(intent.slots)) == (name, slots)


@pytest.mark.parametrize("state", STATES)
def test_crisis_and_danger_are_heard_in_every_state(interpreter: Interpreter, state: State) -> None:
    """The safety sentences count in every state, also inside a longer utterance."""
    assert interpreter.understand("i just want to die", state, NOW).name == "crisis"
    assert interpreter.understand("yes and i'm scared of him", state, NOW).name == "danger"


def test_no_sentence_means_two_things(templates: Templates) -> None:
    """No sentence that ships means two intents that are offered alike in one state."""
    assert collisions(templates) == ()
