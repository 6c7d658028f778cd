"""How exercises may sound: without tones, without touch, without the breath (S19)."""

from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._keeping import offer_to_keep
from companion.dialogues._lines import lines
from companion.dialogues._profile import preferences
from companion.scene import Scene
from companion.steps import Dialogue, Remember, Say, Slot

LINES: Final = lines("senses", "opening no_tones no_touch no_breath as_before")
ASKED: Final = ("no_tones", "no_touch", "no_breath")


def senses(scene: Scene) -> Dialogue:
    """Three questions, each a yes or no; what was chosen counts at once, and is kept on a yes."""
    before = preferences(scene)
    chosen: dict[str, Slot] = {}
    yield Say("senses.opening")
    for what in ASKED:
        answer = yield from ask_yes_no([f"senses.{what}"])
        if answer is not None and answer != before.get(what, False):
            chosen[what] = answer
            yield Remember(what, answer)
    if chosen:
        yield from offer_to_keep(scene, "preference", chosen, scene.solo or "")
    else:
        yield Say("senses.as_before")
