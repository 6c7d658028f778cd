"""Keeping things: nothing is kept unless somebody was asked and said yes (D15).

Rules
1. Silence, "I don't know" and anything unclear keep nothing.
2. What could not be written is said; nothing is called kept that is not.
"""

from collections.abc import Generator, Mapping

from companion.dialogues._ask import ask_yes_no
from companion.scene import Scene
from companion.steps import Heard, Keep, Kind, Resumed, Say, Slot, Step

Keeping = Generator[Step, Heard | Resumed | None, bool]


def keep(scene: Scene, kind: Kind, fields: Mapping[str, Slot], owner: str = "") -> Keeping:
    """Keep one thing and say so. Whether it is kept."""
    yield Keep(kind, fields, owner)
    yield Say("session.kept" if scene.kept else "session.not_kept")
    return scene.kept


def offer_to_keep(scene: Scene, kind: Kind, fields: Mapping[str, Slot], owner: str = "") -> Keeping:
    """Ask whether it shall be kept, and keep it on a yes. Whether it is kept."""
    if not (yield from ask_yes_no(["session.keep_that", "session.keep_that_again"])):
        yield Say("session.let_go")
        return False
    return (yield from keep(scene, kind, fields, owner))
