"""What is put down: kept things, appointments, and what is remembered until the session ends. Pure.

Rules
1. Every change of what is kept is told as `stored`, once for each entry it touches, and never with its words.
2. What cannot be written is told as an `error`; then nothing has changed, and `kept` says so.
"""

from datetime import datetime

from companion.errors import JournalError
from companion.ports import Journal, Wall
from companion.stage._mouth import Tell
from companion.steps import Change, Forget, Keep, Slot
from companion.units import Samples


class Ledger:
    """The journal and the appointments of one session. `memory` ends with it."""

    def __init__(self, journal: Journal, wall: Wall, tell: Tell) -> None:
        self.appointments: dict[str, datetime] = {}
        self.memory: dict[str, Slot] = {}
        self.kept = True
        self.journal = journal
        self._wall = wall
        self._tell = tell

    def keep(self, step: Keep | Change | Forget, at: Samples) -> None:
        """Carry out `step`."""
        try:
            stored = self._stored(step, self._wall.at(at))
        except JournalError as error:
            self.kept = False
            self._tell("error", at, what=str(error))
            return
        self.kept = True
        for kind, action in stored:
            self._tell("stored", at, kind=kind, action=action)

    def _stored(self, step: Keep | Change | Forget, wall: datetime) -> list[tuple[str, str]]:
        """Kind and action of every entry that `step` touched. Raises JournalError."""
        match step:
            case Keep(kind, fields, owner):
                self.journal.add(kind, fields, owner, wall)
                return [(kind, "add")]
            case Change(number, fields):
                return [(self.journal.change(number, fields).kind, "change")]
        found = self.journal.entries()
        match step.what:
            case "everything":
                self.journal.forget_everything()
            case "today":
                midnight = wall.replace(hour=0, minute=0, second=0, microsecond=0)
                found = [entry for entry in found if entry.made >= midnight]
                self.journal.forget_since(midnight)
            case numbers:
                found = [entry for entry in found if entry.number in numbers]
                self.journal.forget(numbers)
        return [(entry.kind, "forget") for entry in found]

    def remember(self, what: str, value: Slot | None) -> None:
        """Until the session ends; None forgets it."""
        self.memory.pop(what, None)
        if value is not None:
            self.memory[what] = value

    def appoint(self, what: str, when: datetime | None, at: Samples) -> None:
        """Put an appointment down, or take it off."""
        if when is None:
            self.appointments.pop(what, None)
        else:
            self.appointments[what] = when
        self._tell("appointment", at, what=what, when=None if when is None else f"{when:%Y-%m-%dT%H:%M:%S}")

    def due(self, now: Samples) -> str | None:
        """What the earliest appointment is for, once its time has come; it stays until it is taken off."""
        if not self.appointments:
            return None
        what, when = min(self.appointments.items(), key=lambda item: item[1])
        return what if when <= self._wall.at(now) else None
