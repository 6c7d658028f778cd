"""The agenda as an iCalendar file, read back by the library that calendars use."""

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from companion.journal import as_calendar
from companion.scene import Entry
from companion.steps import Slot

NOW = datetime(2026, 11, 20, 9)
NAMES = {"check_in": "the check-in", "ritual": "a ritual of yours"}


def _appointment(number: int, **fields: Slot) -> Entry:
    return Entry(number, "appointment", {"about": "", "every": {}, "zone": "", "told": 0, **fields}, "", NOW)


def test_every_appointment_is_an_event_with_its_zone_and_rhythm() -> None:
    """Names, moments, zones and rhythms come back as they were agreed; other things are left out (S26, S61)."""
    every = {"unit": "week", "at": "19:00", "weekday": "sunday"}
    text = as_calendar(
        [
            _appointment(1, what="check_in", when="2026-11-21T09:00:00", zone="Europe/Berlin"),
            _appointment(2, what="ritual", about="tea on the step", when="2026-11-22T19:00:00", every=every),
            Entry(3, "goal", {"text": "a garden"}, "", NOW),
        ],
        NAMES,
    )
    events = Calendar.from_ical(text).walk("VEVENT")
    once, often = (event for event in events if isinstance(event, Event))
    assert (once.get("summary"), often.get("summary")) == ("the check-in", "tea on the step")
    assert once.decoded("dtstart") == datetime(2026, 11, 21, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert often.decoded("dtstart") == datetime(2026, 11, 22, 19)
    assert [event.rrules for event in (once, often)] == [[], [{"FREQ": ["WEEKLY"]}]]
    assert "garden" not in text
