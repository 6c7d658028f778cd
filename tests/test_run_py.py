"""What run.py decides on machines of every kind. The machine is pretended; nothing is installed and nothing is said."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import run

PROJECT = '[dependency-groups]\ntest = ["pytest>=9"]\ndev = [{ include-group = "test" }, "ruff"]\n'
TESTS = " ".join(run.TESTS)


class PretendMachine(run.Machine):
    """A new Debian machine with root and no terminal. `log` holds what was told and done, in order."""

    linux = True

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home = home
        (home / "pyproject.toml").write_text(PROJECT)
        self.log: list[str] = []
        self.packages: set[str] = set()
        self.modules: set[str] = set()
        self.programs = {"dpkg-query"}
        self.is_root, self.is_terminal, self.answer = True, False, True
        self.trouble: dict[str, list[str | None]] = {}
        self.statuses: dict[str, int] = {}

    @property
    def root(self) -> bool:
        return self.is_root

    @property
    def terminal(self) -> bool:
        return self.is_terminal

    def has(self, program: str) -> bool:
        return program in self.programs

    def has_module(self, name: str) -> bool:
        return name in self.modules

    def tell(self, line: str) -> None:
        self.log.append(line)

    def ask(self, question: str) -> bool:
        self.tell(question)
        return self.answer

    def output(self, command: Sequence[str]) -> str:
        return "".join(f"{name} installed\n" for name in command if name in self.packages)

    def work(self, command: Sequence[str], doing: str) -> str | None:
        kind = "pip" if "pip" in command else "venv" if "venv" in command else command[1]
        self.log.append(f"({kind})")
        trouble = self.trouble.get(kind, [])
        if trouble and (complaint := trouble.pop(0)) is not None:
            return complaint
        if kind == "venv":
            self.make_venv()
        if kind == "install":
            self.packages |= {word for word in command if not word.startswith("-")}
            if "python3-venv" in command:
                self.modules.add("ensurepip")
        if kind == "pip":
            self.asked = [word for word in command[1:] if word not in ("-m", "pip", "install")]
        return None

    def make_venv(self) -> None:
        folder = self.home / ".venv"
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        (folder / "bin" / "python").touch()
        (folder / "lib/python{}.{}/site-packages/pip".format(*self.python)).mkdir(parents=True, exist_ok=True)

    def show(self, command: Sequence[str]) -> int:
        words = [Path(command[0]).name, *command[1:]]
        self.log.append(" ".join(words))
        return self.statuses.get(words[0], 0)

    def become(self, command: Sequence[str]) -> int:
        self.log.append(" ".join(command[1:]))
        return 0


@pytest.fixture
def machine(tmp_path: Path) -> PretendMachine:
    return PretendMachine(tmp_path)


@pytest.fixture
def ready(machine: PretendMachine) -> PretendMachine:
    """A machine on which everything has been set up for `run`."""
    assert run.main([], machine) == 0
    machine.log.clear()
    return machine


SYSTEM = "libportaudio2, espeak-ng, libasound2-plugins, libseccomp2"


def test_a_new_machine_gets_everything_in_order(machine: PretendMachine) -> None:
    """System packages, then the place for Python packages, then those, then the companion: a line before each."""
    assert run.main([], machine) == 0
    venv = "python{}.{}-venv".format(*machine.python)
    assert machine.log == [
        f"Installing system packages: {SYSTEM}, python3-venv, {venv}.",
        "(install)",
        "Making a place for the Python packages, .venv.",
        "(venv)",
        "Installing the Python packages. The first time this takes a few minutes.",
        "(pip)",
        "Everything is in place.",
        "-m companion",
    ]


def test_nothing_missing_nothing_said(ready: PretendMachine) -> None:
    """A second start does nothing but start the companion."""
    assert run.main([], ready) == 0
    assert ready.log == ["-m companion"]


@pytest.mark.parametrize("words", [["doctor", "--speak"], ["--help"], ["say", "time out"], ["run", "test"]])
def test_words_go_to_the_companion(ready: PretendMachine, words: list[str]) -> None:
    """Words that do not begin with `test` are the companion's, in their order; `--yes` is for the set-up alone."""
    assert run.main(["--yes", *words, "--yes"], ready) == 0
    assert ready.log == ["-m companion " + " ".join(words)]


