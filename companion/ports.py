"""The edges as the core sees them. Pure protocols; `companion.app` alone knows who stands behind them.

Rules
1. Everything is counted on the audio clock: `now` is the number of samples the stage has consumed.
2. A port never raises anything but a `CompanionError`, and says in its words what to do.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, Protocol

from companion.scene import Entry, Kept, Verdict
from companion.steps import Heard, Intent, Kind, Patience, Shape, Slot, State
from companion.units import Mono, Samples, Stereo


class Room(Protocol):
    """Where the sound is: two devices or two files. Each block taken is followed by one block played.

    `over` is true once the microphone has nothing more to give and only silence follows (never for devices).
    `guard` is how long after true playback end our own voice may still be heard: output latency and reverb, zero
    where nothing is played back into the microphone. While `muted` the microphone is closed and silence is heard.
    """

    @property
    def over(self) -> bool: ...
    @property
    def guard(self) -> Samples: ...
    @property
    def muted(self) -> bool: ...
    def __iter__(self) -> Iterator[Mono]: ...
    def play(self, block: Stereo) -> None: ...
    def mute(self) -> None: ...
    def unmute(self) -> None: ...
    def close(self) -> None: ...


class Cancel(Protocol):
    """Takes our own voice out of the microphone. Pure: the same blocks in give the same blocks out.

    `mic` and `played`, the mean of both sides of what had been played when it was taken, are of shape (BLOCK,).
    """

    def __call__(self, mic: Mono, played: Mono) -> Mono: ...


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the stage is ready to hear from now on.

    `state` chooses the commands, `patience` the silence that ends a turn, `free` open dictation where the ear has
    it. While `speaking` the companion's own voice is in the air, and not in the microphone if that is `clear`.
    `fresh`: whatever is being heard at this moment is the rest of our own voice, and is forgotten.
    """

    state: State = "idle"
    patience: Patience = "command"
    free: bool = False
    speaking: bool = False
    clear: bool = False
    fresh: bool = False


class Ear(Protocol):
    """Speech to text. Its results carry positions on the audio clock, and come out at block boundaries."""

    @property
    def engine(self) -> str: ...
    @property
    def model(self) -> str: ...
    @property
    def engaged(self) -> bool:
        """Whether speech is going on that has no final result yet."""
        ...

    @property
    def behind(self) -> Samples:
        """How much of what it was given it has not got to yet."""
        ...

    def expect(self, expectation: Expectation) -> None: ...
    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        """Take the block that begins at `now`; return what has become known, oldest first."""
        ...

    def knows(self, word: str) -> bool:
        """Whether `word`, of which the dictionary has the sounds, can be listened for."""
        ...

    def learn(self) -> None:
        """The commands have changed: listen for them as they are now."""
        ...

    def close(self) -> None: ...


SLOWEST: Final = 80
FASTEST: Final = 450
"""Words a minute that a voice speaks (C22): the bounds of espeak-ng's own rate."""


class Voice(Protocol):
    """Text to sound. It renders and never plays.

    `rate` is in words a minute, SLOWEST to FASTEST, and may be set between clips. `prepare` renders ahead and
    returns at once.
    """

    rate: int

    @property
    def name(self) -> str: ...
    def prepare(self, texts: Iterable[str]) -> None: ...
    def clip(self, text: str) -> Mono | None:
        """The sound of `text`; None while it is still being rendered. Raises VoiceError when there is none."""
        ...

    def close(self) -> None: ...


class Keys(Protocol):
    """Keys as a second way for every safety action."""

    def pressed(self, now: Samples) -> Sequence[str]:
        """Names of the keys pressed since the last call and not after `now`: "space", "enter", "escape", "1" ..."""
        ...

    def close(self) -> None: ...


class Sounds(Protocol):
    """Earcons and tones, made and not recorded."""

    def earcon(self, name: str) -> Stereo: ...
    def tone(self, shape: Shape, length: Samples) -> Stereo:
        """A soft tone of exactly `length` samples."""
        ...


