"""Saying where help can be found: digit by digit, twice, and honest about what nobody has checked (D2, D6).

Rules
1. The country is the one that was set or named; without one there is general wording, and nothing is guessed.
2. The emergency number comes first. A helpline that nobody has checked within a year is announced as such.
3. Helplines for violence are said to somebody alone only, because another person may be listening (D9).
"""

from typing import Final

from companion.dialogues._lines import lines
from companion.dialogues._profile import preferences
from companion.material import Country, Helpline
from companion.phrases import say_month
from companion.scene import Scene
from companion.steps import Dialogue, Say

LINES: Final = lines(
    "helplines",
    "emergency_anywhere unchecked directory",
    emergency="number",
    emergency_again="number",
    service="name number",
    service_again="number",
    hours="hours",
    as_of="month",
)
COUNTRY: Final = "country"
"""The field of the preference, and its name in the memory of the session."""


def country(scene: Scene) -> Country | None:
    """Where these people are, as they have said; None where nobody has."""
    chosen = scene.memory.get(COUNTRY) or preferences(scene).get(COUNTRY) or scene.settings.country
    return scene.material.helplines.get(str(chosen))


def emergency(scene: Scene) -> Dialogue:
    """The first emergency number, twice; a second one would be heard as more figures of the first."""
    place = country(scene)
    if place is None:
        yield Say("helplines.emergency_anywhere")
        return
    number = digits(place.emergency[0])
    yield Say("helplines.emergency", {"number": number})
    yield Say("helplines.emergency_again", {"number": number})


def numbers(scene: Scene, *kinds: str) -> Dialogue:
    """The emergency number, then every helpline of these kinds."""
    yield from emergency(scene)
    place = country(scene)
    found = [line for line in place.helplines if line.kind in kinds] if place is not None else []
    today = scene.wall.date()
    if any(not line.fresh(today) for line in found):
        yield Say("helplines.unchecked")
    for line in found:
        yield from _helpline(line, line.fresh(today))
    if not found:
        yield Say("helplines.directory")


def _helpline(line: Helpline, fresh: bool) -> Dialogue:
    yield Say("helplines.service", {"name": line.name, "number": digits(line.number)})
    yield Say("helplines.service_again", {"number": digits(line.number)})
    if line.hours is not None:
        yield Say("helplines.hours", {"hours": line.hours})
    if fresh and line.checked_on is not None:
        yield Say("helplines.as_of", {"month": say_month(line.checked_on)})


def digits(number: str) -> str:
    """`number` with a full stop after each digit, so that the voice pauses there: "9. 9. 9." """
    return " ".join(f"{figure}." for figure in number if figure.isdigit())
