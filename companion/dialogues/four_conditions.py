"""The four conditions under which people report growth, as a private look at oneself (S75-S78).

Rules
1. For one person alone, and once in four weeks at most. Nobody else hears of it.
2. There is no mark to reach: a low number is allowed, and where safety is low, settling is offered first.
3. It is kept only for the person's own eyes, after a yes.
"""

from datetime import timedelta
from typing import Final

from companion.dialogues._ask import ask_number, ask_yes_no, number
from companion.dialogues._company import alone
from companion.dialogues._keeping import offer_to_keep
from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Be, Dialogue, Intent, Lead, Remember, Say, Slot

WHAT: Final = "four_conditions"
CONDITIONS: Final = ("accountability", "safety", "truth", "forgiveness")
LINES: Final = lines(
    WHAT, " ".join(CONDITIONS) + " alone_only not_yet opening again allowed noted settle settle_again closing"
)
EVERY: Final = timedelta(weeks=4)
LOW: Final = 3


def four_conditions(scene: Scene) -> Dialogue:
    """Ask for four numbers, each of which may be passed."""
    if not (yield from alone(scene)):
        yield Say("four_conditions.alone_only")
        return
    if _lately(scene):
        yield Say("four_conditions.not_yet")
        return
    yield Remember(WHAT, True)
    yield Be("question")
    yield Say("four_conditions.opening")
    numbers: dict[str, Slot] = {}
    for condition in CONDITIONS:
        heard = yield from ask_number([f"four_conditions.{condition}", "four_conditions.again"])
        value = number(heard)
        if value is None:
            continue
        numbers[condition] = value
        yield Say("four_conditions.allowed" if value <= LOW else "four_conditions.noted")
        low = condition == "safety" and value <= LOW
        if low and (yield from ask_yes_no(["four_conditions.settle", "four_conditions.settle_again"])):
            yield Lead(Intent("calm"))
    yield Say("four_conditions.closing")
    if numbers and scene.solo:
        yield from offer_to_keep(scene, "rating", {"what": WHAT, **numbers}, scene.solo)


def _lately(scene: Scene) -> bool:
    """Whether it was done in this session, or is kept from the last weeks."""
    made = [entry.made for entry in scene.journal.entries("rating") if entry.fields.get("what") == WHAT]
    return WHAT in scene.memory or any(scene.wall - when < EVERY for when in made)
