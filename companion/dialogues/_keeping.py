"""Keeping things: nothing is kept unless somebody was asked and said yes (D15).

Rules
1. Silence, "I don't know" and anything unclear keep nothing.
2. What could not be written is said; nothing is called kept that is not.
3. A kept preference `keeping` (true or false) answers for everything; else numbers are asked about once a session.
"""

from collections.abc import Generator, Mapping, Sequence
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._profile import preferences
from companion.scene import Scene
from companion.steps import Heard, Keep, Kind, Remember, Resumed, Say, Slot, Step

KEEPING: Final = "keeping"
ASKED: Final = "asked_to_keep"

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


def note_held(scene: Scene, activity: str) -> Generator[Step, Heard | Resumed | None, None]:
    """Note that a check-in was held, or that people came back from a break, where they chose to keep numbers."""
    if preferences(scene).get(KEEPING) is True or scene.memory.get(ASKED) is True:
        yield Keep("rating", {"activity": activity}, scene.solo or "")


def wanted(scene: Scene, lines: Sequence[str]) -> Keeping:
    """Whether numbers are to be kept: as was chosen for all, else asked with `lines`, once a session."""
    chosen = preferences(scene).get(KEEPING)
    if isinstance(chosen, bool):
        return chosen
    if scene.memory.get(ASKED) is not None:
        return scene.memory.get(ASKED) is True
    answer = (yield from ask_yes_no(lines)) is True
    yield Remember(ASKED, answer)
    return answer