def test_the_tests_need_more(ready: PretendMachine) -> None:
    """`test` installs what the tests use, and the packages of the dev group, where `run` has been set up before."""
    assert run.main(["test", "-k", "stop"], ready) == 0
    assert ready.log[0] == f"Installing system packages: {', '.join(p.split('|')[0] for p in run.TEST_PACKAGES)}."
    assert ready.asked[-4:] == ["--editable", ".[bench]", "pytest>=9", "ruff"]
    assert ready.log[-1] == f"{TESTS} -k stop"
    ready.log.clear()
    assert run.main(["test"], ready) == 0
    assert ready.log == [*(" ".join(command) for _, command in run.CHECKS), TESTS]


def test_a_machine_set_up_for_tests_can_run(machine: PretendMachine) -> None:
    """After `test`, a start of the companion installs nothing."""
    run.main(["test"], machine)
    machine.log.clear()
    assert run.main([], machine) == 0
    assert machine.log == ["-m companion"]


def test_every_check_runs_and_is_counted(machine: PretendMachine, capsys: pytest.CaptureFixture[str]) -> None:
    """A check that fails keeps nothing from running; the last line counts, and the exit status is not 0."""
    machine.statuses = {"mypy": 1, "ruff": 2}
    assert run.main(["test"], machine) == 1
    assert machine.log[-1] == TESTS
    assert capsys.readouterr().out.splitlines()[-2:] == ["Not well: ruff, ruff, mypy.", "checks: 2 passed, 3 failed"]


def test_pytest_has_the_last_word(machine: PretendMachine, capsys: pytest.CaptureFixture[str]) -> None:
    """When only pytest fails its own closing line is the last one, and its exit status is ours."""
    machine.statuses = {"pytest": 5}
    assert run.main(["test"], machine) == 5
    assert capsys.readouterr().out.splitlines()[-1] == f"Running the tests: {TESTS}"


def test_somebody_who_can_answer_is_asked(machine: PretendMachine) -> None:
    """On a terminal system packages are asked for; `--yes` answers."""
    machine.is_terminal, machine.modules = True, {"ensurepip"}
    run.main([], machine)
    assert machine.log[0] == f"May I install these system packages: {SYSTEM}? [Y/n]"
    machine.log.clear()
    machine.packages.clear()
    run.main(["--yes"], machine)
    assert machine.log[0] == f"Installing system packages: {SYSTEM}."


def test_a_no_is_respected(machine: PretendMachine) -> None:
    """Who says no goes on without them, and is told where to see what will not work."""
    machine.is_terminal, machine.answer, machine.modules = True, False, {"ensurepip"}
    assert run.main([], machine) == 0
    assert "(install)" not in machine.log
    assert machine.log[1].startswith("Going on without them.")


def test_a_no_to_what_cannot_be_missed_ends_it(machine: PretendMachine) -> None:
    """Without python3-venv there is no place for the packages: one sentence says so."""
    machine.is_terminal, machine.answer = True, False
    assert run.main([], machine) == 2
    assert machine.log[-1] == "This Python cannot install packages: add your system's python3-venv and start again."


