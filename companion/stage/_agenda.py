"""What is agreed for later: kept in the journal, so that it survives the session, and announced when it is due. Pure.

Rules
1. An appointment is a wall-clock time with its zone. In another zone a single one keeps its moment, a rhythm its hour.
2. What cannot be written is agreed for this session all the same, and told as an `error`.
3. A return from a timeout is announced at any hour, everything else not in the quiet hours.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from companion.errors import JournalError
from companion.ports import Journal, Wall
from companion.scene import RETURN, Appointment, Entry
from companion.stage._mouth import Tell
from companion.steps import Appoint, Slot
from companion.units import Samples

KIND: Final = "appointment"


class Agenda:
    """The appointments of a session. `quiet` are the hours from and to in which nothing is announced;
    the same hour twice is none."""

    def __init__(self, journal: Journal, wall: Wall, quiet: tuple[time, time], tell: Tell) -> None:
        self._journal = journal
        self._wall = wall
        self._quiet = quiet
        self._tell = tell
        self._unwritten: dict[tuple[str, str], Appointment | None] = {}
        self.read()

    def read(self) -> None:
        """Look at the journal again, after something else has changed it."""
        kept = [self._appointment(entry) for entry in self._journal.entries(KIND)]
        kept = [found for found in kept if (found.what, found.about) not in self._unwritten]
        instead = [found for found in self._unwritten.values() if found is not None]
        self.appointments: Sequence[Appointment] = sorted([*kept, *instead], key=lambda found: found.when)

    def appoint(self, step: Appoint, at: Samples) -> bool:
        """Put it down, or take it off; whether it could be written."""
        when = None if step.when is None else step.when.replace(microsecond=0)
        key, written = (step.what, step.about), True
        self._unwritten.pop(key, None)
        try:
            self._write(step, when, at)
        except JournalError as error:
            written = False
            self._tell("error", at, what=str(error))
            agreed = None if when is None else Appointment(step.what, when, step.every, step.about, step.told)
            self._unwritten[key] = agreed
        if when is None and not any((found.what, found.about) == key for found in self.appointments):
            return written
        self.read()
        self._tell("appointment", at, what=step.what, when=None if when is None else f"{when:%Y-%m-%dT%H:%M:%S}")
        return written

    def _write(self, step: Appoint, when: datetime | None, at: Samples) -> None:
        entries = self._journal.entries(KIND)
        same = [e for e in entries if (e.fields["what"], e.fields.get("about", "")) == (step.what, step.about)]
        if when is None:
            self._journal.forget([entry.number for entry in same])
        elif same:
            self._journal.change(same[0].number, self._fields(step, when))
        else:
            self._journal.add(KIND, self._fields(step, when), "", self._wall.at(at))
        if same or when is not None:
            action = "forget" if when is None else "change" if same else "add"
            self._tell("stored", at, kind=KIND, action=action)

    def _fields(self, step: Appoint, when: datetime) -> dict[str, Slot]:
        return {
            "what": step.what,
            "when": when.isoformat(),
            "zone": self._wall.zone,
            "about": step.about,
            "every": dict(step.every or {}),
            "told": step.told,
        }

    def _appointment(self, entry: Entry) -> Appointment:
        fields = entry.fields
        every = fields.get("every") or None
        when = datetime.fromisoformat(str(fields["when"]))
        zone = str(fields.get("zone", ""))
        if every is None and zone and self._wall.zone not in ("", zone):
            when = when.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(self._wall.zone)).replace(tzinfo=None)
        rhythm = every if isinstance(every, Mapping) else None
        return Appointment(str(fields["what"]), when, rhythm, str(fields.get("about", "")), int(str(fields["told"])))

    def due(self, now: Samples) -> Sequence[Appointment]:
        """What has come and may be announced, the earliest first; it stays until it is taken off."""
        come = [found for found in self.appointments if self._wall.reached(found.when, now)]
        if come and self._is_quiet(self._wall.at(now).time()):
            come = [found for found in come if found.what == RETURN]
        return come

    def _is_quiet(self, clock: time) -> bool:
        begin, end = self._quiet
        return begin <= clock < end if begin <= end else clock >= begin or clock < end
