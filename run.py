"""Set up everything that is missing, then start the companion, or run its tests. Standard library only.

    python3 run.py [words for companion]        python3 run.py test [words for pytest]

Rules
1. One plain line for each thing it does, on stderr, spoken too once espeak-ng is there. Nothing missing: no line.
2. It asks before a system package. With `--yes` (anywhere) or without a terminal it installs; without root it
   says which command to run, and exits with 2.
3. What has been set up is stamped in `.venv`: a hash of pyproject.toml, the Python and the place of this folder.
4. It never removes a system package, and leaves nothing outside `.venv`.
5. What goes wrong is one sentence on stderr and exit status 2. Interrupted: 130.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

if sys.version_info < (3, 11):  # noqa: UP036  - an older Python gets a sentence, not a SyntaxError
    sys.stderr.write("The companion needs Python 3.11 or newer: please start run.py with a newer one.\n")
    sys.exit(2)

HERE = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
PYTHON = "python.exe" if WINDOWS else "python"

# A name, or several of which one is enough: PipeWire's own take the place of PulseAudio's.
PACKAGES = ("libportaudio2", "espeak-ng", "libasound2-plugins|pipewire-alsa", "libseccomp2")
TEST_PACKAGES = (
    "flite",
    "festival",
    "festvox-kallpc16k",
    "festvox-us-slt-hts",
    "pulseaudio|pipewire-pulse",
    "pulseaudio-utils",
    "strace",
    "libfst-tools",
)
CHECKS = (
    ("Reading the code for mistakes", ("ruff", "check")),
    ("Checking the layout of the code", ("ruff", "format", "--check")),
    ("Checking types", ("mypy",)),
    ("Checking who imports whom", ("lint-imports", "--no-logo")),
)
TESTS = ("pytest", "--numprocesses", "auto", "--dist", "loadfile")
STILL_SECONDS = 20.0
HUSH_SECONDS = 3.0


class SetUpError(Exception):
    """What stands in the way, in one sentence, with what to do."""


class Machine:
    """The machine as the set-up sees it: everything that looks at the world or changes it."""

    home = HERE
    linux = sys.platform.startswith("linux")
    python = (sys.version_info.major, sys.version_info.minor)

    def __init__(self) -> None:
        self._voice: subprocess.Popen[str] | None = None

    @property
    def root(self) -> bool:
        return not WINDOWS and os.geteuid() == 0

    @property
    def terminal(self) -> bool:
        return sys.stdin is not None and sys.stdin.isatty()

    def has(self, program: str) -> bool:
        return shutil.which(program) is not None

    def has_module(self, name: str) -> bool:
        return importlib.util.find_spec(name) is not None

    def tell(self, line: str) -> None:
        """Show a line and speak it. A voice that cannot sound is no reason to stop: the line has been shown."""
        print(line, file=sys.stderr, flush=True)
        with contextlib.suppress(OSError):
            if self._voice is None and self.has("espeak-ng"):
                quiet = subprocess.DEVNULL
                self._voice = subprocess.Popen(
                    ["espeak-ng"], stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, text=True
                )
            if self._voice is not None and self._voice.stdin is not None:
                self._voice.stdin.write(line + "\n")
                self._voice.stdin.flush()

    def hush(self) -> None:
        """Let the voice finish, for HUSH_SECONDS at most, so that it does not talk over what comes next."""
        if self._voice is None or self._voice.stdin is None:
            return
        with contextlib.suppress(OSError):
            self._voice.stdin.close()
        try:
            self._voice.wait(HUSH_SECONDS)
        except subprocess.TimeoutExpired:
            self._voice.kill()
            self._voice.wait()

    def ask(self, question: str) -> bool:
        self.tell(question)
        try:
            return input().strip().lower() in ("", "y", "yes")
        except EOFError:
            return False

    def output(self, command: Sequence[str]) -> str:
        """What a quick command prints, whatever its exit status."""
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False
        ).stdout

    def work(self, command: Sequence[str], doing: str) -> str | None:
        """Run a long command, saying now and then that it goes on. None when all went well, else its last complaint."""
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        with tempfile.TemporaryFile() as log:
            with subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.home, env=environment
            ) as process:
                waited = 0.0
                while True:
                    try:
                        status = process.wait(STILL_SECONDS)
                        break
                    except subprocess.TimeoutExpired:
                        waited += STILL_SECONDS
                        self.tell(f"Still {doing}, {waited:.0f} seconds so far.")
            log.seek(0)
            return None if status == 0 else complaint(log.read().decode(errors="replace"))

    def show(self, command: Sequence[str]) -> int:
        """Run a command whose output the person sees."""
        return subprocess.run(command, cwd=self.home, check=False).returncode

    def become(self, command: Sequence[str]) -> int:
        """Go on as another program, with this terminal and this working folder."""
        if not WINDOWS:  # execv there returns to the shell at once
            os.execv(command[0], list(command))
        return subprocess.run(command, check=False).returncode


def complaint(log: str) -> str:
    """The line of a log that says best what went wrong: the last error of apt, pip or Python, else the last line."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"E:|ERROR:|\w+Error:", line)]
    return ([*lines, *errors] or ["it said nothing"])[-1]


