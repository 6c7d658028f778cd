"""Wall time, for appointments and spoken dates only."""

from datetime import UTC, datetime, timedelta

from tzlocal import get_localzone, get_localzone_name

from companion.units import Samples, seconds


class VirtualWall:
    """A wall clock that runs with the audio clock, from `start` (local, naive), in no zone."""

    zone = ""

    def __init__(self, start: datetime) -> None:
        self._start = start.replace(tzinfo=None)

    def at(self, now: Samples) -> datetime:
        return self._start + timedelta(seconds=seconds(now))

    def reached(self, when: datetime, now: Samples) -> bool:
        return self.at(now) >= when


class SystemWall:
    """The wall clock of the machine."""

    def __init__(self) -> None:
        self.zone: str = get_localzone_name() or ""
        self._local = get_localzone()

    def at(self, now: Samples) -> datetime:
        return datetime.now()

    def reached(self, when: datetime, now: Samples) -> bool:
        return has_come(when, datetime.now(self._local))


def has_come(when: datetime, here: datetime) -> bool:
    """Whether local time `when` has come `here` (aware).

    Of an hour that comes twice the one that runs is meant; one that is left out comes as long after the change as it
    would have without it.
    """
    return here.astimezone(UTC) >= when.replace(tzinfo=here.tzinfo, fold=here.fold).astimezone(UTC)
