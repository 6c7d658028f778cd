"""Paced breathing, led by the clock, alone or side by side (S22, S27, E, D18, D19, C23).

Rules
1. Every phase is exactly as long as its style says, whatever the voice does; the total is said beforehand.
2. A style that holds the breath is led only after a health question, answered with a clear no (D18).
3. After a pause the breath begins anew with an in-breath and its word; what was already done stays done.
4. Side by side begins only after everyone said yes. Who leads changes every minute. Hands only if everyone wants it.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._gate import refuse, taking_part
from companion.dialogues._lines import lines
from companion.dialogues._profile import HOLDS, cleared, profile
from companion.material import BreathStyle
from companion.phrases import say_duration
from companion.scene import Scene
from companion.steps import RESUMED, Be, Dialogue, Heard, Resumed, Say, Step, Tone, Wait
from companion.units import RATE, Samples, samples

LINES: Final = lines(
    "breathing",
    "health health_again closing early hands_free hands_held pair_way",
    opening="style length",
    instead="style",
    left="length",
    pair_willing="name",
    pair_willing_again="name",
    hands="name",
    hands_again="name",
    pair_opening="length",
    leads="name",
)
PAIR: Final = "pair"
"""The style for breathing side by side."""

SETTLING: Final = samples(3)
AFRESH: Final = samples(1)
"""Between what covered the exercise and the fresh in-breath."""

MINUTE: Final = samples(60)
PASSING: Final = samples(4)
"""How late something may be said beside a breath."""

HEEDS: Final = frozenset({"next", "back", "time_left"})

Play = Generator[Step, Heard | Resumed | None, Heard | None]
Breath = Generator[Step, Heard | Resumed | None, Heard | Resumed | None]


def breathing(scene: Scene) -> Dialogue:
    """Lead one exercise of breathing."""
    if scene.intent.slots.get("pair") is True and scene.solo is None:
        yield from _side_by_side(scene)
        return
    yield from lead(scene, str(scene.intent.slots.get("style", scene.settings.breathing_style)))


def lead(scene: Scene, name: str, heeds: frozenset[str] = frozenset()) -> Play:
    """Lead the style of that name. What was heard when one of `heeds` ended it, else None."""
    style = scene.material.breathing[name]
    if style.fallback is not None and not (
        yield from cleared(scene, ("breathing.health", "breathing.health_again"), HOLDS)
    ):
        style = scene.material.breathing[style.fallback]
        yield Say("breathing.instead", {"style": style.called})
    cycles = _cycles(scene, style)
    opening = {"style": style.called, "length": _length(cycles * style.cycle)}
    heard = yield Say("breathing.opening", opening, heeds=heeds)
    if isinstance(heard, Heard):
        return heard
    yield Be("exercise")
    yield Wait(SETTLING)
    return (yield from _Breathing(scene, style, cycles, heeds).play())


def _side_by_side(scene: Scene) -> Dialogue:
    people = taking_part(scene)
    for person in people:
        if not (yield from ask_yes_no(["breathing.pair_willing", "breathing.pair_willing_again"], {"name": person})):
            yield from refuse()
            return
    touching = "no_touch" not in profile(scene)
    for person in people:
        touching = touching and bool(
            (yield from ask_yes_no(["breathing.hands", "breathing.hands_again"], {"name": person}))
        )
    style = scene.material.breathing[PAIR]
    cycles = _cycles(scene, style)
    yield Say("breathing.pair_opening", {"length": _length(cycles * style.cycle)})
    yield Say("breathing.hands_held" if touching else "breathing.hands_free")
    yield Say("breathing.pair_way")
    yield Say("breathing.leads", {"name": people[0]})
    yield Be("exercise")
    yield Wait(SETTLING)
    yield from _Breathing(scene, style, cycles, frozenset(), people).play()


def _cycles(scene: Scene, style: BreathStyle) -> int:
    said = scene.intent.slots.get("minutes")
    minutes = said if isinstance(said, int | float) else scene.settings.breathing_minutes or style.minutes
    cycles = max(1, round(minutes * 60 * RATE / style.cycle))
    return cycles if style.most_cycles is None else min(cycles, style.most_cycles)


def _length(length: int) -> str:
    return say_duration(round(length / RATE) / 60)


class _Breathing:
    """Breath after breath. With `people`, each of them leads a minute in turn."""

    def __init__(
        self, scene: Scene, style: BreathStyle, cycles: int, heeds: frozenset[str], people: Sequence[str] = ()
    ) -> None:
        self._scene = scene
        self._style = style
        self._cycles = cycles
        self._heeds = HEEDS | heeds
        self._people = people
        self._audible = "no_tones" not in profile(scene)

    def play(self) -> Play:
        done = 0
        while done < self._cycles:
            outcome = yield from self._breath(done)
            if outcome is None:
                done += 1
            elif outcome is RESUMED:
                yield Wait(AFRESH)
            elif outcome.intent.name == "back":
                done = 0
            elif outcome.intent.name == "next":
                yield Say("breathing.early")
                return None
            else:
                return outcome
        yield Say("breathing.closing")
        return None

    def _breath(self, done: int) -> Breath:
        """The breath after `done` others. None when it was whole, else what cut it short."""
        scene, style = self._scene, self._style
        end = Samples(scene.now + (self._cycles - done) * style.cycle)
        for number, phase in enumerate(style.phases):
            over = Samples(scene.now + phase.length)
            yield Tone(phase.shape, phase.length, phase.line, self._audible)
            if number == len(style.phases) - 1:
                yield from self._hand_over(done + 1)
            while scene.now < over:
                outcome = yield Wait(Samples(over - scene.now), self._heeds)
                if isinstance(outcome, Heard) and outcome.intent.name == "time_left":
                    yield Say("breathing.left", {"length": _length(end - scene.now)}, wait=False, within=PASSING)
                elif outcome is not None:
                    return outcome
        return None

    def _hand_over(self, done: int) -> Dialogue:
        """At the end of a minute, say beside the breath who leads the next one."""
        each = round(MINUTE / self._style.cycle)
        if self._people and done % each == 0 and done < self._cycles:
            leading = self._people[done // each % len(self._people)]
            yield Say("breathing.leads", {"name": leading}, wait=False, within=PASSING)
