"""The numbers that ship, and what becomes of a number that nobody has checked for long."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sessions import companion

from companion.app import Places, furnish
from companion.commands.doctor import _helplines
from companion.content import outdated
from companion.material import Country, Helpline, Material

TODAY = date(2026, 11, 20)


def test_the_numbers_that_ship(material: Material) -> None:
    """The starting values of D7, each with the emergency numbers of its country, and none called checked (D6, D7)."""
    numbers = {
        code: (country.emergency, *(line.number for line in country.helplines))
        for code, country in material.helplines.items()
    }
    assert numbers == {
        "AU": (("000",), "13 11 14", "1800 737 732"),
        "CA": (("911",), "988"),
        "GB": (("999", "112"), "116 123", "0808 2000 247"),
        "IE": (("112", "999"), "116 123"),
        "NZ": (("111",), "1737"),
        "US": (("911",), "988", "1-800-799-7233"),
    }
    for country in material.helplines.values():
        assert not country.fresh(TODAY)
        assert not any(line.fresh(TODAY) for line in country.helplines)


def test_what_was_checked_too_long_ago_is_told() -> None:
    """After 365 days, not on the last of them, and not what nobody has ever checked (D6)."""
    old, good = TODAY - timedelta(days=366), TODAY - timedelta(days=365)
    lines = [Helpline("crisis", "Old", "1", None, old), Helpline("crisis", "Good", "2", None, good)]
    countries = {"GB": Country("Here", ("999",), None, (*lines, Helpline("crisis", "Never", "3")))}
    (told,) = outdated(countries, TODAY)
    assert told.startswith("helplines.yaml: Old (GB) was last checked on 2025-11-19.")


@pytest.mark.parametrize(
    ("checked", "says"),
    [("null", "Nobody has checked"), ("2020-01-01", "Nobody has checked"), (date.today(), "A person has")],
)
def test_doctor_tells_about_the_numbers_of_this_country(
    tmp_path: Path, checkout: Path, checked: object, says: str
) -> None:
    """Unchecked and outdated numbers are told with what to do; without a country it says that none is set (D6)."""
    config, scripts = tmp_path / "config.yaml", tmp_path / "scripts"
    config.write_text("language: en\n", encoding="utf-8")
    assert _helplines(furnish(Places(config, checkout / "scripts"))).line == "doctor.helplines_none"
    _copy(checkout, scripts, f"checked_on: {checked}")
    config.write_text("country: GB\n", encoding="utf-8")
    furniture = furnish(Places(config, scripts))
    found = _helplines(furniture)
    text = furniture.material.lines[found.line].format_map(found.values)
    assert text.startswith(f"Helplines: the United Kingdom. {says}")


def test_check_mentions_old_numbers_and_goes_on(tmp_path: Path, checkout: Path) -> None:
    """An outdated number is told by `check`, without being a mistake in a file (D6)."""
    scripts = tmp_path / "scripts"
    _copy(checkout, scripts, "checked_on: 2020-01-01")
    done = companion("check", "--scripts", scripts, folder=tmp_path)
    assert "Samaritans (GB) was last checked on 2020-01-01" in done.stdout
    assert done.returncode == 0, done.stdout


def _copy(checkout: Path, scripts: Path, checked: str) -> None:
    for source in (checkout / "scripts").rglob("*.yaml"):
        copy = scripts / source.relative_to(checkout / "scripts")
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        copy.write_text(text.replace("checked_on: null", checked) if source.stem == "helplines" else text, "utf-8")


def test_a_country_without_numbers_is_a_mistake(tmp_path: Path) -> None:
    """A config that names a country of which nothing is known is told so at once (D6)."""
    (tmp_path / "config.yaml").write_text("country: UK\n", encoding="utf-8")
    done = companion("check", folder=tmp_path)
    assert done.returncode == 1
    assert "config.yaml, line 1: there are no helplines for `UK` in the scripts" in done.stdout
