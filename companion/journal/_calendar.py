"""Appointments as an iCalendar file (RFC 5545), for whoever wants them in a calendar of their own.

Rules
1. A time keeps the zone it was agreed in; one without a zone floats, as the standard calls it.
2. An event says what was planned in the companion's plain words, and nothing that anybody said of it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from companion.scene import Entry

if TYPE_CHECKING:
    from icalendar import Event

LENGTH: Final = timedelta(minutes=30)
_UNITS: Final = {"day": "daily", "week": "weekly", "month": "monthly"}


def as_calendar(entries: Sequence[Entry], names: Mapping[str, str]) -> str:
    """The appointments among `entries` as one calendar; `names` are the words for what they lead to."""
    from icalendar import Calendar  # 60 ms that every other command would pay

    calendar = Calendar()
    calendar.add("prodid", "-//companion//agenda//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        if entry.kind == "appointment":
            calendar.add_component(_event(entry, names))
    written: bytes = calendar.to_ical()
    return written.decode()


def _event(entry: Entry, names: Mapping[str, str]) -> "Event":
    fields = entry.fields
    begin = datetime.fromisoformat(str(fields["when"]))
    if fields.get("zone"):
        begin = begin.replace(tzinfo=ZoneInfo(str(fields["zone"])))
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", f"{entry.number}-{entry.made:%Y%m%dT%H%M%S}@companion")
    event.add("dtstamp", entry.made.astimezone(ZoneInfo("UTC")))
    event.add("summary", str(fields.get("about") or names.get(str(fields["what"]), fields["what"])))
    event.add("dtstart", begin)
    event.add("duration", LENGTH)
    every = fields.get("every")
    if isinstance(every, Mapping) and every:
        event.add("rrule", {"freq": _UNITS[every["unit"]]})
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Now")
    alarm.add("trigger", timedelta())
    event.add_component(alarm)
    return event
