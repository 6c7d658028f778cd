"""Nothing leaves the device: the same loop without interfaces, under a trace, and what is left on disk."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
from sessions import companion, events
from speech import dialogue

from companion.units import RATE

NOW = ("--now", "2026-11-20T09:00:00")
CANARY = "quibbleworth"


def _mic(folder: Path) -> Path:
    sound, _ = dialogue((0.5, "stop", "slt"))
    soundfile.write(folder / "mic.wav", sound, RATE, subtype="PCM_16")
    return folder / "mic.wav"


def _loop(folder: Path) -> list[str]:
    words = ["run", "--mic", str(_mic(folder)), "--speaker", "out.wav", "--events", "e.jsonl", *NOW]
    return [sys.executable, "-m", "companion", *words]


def _worked(folder: Path) -> bool:
    found = events(folder / "e.jsonl")
    return "stop" in [event.get("name") for event in found] and "say" in [event["event"] for event in found]


def test_the_loop_works_without_any_interface(tmp_path: Path) -> None:
    """In a network namespace of its own, where there is not even a loopback, everything works."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "--net", "true"], capture_output=True).returncode != 0:
        pytest.skip("this machine refuses network namespaces")
    done = subprocess.run([unshare, "--net", *_loop(tmp_path)], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert _worked(tmp_path)


def test_no_internet_socket_is_asked_for(tmp_path: Path) -> None:
    """A trace of the whole process tree shows no socket of the internet families."""
    strace = shutil.which("strace")
    if strace is None or subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
        pytest.skip("this machine has no strace, or refuses to trace")
    trace = [strace, "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", "trace.txt"]
    done = subprocess.run([*trace, *_loop(tmp_path)], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert _worked(tmp_path)
    traced = (tmp_path / "trace.txt").read_text()
    assert "AF_INET" not in traced
    assert "AF_PACKET" not in traced


def test_what_was_typed_is_found_nowhere(tmp_path: Path) -> None:
    """A word that was said is on no file of the person, of the temp folder or of memory afterwards (C42)."""
    home = tmp_path / "home"
    temp = tmp_path / "temp"
    home.mkdir()
    temp.mkdir()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TMPDIR": str(temp)}
    done = companion(
        "run", "--text", *NOW, folder=home, typed=f"check in\nyes\nyes\n{CANARY} is on my mind\n+5\nstop\n",
        environment=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert CANARY not in done.stdout + done.stderr
    left = [path for root in (home, temp, Path("/dev/shm")) for path in root.rglob("*") if path.is_file()]
    assert not [path for path in left if CANARY.encode() in path.read_bytes()]
    assert not list(temp.iterdir())


def test_what_is_spoken_leaves_no_sound(tmp_path: Path) -> None:
    """After a session no file of the voice is left, neither in the temp folder nor in memory."""
    temp = tmp_path / "temp"
    temp.mkdir()
    before = set(Path("/dev/shm").iterdir())
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "TMPDIR": str(temp)}
    done = companion("run", "--text", *NOW, folder=tmp_path, typed="breathing\n+20\nstop\n", environment=environment)
    assert done.returncode == 0, done.stderr
    assert set(Path("/dev/shm").iterdir()) == before
    assert not list(temp.iterdir())


def test_the_event_file_is_ours_alone(tmp_path: Path) -> None:
    """What was heard, where somebody asked for it, is readable by them only."""
    companion("run", "--text", "--events", "e.jsonl", *NOW, folder=tmp_path, typed="stop\n")
    assert (tmp_path / "e.jsonl").stat().st_mode & 0o777 == 0o600
