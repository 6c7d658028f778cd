"""The steps, one class each. See the package for the rules."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final, Literal

from companion.steps._heard import Heard, Intent, Kind, Patience, Shape, Slot, State
from companion.units import Samples, samples


class Resumed(Enum):
    """Sent instead of a `Heard` when a step on the clock was covered by another dialogue: its rhythm starts anew."""

    RESUMED = "resumed"


RESUMED: Final = Resumed.RESUMED


class Interrupted(Exception):  # noqa: N818  - a signal as in SimPy's Interrupt, not an error
    """Thrown into a dialogue that must end: `by` is the intent's name, or "time" when an appointment is due."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a line of the scripts, `values` filled in. Ends when the last sample has sounded.

    `heeds` are intents that end it early and are sent back. `yields` lets any command of the state cut it, as the
    greeting does. With `wait` False the dialogue goes on at once and the line is said beside it as soon as nothing else
    is; left out if it could not begin `within` that time, in place of the line `instead` if that one still waits, and
    never over an open question if it is `patient`.
    """

    line: str
    values: Mapping[str, str] = field(default_factory=dict)
    wait: bool = True
    heeds: frozenset[str] = frozenset()
    yields: bool = False
    within: Samples | None = None
    instead: str | None = None
    patient: bool = False


@dataclass(frozen=True, slots=True)
class Tone:
    """Start a soft tone of exactly `length`; with it the word `line`, if its clip is shorter than the tone.

    One that is not `audible` is the word alone.
    """

    shape: Shape
    length: Samples
    line: str | None = None
    audible: bool = True


@dataclass(frozen=True, slots=True)
class Cue:
    """Start an earcon by its name in `room.sounds`. It does not wait."""

    sound: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Let time pass until `length` after the step began. `heeds` end it early and are sent back."""

    length: Samples
    heeds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Let time pass until the wall clock says `when` (local, naive). `heeds` end it early and are sent back.

    An `agreed` time ends whatever covers the dialogue at that moment.
    """

    when: datetime
    heeds: frozenset[str] = frozenset()
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Listen:
    """Open the turn of the person. Sends a `Heard`, or None after `within` of silence (None: no limit).

    Every intent of the `state` that is no control of the stage itself is sent back, and so are words that are no
    command (`intent.name == "none"`): the dialogue decides. `heeds` are controls wanted here as well. `firm`
    counts `within` on the clock whether somebody speaks or not; `free` asks for open dictation. The lines of the
    `question` are said again after something else has stood above for long.
    """

    state: State = "question"
    within: Samples | None = samples(8)
    patience: Patience = "answer"
    heeds: frozenset[str] = frozenset()
    free: bool = False
    firm: bool = False
    question: tuple[Say, ...] = ()


@dataclass(frozen=True, slots=True)
class Be:
    """From here on the dialogue is in this state (`exercise`, `break`, ...)."""

    state: State


@dataclass(frozen=True, slots=True)
class Turn:
    """A person's turn starts or ends: an event, nothing more."""

    person: str
    state: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Appoint:
    """Put an appointment down in place of an earlier one for the same `what` and `about`; `when` None takes it off.

    `what` is the intent that leads to what was agreed, `about` its own words where there may be several. `every` is
    its rhythm, of which `when` is the next time; `told`: how often this time was announced.
    """

    what: str
    when: datetime | None
    every: Mapping[str, str] | None = None
    about: str = ""
    told: int = 0


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep one thing of the closed list; whoever it belongs to was asked and said yes.

    `owner` is the person whose private thing it is, "" for what everyone here may hear. `scene.kept` tells whether it
    could be written; the new entry is the last of its kind in `scene.journal`.
    """

    kind: Kind
    fields: Mapping[str, Slot]
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Give the kept entry with this number these fields instead of its own of the same names."""

    entry: int
    fields: Mapping[str, Slot]


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget the kept entries with these numbers, everything of today, or everything there is (C42)."""

    what: tuple[int, ...] | Literal["today", "everything"]


@dataclass(frozen=True, slots=True)
class Remember:
    """Remember a value until the session ends, for every dialogue (`scene.memory`); None forgets it."""

    what: str
    value: Slot | None


@dataclass(frozen=True, slots=True)
class Adjust:
    """Change the volume or the speech rate by steps; 0 goes back to the configured one. `scene.memory` has it then."""

    what: Literal["volume", "rate"]
    by: int


@dataclass(frozen=True, slots=True)
class Adopt:
    """From here on `word` means "timeout" too, in every state, in place of an earlier pause word. `scene.judged` it.

    None: there is no pause word but "timeout".
    """

    word: str | None


@dataclass(frozen=True, slots=True)
class Leave:
    """End the session. `quick`: at once, without a word, the screen cleared."""

    quick: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """Go over to what this intent leads to. The dialogue that yields it is over."""

    to: Intent


Step = (
    Say
    | Tone
    | Cue
    | Wait
    | WaitUntil
    | Listen
    | Be
    | Turn
    | Appoint
    | Keep
    | Change
    | Forget
    | Remember
    | Adjust
    | Adopt
    | Leave
    | Lead
)

Dialogue = Generator[Step, Heard | Resumed | None, None]
