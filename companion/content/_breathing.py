"""breathing.yaml: the ways of breathing (requirements E, D18)."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from pydantic import Field, StrictFloat, StrictInt

from companion._mistakes import nearest, quoted
from companion.content._script import Misfit, Passage, Script, Text, WholeBlocks, absent
from companion.material import BreathStyle, Phase
from companion.steps import Shape
from companion.units import samples
from companion.yamlfile import Where, Written

STYLES: Final = ("long_exhale", "box", "four_seven_eight", "seven_eleven", "sigh", "coherent")
"""What a person can ask for by voice and must therefore be there."""

USUAL: Final = 170 / 60
"""Words a second of the usual voice (config.yaml): what takes longer than its phase at that rate is never heard."""


class PhaseData(Written):
    """One part of a breath; `line` None is the tone alone."""

    shape: Shape
    seconds: Annotated[StrictFloat, Field(gt=0, le=60), WholeBlocks]
    line: Text | None = None


class StyleData(Written):
    """A way of breathing. An hour is the longest exercise, so that every one of them ends."""

    called: Text
    minutes: Annotated[StrictFloat, Field(gt=0, le=60)]
    most_cycles: Annotated[StrictInt, Field(ge=1)] | None = None
    fallback: Text | None = None
    phases: Annotated[tuple[PhaseData, ...], Field(min_length=1)]

    @property
    def holds(self) -> bool:
        return any(phase.shape == "hold" for phase in self.phases)

    def style(self, name: str) -> BreathStyle:
        phases = tuple(
            Phase(phase.shape, samples(phase.seconds), None if phase.line is None else f"breathing.{phase.line}")
            for phase in self.phases
        )
        return BreathStyle(name, self.called, phases, self.minutes, self.most_cycles, self.fallback)


class BreathingScript(Script):
    """breathing.yaml"""

    styles: dict[str, StyleData]

    def material(self) -> Mapping[str, BreathStyle]:
        return {name: style.style(name) for name, style in self.styles.items()}

    def mentions(self) -> Iterator[tuple[str, Where]]:
        for name, style in self.styles.items():
            for number, phase in enumerate(style.phases):
                if phase.line is not None:
                    yield phase.line, ("styles", name, "phases", number, "line")

    def passages(self) -> Iterator[Passage]:
        for name, style in self.styles.items():
            yield Passage(name, style.called, ("styles", name, "called"), whole=False)

    def misfits(self) -> Iterator[Misfit]:
        yield from absent("styles", STYLES, {**self.styles})
        for name, style in self.styles.items():
            for where, mistake in [*self._style(name, style), *self._phases(style)]:
                yield ("styles", name, *where), mistake

    def _style(self, name: str, style: StyleData) -> Iterator[Misfit]:
        if style.minutes * 60 < sum(phase.seconds for phase in style.phases):
            yield ("minutes",), f"{quoted(name)} is over before its first breath is."
        if style.holds and style.fallback is None:
            yield (), f"{quoted(name)} holds the breath, so it must name a `fallback` that does not."
        if style.fallback is not None:
            other = self.styles.get(style.fallback)
            if other is None:
                guess = nearest(style.fallback, list(self.styles))
                yield ("fallback",), f"there is no style {quoted(style.fallback)}{guess}"
            elif other.holds:
                yield ("fallback",), f"{quoted(style.fallback)} holds the breath too, so it is no way round it."

    def _phases(self, style: StyleData) -> Iterator[Misfit]:
        if not {"in", "out"} <= {phase.shape for phase in style.phases}:
            yield ("phases",), "a breath needs a phase in and a phase out."
        for number, phase in enumerate(style.phases):
            if phase.line is not None and len(self.lines.get(phase.line, "").split()) > phase.seconds * USUAL:
                yield ("phases", number), f"the line {quoted(phase.line)} takes longer to say than its phase lasts."
