"""What a spoken line suggests may be said: the ear expects it at that moment, and it is understood there (C33).

Rules
1. What is suggested is read from the scripts themselves: "say ...", and short sentences made of answers only.
2. In which state it is answered is found by walking through every conversation with many different answers.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pytest

from companion.dialogues import REPERTOIRE
from companion.ears._grammar import network
from companion.intents import Interpreter
from companion.journal import MemoryJournal
from companion.material import Material
from companion.ports import Expectation
from companion.room import VirtualWall
from companion.scene import Settings
from companion.stage import Cast, Manner, Stage
from companion.steps import STATES, Heard, Intent, Kind, Slot, State
from companion.testing import PlainSounds, PressedKeys, ToneVoice
from companion.units import BLOCK, Mono, Samples, samples, seconds

NOW = datetime(2026, 11, 20, 18)
SEEDS = 10
UNASKED = frozenset(
    (
        "quick_exit", "reminder", "reminders", "come_back", "nothing_kept", "unmuted", "reflection", "learn",
        "pause_word_unheard", "woken", "falling_behind",
    )
)  # fmt: skip

KINDS: Mapping[str, str | None] = {
    "a time": "tomorrow at seven",
    "a time for it": "tomorrow at seven",
    "a new time": "tomorrow at seven",
    "the new time": "tomorrow at seven",
    "a day": "friday",
    "a day and an hour": "friday at seven",
    "how long from now": "half an hour",
    "its number": "number two",
    "the number of one": "number two",
    "a number": "number two",
    "a number from one to four": "number two",
    "a number from zero to ten": "seven",
    "the agreement in one sentence": None,
    "a name": None,
    "it": None,
    "it now": None,
    "timeout now": "time out",
    "timeout": "time out",
    "nothing": None,
}
"""Where words of a kind are asked for, some of that kind; None where they are free, or none at all."""

ANSWERS = frozenset(
    ("yes", "no", "pass", "done", "next", "back", "stop", "partly", "not yet", "one", "two", "three", "four",
     "i don't know", *KINDS)
)  # fmt: skip
"""A short sentence of these alone suggests them."""

TO_THEMSELVES = frozenset(
    {"exercises.words.1", "exercises.words.11", "exercises.orienting.11", "commitments.example_money"}
)
"""What is said there is said to oneself, or is an example."""

LATER: Mapping[str, State] = {"together.private": "idle", "set_up.keeps": "idle", "set_up.stop": "exercise"}
"""These tell what may be said another time."""

BEFORE_THE_WORDS = ("deck.ways", "question")
"""Where a need is chosen first, that tells its own ways."""

OFF_THE_WAY: Mapping[str, State] = {
    **dict.fromkeys(
        ("four_conditions.settle_again", "future.help", "future.help_again", "goals.how_again"), "question"
    ),
    **dict.fromkeys(
        (
            "commitments.new_time",
            "commitments.new_time_again",
            "learning.which_again",
            "leaving.a_time",
            "leaving.a_time_again",
            "money.when_again",
        ),
        "question",
    ),
    **dict.fromkeys(
        ("money.monthly", "money.monthly_again", "values.again_again", "deck.which_again", "deck.which"), "question"
    ),
    "together.no_hurry": "reflection",
    "together.still_here": "check_in",
    "money.control": "idle",
}
"""What is seldom reached by chance, and where it is said."""

SUBJECTS = frozenset(
    (
        "agreements", "appreciation", "ask", "check_in", "commitments", "deck", "decks", "four_conditions", "future",
        "goals", "gold", "help", "kind_words", "learn", "learning", "leaving", "moments", "money", "my_people", "notes",
        "repair", "rituals", "together", "values", "who_is_right", "words",
    )
)  # fmt: skip
"""The scripts of which every line is looked at."""

REPLIES: Mapping[State, Sequence[str | None]] = {
    "idle": [None],
    "question": [
        "yes", "yes", "yes", "no", "number one", "number two", "number four", "pass", "done", "not sure", None, "hm",
        "friday at seven", "smaller",
    ],
    "rating": ["three", "three", "three", "nine", "pass", None, "hm"],
    "check_in": ["i'm done", "i'm done", None, "pass", "i don't know", "hm"],
    "reflection": ["i'm done", "i'm done", "next", "next", "pass", "back", "favourite", None, "hm"],
    "exercise": ["next", "next", None],
    "break": ["i'm ready", None],
    "speaking": [None],
}  # fmt: skip
"""What may be answered in a state; None is silence."""

WILLING: Mapping[State, Sequence[str | None]] = {
    **REPLIES,
    "question": [*["yes"] * 8, "number one", "number two", "number four", "friday at seven", "hm", None],
    "rating": ["three"],
    "check_in": ["i'm done", "i'm done", "i'm done", "i need a minute", None],
    "reflection": ["i'm done", "next", "i'm done", "next", "i need a minute"],
}
"""The same of people who mostly go along."""

PAIR = {"together.alone": "no", "deck.another": "next", "deck.strong": "no", "my_people.add_more": "no"}
"""What they answer to a line."""


def suggested(text: str) -> Iterator[str]:
    """What `text` suggests to say, in lower case; of what is asked for by its kind an example."""
    for sentence in re.split(r"(?<=[.?!:])\s+", text.replace("I don't", "i don't")):
        plain = sentence.rstrip(".?!:").lower()
        said = re.search(r"^(?:or |please |you can |yes, or |[a-z{}]+, you can )?say,? (.*)|, (?:or )?say (.*)", plain)
        if said is not None:
            inside = re.split(
                r", (?:and|or press|when|whenever|where|if|to|for|until|whatever|then|at any|as)\b", said[1] or said[2]
            )[0]
        elif ANSWERS.issuperset(_several(plain)):
            inside = plain
        else:
            continue
        for part in _several(inside):
            one = part if part in KINDS else re.split(r" (?:when|at any|for|to|whenever|from now)\b", part)[0]
            found = KINDS.get(one, one)
            if found is not None:
                yield found


def _several(words: str) -> list[str]:
    parts = re.split(r",\s*(?:or\s+)?|\s+or\s+", words.removeprefix("or "))
    return [part.removeprefix("say ") for part in parts]


@dataclass
class Wanderer:
    """An ear that says something at every listening: what, is left to chance."""

    chance: random.Random
    replies: Mapping[State, Sequence[str | None]]
    answers: Mapping[str, str]
    line: str = ""
    engine: str = "wanderer"
    model: str = ""
    engaged: bool = False
    behind: Samples = Samples(0)
    _expected: Expectation = field(default_factory=Expectation)
    _at: float | None = None

    def expect(self, expectation: Expectation) -> None:
        self._expected, self._at = expectation, None

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        del mic
        if self._expected.speaking:
            return []
        if self._at is None:
            self._at = seconds(now) + 0.3
        if seconds(now) < self._at:
            return []
        self._at = seconds(now) + 3
        text = self.answers.get(self.line) or self.chance.choice(self.replies[self._expected.state])
        return [] if text is None else [Heard(text, Samples(now - samples(0.2)), now)]

    def knows(self, word: str) -> bool:
        return True

    def learn(self) -> None: ...

    def close(self) -> None: ...


def full_journal(solo: str | None) -> MemoryJournal:
    """Something of every kind."""
    kept = MemoryJournal(solo)
    everything: list[tuple[Kind, dict[str, Slot]]] = [
        ("agreement", {"what": "We say so"}),
        ("ritual", {"what": "coffee", "minutes": 5}),
        ("value", {"what": "honesty"}),
        ("goal", {"what": "a day out", "state": "open"}),
        ("note", {"to": "Sam", "text": "Thank you"}),
        ("my_person", {"name": "Kim"}),
        ("commitment", {"who": "Ana", "what": "ring", "due": "2026-11-19T09:00:00", "state": "open"}),
    ]
    everything += [("moment", {"text": f"moment {n}"}) for n in range(6)]
    for kind, fields in everything:
        kept.add(kind, fields, "", NOW)
    return kept


def walk(role: Intent, seed: int, material: Material, interpreter: Interpreter) -> list[tuple[str, State]]:
    """Each line of one conversation and the state in which it was then listened."""
    found: list[tuple[str, State]] = []
    waiting: list[str] = []

    def witness(t: Samples, event: str, fields: Mapping[str, object]) -> None:
        if event == "say":
            ear.line = str(fields["id"])
            waiting.append(ear.line)
        elif event == "listening" and fields["on"]:
            found.extend((line, next(state for state in STATES if state == fields["state"])) for line in waiting)
            waiting.clear()

    chance = random.Random(f"{role.name} {dict(role.slots)} {seed}")
    solo = "Ana" if seed % 3 == 2 else None
    ear = Wanderer(chance, WILLING, PAIR) if seed % 2 else Wanderer(chance, REPLIES, {})
    kept = full_journal(solo) if seed % 4 > 1 else MemoryJournal(solo)
    cast = Cast(ear, ToneVoice(rate=2500), PlainSounds(), PressedKeys(), VirtualWall(NOW), kept, interpreter, witness)
    here = Settings(people=("Ana", "Sam"), solo=solo, check_in_form="short")
    stage = Stage(cast, material, here, REPERTOIRE, Manner(dictation=seed % 5 == 3))
    stage.begin(role)
    silence = np.zeros(BLOCK, np.int16)
    for _ in range(round(250 / seconds(BLOCK))):
        stage.block(silence)
        if stage.left is not None or not stage.pending:
            break
    return found


def accepted(jsgf: str) -> Callable[[str], bool]:
    """Whether a phrase is one that an ear with this grammar can hear."""
    made = network(jsgf)
    arcs: dict[tuple[int, str | None], set[int]] = {}
    for start, end, word in made.arcs:
        arcs.setdefault((start, word), set()).add(end)

    def closed(states: set[int]) -> set[int]:
        waiting = list(states)
        while waiting:
            new = arcs.get((waiting.pop(), None), set()) - states
            states |= new
            waiting.extend(new)
        return states

    def accepts(phrase: str) -> bool:
        states = closed({made.start})
        for word in phrase.split():
            states = closed({end for state in states for end in arcs.get((state, word), ())})
        return made.end in states

    return accepts


@pytest.fixture(scope="module")
def listened(material: Material, interpreter: Interpreter) -> set[tuple[str, State]]:
    """The lines that were walked past, each with the state in which somebody could answer."""
    led = [Intent(name) for name in REPERTOIRE if name not in UNASKED]
    led += [Intent("reflection", {"deck": name}) for name in material.decks]
    led += [Intent("learn", {"topic": name}) for name in material.learn]
    led += [Intent("set_up", {"what": "private"})]
    helped = {(line, state) for state, can in material.help.items() for line in (*can.first, *can.more)}
    return helped.union(*(walk(role, seed, material, interpreter) for seed in range(SEEDS) for role in led))


def test_every_line_that_suggests_words_is_looked_at(listened: set[tuple[str, State]], material: Material) -> None:
    """None of the lines of what people do together is left out (C33)."""
    met = {line for line, _ in listened} | set(OFF_THE_WAY) | TO_THEMSELVES
    telling = {line for line, text in material.lines.items() if line.split(".")[0] in SUBJECTS and any(suggested(text))}
    assert len(telling) > 90
    assert telling - met == set()


def test_what_is_suggested_is_heard_and_understood(
    listened: set[tuple[str, State]], material: Material, interpreter: Interpreter
) -> None:
    """Every suggestion is in the words of the ear in that state, and means something there (C33)."""
    grammars = {state: accepted(interpreter.jsgf(state)) for state in STATES}
    deaf = []
    for line, found in sorted({*listened, *OFF_THE_WAY.items()}):
        if line in TO_THEMSELVES or (line, found) == BEFORE_THE_WORDS:
            continue
        state = LATER.get(line, found)
        for suggestion in suggested(material.lines[line]):
            phrase = "seven" if (state, suggestion) == ("rating", KINDS["a number"]) else suggestion
            ways = [way for way in (phrase, f"say {phrase}") if interpreter.understand(way, state, NOW).name != "none"]
            understood = bool(ways)
            if not any(map(grammars[state], ways)):
                deaf.append((line, state, phrase, "not in the grammar" if understood else "not understood"))
    assert not deaf, "\n".join(map(str, deaf))


def test_what_cannot_be_said_is_noticed(interpreter: Interpreter) -> None:
    """The measure itself: words that do not belong to a state are not accepted."""
    accepts = accepted(interpreter.jsgf("question"))
    assert accepts("yes that one")
    assert not accepts("favourite")
    assert list(suggested("Another card? Say next, or done.")) == ["next", "done"]
    assert list(suggested("It may be said whenever you like.")) == []
