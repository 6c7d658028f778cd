"""A session in which nothing can be kept: it is empty, and says so whenever something shall be kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from companion.errors import JournalError
from companion.scene import Entry
from companion.steps import Kind, Slot


class NothingKept:
    """What stands in where the store cannot be opened. The store itself is left alone.

    Whether anybody's gate is closed cannot be known, so it counts as closed: a file that does not open opens no door.
    """

    @property
    def lasting(self) -> bool:
        return False

    def held(self) -> bool:
        return True

    def entries(self, *kinds: Kind, since: datetime | None = None) -> Sequence[Entry]:
        del kinds, since
        return ()

    def add(self, kind: Kind, fields: Mapping[str, Slot], owner: str, now: datetime) -> Entry:
        del kind, fields, owner, now
        raise _closed()

    def change(self, number: int, fields: Mapping[str, Slot]) -> Entry:
        del number, fields
        raise _closed()

    def forget(self, numbers: Sequence[int]) -> None:
        del numbers
        raise _closed()

    def forget_day(self, day: date) -> int:
        del day
        raise _closed()

    def forget_everything(self) -> None:
        raise _closed()

    def close(self) -> None: ...


def _closed() -> JournalError:
    return JournalError("What is kept is closed in this session.")
