"""What the files in `scripts/<language>/` may hold, one model a kind of file.

Rules
1. Every file has `lines`; breathing.yaml has `styles` too, check_in.yaml `forms`, help.yaml `states`.
2. A model says what one value may be. Whether values fit each other is for `_material`.
"""

from typing import Annotated, Final

from pydantic import AfterValidator, Field, StrictFloat, StrictInt

from companion.steps import Shape, State
from companion.units import BLOCK, RATE
from companion.yamlfile import Written

STEPS_A_SECOND: Final = RATE // BLOCK
"""A phase is a whole number of blocks, so that no cue begins in the middle of one."""


def _whole_blocks(seconds: float) -> float:
    if abs(seconds * STEPS_A_SECOND - round(seconds * STEPS_A_SECOND)) > 1e-6:
        raise ValueError(f"must be a whole number of steps of {1 / STEPS_A_SECOND} seconds, not {seconds}")
    return seconds


Text = Annotated[str, Field(min_length=1)]
Lines = dict[str, Text]


class Script(Written):
    """A file of lines: id -> what is said."""

    lines: Lines


class PhaseData(Written):
    """One part of a breath; `line` None is the tone alone."""

    shape: Shape
    seconds: Annotated[StrictFloat, Field(gt=0, le=60), AfterValidator(_whole_blocks)]
    line: Text | None = None


class StyleData(Written):
    """A way of breathing. An hour is the longest exercise, so that every one of them ends."""

    called: Text
    minutes: Annotated[StrictFloat, Field(gt=0, le=60)]
    most_cycles: Annotated[StrictInt, Field(ge=1)] | None = None
    fallback: Text | None = None
    phases: Annotated[tuple[PhaseData, ...], Field(min_length=1)]


class BreathingScript(Script):
    """breathing.yaml"""

    styles: dict[str, StyleData]


class PartData(Written):
    """One part of a check-in."""

    name: Text
    line: Text
    seconds: Annotated[StrictFloat, Field(ge=10, le=1800)]


class FormData(Written):
    """A form of the check-in."""

    parts: Annotated[tuple[PartData, ...], Field(min_length=1)]


class CheckInScript(Script):
    """check_in.yaml"""

    forms: dict[str, FormData]


class HelpScript(Script):
    """help.yaml"""

    states: dict[State, Annotated[tuple[Text, ...], Field(min_length=3, max_length=5, description="3 to 5 lines")]]


KINDS: Final[dict[str, type[Script]]] = {"breathing": BreathingScript, "check_in": CheckInScript, "help": HelpScript}
"""The files with more than lines, by their stems."""

STYLES: Final = ("long_exhale", "box", "four_seven_eight", "seven_eleven", "sigh", "coherent")
"""What a person can ask for by voice and must therefore be there."""

FORMS: Final = ("short", "full", "weekly")
"""The same for the check-in."""
