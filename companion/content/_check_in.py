"""check_in.yaml: the forms of the check-in."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal

from pydantic import Field, StrictFloat

from companion.content._script import Misfit, Script, Text, absent
from companion.material import Form, Part
from companion.units import samples
from companion.yamlfile import Where, Written

FORMS: Final = ("short", "full", "weekly", "money")
"""What a person can ask for by voice and must therefore be there."""


class PartData(Written):
    """One part of a check-in; `words` is the line for whoever does not know what to say."""

    name: Text
    line: Text
    words: Text | None = None
    seconds: Annotated[StrictFloat, Field(ge=10, le=1800)]


class FormData(Written):
    """A form of the check-in; at its end one `every` day or week is offered."""

    every: Literal["day", "week"] = "day"
    parts: Annotated[tuple[PartData, ...], Field(min_length=1)]


class CheckInScript(Script):
    """check_in.yaml"""

    forms: dict[str, FormData]

    def material(self) -> Mapping[str, Form]:
        return {
            name: Form(name, tuple(_part(part) for part in form.parts), form.every) for name, form in self.forms.items()
        }

    def mentions(self) -> Iterator[tuple[str, Where]]:
        for name, form in self.forms.items():
            for number, part in enumerate(form.parts):
                yield part.line, ("forms", name, "parts", number, "line")
                if part.words is not None:
                    yield part.words, ("forms", name, "parts", number, "words")

    def misfits(self) -> Iterator[Misfit]:
        yield from absent("forms", FORMS, {**self.forms})


def _part(part: PartData) -> Part:
    words = None if part.words is None else f"check_in.{part.words}"
    return Part(part.name, f"check_in.{part.line}", samples(part.seconds), words)
