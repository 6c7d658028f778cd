"""Leaving (S56): clear and unhurried, and never slowed down where somebody may be unsafe.

Rules
1. It is asked first whether that was meant: a mishearing here costs much.
2. Going is always free, and that is said before anything else. Nobody is talked into staying or into going.
3. Only where feelings are strong and nothing tells of danger, a time to decide is offered, once.
"""

from collections.abc import Generator
from typing import Final

from companion.dialogues._ask import ask, ask_number, ask_yes_no, number
from companion.dialogues._gate import APART
from companion.dialogues._lines import lines
from companion.dialogues.calm import DISTRESS
from companion.dialogues.deck import play
from companion.scene import Scene
from companion.steps import Dialogue, Heard, Intent, Lead, Remember, Resumed, Say, Step

LINES: Final = lines(
    "leaving", "meant meant_again not_meant free safe how_strong tonight a_time a_time_again ways ways_again closing"
)


def leaving(scene: Scene) -> Dialogue:
    """Somebody says that it is over."""
    if not (yield from ask_yes_no(["leaving.meant", "leaving.meant_again"])):
        yield Say("leaving.not_meant")
        return
    yield Say("leaving.free")
    if scene.solo is not None and (yield from ask_yes_no(["leaving.safe"])) is False:
        yield Remember(APART, True)
        yield Lead(Intent("danger", {"kind": "afraid"}))
    unsafe = bool(scene.memory.get(APART)) or scene.journal.held()
    if not unsafe and (yield from _strong(scene)):
        yield Say("leaving.tonight")
        if (yield from ask_yes_no(["leaving.a_time", "leaving.a_time_again"])):
            yield Lead(Intent("timeout"))
        yield Say("leaving.closing")
        return
    yield from _ways(scene)


def _strong(scene: Scene) -> Generator[Step, Heard | Resumed | None, bool]:
    """Whether what is felt is as strong as where nothing deep begins (S16)."""
    known = scene.memory.get(DISTRESS)
    if not isinstance(known, int | float):
        known = number((yield from ask_number(["leaving.how_strong"])))
    return known is not None and known >= scene.settings.settle_from


def _ways(scene: Scene) -> Dialogue:
    """Both ways on, in the same breath; neither is suggested."""
    heard = yield from ask(["leaving.ways", "leaving.ways_again"], frozenset({"choice", "no", "pass", "done"}))
    match heard.intent.slots.get("index") if heard is not None else None:
        case 1:
            yield from play(scene, scene.material.decks["part_with_care"])
        case 2:
            yield Lead(Intent("future"))
        case _:
            yield Say("leaving.closing")
