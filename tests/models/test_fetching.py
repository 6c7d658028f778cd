"""One address into one file, by a child process; the servers here misbehave in every way we know of."""

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from shop import Shop, opened

from companion.errors import EarError
from companion.models import Fetching

pytestmark = pytest.mark.enable_socket  # for the server alone; what fetches is another process

DATA = random.Random(1).randbytes(1_000_000)
PLENTY = 10_000_000


@pytest.fixture
def shop() -> Iterator[Shop]:
    with opened(Shop(DATA)) as shop:
        yield shop


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "file"


def fetch(address: str, part: Path, room: int = PLENTY) -> list[str]:
    """The lines of progress."""
    lines: list[str] = []
    Fetching(address, part, room).finish(lines.append)
    return lines


def refused(address: str, part: Path, room: int = PLENTY) -> str:
    with pytest.raises(EarError) as error:
        fetch(address, part, room)
    assert len(str(error.value).splitlines()) == 1
    return str(error.value)


def test_a_file_and_its_progress(shop: Shop, part: Path) -> None:
    """It arrives whole, and a line is told every ten percent."""
    lines = fetch(shop.address, part)
    assert [int(line.split(" %")[0]) // 10 for line in lines] == list(range(11))
    assert all(" % of 1.0 MB" in line for line in lines)
    assert part.read_bytes() == DATA
    assert part.stat().st_mode & 0o077 == 0


def test_the_time_left(shop: Shop, part: Path) -> None:
    """Once a second has passed, each line says what time is left, and the last one nothing of it."""
    ticks = iter(range(0, 1000, 2))  # the server's file comes in 16 pieces, two seconds apart
    lines: list[str] = []
    Fetching(shop.address, part, PLENTY, lambda: float(next(ticks))).finish(lines.append)
    assert lines[0] == "0 % of 1.0 MB"
    assert lines[-1] == "100 % of 1.0 MB"
    assert [line.partition(", ")[2] for line in lines[1:-1]] == [
        f"about {left} seconds left" for left in (25, 25, 20, 15, 15, 10, 10, 5, 5)
    ]


def test_a_slow_line_is_not_silent(shop: Shop, part: Path) -> None:
    """At least every fifteen seconds something is told; long times are told in minutes."""
    ticks = iter(range(0, 100_000, 60))
    lines: list[str] = []
    Fetching(shop.address, part, PLENTY, lambda: float(next(ticks))).finish(lines.append)
    assert len(lines) == 17
    assert lines[1].startswith("6 % of 1.0 MB, about 14 minutes left")


def test_a_file_of_unknown_length(shop: Shop, part: Path) -> None:
    """A server that does not say how long it is."""
    shop.says = -1
    assert fetch(shop.address, part) == ["0.0 MB"]
    assert part.read_bytes() == DATA


def test_cut_connections_are_made_anew(shop: Shop, part: Path) -> None:
    """As long as every attempt brings something, it goes on by itself, and only the rest is asked for."""
    shop.cuts = [300_000, 100_000]
    fetch(shop.address, part)
    assert part.read_bytes() == DATA
    assert shop.asked == [None, "bytes=300000-", "bytes=400000-"]


def test_the_next_time_goes_on(shop: Shop, part: Path) -> None:
    """What came is kept when the connection brings nothing more, and the same command goes on from there."""
    shop.cuts = [300_000, 0]
    told = refused(shop.address, part)
    assert "cut after 0.3 of 1.0 MB" in told
    assert "goes on" in told
    assert part.read_bytes() == DATA[:300_000]
    shop.asked.clear()
    assert fetch(shop.address, part)[0] == "30 % of 1.0 MB"
    assert part.read_bytes() == DATA
    assert shop.asked == ["bytes=300000-"]


def test_what_is_whole_is_not_fetched_again(shop: Shop, part: Path) -> None:
    """A file that was complete before the program ended is taken as it is."""
    fetch(shop.address, part)
    shop.asked.clear()
    assert fetch(shop.address, part) == []
    assert shop.asked == ["bytes=1000000-"]
    assert part.read_bytes() == DATA


@pytest.mark.parametrize("change", ["another", "shorter", "untagged", "rangeless"])
def test_another_file_is_never_added_to_the_beginning(shop: Shop, part: Path, change: str) -> None:
    """Where the server has something else by now, or cannot say, everything is fetched anew."""
    shop.cuts = [300_000, 0]
    shop.tag = "" if change == "untagged" else shop.tag
    refused(shop.address, part)
    if change in ("another", "shorter"):
        shop.data, shop.tag = (DATA[::-1] if change == "another" else b"short"), '"second"'
    shop.ranges = change != "rangeless"
    fetch(shop.address, part)
    assert part.read_bytes() == shop.data


def test_a_part_that_was_not_asked_for(shop: Shop, part: Path) -> None:
    """A server that counts wrongly is not believed."""
    shop.cuts = [300_000, 0]
    refused(shop.address, part)
    shop.shift = 7
    assert "another part" in refused(shop.address, part)
    assert part.read_bytes() == DATA[:300_000]


def test_too_short(shop: Shop, part: Path) -> None:
    """A length that is more than what comes is a cut, however often."""
    shop.says = 2_000_000
    shop.ranges = False
    assert "cut after 1.0 of 2.0 MB" in refused(shop.address, part)


@pytest.mark.parametrize("says", [None, -1])
def test_no_space(shop: Shop, part: Path, says: int | None) -> None:
    """A length that does not fit is refused before anything is written, an unknown one when the space is used up."""
    shop.says = says
    assert "no space" in refused(shop.address, part, room=400_000)
    assert not part.exists() or part.stat().st_size <= 400_000


def test_a_refusal_of_the_server(shop: Shop, part: Path) -> None:
    """The number that the server gives is told."""
    shop.status = 404
    assert "the server says 404" in refused(shop.address, part)
    assert not part.exists()


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x", "gopher://x"])
def test_a_redirection_to_something_else(shop: Shop, part: Path, place: str) -> None:
    """A redirection is followed to http and https only."""
    shop.leads = place
    assert "another kind of address" in refused(shop.address, part)
    assert not part.exists()


def test_a_redirection(shop: Shop, part: Path) -> None:
    """One to http is followed."""
    shop.leads = shop.address.rpartition("/")[0] + "/elsewhere"
    fetch(shop.address, part)
    assert part.read_bytes() == DATA


def test_a_redirection_in_a_circle(shop: Shop, part: Path) -> None:
    """It ends."""
    shop.leads = shop.address
    assert "in a circle" in refused(shop.address, part)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1:1/x.zip", "no connection"),
        ("file:///etc/passwd", "no connection"),
        ("http://", "no connection"),
        ("http://127.0.0.1:port/", "no address"),
        ("nonsense", "no address"),
    ],
)
def test_addresses_that_lead_nowhere(part: Path, address: str, why: str) -> None:
    """One sentence, and nothing is written."""
    assert why in refused(address, part)
    assert not part.exists()


def test_a_place_that_cannot_be_written(shop: Shop, tmp_path: Path) -> None:
    """It is told apart from a cut connection."""
    (tmp_path / "file").write_bytes(b"")
    assert "cannot be written" in refused(shop.address, tmp_path)


def test_nothing_else_imports_what_fetches() -> None:
    """The program that can use a network is loaded by no command."""
    code = "import companion.cli, sys; print('companion.models._fetch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
