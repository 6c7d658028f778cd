"""Numbers to ring, by country, and how long the check of a number holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

TRUSTED: Final = timedelta(days=365)
"""How long the check of a number holds (D6)."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number to ring. `hours` as spoken, None where they are not known; `checked_on` None: nobody has checked it."""

    kind: Literal["crisis", "violence"]
    name: str
    number: str
    hours: str | None = None
    checked_on: date | None = None

    def fresh(self, today: date) -> bool:
        """Whether a person has checked the number within a year."""
        return fresh(self.checked_on, today)


@dataclass(frozen=True, slots=True)
class Country:
    """What to ring in one country; `checked_on` is about the emergency numbers."""

    called: str
    emergency: tuple[str, ...]
    checked_on: date | None = None
    helplines: tuple[Helpline, ...] = ()

    def fresh(self, today: date) -> bool:
        """Whether a person has checked the emergency numbers within a year."""
        return fresh(self.checked_on, today)


def fresh(checked_on: date | None, today: date) -> bool:
    """Whether a number that was last checked on that day, if ever, can be relied upon."""
    return checked_on is not None and today - checked_on <= TRUSTED
