"""Something to listen to for a minute (S3, S5, S12-S15, S17, S29, S36, S44, S74).

Rules
1. It is told in the order it is written; "next" goes on, "back" tells the piece before once more, and nobody is asked
   what they think of it.
   "How long left" is answered, and the piece begins once more.
2. What might hurt while feelings are strong is told only where they were said not to be (S15).
3. A question at the end takes a yes, a no or silence, and is answered in the same words.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no, picked
from companion.dialogues._lines import lines
from companion.dialogues.calm import DISTRESS
from companion.material import Topic
from companion.phrases import say_duration, say_number
from companion.scene import Scene
from companion.steps import Be, Dialogue, Heard, Resumed, Say, Step, Wait
from companion.units import samples

LINES: Final = lines("learning", "which which_again none", item="number called", left="length")
BREATH: Final = samples(1)
"""The quiet after each piece."""

PACE: Final = 140
"""Words a minute, pauses included, at the usual rate of 170."""

_STEPS: Final = frozenset({"next", "back", "time_left"})

CALM: Final = 4
"""Up to here feelings are not strong, from 0 to 10 (S15)."""


def learn(scene: Scene) -> Dialogue:
    """The topic that was asked for, or one that is chosen."""
    named = scene.intent.slots.get("topic")
    topic = (yield from _choose(scene)) if named is None else scene.material.learn[str(named)]
    if topic is not None:
        yield from tell(scene, topic)


def tell(scene: Scene, topic: Topic) -> Dialogue:
    """All of it, piece by piece."""
    yield Be("exercise")
    piece = 0
    while piece < len(topic.lines):
        heard = yield Say(topic.lines[piece], heeds=_STEPS)
        if not isinstance(heard, Heard) and topic.lines[piece] != topic.lines[-1]:
            heard = yield Wait(BREATH, heeds=_STEPS)
        match heard.intent.name if isinstance(heard, Heard) else "next":
            case "back":
                piece = max(0, piece - 1)
            case "time_left":
                yield Say("learning.left", {"length": _length(scene, topic.lines[piece:])})
            case _:
                piece += 1
    distress = scene.memory.get(DISTRESS)
    if topic.when_calm is not None and isinstance(distress, int | float) and distress <= CALM:
        yield Say(topic.when_calm)
    if topic.ask is not None:
        yield Be("question")
        yield from ask_yes_no([topic.ask])
    if topic.answer is not None:
        yield Say(topic.answer)


def _length(scene: Scene, lines: Sequence[str]) -> str:
    """About how long it takes to say `lines`, to half a minute."""
    words = sum(len(scene.material.lines[line].split()) for line in lines)
    return say_duration(max(1, round(2 * words / PACE)) / 2)


def _choose(scene: Scene) -> Generator[Step, Heard | Resumed | None, Topic | None]:
    topics = list(scene.material.learn.values())
    yield Say("learning.which")
    for number, topic in enumerate(topics, 1):
        yield Say("learning.item", {"number": say_number(number), "called": topic.called})
    heard = yield from ask(["learning.which_again"], frozenset({"choice", "no", "done", "pass"}))
    chosen = picked(heard, topics)
    if chosen is None:
        yield Say("learning.none")
    return chosen
