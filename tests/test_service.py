"""The system timer: what is written, and what it may run."""

import configparser
import shlex
import subprocess
import sys
from pathlib import Path

import pytest


def _service(what: str, home: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "companion", "--data", str(home / "my data"), "service", what]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config")}
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=Path(__file__).parent.parent)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="systemd is on Linux")
def test_the_timer_runs_remind_and_nothing_else(tmp_path: Path) -> None:
    """The service is `remind` of this installation with this data folder, and removal leaves nothing."""
    done = _service("install", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "systemctl --user enable --now companion-remind.timer" in done.stdout
    folder = tmp_path / "config" / "systemd" / "user"
    units = {path.name: configparser.ConfigParser(interpolation=None) for path in folder.iterdir()}
    for name, unit in units.items():
        unit.read(folder / name)
    assert sorted(units) == ["companion-remind.service", "companion-remind.timer"]
    words = shlex.split(units["companion-remind.service"]["Service"]["ExecStart"])
    assert words[1:] == ["-m", "companion", "--data", str(tmp_path / "my data"), "remind"]
    assert units["companion-remind.timer"]["Timer"]["Persistent"] == "true"
    assert _service("remove", tmp_path).returncode == 0
    assert not list(folder.iterdir())
