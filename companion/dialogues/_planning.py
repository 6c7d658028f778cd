"""Offering a time for something: one appointment or a rhythm, read back, set on a yes (S45, S61, S71, S72).

Rules
1. No time is as good as one. Nothing is planned without a yes to the whole of it, and it is asked twice at most.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._ask import ask
from companion.dialogues.reminders import settle_time
from companion.scene import Appointment, Scene
from companion.steps import Heard, Resumed, Step

_TIME: Final = frozenset({"set_time"})
_NONE: Final = frozenset({"no", "pass", "done"})


def offer_time(
    scene: Scene, what: str, about: str, lines: Sequence[str]
) -> Generator[Step, Heard | Resumed | None, bool]:
    """Ask with `lines` for a time for `what`, in the words `about`. Whether it is set."""
    for _ in range(2):
        heard = yield from ask(lines, _TIME | _NONE, heeds=_TIME)
        if heard is None or heard.intent.name != "set_time":
            return False
        if (yield from settle_time(scene, Appointment(what, scene.wall, about=about), heard.intent)):
            return True
    return False
