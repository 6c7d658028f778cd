"""Who is right? There is no verdict here, ever (S30)."""

from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._lines import lines
from companion.dialogues.deck import play
from companion.scene import Scene
from companion.steps import Dialogue, Say

LINES: Final = lines("who_is_right", "no_judge needs needs_again fine")


def who_is_right(scene: Scene) -> Dialogue:
    """No verdict; the cards about needs for whoever wants them."""
    yield Say("who_is_right.no_judge")
    if (yield from ask_yes_no(["who_is_right.needs", "who_is_right.needs_again"])):
        yield from play(scene, scene.material.decks["needs"])
    else:
        yield Say("who_is_right.fine")
