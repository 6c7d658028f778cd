"""A dialogue on the stack, and what it can see from there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from companion.material import Material
from companion.scene import Appointment, Kept, Role, Settings, Verdict
from companion.stage._ledger import Ledger
from companion.stage._speech import Speech
from companion.steps import Dialogue, Intent, Say, Slot, State, Step
from companion.units import Samples


@dataclass(slots=True, eq=False)
class Frame:
    """A dialogue, the step it is in, and since when.

    `covered`: since when another dialogue stands above it, `hushed` whether it has fallen silent for that one, `away`:
    how long others have stood there before.
    """

    role: Role
    intent: Intent
    found: State
    last_said: Say | None
    above: bool
    dialogue: Dialogue = field(init=False)
    state: State | None = None
    step: Step | None = None
    since: Samples = Samples(0)
    speech: Speech | None = None
    covered: Samples | None = None
    hushed: bool = False
    away: Samples = Samples(0)

    def heeds(self, name: str) -> bool:
        """Whether the step wants the intent `name` for itself."""
        return name in getattr(self.step, "heeds", ())

    def gives_way_to(self, role: Role) -> bool:
        """Whether it ends when `role` begins, instead of being covered."""
        if self.role.gives_way:
            return role.activity
        return not role.aside and isinstance(self.step, Say) and self.step.yields

    def state_now(self) -> State | None:
        return getattr(self.step, "state", None) or self.state


class House(Protocol):
    """What a view needs of the stage."""

    material: Material
    settings: Settings

    @property
    def cursor(self) -> Samples: ...
    @property
    def wall(self) -> datetime: ...
    def reached(self, when: datetime) -> bool: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def dictation(self) -> bool: ...
    def judged(self, phrase: str, suggestions: Sequence[str]) -> Verdict: ...


class View:
    """The stage as the dialogue of one frame sees it: a `Scene`."""

    def __init__(self, house: House, frame: Frame) -> None:
        self._house = house
        self._frame = frame

    @property
    def now(self) -> Samples:
        return self._house.cursor

    @property
    def wall(self) -> datetime:
        return self._house.wall

    def reached(self, when: datetime) -> bool:
        return self._house.reached(when)

    @property
    def material(self) -> Material:
        return self._house.material

    @property
    def settings(self) -> Settings:
        return self._house.settings

    @property
    def people(self) -> tuple[str, ...]:
        named = tuple(str(entry.fields["name"]) for entry in self.journal.entries("person"))
        return named or self._house.settings.people

    @property
    def solo(self) -> str | None:
        return self._house.settings.solo

    @property
    def dictation(self) -> bool:
        return self._house.dictation

    def judged(self, phrase: str, suggestions: Sequence[str]) -> Verdict:
        return self._house.judged(phrase, suggestions)

    @property
    def journal(self) -> Kept:
        return self._house.ledger.journal

    @property
    def kept(self) -> bool:
        return self._house.ledger.kept

    @property
    def memory(self) -> Mapping[str, Slot]:
        return self._house.ledger.memory

    @property
    def covered(self) -> Samples:
        return self._frame.away

    @property
    def intent(self) -> Intent:
        return self._frame.intent

    @property
    def state(self) -> State:
        return self._frame.found

    @property
    def above(self) -> bool:
        return self._frame.above

    @property
    def last_said(self) -> Say | None:
        return self._frame.last_said

    @property
    def due(self) -> Sequence[Appointment]:
        return self._house.ledger.agenda.due(self._house.cursor)

    @property
    def appointments(self) -> Sequence[Appointment]:
        return self._house.ledger.agenda.appointments
