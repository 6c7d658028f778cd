"""exercises/*.yaml: one exercise a file, as it will sound (S19-S23, D18-D25, E)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from pydantic import Field, StrictFloat, StrictInt

from companion._mistakes import listed, quoted
from companion.content._script import Lines, Misfit, Passage, Script, Text, WholeBlocks
from companion.content._wording import sentences, tokens
from companion.material import Exercise, ExerciseStep, Family, Flag, Health, Line, Muscle, Quiet, Thing, Ticks
from companion.units import samples
from companion.yamlfile import Where, Written

WANTED: Final = (
    "senses", "orienting", "body_scan", "butterfly", "words", "weighted", "cold_water", "walk", "stretch", "muscles",
)  # fmt: skip
"""What a person can ask for by voice and must therefore be there."""

SLOW: Final = 2.0
"""Words a second of a slow voice, 120 a minute: a line that takes longer than its time at that rate is too long."""

BETWEEN: Final = 0.4
"""Seconds between two sentences (config.yaml, `voice.sentence_pause`)."""

Seconds = Annotated[StrictFloat, Field(gt=0, le=600), WholeBlocks]


class StepData(Written):
    """One step: exactly one of `say`, `wait`, `ticks` and `tense`, with what belongs to it."""

    say: Text | None = None
    seconds: Seconds | None = None
    instead: dict[Flag, Text] = Field(default={})
    wait: Seconds | None = None
    ticks: Seconds | None = None
    every: Annotated[StrictFloat, Field(ge=0.4, le=5), WholeBlocks] | None = None
    tense: Annotated[StrictInt, Field(ge=5, le=10)] | None = None
    release: Annotated[StrictFloat, Field(ge=10, le=30), WholeBlocks] | None = None

    @property
    def length(self) -> float:
        """Seconds."""
        return sum(part or 0 for part in (self.seconds, self.wait, self.ticks, self.tense, self.release))

    def mistakes(self) -> Iterator[Misfit]:
        kinds = {"say": "seconds", "wait": None, "ticks": "every", "tense": "release"}
        there = [kind for kind in kinds if getattr(self, kind) is not None]
        if len(there) != 1:
            yield (), f"a step is one of {listed([quoted(kind) for kind in kinds], 'and')}."
            return
        for kind, companion in kinds.items():
            if companion is None:
                continue
            given = getattr(self, companion) is not None
            if given and kind not in there:
                yield (companion,), f"{quoted(companion)} belongs to {quoted(kind)}."
            elif not given and kind in there:
                yield (), f"{quoted(kind)} needs {quoted(companion)}."
        if self.instead and self.say is None:
            yield ("instead",), "`instead` belongs to `say`."
        for where, text in self.texts():
            if self.seconds is not None and spoken_seconds(text) > self.seconds:
                yield where, f"this takes longer to say than its {self.seconds:g} seconds."

    def texts(self) -> Iterator[tuple[Where, str]]:
        if self.say is not None:
            yield ("say",), self.say
            for flag, text in self.instead.items():
                yield ("instead", flag), text


class HealthData(Written):
    """A question before an exercise, what a kept answer to it is called, and what is led instead."""

    ask: Text
    flags: Annotated[tuple[Text, ...], Field(min_length=1)]
    instead: Text


class ThingData(Written):
    """Something the exercise calls by its name: `ask` whether it is there, and `which` of the `choices` it is.

    It is `unnamed` where nobody said which, and `without` where there is none.
    """

    ask: Text
    which: Text
    choices: Annotated[tuple[Text, ...], Field(min_length=2, max_length=5)]
    unnamed: Text
    without: Text


class ExerciseScript(Script):
    """A file of exercises/. `way_out` tells how to go on and how to end; `closing` are the last words."""

    values = ("object",)

    lines: Lines = Field(default={})
    called: Text
    family: Family
    minutes: Annotated[StrictFloat, Field(gt=0, le=60)]
    caution: Text | None = None
    way_out: Text
    health: HealthData | None = None
    object: ThingData | None = None
    steps: Annotated[tuple[StepData, ...], Field(min_length=1)]
    closing: Text

    def passages(self) -> Iterator[Passage]:
        yield Passage("called", self.called, ("called",), whole=False)
        for key in ("caution", "way_out", "closing"):
            text = getattr(self, key)
            if text is not None:
                yield Passage(key, text, (key,))
        if self.health is not None:
            yield Passage("health", self.health.ask, ("health", "ask"))
        if self.object is not None:
            yield Passage("object", self.object.ask, ("object", "ask"))
            yield Passage("which", self.object.which, ("object", "which"))
            for number, choice in enumerate(self.object.choices):
                yield Passage("object", choice, ("object", "choices", number), whole=False)
            for key in ("unnamed", "without"):
                yield Passage("object", getattr(self.object, key), ("object", key), whole=False)
        for number, step in enumerate(self.steps):
            for where, text in step.texts():
                yield Passage(_key(number, where), text, ("steps", number, *where))

    def misfits(self) -> Iterator[Misfit]:
        for number, step in enumerate(self.steps):
            for where, mistake in step.mistakes():
                yield ("steps", number, *where), mistake
        if all(step.say is None for step in self.steps):
            yield ("steps",), "nothing is said in this exercise."
        whole = sum(step.length for step in self.steps)
        if abs(whole - self.minutes * 60) > 0.5:
            yield ("minutes",), f"the steps take {whole:g} seconds together, not {self.minutes * 60:g}."
        if self.object is None:
            for passage in self.passages():
                if "{object}" in passage.text:
                    yield passage.where, "`{object}` has no name without an `object`."
        if self.health is not None and self.health.instead not in WANTED:
            yield ("health", "instead"), f"there is no exercise {quoted(self.health.instead)} to lead instead."

    def exercise(self, name: str) -> Exercise:
        """What it is for a dialogue; `name` is the stem of the file."""
        before = tuple(f"exercises.{name}.{key}" for key in ("caution", "way_out") if getattr(self, key) is not None)
        steps = tuple(self._step(name, number, step) for number, step in enumerate(self.steps))
        health = (
            None if self.health is None else Health(self._id(name, "health"), self.health.flags, self.health.instead)
        )
        thing = None
        if self.object is not None:
            named = (self.object.choices, self.object.unnamed, self.object.without)
            thing = Thing(self._id(name, "object"), self._id(name, "which"), *named)
        return Exercise(name, self.called, self.family, steps, before, self._id(name, "closing"), health, thing)

    def _id(self, name: str, key: str) -> str:
        return f"exercises.{name}.{key}"

    def _step(self, name: str, number: int, step: StepData) -> ExerciseStep:
        length = samples(step.length)
        if step.say is not None:
            instead = {flag: self._id(name, _key(number, ("instead", flag))) for flag in step.instead}
            return Line(length, self._id(name, _key(number, ("say",))), instead)
        if step.every is not None:
            return Ticks(length, samples(step.every))
        if step.tense is not None:
            return Muscle(length, step.tense)
        return Quiet(length)


def spoken_seconds(text: str) -> float:
    """How long a slow voice takes for `text`."""
    return len(tokens(text)) / SLOW + BETWEEN * (len(sentences(text)) - 1)


def _key(number: int, where: Where) -> str:
    """The key of a text in step `number`, from 0: "4", or "4_no_breath" for what is said instead."""
    return "_".join([str(number + 1), *(str(part) for part in where[1:])])


def exercises(scripts: Mapping[str, ExerciseScript]) -> Mapping[str, Exercise]:
    return {name: script.exercise(name) for name, script in scripts.items()}
