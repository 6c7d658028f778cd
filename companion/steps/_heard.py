"""What was heard and what was meant by it, and the closed lists that both sides of the stage share."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

from companion.units import Samples

State = Literal["idle", "exercise", "break", "check_in", "reflection", "question", "rating", "speaking"]
"""What the companion is doing, as the understanding sees it: it decides which intents are offered."""

STATES: Final[tuple[State, ...]] = (
    "idle", "exercise", "break", "check_in", "reflection", "question", "rating", "speaking",
)  # fmt: skip

Patience = Literal["command", "answer", "reflection"]
"""Which silence ends a turn (seconds in config, `ear.silence`): a command, an answer, an open reflection (C30)."""

Shape = Literal["in", "hold", "out", "top_up"]
"""The parts of a breath."""

Slot = str | int | float | bool | dict[str, str]

Kind = Literal[
    "person", "preference", "appointment", "commitment", "agreement", "ritual", "value", "goal",
    "moment", "note", "rating", "helped", "gate", "health", "my_person", "favourite",
]  # fmt: skip
"""What may be kept: the closed list of the contract (D15)."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Intent:
    """What was meant: `name` of the contract ("none" when nothing), its `slots`, `score` 0 to 1, and the next best."""

    name: str
    slots: Mapping[str, Slot] = field(default_factory=dict)
    score: float = 1.0
    runner_up: "Intent | None" = None


NONE: Final = Intent("none", score=0.0)


@dataclass(frozen=True, slots=True)
class Word:
    """One word as heard: `start` and `end` on the audio clock, `confidence` 0 to 1 or None."""

    text: str
    start: Samples
    end: Samples
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What an ear reports.

    `start` and `end` are the first and last sample of the speech on the audio clock. A partial result
    (`final` False) may be taken back by a later one with the same `start`. `rejected` is the reason why the ear
    takes this for something other than a command, None where it does not. The stage fills in `intent`.
    """

    text: str
    start: Samples
    end: Samples
    final: bool = True
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    rejected: str | None = None
    intent: Intent = NONE

    def meaning(self, intent: Intent) -> "Heard":
        return replace(self, intent=intent)
