"""`companion models`, as a person types it: only `install` with an address connects."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from sessions import companion
from shop import Shop, opened
from speech import dialogue

from companion.units import RATE

NAME = "vosk-model-small-copy"


@pytest.fixture
def stick(copy: Path, tmp_path: Path) -> Path:
    made = Path(shutil.make_archive(str(tmp_path / "stick"), "zip", copy.parent, copy.name))
    shutil.rmtree(copy)
    return made


@pytest.fixture
def shop(stick: Path) -> Iterator[Shop]:
    with opened(Shop(stick.read_bytes())) as shop:
        yield shop


def models(folder: Path, *words: str | Path) -> tuple[int, str, str]:
    """Status, output and errors."""
    done = companion("models", *words, "--data", folder / "data", folder=folder)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_from_a_stick_to_the_ear_and_back(stick: Path, tmp_path: Path) -> None:
    """Installed from a zip file it is in use, listed and well; damaged it is told; taken away, it is gone."""
    status, out, _ = models(tmp_path, "install", stick)
    assert status == 0
    assert f"SHA-256 {hashlib.sha256(stick.read_bytes()).hexdigest()}: unchecked" in out
    assert f"In use: {NAME}" in out
    _, out, _ = models(tmp_path)
    assert out.startswith(f"In use: {NAME}")
    assert "vosk-model-small-en-us-0.15: English, 40 MB, Apache 2.0, unchecked" in out
    status, out, _ = models(tmp_path, "verify")
    assert status == 0
    assert "7 files as installed" in out or "8 files as installed" in out
    (tmp_path / "data" / "models" / NAME / "conf" / "model.conf").write_bytes(b"")
    status, out, _ = models(tmp_path, "verify")
    assert status == 1
    assert f"{NAME} is not as it was installed: conf/model.conf changed. Install it anew" in out
    status, out, _ = models(tmp_path, "remove", NAME)
    assert status == 0
    assert (
        "In use: the English model that PocketSphinx brings along, with companion-mini-en for a second opinion." in out
    )


def test_what_is_installed_is_the_ear(stick: Path, tmp_path: Path) -> None:
    """With a model of an official name installed, commands and open answers are heard by Vosk unasked."""
    models(tmp_path, "install", stick)
    sound, _ = dialogue((0.5, "movement", "awb"))
    soundfile.write(tmp_path / "said.wav", sound, RATE)
    for words in ((), ("--expect", "free")):
        done = companion("hear", "said.wav", *words, "--data", tmp_path / "data", folder=tmp_path)
        heard = json.loads(done.stdout)
        assert (heard["engine"], heard["text"]) == ("vosk", "movement")


@pytest.mark.enable_socket
def test_from_an_address(shop: Shop, tmp_path: Path) -> None:
    """Progress comes as lines, a cut connection is gone on with, and nothing of the download is left."""
    shop.cuts = [len(shop.data) // 2]
    status, out, err = models(tmp_path, "install", shop.address, "--sha256", hashlib.sha256(shop.data).hexdigest())
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"Fetching {shop.address}"
    assert [line.split(" %")[0] for line in lines if "%" in line][-1] == "100"
    assert ": checked." in out
    assert "\r" not in out
    assert "\x1b" not in out
    assert len(shop.asked) == 2
    assert list((tmp_path / "data" / "models" / ".incoming").iterdir()) == []


@pytest.mark.enable_socket
def test_only_the_child_connects(shop: Shop, tmp_path: Path) -> None:
    """A trace of the whole process tree shows sockets of the internet in the program that fetches alone."""
    strace = shutil.which("strace")
    if strace is None or subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
        pytest.skip("this machine has no strace, or refuses to trace")
    trace = [strace, "-f", "-qq", "-s", "200", "-e", "trace=socket,execve", "-o", "trace.txt"]
    words = [sys.executable, "-m", "companion", "models", "install", shop.address, "--data", "data"]
    done = subprocess.run([*trace, *words], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "trace.txt").read_text().splitlines()
    fetching = {line.split()[0] for line in lines if "execve(" in line and "_fetch.py" in line}
    assert len(fetching) == 1
    assert {line.split()[0] for line in lines if "AF_INET" in line} == fetching


@pytest.mark.enable_socket
def test_a_wrong_checksum(shop: Shop, tmp_path: Path) -> None:
    """Nothing is installed, and what was fetched is thrown away."""
    status, out, err = models(tmp_path, "install", shop.address, "--sha256", "0" * 64)
    assert status == 2
    assert "not the one that is expected" in err
    assert "Installed" not in out
    assert [path.name for path in (tmp_path / "data" / "models").rglob("*")] == [".incoming"]


@pytest.mark.enable_socket
def test_a_page_instead_of_a_zip_file(shop: Shop, tmp_path: Path) -> None:
    """What is no zip file is called by its address."""
    shop.data = b"<html>Sign in</html>"
    status, _, err = models(tmp_path, "install", shop.address)
    assert status == 2
    assert err.startswith(f"{shop.address} is no zip file")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("vosk-model-small-en-us-0.51", 'Did you mean "vosk-model-small-en-us-0.15"?'),
        ("nowhere.zip", "companion models list"),
        ("ftp://example.org/model.zip", "no web address"),
        ("http://127.0.0.1:1/model.zip", "no connection"),
    ],
)
def test_sources_that_are_none(tmp_path: Path, source: str, told: str) -> None:
    """One sentence, status 2."""
    status, _, err = models(tmp_path, "install", source)
    assert status == 2
    assert told in err
    assert len(err.splitlines()) == 1
