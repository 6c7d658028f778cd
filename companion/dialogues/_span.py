"""Time spent together on the clock: a walk, a ritual (S45, S61).

Rules
1. It is quiet but for one soft sound half way and one at the end. "How long left" is answered.
2. Next ends it early. The clock stands still while it is covered, and then it is told how long is left.
"""

from collections.abc import Generator
from typing import Final

from companion.dialogues._lines import lines
from companion.phrases import say_duration
from companion.scene import Scene
from companion.steps import Be, Cue, Heard, Resumed, Say, Step, Wait
from companion.units import RATE, Samples, samples

LINES: Final = lines("moments", "", left="length")
MINUTE: Final = 60 * RATE
_HEEDS: Final = frozenset({"next", "time_left"})


def span(scene: Scene, minutes: float) -> Generator[Step, Heard | Resumed | None, None]:
    """Let so many minutes pass."""
    yield Be("exercise")
    end = Samples(scene.now - scene.covered + samples(60 * minutes))
    half = Samples(end - samples(30 * minutes))
    for mark, cue in ((half, "halfway"), (end, "turn")):
        while (left := Samples(mark + scene.covered - scene.now)) > 0:
            heard = yield Wait(left, _HEEDS)
            if heard is None:
                continue
            if isinstance(heard, Heard) and heard.intent.name != "time_left":
                return
            more = max(1, round((end + scene.covered - scene.now) / MINUTE))
            yield Say("moments.left", {"length": say_duration(more)})
        yield Cue(cue)
