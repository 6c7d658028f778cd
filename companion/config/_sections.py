"""The sections of config.yaml: each key with its default and its limits."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, StrictFloat, StrictInt, field_validator

from companion._mistakes import found
from companion.ports import FASTEST, SLOWEST
from companion.steps import KINDS, Kind
from companion.yamlfile import Written

LEAST_BREAK: Final = 20
"""Minutes. The floor of a break: a body needs that long to calm down (requirements E, physiological break)."""

_CLOCK: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")

Text = Annotated[str, Field(min_length=1, description="text")]


def _clock_time(value: object) -> time:
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'must be a time of day like "07:30", not {found(value)}')
    return time(int(match[1]), int(match[2]))


ClockTime = Annotated[time, BeforeValidator(_clock_time)]


class Voice(Written):
    """How it speaks. `rate` in words a minute (C22), `volume` in percent, `sentence_pause` in seconds."""

    name: Text | None = None
    rate: Annotated[StrictInt, Field(ge=SLOWEST, le=FASTEST)] = 170
    pitch: Annotated[StrictInt, Field(ge=0, le=99)] = 50
    volume: Annotated[StrictInt, Field(ge=0, le=100)] = 80
    sentence_pause: Annotated[StrictFloat, Field(ge=0, le=3)] = 0.35
    earcons: bool = True
    tones: bool = True
    breath_words: bool = True


class Sound(Written):
    """The devices, by name, whether its own voice is taken out, and the `guard` in seconds after playback (C25)."""

    input: Text | None = None
    output: Text | None = None
    headphones: bool = False
    echo_cancelling: bool = True
    guard: Annotated[StrictFloat, Field(ge=0, le=3)] = 0.5


class Silence(Written):
    """Seconds of silence that end a turn (C30)."""

    command: Annotated[StrictFloat, Field(ge=0.2, le=5)] = 0.7
    complete: Annotated[StrictFloat, Field(ge=0.1, le=5)] = 0.25
    answer: Annotated[StrictFloat, Field(ge=0.5, le=30)] = 4.0
    reflection: Annotated[StrictFloat, Field(ge=0.5, le=60)] = 8.0


class Ear(Written):
    """The recogniser. `rejection` is its operating point, None the built-in one."""

    engine: Literal["auto", "vosk", "pocketsphinx"] = "auto"
    model: Text | None = None
    silence: Silence = Silence()
    rejection: Annotated[StrictFloat, Field(ge=0)] | None = None


class Timeout(Written):
    """The break: its floor in minutes, and hours for the rest."""

    least_minutes: Annotated[StrictInt, Field(le=240)] = LEAST_BREAK
    ask_above_hours: Annotated[StrictInt, Field(ge=4, le=168)] = 24
    waited_hours: Annotated[StrictFloat, Field(gt=0, le=168)] = 3.0

    @field_validator("least_minutes")
    @classmethod
    def _floor(cls, minutes: int) -> int:
        if minutes < LEAST_BREAK:
            raise ValueError(f"cannot be less than {LEAST_BREAK}, because a body needs that long to calm down")
        return minutes


class Reminders(Written):
    """When announcements are quiet, and minutes until the one repeat (D27)."""

    quiet_from: ClockTime = time(22)
    quiet_to: ClockTime = time(7)
    repeat_minutes: Annotated[StrictInt, Field(ge=1, le=240)] = 10


class Times(Written):
    """What a part of the day means on the clock."""

    morning: ClockTime = time(9)
    first_thing: ClockTime = time(9)
    noon: ClockTime = time(12)
    lunch: ClockTime = time(12, 30)
    afternoon: ClockTime = time(15)
    evening: ClockTime = time(19)
    tonight: ClockTime = time(20)
    night: ClockTime = time(20)
    after_dinner: ClockTime = time(20)


class Breathing(Written):
    """The exercise when nothing else is asked for. `minutes` None is the usual length of the style."""

    style: Text = "long_exhale"
    minutes: Annotated[StrictFloat, Field(ge=0.5, le=60)] | None = None


class CheckIn(Written):
    """The check-in when nothing else is asked for. `seconds` replaces the length of every part.

    From `settle_from` on (0 to 10) nothing together begins (S16). `nudge`: a word about hard words, once (S30).
    """

    form: Text = "full"
    settle_from: Annotated[StrictInt, Field(ge=4, le=10)] = 7
    seconds: Annotated[StrictFloat, Field(ge=10, le=1800)] | None = None
    nudge: bool = False


class QuickExit(Written):
    """The sentence that leaves at once (D12). `answer` None is the one of the scripts."""

    phrase: Text = "what's the weather like"
    answer: Text | None = None


class Crisis(Written):
    """What is asked after words of self-harm (D2)."""

    ask_direct: bool = False


Keep = Annotated[StrictInt, Field(ge=1, le=3650)] | Literal["always", "never"]


class Keeping(Written):
    """Days that each kind of thing is kept once somebody has said yes (D15); they count from the day it is about."""

    person: Keep = "always"
    preference: Keep = "always"
    appointment: Keep = 1
    commitment: Keep = 90
    agreement: Keep = "always"
    ritual: Keep = "always"
    value: Keep = "always"
    goal: Keep = "always"
    moment: Keep = "always"
    note: Keep = 30
    rating: Keep = 365
    helped: Keep = 365
    gate: Keep = 30
    health: Keep = "always"
    my_person: Keep = "always"
    favourite: Keep = "always"

    @property
    def days(self) -> Mapping[Kind, int | Literal["always", "never"]]:
        """The same by kind."""
        return {kind: getattr(self, kind) for kind in KINDS}
