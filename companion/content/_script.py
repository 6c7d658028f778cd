"""What every file in `scripts/<language>/` is: lines, and what its kind adds to them.

Rules
1. A kind of file is a child of `Script` in a module of its own; `_kinds` lists them all.
2. A model says what one value may be; `misfits` says what of one file does not fit together. What lies between files is
   for `_fit`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from companion.units import BLOCK, RATE
from companion.yamlfile import Where, Written

Text = Annotated[str, Field(min_length=1)]
Lines = dict[str, Text]
Misfit = tuple[Where, str]
"""Where in the file, and what is wrong there."""


def _whole_blocks(seconds: float) -> float:
    steps_a_second = RATE // BLOCK
    if abs(seconds * steps_a_second - round(seconds * steps_a_second)) > 1e-6:
        raise ValueError(f"must be a whole number of steps of {1 / steps_a_second} seconds, not {seconds}")
    return seconds


WholeBlocks = AfterValidator(_whole_blocks)
"""A length on the clock is a whole number of blocks, so that nothing begins in the middle of one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that is said besides the `lines`: its key in this file, its text, and where it is written.

    A `whole` one is a line of its own; any other is only ever said as a part of a line.
    """

    key: str
    text: str
    where: Where
    whole: bool = True


class Script(Written):
    """A file of lines: key -> what is said. `values` may stand in its whole passages.

    `lists` put lines of the file in an order, to choose from or to be said one after the other.
    """

    values: ClassVar[tuple[str, ...]] = ()

    lines: Lines
    lists: dict[str, Annotated[tuple[Text, ...], Field(min_length=1, description="one line or more")]] = Field(
        default_factory=dict
    )

    def listed(self) -> Iterator[tuple[str, Where]]:
        """Every key of a line that stands in a list, and where."""
        for name, keys in self.lists.items():
            for number, key in enumerate(keys):
                yield key, ("lists", name, number)

    def mentions(self) -> Iterator[tuple[str, Where]]:
        """Every key of a line that the file itself speaks, and where."""
        yield from ()

    def passages(self) -> Iterator[Passage]:
        """What is said besides the lines."""
        yield from ()

    def misfits(self) -> Iterator[Misfit]:
        """What does not fit together within the file."""
        yield from ()


def absent(section: str, wanted: tuple[str, ...], there: dict[str, object]) -> Iterator[Misfit]:
    """The names that people can ask for and that are not in the section."""
    for name in wanted:
        if name not in there:
            yield (section,), f"`{name}` is missing here, and people can ask for it."
