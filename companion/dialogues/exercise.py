"""One way to play every exercise of `scripts/`: grounding, movement, and what calm leads (S19, S21, S23, D19-D25, E).

Rules
1. The exercise's own clock leads: a step begins when it is due, whatever the voice does; a line that takes longer than
   its time shortens the quiet after it, and never hurries a rhythm. The total is said beforehand. The clock stands
   still while it is covered.
2. "Next" goes on to the next line, "back" to the one before; "how long left" is answered without a change.
3. What strains is led only after a clear no to its question; else the exercise that is named instead (D22).
"""

from collections.abc import Generator
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no, picked
from companion.dialogues._keeping import offer_to_keep
from companion.dialogues._lines import lines
from companion.dialogues._profile import cleared, preferences, profile
from companion.material import Exercise, Line, Muscle, Thing, Ticks
from companion.phrases import say_duration
from companion.scene import Scene
from companion.steps import Be, Cue, Dialogue, Heard, Resumed, Say, Step, Tone, Wait
from companion.units import RATE, Samples, samples

LINES: Final = lines(
    "exercise",
    "release tick_left tick_right " + " ".join(f"count_{number}" for number in range(1, 11)),
    opening="called length",
    left="length",
    instead="called",
)
SETTLING: Final = samples(3)
SECOND: Final = samples(1)
SOFTENING: Final = samples(4)
"""How long the tone falls with which muscles are let go."""

HEEDS: Final = frozenset({"next", "back", "time_left"})
OBJECT: Final = "object"
"""The preference that names the thing of an exercise."""

Play = Generator[Step, Heard | Resumed | None, Heard | None]


def grounding(scene: Scene) -> Dialogue:
    """Grounding, by the senses unless another kind was named."""
    yield from lead(scene, scene.material.exercises[str(scene.intent.slots.get("kind", "senses"))])


def movement(scene: Scene) -> Dialogue:
    """Movement, gentle and seated unless another kind was named."""
    yield from lead(scene, scene.material.exercises[str(scene.intent.slots.get("kind", "stretch"))])


def lead(scene: Scene, exercise: Exercise, heeds: frozenset[str] = frozenset()) -> Play:
    """Lead one exercise from its first word to its last. What was heard when one of `heeds` ended it, else None."""
    health = exercise.health
    if health is not None and not (yield from cleared(scene, (health.line,), health.flags)):
        exercise = scene.material.exercises[health.instead]
        yield Say("exercise.instead", {"called": exercise.called})
    thing = yield from _named(scene, exercise.thing)
    heard = yield Say("exercise.opening", {"called": exercise.called, "length": length(exercise.length)}, heeds=heeds)
    for line in exercise.before:
        if not isinstance(heard, Heard):
            heard = yield Say(line, heeds=heeds)
    if isinstance(heard, Heard):
        return heard
    yield Be("exercise")
    yield Wait(SETTLING)
    heard = yield from _Course(scene, exercise, {"object": thing}, heeds).play()
    if heard is not None:
        return heard
    yield Say(exercise.closing)
    if exercise.thing is not None and thing in exercise.thing.choices and thing != _kept_name(scene):
        yield from offer_to_keep(scene, "preference", {OBJECT: thing}, scene.solo or "")
    return None


def length(span: int) -> str:
    """`span` in samples, to the second, in words."""
    return say_duration(round(span / RATE) / 60)


def _kept_name(scene: Scene) -> str:
    return str(preferences(scene).get(OBJECT, ""))


def _named(scene: Scene, thing: Thing | None) -> Generator[Step, Heard | Resumed | None, str]:
    """What the exercise shall call its thing by: the kept name, or one that is asked for; "" where it has none."""
    if thing is None or _kept_name(scene):
        return _kept_name(scene)
    if not (yield from ask_yes_no([thing.ask])):
        return thing.without
    heard = yield from ask([thing.which], frozenset({"choice"}))
    return picked(heard, thing.choices) or thing.unnamed


class _Course:
    """The steps of one exercise, played on its own clock."""

    def __init__(self, scene: Scene, exercise: Exercise, values: dict[str, str], heeds: frozenset[str]) -> None:
        self._scene = scene
        self._steps = exercise.steps
        self._values = values
        self._heeds = HEEDS | heeds
        self._flags = profile(scene)
        self._due = self._clock
        self._over = self._due

    @property
    def _clock(self) -> Samples:
        return Samples(self._scene.now - self._scene.covered)

    def play(self) -> Play:
        number = 0
        while number < len(self._steps):
            self._over = Samples(self._due + sum(step.length for step in self._steps[number:]))
            heard = yield from self._step(number)
            if heard is None:
                number += 1
            elif heard.intent.name in ("next", "back"):
                number = self._line_after(number) if heard.intent.name == "next" else self._line_before(number)
                self._due = self._clock
            else:
                return heard
        return None

    def _line_after(self, number: int) -> int:
        return next((n for n in self._lines() if n > number), len(self._steps))

    def _line_before(self, number: int) -> int:
        current = max((n for n in self._lines() if n <= number), default=0)
        return max((n for n in self._lines() if n < current), default=0)

    def _lines(self) -> list[int]:
        return [number for number, step in enumerate(self._steps) if isinstance(step, Line)]

    def _step(self, number: int) -> Play:
        step = self._steps[number]
        began, self._due = max(self._due, self._clock), Samples(self._due + step.length)
        match step:
            case Line(_, line, instead):
                other = next((instead[flag] for flag in sorted(self._flags) if flag in instead), line)
                heard = yield Say(other, self._values, heeds=self._heeds - {"time_left"})
                return heard if isinstance(heard, Heard) else (yield from self._until(self._due))
            case Ticks(_, every):
                return (yield from self._tick(began, every))
            case Muscle(_, tense):
                return (yield from self._tense(began, tense))
        return (yield from self._until(self._due))

    def _tick(self, began: Samples, every: Samples) -> Play:
        sides = ("tick_left", "tick_right")
        for number, at in enumerate(range(began, self._due, every)):
            if "no_tones" in self._flags:
                yield Say(f"exercise.{sides[number % 2]}", wait=False, within=every)
            else:
                yield Cue(sides[number % 2])
            heard = yield from self._until(Samples(min(at + every, self._due)), steady=True)
            if heard is not None:
                return heard
        return None

    def _tense(self, began: Samples, seconds: int) -> Play:
        for number in range(1, seconds + 1):
            yield Tone("hold", SECOND, f"exercise.count_{number}", self._audible)
            heard = yield from self._until(Samples(began + number * SECOND), steady=True)
            if heard is not None:
                return heard
        yield Tone("out", SOFTENING, "exercise.release", self._audible)
        return (yield from self._until(self._due))

    @property
    def _audible(self) -> bool:
        return "no_tones" not in self._flags

    def _until(self, due: Samples, steady: bool = False) -> Play:
        """Let the clock run to `due`. Beside what is `steady`, a question is answered without waiting."""
        while self._clock < due:
            heard = yield Wait(Samples(due - self._clock), self._heeds)
            if not isinstance(heard, Heard):
                continue
            if heard.intent.name != "time_left":
                return heard
            yield Say("exercise.left", {"length": length(self._over - self._clock)}, wait=not steady)
        return None