def program(machine: Machine, name: str) -> str:
    return str(machine.home / ".venv" / ("Scripts" if WINDOWS else "bin") / name)


# System packages -----------------------------------------------------------------------------------------------


def missing_packages(machine: Machine, kind: str) -> list[str]:
    """Which Debian packages `kind` ("run", "test") still needs."""
    wanted = [*PACKAGES, *(TEST_PACKAGES if kind == "test" else ())]
    if not has_venv(machine) and not machine.has_module("ensurepip"):
        wanted += ["python3-venv", "python{}.{}-venv".format(*machine.python)]
    names = [name for entry in wanted for name in entry.split("|")]
    lines = machine.output(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names]).splitlines()
    installed = {line.split()[0] for line in lines if line.endswith(" installed")}
    return [entry.split("|")[0] for entry in wanted if installed.isdisjoint(entry.split("|"))]


def install_packages(machine: Machine, packages: Sequence[str], yes: bool) -> None:
    """Install `packages`, if the person agrees. The list of packages is renewed only when it is needed."""
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if not machine.root:
        raise SetUpError(f"These system packages are missing; please run: sudo {' '.join(install)}")
    names = ", ".join(packages)
    if not (yes or not machine.terminal or machine.ask(f"May I install these system packages: {names}? [Y/n]")):
        machine.tell("Going on without them. What does not work then, python3 run.py doctor will tell.")
        return
    machine.tell(f"Installing system packages: {names}.")
    careful = [*install, "--no-remove", "-o", "DPkg::Lock::Timeout=300"]
    doing = "installing system packages"
    if machine.work(careful, doing) is None:
        return
    machine.tell("Asking for the newest list of system packages.")
    trouble = machine.work(["apt-get", "update"], "asking for the list") or machine.work(careful, doing)
    if trouble is not None:
        raise SetUpError(
            f"The system packages could not be installed ({trouble}): check the network and start again, "
            f"or run: {' '.join(install)}"
        )


# Python packages -----------------------------------------------------------------------------------------------


def stamp(machine: Machine, kind: str) -> tuple[Path, str]:
    """Where it is noted that `kind` has been set up, and what the note must say."""
    about = f"{kind} {machine.python} {machine.home} ".encode()
    note = hashlib.sha256(about + (machine.home / "pyproject.toml").read_bytes()).hexdigest()
    return machine.home / ".venv" / f"set-up-{kind}", note


def is_stamped(machine: Machine, kind: str) -> bool:
    path, note = stamp(machine, kind)
    return Path(program(machine, PYTHON)).exists() and path.exists() and path.read_text() == note


def group(groups: dict[str, list[Any]], name: str) -> list[str]:
    """The requirements of a dependency group, its includes resolved: Debian 12's pip does not know groups."""
    found: list[str] = []
    for entry in groups[name]:
        found += [entry] if isinstance(entry, str) else group(groups, entry["include-group"])
    return found


