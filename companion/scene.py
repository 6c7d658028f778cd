"""What a dialogue can see: the time, the people, the settings, and the material of the scripts. Pure.

Rules
1. A dialogue reads; it changes nothing but by yielding steps.
2. `Material` is what a counsellor edits in `scripts/`, already checked: whoever holds one may trust it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, Protocol, get_args

from companion.steps import Dialogue, Intent, Kind, Say, Shape, Slot, State
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


Family = Literal["breath", "senses", "body", "sound", "movement", "words", "touch"]
"""What an exercise works with; after one that did not help comes one of another family (D19)."""

Flag = Literal["no_tones", "no_touch", "no_breath", "little_sight"]
"""What somebody chose about how exercises sound (S19, D21)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the time it has; `instead` are the lines for those who chose otherwise."""

    length: Samples
    line: str
    instead: Mapping[Flag, str]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing is said."""

    length: Samples


@dataclass(frozen=True, slots=True)
class Ticks:
    """Soft taps, left and right in turn, one `every` so often."""

    length: Samples
    every: Samples


@dataclass(frozen=True, slots=True)
class Muscle:
    """A count of `tense` seconds, and the rest of `length` to let go."""

    length: Samples
    tense: int


ExerciseStep = Line | Quiet | Ticks | Muscle


@dataclass(frozen=True, slots=True)
class Health:
    """A question before an exercise: only a clear no goes on (D18, D22); else `instead`. `flags` are kept answers."""

    line: str
    flags: tuple[str, ...]
    instead: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that an exercise names: asked for by the lines `ask` and `which`, it is one of `choices`.

    It is `unnamed` where nobody said which, and `without` where there is none.
    """

    ask: str
    which: str
    choices: tuple[str, ...]
    unnamed: str
    without: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise of steps on the clock. `before` are the lines said ahead of it, `closing` is the last one."""

    name: str
    called: str
    family: Family
    steps: tuple[ExerciseStep, ...]
    before: tuple[str, ...]
    closing: str
    health: Health | None = None
    thing: Thing | None = None

    @property
    def length(self) -> Samples:
        return Samples(sum(step.length for step in self.steps))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a check-in: the line that opens it and how long each person has.

    `words` is the line for whoever does not know what to say.
    """

    name: str
    line: str
    length: Samples
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the check-in: its parts in order, and the rhythm that is offered at its end."""

    name: str
    parts: tuple[Part, ...]
    every: Literal["day", "week"] = "day"


TRUSTED: Final = timedelta(days=365)
"""How long the check of a number holds (D6)."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number to ring. `hours` as spoken, None where they are not known; `checked_on` None: nobody has checked it."""

    kind: Literal["crisis", "violence"]
    name: str
    number: str
    hours: str | None = None
    checked_on: date | None = None

    def fresh(self, today: date) -> bool:
        """Whether a person has checked the number within a year."""
        return fresh(self.checked_on, today)


@dataclass(frozen=True, slots=True)
class Country:
    """What to ring in one country; `checked_on` is about the emergency numbers."""

    called: str
    emergency: tuple[str, ...]
    checked_on: date | None = None
    helplines: tuple[Helpline, ...] = ()

    def fresh(self, today: date) -> bool:
        """Whether a person has checked the emergency numbers within a year."""
        return fresh(self.checked_on, today)


def fresh(checked_on: date | None, today: date) -> bool:
    """Whether a number that was last checked on that day, if ever, can be relied upon."""
    return checked_on is not None and today - checked_on <= TRUSTED


Programme = Literal["safety", "understanding", "consistency", "reconnection", "future"]
"""Where on the way something belongs (S4), in this order."""

PROGRAMME: Final[tuple[Programme, ...]] = get_args(Programme)


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a deck: its line, and how long each has who takes turns. One alone has open time.

    A `private` one is for one person alone. `hurt` and `did` are lines for whoever was hurt, or did the hurting.
    What everyone confirms is kept as `keep`, and may be chosen from the lines `offers`. The lines `each` are gone
    through one at a time before it.
    """

    name: str
    line: str
    length: Samples
    private: bool = False
    hurt: str | None = None
    did: str | None = None
    keep: Kind | None = None
    offers: tuple[str, ...] = ()
    each: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """Cards on one subject; `called` is its spoken name. Its lines are `script`.opening, .rule and .closing."""

    name: str
    script: str
    called: str
    phase: Programme
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to listen to: its lines in order; `ask` is a yes or no at the end, `answer` is said after either.

    `when_calm` is only said where feelings are known not to be strong.
    """

    name: str
    called: str
    lines: tuple[str, ...]
    ask: str | None = None
    answer: str | None = None
    when_calm: str | None = None


@dataclass(frozen=True, slots=True)
class Help:
    """What can be said in a state, as ids of lines that each name one thing: the `first` few, and `more`."""

    first: tuple[str, ...]
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """One language of `scripts/`, loaded and checked.

    `lines` maps a line's id ("timeout.opening") to its text, with `{name}` where a value goes. `calm` names what is
    led in distress, in order, by how somebody is. `helplines` are by the two letters of a country. `lists` maps a list
    of a script ("values.words") to the ids of its lines, in order.
    """

    language: str
    lines: Mapping[str, str]
    breathing: Mapping[str, BreathStyle]
    exercises: Mapping[str, Exercise]
    calm: Mapping[str, tuple[str, ...]]
    check_in: Mapping[str, Form]
    decks: Mapping[str, Deck]
    learn: Mapping[str, Topic]
    help: Mapping[State, Help]
    helplines: Mapping[str, Country]
    lists: Mapping[str, tuple[str, ...]]


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
    """What is wrong with a pause word, None for nothing; `other` is the word it sounds like, or that is not known."""

    fault: Fault | None
    other: str = ""
    better: tuple[str, ...] = ()


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
    being covered, when an activity begins.
    """

    make: Callable[[Scene], Dialogue]
    activity: bool = False
    replaces: bool = False
    aside: bool = False
    gives_way: bool = False
