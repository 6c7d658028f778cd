"""helplines.yaml: numbers to ring, by country, and when a person has checked them (D6, D7).

Rules
1. A helpline without a number is refused; one that nobody has checked is allowed, and said to be so.
2. One that was checked more than a year ago is no mistake in a file, but somebody should hear of it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field

from companion.content._script import Misfit, Passage, Script, Text
from companion.material import Country, Helpline, fresh
from companion.yamlfile import Written

_CODE: Final = re.compile(r"[A-Z]{2}")


def _day(value: object) -> object:
    if value is None:
        return None
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError("must be a day like 2026-11-20, or null while nobody has checked it") from None


Number = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 -]+$", description="a telephone number in quotes")]
CheckedOn = Annotated[date | None, BeforeValidator(_day)]


class HelplineData(Written):
    """One service."""

    kind: Literal["crisis", "violence"]
    name: Text
    number: Number
    hours: Text | None = None
    checked_on: CheckedOn = None
    source: Text | None = None


class CountryData(Written):
    """What to ring in one country; `checked_on` is about the emergency numbers."""

    called: Text
    emergency: Annotated[tuple[Number, ...], Field(min_length=1)]
    checked_on: CheckedOn = None
    helplines: tuple[HelplineData, ...] = ()


class HelplinesScript(Script):
    """helplines.yaml"""

    countries: dict[str, CountryData]

    def material(self) -> Mapping[str, Country]:
        return {
            code: Country(
                country.called,
                country.emergency,
                country.checked_on,
                tuple(
                    Helpline(line.kind, line.name, line.number, line.hours, line.checked_on)
                    for line in country.helplines
                ),
            )
            for code, country in self.countries.items()
        }

    def passages(self) -> Iterator[Passage]:
        for code, country in self.countries.items():
            yield Passage(code, country.called, ("countries", code, "called"), whole=False)
            for place, line in enumerate(country.helplines):
                where = ("countries", code, "helplines", place)
                yield Passage(f"{code}.{place}", line.name, (*where, "name"), whole=False)
                if line.hours is not None:
                    yield Passage(f"{code}.{place}.hours", line.hours, (*where, "hours"), whole=False)

    def misfits(self) -> Iterator[Misfit]:
        for code in self.countries:
            if _CODE.fullmatch(code) is None:
                yield ("countries", code), f"`{code}` is no country; write its two letters, like GB."


def outdated(countries: Mapping[str, Country], today: date) -> Iterator[str]:
    """A sentence for every number that a person has checked, but not within a year."""
    for code, country in countries.items():
        checked = [(" or ".join(country.emergency), country.checked_on)]
        checked += [(line.name, line.checked_on) for line in country.helplines]
        for name, day in checked:
            if day is not None and not fresh(day, today):
                yield f"helplines.yaml: {name} ({code}) was last checked on {day}. Ring it, and write down the day."
