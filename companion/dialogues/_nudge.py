"""A word about hard words, for people who want one: "always", "never", "your fault" (S30).

Rules
1. Only where the config asks for it, only among several people, and once a session.
2. It is said to everyone, after everyone has had their turn. What was said is not repeated, not counted and not kept.
"""

import re
from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Heard, Remember, Resumed, Say, Step

LINES: Final = lines("nudge", "gently")
LISTS: Final = {"nudge": ("hard",)}
NUDGED: Final = "nudged"


def hard(scene: Scene, text: str) -> bool:
    """Whether one of the hard words stands in what was heard."""
    words = (scene.material.lines[line] for line in scene.material.lists["nudge.hard"])
    return scene.settings.nudge and any(re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) for word in words)


def nudge(scene: Scene, people: Sequence[str], heard: bool) -> Generator[Step, Heard | Resumed | None, None]:
    """Say it after a round of `people` in which a hard word was `heard`."""
    if heard and len(people) > 1 and NUDGED not in scene.memory:
        yield Remember(NUDGED, True)
        yield Say("nudge.gently")
