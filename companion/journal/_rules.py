"""How long each kind is kept, and which kinds are not kept at all (D15). Pure.

Rules
1. The days of a thing count from the moment it is about (`when`, `due`), else from the moment it was made.
2. What recurs (`every`) has not passed: it stays until somebody takes it off.
3. A time that was agreed stays until a day after it has passed, even where appointments are never kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from companion.steps import Kind, Slot

Days = int | Literal["always", "never"]

A_DAY: Final = 1
"""Days that an agreed time is kept after it has passed, whatever the settings say."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Days of each kind; a kind that is not named is kept always."""

    days: Mapping[Kind, Days]

    def allow(self, kind: Kind, fields: Mapping[str, Slot]) -> bool:
        """Whether such a thing may be kept."""
        return self.days.get(kind, "always") != "never" or agreed(kind, fields)

    def limits(self, now: datetime) -> Mapping[Kind, datetime]:
        """For each kind that ends: what counts from before this moment is over."""
        spans = {kind: _span(kind, days) for kind, days in self.days.items()}
        return {kind: now - timedelta(days=span) for kind, span in spans.items() if span is not None}


def agreed(kind: Kind, fields: Mapping[str, Slot]) -> bool:
    """Whether this is one agreed time, which is kept until it has passed."""
    return kind == "appointment" and "when" in fields and not fields.get("every")


def counts_from(fields: Mapping[str, Slot], made: datetime) -> datetime | None:
    """The moment from which the days count; None for what recurs."""
    if fields.get("every"):
        return None
    try:
        return datetime.fromisoformat(str(fields.get("when") or fields.get("due"))).replace(tzinfo=None)
    except ValueError:  # it is about no moment
        return made


def _span(kind: Kind, days: Days) -> int | None:
    if days == "never":
        return A_DAY if kind == "appointment" else 0
    return None if days == "always" else days