class Wall(Protocol):
    """Wall time, for appointments and spoken dates only."""

    def at(self, now: Samples) -> datetime:
        """Local wall time, without a zone, at this moment of the audio clock."""
        ...

    def reached(self, when: datetime, now: Samples) -> bool:
        """Whether local time `when` has come, in true seconds: also across a change to or from summer time."""
        ...

    @property
    def zone(self) -> str:
        """The IANA name of the time zone, "" where it is not known."""
        ...


class Journal(Kept, Protocol):
    """What is kept, and how it comes and goes. Each call is durable when it returns.

    Raises JournalError, a sentence that can be spoken; then nothing has changed. `now` is local wall time without a
    zone. Entries past their days are gone by themselves.
    """

    def add(self, kind: Kind, fields: Mapping[str, Slot], owner: str, now: datetime) -> Entry: ...
    def change(self, number: int, fields: Mapping[str, Slot]) -> Entry:
        """The entry with these fields instead of its own of the same names."""
        ...

    def forget(self, numbers: Sequence[int]) -> None: ...
    def forget_day(self, day: date) -> int:
        """Forget everything made on that day that this session may see; how many that were."""
        ...

    def forget_everything(self) -> None:
        """Everything of everyone, and the key."""
        ...

    def close(self) -> None: ...


class Witness(Protocol):
    """Who is told what happens: the event file, the terminal."""

    def __call__(self, t: Samples, event: str, fields: Mapping[str, object]) -> None: ...


class Understanding(Protocol):
    """Words to meaning."""

    def understand(self, text: str, state: State, now: datetime) -> Intent:
        """What `text` means in `state`; the intent "none" when nothing is meant."""
        ...

    def sureness(self, text: str, state: State) -> float:
        """How surely `text` means something in `state`: 0 nothing, 1 exactly a sentence."""
        ...

    def reflex(self, text: str, state: State) -> Intent | None:
        """The intent when `text` is exactly a stop, timeout or pause phrase of `state`, else None."""
        ...

    def judged(self, phrase: str, suggestions: Sequence[str], knows: Callable[[str], bool]) -> Verdict:
        """Whether `phrase` would do as a pause word for an ear that `knows`, and which of the `suggestions` would."""
        ...

    def adopt(self, pause_word: str | None) -> None:
        """Understand `pause_word` as "timeout" from here on, in place of an earlier one, if any. Raises UsageError."""
        ...


class Commands(Protocol):
    """What an ear needs to know of the understanding: which words to expect."""

    def vocabulary(self) -> frozenset[str]:
        """Every word of every phrase, lower case."""
        ...

    def pronunciations(self) -> Mapping[str, Sequence[str]]:
        """Word -> pronunciations (ARPAbet phones separated by blanks) for words a recogniser may lack."""
        ...

    def jsgf(self, state: State) -> str:
        """A JSGF grammar of everything that may be said in `state`."""
        ...

    def phrases(self, state: State) -> Sequence[str]:
        """The same as a finite list of phrases, slots sampled, for recognisers that take a list."""
        ...

    def unsayable(self, knows: Callable[[str], bool]) -> Sequence[str]:
        """The intents no session can do without that cannot be said in words that a recogniser `knows`."""
        ...

    def sureness(self, text: str, state: State) -> float:
        """How surely `text` means something in `state`: 0 nothing, 1 exactly a sentence."""
        ...

    def alarms(self, text: str, state: State) -> bool:
        """Whether `text` means in `state` that somebody is in danger: to overhear that costs more than to ask."""
        ...

    def reflex(self, text: str, state: State) -> Intent | None:
        """The intent when `text` is exactly a stop, timeout or pause phrase of `state`, else None."""
        ...

    def completeness(self, text: str, state: State) -> Literal["no", "extendable", "complete"]:
        """Whether `text` is a whole command of `state`, and whether more words could make a longer one."""
        ...
