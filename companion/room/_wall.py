"""Wall time, for appointments and spoken dates only."""

from datetime import datetime, timedelta

from companion.units import Samples, seconds


class VirtualWall:
    """A wall clock that runs with the audio clock, from `start` (local, naive)."""

    def __init__(self, start: datetime) -> None:
        self._start = start.replace(tzinfo=None)

    def at(self, now: Samples) -> datetime:
        return self._start + timedelta(seconds=seconds(now))


class SystemWall:
    """The wall clock of the machine."""

    def at(self, now: Samples) -> datetime:
        return datetime.now()
