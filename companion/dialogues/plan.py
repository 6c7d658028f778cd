"""A time said by itself: a new one for the agreed return, else something to be planned (S26, S38, S61, S71).

Rules
1. Where a return is agreed, the time is for that.
2. Else it is asked what the time is for; silence, or a no, plans nothing.
"""

from typing import Final

from companion.dialogues._agreed import agreed
from companion.dialogues._free_words import chosen
from companion.dialogues._lines import lines
from companion.dialogues.reminders import settle_time
from companion.dialogues.timeout import change_time
from companion.scene import RETURN, Appointment, Scene
from companion.steps import Cue, Dialogue, Say

LINES: Final = lines("plan", "what_for not_planned")
PLANNED: Final = ("check_in", "money", "ritual", "micro_moment")
"""What a time may be for, in the words of reminders.yaml."""


def plan(scene: Scene) -> Dialogue:
    """Do something with a time that was said."""
    if agreed(scene, RETURN) is not None:
        yield from change_time(scene)
        return
    if not {"when", "every"} & set(scene.intent.slots):
        yield Say("reminders.nothing") if scene.state == "idle" else Cue("heard")
        return
    names = {scene.material.lines[f"reminders.{what}"]: what for what in PLANNED}
    text = yield from chosen("plan.what_for", list(names))
    if text is None:
        return
    if not (yield from settle_time(scene, Appointment(names[text], scene.wall), scene.intent)):
        yield Say("plan.not_planned")
