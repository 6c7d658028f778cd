"""What is put down: kept things, and what is remembered until the session ends. Pure.

Rules
1. Every change of what is kept is told as `stored`, once for each entry it touches, and never with its words.
2. What cannot be written is told as an `error`; then nothing has changed, and `kept` says so.
"""

from datetime import datetime, time

from companion.errors import JournalError
from companion.ports import Journal, Wall
from companion.scene import LAST_KEPT
from companion.stage._agenda import Agenda
from companion.stage._mouth import Tell
from companion.steps import Appoint, Change, Forget, Keep, Slot
from companion.units import Samples


class Ledger:
    """The journal and the agenda of one session. `memory` ends with it."""

    def __init__(self, journal: Journal, wall: Wall, quiet: tuple[time, time], tell: Tell) -> None:
        self.agenda = Agenda(journal, wall, quiet, tell)
        self.memory: dict[str, Slot] = {}
        self.kept = True
        self.journal = journal
        self._wall = wall
        self._tell = tell

    def keep(self, step: Keep | Change | Forget | Appoint, at: Samples) -> None:
        """Carry out `step`."""
        if isinstance(step, Appoint):
            self.kept = self.agenda.appoint(step, at)
            return
        try:
            stored = self._stored(step, self._wall.at(at))
        except JournalError as error:
            self.kept = False
            self._tell("error", at, what=str(error))
            return
        self.kept = True
        self.agenda.read()
        for kind, action in stored:
            self._tell("stored", at, kind=kind, action=action)

    def _stored(self, step: Keep | Change | Forget, wall: datetime) -> list[tuple[str, str]]:
        """Kind and action of every entry that `step` touched. Raises JournalError."""
        match step:
            case Keep(kind, fields, owner):
                self.memory[LAST_KEPT] = self.journal.add(kind, fields, owner, wall).number
                return [(kind, "add")]
            case Change(number, fields):
                return [(self.journal.change(number, fields).kind, "change")]
        found = self.journal.entries()
        match step.what:
            case "everything":
                self.journal.forget_everything()
            case "today":
                found = [entry for entry in found if entry.made.date() == wall.date()]
                self.journal.forget_day(wall.date())
            case numbers:
                found = [entry for entry in found if entry.number in numbers]
                self.journal.forget(numbers)
        return [(entry.kind, "forget") for entry in found]

    def remember(self, what: str, value: Slot | None) -> None:
        """Until the session ends; None forgets it."""
        self.memory.pop(what, None)
        if value is not None:
            self.memory[what] = value
