"""A journal that ends with the session, for rehearsals.

Rules
1. Nothing is written anywhere.
2. A session sees what is everyone's, and in a solo session what belongs to that person (D14).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from companion.errors import JournalError
from companion.scene import Entry
from companion.steps import Kind, Slot


class MemoryJournal:
    """`owner` is whose private session this is, None when others may be listening."""

    def __init__(self, owner: str | None = None) -> None:
        self._owner = owner
        self._entries: list[Entry] = []
        self._last = 0

    @property
    def lasting(self) -> bool:
        return False

    def entries(self, *kinds: Kind, since: datetime | None = None) -> Sequence[Entry]:
        return [
            entry
            for entry in self._entries
            if self._seen(entry) and (not kinds or entry.kind in kinds) and (since is None or entry.made >= since)
        ]

    def held(self) -> bool:
        newest = {entry.owner: entry.fields for entry in self._entries if entry.kind == "gate" and entry.owner}
        return any(not fields["open"] for fields in newest.values())

    def add(self, kind: Kind, fields: Mapping[str, Slot], owner: str, now: datetime) -> Entry:
        self._last += 1
        entry = Entry(self._last, kind, dict(fields), owner, now)
        self._entries.append(entry)
        return entry

    def change(self, number: int, fields: Mapping[str, Slot]) -> Entry:
        for place, entry in enumerate(self._entries):
            if entry.number == number and self._seen(entry):
                self._entries[place] = replace(entry, fields={**entry.fields, **fields})
                return self._entries[place]
        raise JournalError("That is no longer kept, so it cannot be changed.")

    def forget(self, numbers: Sequence[int]) -> None:
        self._entries = [e for e in self._entries if not (e.number in numbers and self._seen(e))]

    def forget_day(self, day: date) -> int:
        found = [entry.number for entry in self.entries() if entry.made.date() == day]
        self.forget(found)
        return len(found)

    def forget_everything(self) -> None:
        self._entries.clear()

    def close(self) -> None: ...

    def _seen(self, entry: Entry) -> bool:
        return entry.owner in ("", self._owner)
