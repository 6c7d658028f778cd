"""A few kind words, each time others (S79).

Rules
1. Nothing is asked and nothing is expected. Every day begins with other words, and so does every time within a day.
"""

from typing import Final

from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Dialogue, Remember, Say, Wait
from companion.units import samples

LINES: Final = lines("kind_words", "closing")
LISTS: Final = {"kind_words": ("words",)}
NEXT: Final = "kind_words"
AT_ONCE: Final = 3
BREATH: Final = samples(2)


def kind_words(scene: Scene) -> Dialogue:
    """Say the next few."""
    words = scene.material.lists["kind_words.words"]
    first = int(str(scene.memory.get(NEXT, scene.wall.toordinal() * AT_ONCE)))
    yield Remember(NEXT, first + AT_ONCE)
    for number in range(first, first + AT_ONCE):
        yield Say(words[number % len(words)])
        yield Wait(BREATH)
    yield Say("kind_words.closing")
