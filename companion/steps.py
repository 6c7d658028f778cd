"""What a dialogue may ask of the stage, and what it gets back. Pure data.

Rules
1. A dialogue is a generator. It yields one step at a time and is sent what came of it: a `Heard` when the
   person's words ended the step, `RESUMED` when a step on the clock (`Wait`, a firm `Listen`) was
   covered by something more urgent for a while, else None.
2. Steps begin and end at exact samples: the next step starts where a timed one ended, so rhythms do not drift.
3. `Interrupted` is thrown in at a block boundary. The dialogue may say one closing line, and must then return.
4. A dialogue names lines, never words: `Say("timeout.opening")` is looked up in `scripts/`.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Final, Literal, get_args

from companion.units import Samples, samples

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


class Resumed(Enum):
    """Sent instead of a `Heard` when a step on the clock was covered by another dialogue: its rhythm starts anew."""

    RESUMED = "resumed"


RESUMED: Final = Resumed.RESUMED


class Interrupted(Exception):  # noqa: N818  - a signal as in SimPy's Interrupt, not an error
    """Thrown into a dialogue that must end: `by` is the intent's name, or "time" when an appointment is due."""

    def __init__(self, by: str, heard: Heard | None = None) -> None:
        super().__init__(by)
        self.by = by
        self.heard = heard


@dataclass(frozen=True, slots=True)
class Say:
    """Speak a line of the scripts, `values` filled in. Ends when the last sample has sounded.

    With `wait` False it starts and the dialogue goes on at once. `heeds` are intents that end it early and are
    sent back. `yields` lets any command of the state cut it, as the greeting does.
    """

    line: str
    values: Mapping[str, str] = field(default_factory=dict)
    wait: bool = True
    heeds: frozenset[str] = frozenset()
    yields: bool = False


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
    counts `within` on the clock whether somebody speaks or not; `free` asks for open dictation.
    """

    state: State = "question"
    within: Samples | None = samples(8)
    patience: Patience = "answer"
    heeds: frozenset[str] = frozenset()
    free: bool = False
    firm: bool = False


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
    """From here on `word` means "timeout" too, in every state, in place of an earlier pause word. `scene.judged` it."""

    word: str


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
