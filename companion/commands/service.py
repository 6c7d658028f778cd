"""`service`: let the system ask every few minutes whether a reminder is due. The timer runs `remind` and nothing else.

Rules
1. Only two files are written, in the folder for systemd units of the person; each is written whole or not at all.
2. Nothing is started by itself: the one command that starts the timer is printed.
3. The timer never opens the microphone, since `remind` does not.
"""

import argparse
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from companion import resources
from companion.commands._arguments import Subcommands, places
from companion.errors import UsageError

NAME: Final = "companion-remind"
EVERY_MINUTES: Final = 5

_SERVICE: Final = """[Unit]
Description=Say what was agreed for now

[Service]
Type=oneshot
ExecStart={command}
"""
_TIMER: Final = """[Unit]
Description=Ask every {minutes} minutes whether something was agreed for now

[Timer]
OnCalendar=*:0/{minutes}
Persistent=true

[Install]
WantedBy=timers.target
"""


def add(commands: Subcommands) -> None:
    parser = commands.add("service", service, "a system timer that runs `remind`: install or remove")
    parser.add_argument("what", choices=("install", "remove"))


def service(arguments: argparse.Namespace) -> int:
    """Write the units, or take them away, and print what to type next."""
    if not sys.platform.startswith("linux"):
        raise UsageError("This works where systemd is. For macOS and Windows there are files to copy in docs/service.")
    folder = units_folder()
    unit, timer = folder / f"{NAME}.service", folder / f"{NAME}.timer"
    if arguments.what == "remove":
        for path in (timer, unit):
            path.unlink(missing_ok=True)
        print(f"The timer is removed from {folder}. Type: systemctl --user daemon-reload")
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    _write(unit, _SERVICE.format(command=_command(places(arguments).data)))
    _write(timer, _TIMER.format(minutes=EVERY_MINUTES))
    print(f"The timer is written to {folder}. It looks every {EVERY_MINUTES} minutes and never opens the microphone.")
    print(f"To start it, type: systemctl --user enable --now {NAME}.timer")
    return 0


def units_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where systemd looks for the units of a person."""
    named = Path(environment.get("XDG_CONFIG_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".config") / "systemd" / "user"


def _command(data: Path | None) -> str:
    """`remind` of this very installation, with the data folder that is in use now."""
    words = [sys.executable, "-m", "companion", "--data", str(resources.data_folder(data)), "remind"]
    return " ".join(shlex.quote(word).replace("%", "%%") for word in words)


def _write(path: Path, text: str) -> None:
    fresh = path.with_suffix(f"{path.suffix}.new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
