"""Appreciation, in turns: what somebody did, and why it mattered; whoever listens only says thank you (S43, S47).

Rules
1. Everyone hears the same words and has the same time. Nothing that is said is kept.
2. It ends with a question about being seen, soothed or supported; silence is an answer.
"""

from collections.abc import Sequence
from typing import Final

from companion.dialogues._gathering import gathered
from companion.dialogues._last_word import last_word
from companion.dialogues._lines import lines
from companion.dialogues._turns import take_turn
from companion.scene import Scene
from companion.steps import Be, Dialogue, Listen, Say
from companion.units import samples

LINES: Final = lines("appreciation", "opening frame frame_alone thanks seen closing closing_alone stopped")
EACH: Final = samples(60)
SEEN: Final = samples(45)
ROOM: Final = samples(6)
"""Enough for a thank you."""


def appreciation(scene: Scene) -> Dialogue:
    """Lead one round."""
    people = yield from gathered(scene)
    if not people:
        return
    yield from last_word(turns(scene, people), "appreciation.stopped")


def turns(scene: Scene, people: Sequence[str]) -> Dialogue:
    """The round itself, once everyone is here."""
    alone = len(people) == 1
    yield Be("reflection")
    if not alone:
        yield Say("appreciation.opening")
    for person in people:
        frame = "appreciation.frame_alone" if alone else "appreciation.frame"
        ended = yield from take_turn(scene, person, frame, None if alone else EACH, "reflection")
        if not alone and ended.spoke:
            yield Say("appreciation.thanks")
            yield Listen("reflection", ROOM)
    for person in reversed(people):
        yield from take_turn(scene, person, "appreciation.seen", None if alone else SEEN, "reflection")
    yield Be("question")
    yield Say("appreciation.closing_alone" if alone else "appreciation.closing")
    if not alone:
        yield Say("together.respect")
