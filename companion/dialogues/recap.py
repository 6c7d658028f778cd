"""The week in facts, on request: what was kept, in plain numbers, without praise or blame (S37, S50, D27)."""

from collections import Counter
from datetime import timedelta
from typing import Final

from companion.dialogues._lines import lines
from companion.dialogues.moments import IDEA
from companion.phrases import say_number
from companion.scene import Scene
from companion.steps import Dialogue, Say

COUNTED: Final = ("check_in", "timeout", "calm", "moment", "commitment")
LINES: Final = lines(
    "recap",
    "nothing opening closing",
    **dict.fromkeys(COUNTED, "number"),
    **{f"{name}_one": "" for name in COUNTED},
)
WEEK: Final = timedelta(days=7)


def recap(scene: Scene) -> Dialogue:
    """What the last seven days held."""
    counts: Counter[str] = Counter()
    for entry in scene.journal.entries("rating", "moment", "commitment", since=scene.wall - WEEK):
        match entry.kind:
            case "rating":
                counts[str(entry.fields.get("activity", ""))] += 1
            case "commitment":
                counts["commitment"] += entry.fields["state"] == "happened"
            case _:
                counts["moment"] += not entry.fields.get(IDEA)
    found = [name for name in COUNTED if counts[name]]
    yield Say("recap.opening" if found else "recap.nothing")
    for name in found:
        number = counts[name]
        yield Say(f"recap.{name}_one") if number == 1 else Say(f"recap.{name}", {"number": say_number(number)})
    if found:
        yield Say("recap.closing")
