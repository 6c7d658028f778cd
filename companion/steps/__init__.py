"""What a dialogue may ask of the stage, and what it gets back. Pure data.

Rules
1. A dialogue is a generator. It yields one step at a time and is sent what came of it: a `Heard` when the
   person's words ended the step, `RESUMED` when a step on the clock (`Wait`, a firm `Listen`) was
   covered by something more urgent for a while, else None.
2. Steps begin and end at exact samples: the next step starts where a timed one ended, so rhythms do not drift.
3. `Interrupted` is thrown in at a block boundary. The dialogue may say one closing line, and must then return.
4. A dialogue names lines, never words: `Say("timeout.opening")` is looked up in `scripts/`.
"""

from companion.steps._heard import KINDS, NONE, STATES, Heard, Intent, Kind, Patience, Shape, Slot, State, Word
from companion.steps._steps import (
    RESUMED,
    Adjust,
    Adopt,
    Appoint,
    Be,
    Change,
    Cue,
    Dialogue,
    Forget,
    Interrupted,
    Keep,
    Lead,
    Leave,
    Listen,
    Remember,
    Resumed,
    Say,
    Step,
    Tone,
    Turn,
    Wait,
    WaitUntil,
)

__all__ = [
    "KINDS",
    "NONE",
    "RESUMED",
    "STATES",
    "Adjust",
    "Adopt",
    "Appoint",
    "Be",
    "Change",
    "Cue",
    "Dialogue",
    "Forget",
    "Heard",
    "Intent",
    "Interrupted",
    "Keep",
    "Kind",
    "Lead",
    "Leave",
    "Listen",
    "Patience",
    "Remember",
    "Resumed",
    "Say",
    "Shape",
    "Slot",
    "State",
    "Step",
    "Tone",
    "Turn",
    "Wait",
    "WaitUntil",
    "Word",
]