def requirements(machine: Machine, kind: str) -> list[str]:
    """What pip is asked for: the package itself, editable, and for the tests what they and the checks need."""
    if kind == "run":
        return ["--editable", "."]
    import tomllib

    project = tomllib.loads((machine.home / "pyproject.toml").read_text(encoding="utf-8"))
    return ["--editable", ".[bench]", *group(project["dependency-groups"], "dev")]


def has_venv(machine: Machine) -> bool:
    """Whether `.venv` is there, belongs to this Python and has pip."""
    library = "Lib" if WINDOWS else "lib/python{}.{}".format(*machine.python)
    pip = machine.home / ".venv" / library / "site-packages" / "pip"
    return pip.is_dir() and Path(program(machine, PYTHON)).exists()


def make_venv(machine: Machine) -> None:
    if has_venv(machine):
        return
    if not machine.has_module("ensurepip"):
        raise SetUpError("This Python cannot install packages: add your system's python3-venv and start again.")
    machine.tell("Making a place for the Python packages, .venv.")
    trouble = machine.work([sys.executable, "-m", "venv", "--clear", ".venv"], "making .venv")
    if trouble is not None:
        raise SetUpError(f"The folder .venv could not be made ({trouble}): check free disk space and rights.")


def install_python(machine: Machine, kind: str) -> None:
    make_venv(machine)
    machine.tell("Installing the Python packages. The first time this takes a few minutes.")
    pip = ("-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--retries", "2")
    trouble = machine.work(
        [program(machine, PYTHON), *pip, *requirements(machine, kind)], "installing the Python packages"
    )
    if trouble is not None:
        raise SetUpError(f"The Python packages could not be installed ({trouble}): check the network and start again.")
    for done in {"run", kind}:
        path, note = stamp(machine, done)
        path.write_text(note)
    machine.tell("Everything is in place.")


# The two commands ----------------------------------------------------------------------------------------------


def set_up(machine: Machine, kind: str, yes: bool) -> None:
    """Bring the machine to where `kind` can start. Does and says nothing when nothing is missing."""
    if machine.linux and machine.has("dpkg-query"):
        packages = missing_packages(machine, kind)
        if packages:
            install_packages(machine, packages, yes)
    if is_stamped(machine, kind):
        return
    if machine.linux and not machine.has("dpkg-query"):
        machine.tell("Please see that PortAudio, espeak-ng and libseccomp are installed: I can do that on Debian only.")
    install_python(machine, kind)


def run_tests(machine: Machine, words: Sequence[str]) -> int:
    """Every check, then pytest; 0 when all are well. The last line printed counts what passed."""
    say = partial(print, flush=True)
    failed = []
    for title, (tool, *rest) in CHECKS:
        say(f"{title}: {' '.join([tool, *rest])}")
        if machine.show([program(machine, tool), *rest]) != 0:
            failed.append(tool)
    tool, *rest = (*TESTS, *words)
    say(f"Running the tests: {' '.join([tool, *rest])}")
    status = machine.show([program(machine, tool), *rest])
    if failed:
        say(f"Not well: {', '.join([*failed, *([tool] if status else [])])}.")
        parts, bad = len(CHECKS) + 1, len(failed) + bool(status)
        say(f"checks: {parts - bad} passed, {bad} failed")
    return 1 if failed else status


def main(words: Sequence[str], machine: Machine) -> int:
    yes = "--yes" in words
    words = [word for word in words if word != "--yes"]
    kind = "test" if words[:1] == ["test"] else "run"
    try:
        set_up(machine, kind, yes)
        machine.hush()
        if kind == "test":
            return run_tests(machine, words[1:])
        return machine.become([program(machine, PYTHON), "-m", "companion", *words])
    except SetUpError as error:
        machine.tell(str(error))
        machine.hush()
        return 2
    except OSError as error:
        machine.tell(f"The set-up cannot go on here: {error}")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Machine()))
