"""Ways of breathing (requirements E)."""

from dataclasses import dataclass

from companion.steps import Shape
from companion.units import Samples


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a breath: its tone, its length, and the line spoken with it (None: tone only)."""

    shape: Shape
    length: Samples
    line: str | None


@dataclass(frozen=True, slots=True)
class BreathStyle:
    """A way of breathing (requirements E). `called` is its spoken name, `minutes` the usual length.

    `most_cycles` caps how often it is repeated (None: no cap). A style with a hold names its `fallback`.
    """

    name: str
    called: str
    phases: tuple[Phase, ...]
    minutes: float
    most_cycles: int | None = None
    fallback: str | None = None

    @property
    def cycle(self) -> Samples:
        return Samples(sum(phase.length for phase in self.phases))
