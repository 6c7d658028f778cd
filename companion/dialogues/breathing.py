"""Paced breathing, led by the clock (S22, E, D18, C23).

Rules
1. Every phase is exactly as long as its style says, whatever the voice does; the total is said beforehand.
2. A style that holds the breath is led only after a health question, answered with a clear no (D18).
3. After a pause the breath begins anew with an in-breath; what was already done stays done.
"""

from collections.abc import Generator
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._lines import lines
from companion.phrases import say_duration
from companion.scene import BreathStyle, Scene
from companion.steps import RESUMED, Be, Dialogue, Heard, Resumed, Say, Step, Tone, Wait
from companion.units import RATE, Samples, samples

LINES: Final = lines(
    "breathing", "health health_again closing early", opening="style length", instead="style", left="length"
)
SETTLING: Final = samples(3)
Breath = Generator[Step, Heard | Resumed | None, Heard | Resumed | None]
_HEEDS: Final = frozenset({"next", "back", "time_left"})


def breathing(scene: Scene) -> Dialogue:
    """Lead one exercise of breathing."""
    style = scene.material.breathing[str(scene.intent.slots.get("style", scene.settings.breathing_style))]
    if style.fallback is not None:
        held = yield from ask_yes_no(["breathing.health", "breathing.health_again"])
        if held is not False:
            style = scene.material.breathing[style.fallback]
            yield Say("breathing.instead", {"style": style.called})
    cycles = _cycles(scene, style)
    yield Say("breathing.opening", {"style": style.called, "length": _length(cycles * style.cycle)})
    yield Be("exercise")
    yield Wait(SETTLING)
    yield from _lead(scene, style, cycles)


def _cycles(scene: Scene, style: BreathStyle) -> int:
    said = scene.intent.slots.get("minutes")
    minutes = said if isinstance(said, int | float) else scene.settings.breathing_minutes or style.minutes
    cycles = max(1, round(minutes * 60 * RATE / style.cycle))
    return cycles if style.most_cycles is None else min(cycles, style.most_cycles)


def _length(length: int) -> str:
    return say_duration(round(length / RATE) / 60)


def _lead(scene: Scene, style: BreathStyle, cycles: int) -> Dialogue:
    done = 0
    while done < cycles:
        end = Samples(scene.now + (cycles - done) * style.cycle)
        outcome = yield from _cycle(scene, style, end)
        if outcome is None:
            done += 1
        elif outcome is not RESUMED and outcome.intent.name == "back":
            done = 0
        elif outcome is not RESUMED:
            yield Say("breathing.early")
            return
    yield Say("breathing.closing")


def _cycle(scene: Scene, style: BreathStyle, end: Samples) -> Breath:
    """One breath; `end` is the end of the exercise. None when it was whole, else what cut it short."""
    for phase in style.phases:
        over = Samples(scene.now + phase.length)
        yield Tone(phase.shape, phase.length, phase.line)
        while scene.now < over:
            outcome = yield Wait(Samples(over - scene.now), _HEEDS)
            if isinstance(outcome, Heard) and outcome.intent.name == "time_left":
                yield Say("breathing.left", {"length": _length(end - scene.now)}, wait=False)
            elif outcome is not None:
                return outcome
    return None
