"""What a dialogue can see: the time, the people, the settings, what is kept and agreed, and the material. Pure.

Rule
A dialogue reads; it changes nothing but by yielding steps.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final, Literal, Protocol

from companion.material import Material
from companion.steps import Dialogue, Intent, Kind, Say, Slot, State
from companion.units import Samples


@dataclass(frozen=True, slots=True)
class Settings:
    """The part of the config that dialogues act upon. Lengths in minutes are as in config.yaml."""

    people: tuple[str, ...] = ()
    solo: str | None = None
    pause_word: str | None = None
    quick_exit: str = "what's the weather like"
    country: str | None = None
    break_least_minutes: int = 20
    break_ask_above_hours: int = 24
    break_waited_hours: float = 3.0
    breathing_style: str = "long_exhale"
    breathing_minutes: float | None = None
    check_in_form: str = "full"
    settle_from: int = 7
    nudge: bool = False
    tones: bool = True
    quiet: tuple[time, time] = (time(22), time(7))
    reminder_repeat_minutes: int = 10
    crisis_ask_direct: bool = False
    dayparts: Mapping[str, time] = field(default_factory=dict)


LAST_KEPT: Final = "last_kept"
"""Under this name `Scene.memory` has the number of what was kept last in this session."""

RETURN: Final = "come_back"
"""What the appointment of a timeout leads to; it is announced whatever the hour."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something agreed for later: see `steps.Appoint` for its fields. `when` is local and naive."""

    what: str
    when: datetime
    every: Mapping[str, str] | None = None
    about: str = ""
    told: int = 0

    @property
    def announced(self) -> bool:
        """Whether it was announced and only waits for a session to lead it: a return that nobody has come back to."""
        return self.what == RETURN and self.told > 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One kept thing: its number, kind and fields, whose it is ("" is everyone's), and when it was made (local)."""

    number: int
    kind: Kind
    fields: Mapping[str, Slot]
    owner: str
    made: datetime


class Kept(Protocol):
    """What is kept, as this session may see it: everyone's things, and in a solo session that person's own (D14)."""

    @property
    def lasting(self) -> bool:
        """Whether it is there after the session."""
        ...

    def entries(self, *kinds: Kind, since: datetime | None = None) -> Sequence[Entry]:
        """The entries of these kinds, of every kind when none is named, made at or after `since`; oldest first."""
        ...

    def held(self) -> bool:
        """Whether the newest kept `gate` of any person, whoever's, is not `open`: never whose, and never why (D10)."""
        ...


Fault = Literal["unknown", "everyday", "command", "short", "alike"]
"""What can be wrong with a pause word."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a pause word, None for nothing; `other` is the word it sounds like, or that is not known.

    `guessed`: how it sounds is a guess.
    """

    fault: Fault | None
    other: str = ""
    better: tuple[str, ...] = ()
    guessed: bool = False


class Scene(Protocol):
    """The stage as a dialogue sees it."""

    @property
    def now(self) -> Samples: ...
    @property
    def wall(self) -> datetime: ...
    def reached(self, when: datetime) -> bool:
        """Whether the wall clock has reached `when`; true seconds count, whatever the clocks are changed to."""
        ...

    @property
    def material(self) -> Material: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def people(self) -> tuple[str, ...]:
        """The names of who takes part, from what is kept, else from the config; empty where nobody has given any."""
        ...

    @property
    def solo(self) -> str | None:
        """Whose private session this is: a name, "" where none was given; None when others may be listening."""
        ...

    @property
    def dictation(self) -> bool:
        """Whether free words can be taken down: typed, or by a recogniser with a whole language."""
        ...

    @property
    def journal(self) -> Kept:
        """What is kept."""
        ...

    @property
    def kept(self) -> bool:
        """Whether the last `Keep`, `Change` or `Forget` was carried out."""
        ...

    def judged(self, phrase: str, suggestions: Sequence[str]) -> Verdict:
        """Whether `phrase` would do as a pause word here, and which of the `suggestions` would."""
        ...

    @property
    def memory(self) -> Mapping[str, Slot]:
        """What dialogues have asked to remember in this session."""
        ...

    @property
    def covered(self) -> Samples:
        """How long other dialogues have covered this one so far."""
        ...

    @property
    def intent(self) -> Intent:
        """What led here. Slots may still be added while the person goes on speaking."""
        ...

    @property
    def state(self) -> State:
        """The state the person was in when this dialogue began."""
        ...

    @property
    def above(self) -> bool:
        """Whether it began above another dialogue."""
        ...

    @property
    def last_said(self) -> Say | None:
        """The last line said before this dialogue began, for `repeat`."""
        ...

    @property
    def due(self) -> Sequence[Appointment]:
        """What is to be announced now, the earliest first."""
        ...

    @property
    def appointments(self) -> Sequence[Appointment]:
        """What has been agreed for later, the next one first."""
        ...


@dataclass(frozen=True, slots=True)
class Role:
    """A dialogue that an intent leads to.

    `activity`: its start and end are events. `replaces`: everything else ends when it begins; otherwise it covers
    what runs, which goes on afterwards. `aside`: it only says a word beside what runs. `gives_way`: it ends, instead of
    being covered, when an activity begins. `recalls`: it is about what it covers, which is not asked again then.
    """

    make: Callable[[Scene], Dialogue]
    activity: bool = False
    replaces: bool = False
    aside: bool = False
    gives_way: bool = False
    recalls: bool = False
