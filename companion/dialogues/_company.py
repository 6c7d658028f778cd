"""Who is here, and who begins (S57, S64).

Rules
1. Nobody needs a name. Whether somebody is alone is asked only where it makes a difference, and again after a while:
   somebody may have come in.
2. Silence about being alone is not privacy: private things are asked only after a plain yes, or in a private session.
3. Who began last time does not begin next time. It is kept only where keeping is on.
"""

from collections.abc import Generator, Sequence
from datetime import datetime, timedelta
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._gate import named, taking_part
from companion.dialogues._keeping import KEEPING
from companion.dialogues._lines import lines
from companion.dialogues._profile import preferences
from companion.scene import Scene
from companion.steps import Change, Heard, Keep, Remember, Resumed, Step

LINES: Final = lines("together", "alone alone_again")
ALONE: Final = "alone"
ASKED: Final = "alone_asked"
"""Remembered: whether somebody is alone, and when that was known."""

HOLDS: Final = timedelta(minutes=30)
BEGAN: Final = "began"
"""Remembered, and the field of the preference that is kept: who began last."""

Company = Generator[Step, Heard | Resumed | None, tuple[str, ...]]


def alone(scene: Scene) -> Generator[Step, Heard | Resumed | None, bool]:
    """Whether one person is here with nobody who could hear it; what was said holds for a while."""
    if scene.solo is not None:
        return True
    asked = scene.memory.get(ASKED)
    if not isinstance(asked, str) or scene.wall - datetime.fromisoformat(asked) > HOLDS:
        yes = yield from ask_yes_no(["together.alone", "together.alone_again"])
        yield from _remember(scene, yes is True)
    return scene.memory.get(ALONE) is True


def company(scene: Scene) -> Company:
    """The people who take turns, in the order of the config; for one alone their name, or ""."""
    everyone = taking_part(scene)
    if not (yield from alone(scene)):
        return everyone
    names = named(scene)
    return (scene.solo or (names[0] if len(names) == 1 else ""),)


def in_order(scene: Scene, people: Sequence[str]) -> Generator[Step, Heard | Resumed | None, tuple[str, ...]]:
    """`people` beginning with the one after whoever began last time, which is noted."""
    last = _began(scene)
    first = (people.index(last) + 1) % len(people) if last in people else 0
    order = (*people[first:], *people[:first])
    yield from _note(scene, order[0])
    yield from _remember(scene, alone=False)
    return order


def _remember(scene: Scene, alone: bool) -> Generator[Step, Heard | Resumed | None, None]:
    yield Remember(ALONE, alone)
    yield Remember(ASKED, scene.wall.isoformat())


def _began(scene: Scene) -> str:
    kept = [entry.fields[BEGAN] for entry in scene.journal.entries("preference") if BEGAN in entry.fields]
    return str(scene.memory.get(BEGAN, kept[-1] if kept else ""))


def _note(scene: Scene, name: str) -> Generator[Step, Heard | Resumed | None, None]:
    yield Remember(BEGAN, name)
    if preferences(scene).get(KEEPING) is True:
        kept = [entry.number for entry in scene.journal.entries("preference") if BEGAN in entry.fields]
        yield Change(kept[-1], {BEGAN: name}) if kept else Keep("preference", {BEGAN: name})
