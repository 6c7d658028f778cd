"""What is known of the people for their exercises: how these may sound, and what has to be spared (S19, D18, D21, D22).

Rules
1. A kept `preference` may have the fields no_tones, no_touch, no_breath, keeping (true or false) and sight ("none",
   "little", "fully"), and the field topic (the deck that is nearest to somebody); the same names in the memory of the
   session count before those.
2. A kept `health` has a field for each condition that is there (true): heart, lungs, blood_pressure, fainting, panic,
   pregnancy, beta_blocker, cold, eating; or `any`. It is never read out. `HEALTH` in the memory of the session is any.
3. What is a strain is led only after a clear no. The answer counts until the session ends.
"""

from collections.abc import Collection, Generator, Mapping
from typing import Final, get_args

from companion.dialogues._ask import ask_yes_no
from companion.material import Flag
from companion.scene import Scene
from companion.steps import Heard, Remember, Resumed, Slot, Step

HOLDS: Final = ("heart", "lungs", "blood_pressure", "fainting", "panic", "pregnancy")
"""Conditions with which no breath is held (D18)."""

HEALTH: Final = "health"

TOPIC: Final = "topic"
"""The name of the deck that is offered first; it is never said to anybody (S1)."""

FLAGS: Final[tuple[Flag, ...]] = get_args(Flag)
_NAMES: Final = (*FLAGS, "sight", "keeping", TOPIC)

Clearing = Generator[Step, Heard | Resumed | None, bool]


def profile(scene: Scene) -> frozenset[Flag]:
    """How exercises may sound for whoever is here."""
    chosen = preferences(scene)
    flags = {flag for flag in FLAGS if chosen.get(flag) is True}
    if chosen.get("sight") in ("none", "little"):
        flags.add("little_sight")
    if not scene.settings.tones:
        flags.add("no_tones")
    return frozenset(flags)


def preferences(scene: Scene) -> Mapping[str, Slot]:
    """The fields of all that is kept as a preference, the newest first, and what this session was told instead."""
    chosen: dict[str, Slot] = {}
    for entry in scene.journal.entries("preference"):
        chosen |= entry.fields
    return {**chosen, **{name: value for name, value in scene.memory.items() if name in _NAMES}}


def cleared(scene: Scene, lines: tuple[str, ...], conditions: Collection[str]) -> Clearing:
    """Whether what strains somebody with one of the `conditions` may be led: nothing of it kept, and a clear no."""
    for entry in scene.journal.entries("health"):
        if any(entry.fields.get(condition) is True for condition in (*conditions, "any")):
            return False
    if scene.memory.get(HEALTH) is True:
        return False
    asked = f"clear.{lines[0]}"
    if scene.memory.get(asked) is not True:
        if (yield from ask_yes_no(lines)) is not False:
            return False
        yield Remember(asked, True)
    return True