def test_what_the_system_refuses_is_one_sentence(ready: PretendMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be read or started ends the set-up with a sentence, not with a traceback."""

    def refused(command: Sequence[str]) -> int:
        raise PermissionError(13, "Permission denied", ".venv/bin/python")

    monkeypatch.setattr(ready, "become", refused)
    assert run.main([], ready) == 2
    assert ready.log == ["The set-up cannot go on here: [Errno 13] Permission denied: '.venv/bin/python'"]


def test_without_root_the_command_is_named(machine: PretendMachine) -> None:
    """Without root there is one sentence with the command to run, exit status 2, and nothing is done."""
    machine.is_root, machine.modules = False, {"ensurepip"}
    assert run.main([], machine) == 2
    command = f"sudo apt-get install --yes --no-install-recommends {SYSTEM.replace(',', '')}"
    assert machine.log == [f"These system packages are missing; please run: {command}"]


def test_the_list_of_packages_is_renewed_when_needed(machine: PretendMachine) -> None:
    """Only when packages cannot be found is the list asked for, once, and the installation tried again."""
    machine.trouble["install"] = ["E: Unable to locate package espeak-ng", None]
    assert run.main([], machine) == 0
    assert [line for line in machine.log if line[0] == "("] == ["(install)", "(update)", "(install)", "(venv)", "(pip)"]


@pytest.mark.parametrize(
    ("step", "complaints", "told"),
    [
        ("install", ["E: no", "E: still no"], "The system packages could not be installed (E: still no): check"),
        ("venv", ["no space left"], "The folder .venv could not be made (no space left): check"),
        ("pip", ["ERROR: no network"], "The Python packages could not be installed (ERROR: no network): check"),
    ],
)
def test_what_fails_is_one_sentence(
    machine: PretendMachine, step: str, complaints: list[str | None], told: str
) -> None:
    """A step that fails ends the set-up with one sentence and exit status 2; the next start tries again."""
    machine.trouble[step] = complaints
    assert run.main([], machine) == 2
    assert machine.log[-1].startswith(told)
    assert run.main([], machine) == 0


def test_pipewire_is_left_alone(machine: PretendMachine) -> None:
    """Where PipeWire stands in for PulseAudio, nothing of PulseAudio's is installed beside it."""
    machine.modules, machine.packages = {"ensurepip"}, {"pipewire-alsa", "pipewire-pulse"}
    missing = run.missing_packages(machine, "test")
    assert "espeak-ng" in missing
    assert not {"libasound2-plugins", "pulseaudio"} & set(missing)


def test_another_system_is_told_what_it_needs(machine: PretendMachine) -> None:
    """A Linux without dpkg gets a sentence naming the libraries, and its Python packages."""
    machine.programs.clear()
    machine.modules.add("ensurepip")
    assert run.main([], machine) == 0
    assert machine.log[0].startswith("Please see that PortAudio, espeak-ng and libseccomp are installed")
    assert "(install)" not in machine.log


@pytest.mark.parametrize("change", ["pyproject", "moved", "python"])
def test_what_changed_is_set_up_again(ready: PretendMachine, tmp_path: Path, change: str) -> None:
    """New requirements, another place of the folder, or another Python: the packages are installed again."""
    if change == "pyproject":
        (ready.home / "pyproject.toml").write_text(PROJECT + "# newer\n")
    elif change == "moved":
        ready.home = ready.home.rename(tmp_path.with_name(tmp_path.name + "-moved"))
    else:
        ready.python = (3, 99)
    assert run.main([], ready) == 0
    assert "(pip)" in ready.log
    assert ("(venv)" in ready.log) is (change == "python")


def test_interrupted_is_130(ready: PretendMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C ends it with 130 and without a word."""

    def interrupted(command: Sequence[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(ready, "become", interrupted)
    assert run.main([], ready) == 130
    assert ready.log == []


def test_the_complaint_is_the_last_error() -> None:
    """Of a log, the last line marked as an error is quoted, else the last line there is."""
    assert run.complaint("Reading\nE: Unable to locate\nDone\n") == "E: Unable to locate"
    assert run.complaint("  OSError: [Errno 28] No space left\nhint: see above") == "OSError: [Errno 28] No space left"
    assert run.complaint("one\ntwo\n\n") == "two"
    assert run.complaint("") == "it said nothing"


def test_long_work_is_heard_of(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that takes long is spoken of again and again until it ends, and its complaint is kept."""
    real = run.Machine()
    monkeypatch.setattr(run, "STILL_SECONDS", 0.001)
    monkeypatch.setattr(real, "has", lambda program: False)
    command = [sys.executable, "-c", "import sys; sys.exit('ERROR: it broke')"]
    assert real.work(command, "trying") == "ERROR: it broke"
    assert capsys.readouterr().err.startswith("Still trying, 0 seconds so far.\n")


def test_an_older_python_gets_a_sentence(checkout: Path) -> None:
    """A Python that is too old is told so in one line, exit status 2."""
    pretend = f"import sys, runpy; sys.version_info = (3, 10, 1); runpy.run_path({str(checkout / 'run.py')!r})"
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or newer" in done.stderr


def test_ci_is_the_same_command(checkout: Path) -> None:
    """What runs for a change is what a person would run."""
    assert "exec python3 run.py test --yes" in (checkout / ".ci" / "run").read_text()
