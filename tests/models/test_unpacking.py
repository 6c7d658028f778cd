"""Zip files and folders that mean harm, or are none: nothing is written outside, and nothing grows without bound."""

import os
import stat
import struct
import tempfile
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import EarError
from companion.models._unpack import Limits, NoSpaceError, unpack

SMALL = Limits(bytes=100_000, files=20)


def zipped(path: Path, *members: tuple[str, bytes], mode: int = 0) -> Path:
    """A zip file of `members`; `mode` is the Unix kind of file that each says it is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo("x")
            entry.filename, entry.external_attr, entry.compress_type = name, mode << 16, zipfile.ZIP_DEFLATED
            with warnings.catch_warnings(action="ignore"):  # a name that comes twice
                archive.writestr(entry, data)
    return path


def refused(source: Path, target: Path, limits: Limits = SMALL, room: int = 1_000_000) -> str:
    target.mkdir(exist_ok=True)
    with pytest.raises(EarError) as error:
        unpack(source, target, limits, room, "it.zip")
    assert len(str(error.value).splitlines()) == 1
    assert str(error.value).startswith(("it.zip", "There is no space to unpack it.zip"))
    return str(error.value)


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_zip_file_and_a_folder(tmp_path: Path) -> None:
    """Both are copied as they are."""
    (tmp_path / "one").mkdir()
    zipped(tmp_path / "a.zip", ("m/am/final.mdl", b"x" * 1000), ("m/conf/mfcc.conf", b""))
    unpack(tmp_path / "a.zip", tmp_path / "one", SMALL, 10_000, "a.zip")
    assert files(tmp_path / "one") == ["m/am/final.mdl", "m/conf/mfcc.conf"]
    (tmp_path / "two").mkdir()
    unpack(tmp_path / "one", tmp_path / "two", SMALL, 10_000, "one")
    assert files(tmp_path / "two") == files(tmp_path / "one")
    assert (tmp_path / "two/m/am/final.mdl").read_bytes() == b"x" * 1000


@pytest.mark.parametrize(
    "name",
    [
        "../evil", "m/../../evil", "/evil", "//evil", "C:/evil", "C:evil", "..\\evil", "m\\evil", "m/..", "m//evil",
        ".", "m/./evil", "evil\x00.txt", "evil\n", "m/evil ", "m/evil.", "m/ev:il", "\u202eevil",
    ],
)  # fmt: skip
def test_a_name_that_leads_elsewhere(tmp_path: Path, name: str) -> None:
    """No path that is absolute, climbs, names a drive or means something else on another system is written."""
    source = zipped(tmp_path / "a.zip", ("m/good", b"good"), (name, b"evil"))
    assert "no plain name" in refused(source, tmp_path / "to")
    assert files(tmp_path) == ["a.zip"]


@given(st.text(st.sampled_from("./\\:ab \x00~"), min_size=1, max_size=12))
def test_whatever_the_names(name: str) -> None:
    """Nothing is ever written outside of the folder."""
    with tempfile.TemporaryDirectory() as place:
        target = Path(place, "in", "to")
        target.mkdir(parents=True)
        source = zipped(Path(place, "a.zip"), (name, b"x"))
        try:
            unpack(source, target, SMALL, 1_000, "it.zip")
        except EarError:
            assert files(Path(place)) == ["a.zip"]
        else:
            assert all(path.startswith(("in/to/", "a.zip")) for path in files(Path(place)))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip_file(tmp_path: Path, kind: int) -> None:
    """A member that says it is a link or a device is refused."""
    source = zipped(tmp_path / "a.zip", ("m/final.mdl", b"/etc/passwd"), mode=kind | 0o777)
    assert "link or a device" in refused(source, tmp_path / "to")
    assert files(tmp_path / "to") == []


@pytest.mark.parametrize("kind", ["file", "folder", "pipe"])
def test_links_and_devices_in_a_folder(tmp_path: Path, kind: str) -> None:
    """A folder with a link or a device in it is refused as well."""
    source = tmp_path / "from"
    source.mkdir()
    if kind == "pipe":
        os.mkfifo(source / "pipe")
    else:
        (source / "link").symlink_to("/etc/passwd" if kind == "file" else "/etc")
    assert "link or a device" in refused(source, tmp_path / "to")


@pytest.mark.parametrize("names", [("m/a", "m/A"), ("m/\u00e9", "m/e\u0301"), ("m/a", "m/a"), ("M/a", "m/a")])
def test_names_that_are_one_on_some_systems(tmp_path: Path, names: tuple[str, str]) -> None:
    """Names that differ by capitals or accents only, or not at all, are refused."""
    source = zipped(tmp_path / "a.zip", *((name, b"") for name in names))
    assert "there twice" in refused(source, tmp_path / "to")


def test_a_bomb(tmp_path: Path) -> None:
    """A small zip file that becomes large is refused by what it says."""
    source = zipped(tmp_path / "a.zip", ("m/zeros", bytes(10_000_000)))
    assert source.stat().st_size < 20_000
    assert "more than a small model" in refused(source, tmp_path / "to")
    assert files(tmp_path / "to") == []


def test_a_bomb_that_lies(tmp_path: Path) -> None:
    """One that says it is small does not become large."""
    source = zipped(tmp_path / "a.zip", ("m/zeros", bytes(10_000_000)))
    data = source.read_bytes()
    source.write_bytes(data.replace(struct.pack("<I", 10_000_000), struct.pack("<I", 10)))
    assert "damaged" in refused(source, tmp_path / "to")
    assert sum(path.stat().st_size for path in (tmp_path / "to").rglob("*")) <= 10_000


def test_too_many_files(tmp_path: Path) -> None:
    """In a zip file and in a folder."""
    source = zipped(tmp_path / "a.zip", *((f"m/{number}", b"") for number in range(21)))
    assert "more than a small model" in refused(source, tmp_path / "to")
    (tmp_path / "from").mkdir()
    for number in range(21):
        (tmp_path / "from" / str(number)).touch()
    assert "more than a small model" in refused(tmp_path / "from", tmp_path / "to")


def test_no_space(tmp_path: Path) -> None:
    """What does not fit on the disk is refused before anything is written."""
    source = zipped(tmp_path / "a.zip", ("m/final.mdl", os.urandom(50_000)))
    (tmp_path / "to").mkdir()
    with pytest.raises(NoSpaceError, match="no space"):
        unpack(source, tmp_path / "to", SMALL, 49_999, "it.zip")
    assert files(tmp_path / "to") == []


def test_what_is_no_zip_file(tmp_path: Path) -> None:
    """An empty file, a web page, half a zip file, one with a broken member, one with a password."""
    whole = zipped(tmp_path / "whole.zip", ("m/final.mdl", os.urandom(5_000))).read_bytes()
    garbled = whole[:2000] + bytes(100) + whole[2100:]
    locked = bytearray(whole)
    for at in (whole.index(b"PK\x03\x04") + 6, whole.index(b"PK\x01\x02") + 8):
        locked[at] |= 1
    source = tmp_path / "a.zip"
    for data in (b"", b"<html>Not found</html>", whole[:3000], garbled, bytes(locked)):
        source.write_bytes(data)
        assert "no zip file" in refused(source, tmp_path / "to")
        for path in (tmp_path / "to").rglob("final.mdl"):
            path.unlink()


def test_a_file_in_the_place_of_a_folder(tmp_path: Path) -> None:
    """A name that is both is one sentence."""
    source = zipped(tmp_path / "a.zip", ("m", b"x"), ("m/a", b"x"))
    assert "cannot be unpacked" in refused(source, tmp_path / "to")


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    """So is a file that has gone."""
    assert "cannot be unpacked" in refused(tmp_path / "nowhere.zip", tmp_path / "to")
