"""`check`: everything a person wrote, at once."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import pytest

from companion.config import Config, load_config
from companion.content import check_all
from companion.content._check import unheard
from companion.ears import guessed, known_words, sounds_of
from companion.steps import State


class FewWords:
    """Commands of a few words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)

    def pronunciations(self) -> Mapping[str, Sequence[str]]:
        return {"kintsugi": ["K IH N T S UW G IY"]}

    def jsgf(self, state: State) -> str:
        return ""

    def phrases(self, state: State) -> Sequence[str]:
        return ()

    def unsayable(self, knows: Callable[[str], bool]) -> Sequence[str]:
        return ()

    def sureness(self, text: str, state: State) -> float:
        return 0.0

    def alarms(self, text: str, state: State) -> bool:
        return False

    def reflex(self, text: str, state: State) -> None:
        return None

    def completeness(self, text: str, state: State) -> Literal["no", "extendable", "complete"]:
        return "no"


@pytest.fixture
def copy(tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a copy of the scripts and of the config in it."""
    shutil.copytree(checkout / "scripts", tmp_path / "scripts")
    shutil.copy(checkout / "config.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_ships_is_well(copy: Path) -> None:
    """The scripts and the config that ship have no problem."""
    assert [str(problem) for problem in check_all(copy / "scripts", copy / "config.yaml")] == []


def change(path: Path, old: str, new: str) -> None:
    """Replace the first `old`, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_everything_is_told_at_once(copy: Path) -> None:
    """Config, scripts, wording rules, wording and templates are all checked, whatever is wrong with the others."""
    change(copy / "config.yaml", "rate: 170", "rate: 17")
    change(copy / "scripts/en/session.yaml", "stopped: Stopped.", "stopped: Look, {it} stopped.")
    change(copy / "scripts/en/wording.yaml", "longest: 25", "longest: some")
    change(copy / "scripts/en/breathing.yaml", "called: the box", "colled: the box")
    (copy / "scripts/en/intents/odd.yaml").write_text("intent: {}\n", encoding="utf-8")
    files = {problem.file for problem in check_all(Path("scripts"), Path("config.yaml"))}
    assert files == {
        "config.yaml",
        *(f"scripts/en/{name}.yaml" for name in ("session", "wording", "breathing", "intents/odd")),
    }


def test_wording_is_checked_in_a_broken_script(copy: Path) -> None:
    """A line that says what is never said is told even where another part of its file is wrong."""
    change(copy / "scripts/en/breathing.yaml", "breathe_in: In.", "breathe_in: Look.")
    change(copy / "scripts/en/breathing.yaml", "called: the box", "colled: the box")
    said = [problem.text for problem in check_all(Path("scripts"), Path("config.yaml"))]
    assert "says 'look', which asks for sight." in said
    assert "`called` is missing." in said


def test_a_list_names_lines_of_its_file_and_is_not_left_out(copy: Path) -> None:
    """A list that dialogues go through must be there, and what stands in one must be a line of the file."""
    scripts = copy / "scripts"
    change(scripts / "en" / "values.yaml", "[honesty, safety", "[honesty, saftey, safety")
    change(scripts / "en" / "gold.yaml", "lists:\n  examples:", "lists:\n  sample:")
    found = [str(problem) for problem in check_all(scripts, copy / "config.yaml")]
    assert len(found) == 2
    assert found[0].endswith("the list `examples` is missing.")
    assert "there is no line `saftey` here; did you mean `safety`" in found[1]


def test_every_exercise_can_be_asked_for(copy: Path) -> None:
    """An exercise that no sentence leads to is told, and so is a sentence that leads to none."""
    change(copy / "scripts/en/intents/exercises.yaml", "slots: {kind: walk}", "slots: {kind: hike}")
    assert [str(problem) for problem in check_all(Path("scripts"), Path("config.yaml"))] == [
        "scripts/en/intents: nobody can ask for the exercise `walk`: no sentence of grounding or movement has this "
        "`kind`.",
        "scripts/en/intents: people can ask for the exercise `hike`, and there is none.",
    ]


def test_the_wording_rules_hold_for_exercises_too(copy: Path) -> None:
    """Every text of an exercise is held against the rules, and so is what stands in for it (D20, D21)."""
    change(copy / "scripts/en/exercises/senses.yaml", "Let your feet rest on something.", "Close your eyes.")
    change(copy / "scripts/en/exercises/senses.yaml", "Now one taste, or one more thing", "Look at one more thing")
    said = [problem.text for problem in check_all(Path("scripts"), Path("config.yaml"))]
    assert said == ["says 'close your eyes', which orders the eyes shut.", "says 'look', which asks for sight."]


def test_the_config_must_suit_the_scripts(copy: Path) -> None:
    """A style that the scripts do not have is told with its line in the config."""
    change(copy / "config.yaml", "style: long_exhale", "style: long_inhale")
    (problem,) = check_all(Path("scripts"), Path("config.yaml"))
    assert (problem.file, problem.text.split(";")[0]) == (
        "config.yaml",
        "there is no style `long_inhale` in the scripts",
    )


def test_a_missing_language_is_told(copy: Path) -> None:
    """A language without scripts is one sentence."""
    change(copy / "config.yaml", "language: en", "language: de")
    assert [str(problem) for problem in check_all(Path("scripts"), Path("config.yaml"))] == [
        "scripts: there are no scripts for the language de here; there is en."
    ]


def test_every_word_must_be_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word the recogniser lacks is told where it is first written; one with a pronunciation is fine."""
    monkeypatch.chdir(tmp_path)
    Path("config.yaml").write_text("pause_word: wibble\n", encoding="utf-8")
    Path("intents").mkdir()
    Path("intents/a.yaml").write_text("# zabble in a remark\nintents:\n  stop: (stop | zabble)\n", encoding="utf-8")
    commands = FewWords("stop", "zabble", "wibble", "quux", "kintsugi")
    found = unheard(commands, {"stop"}.__contains__, Path("intents"), load_config(Path("config.yaml")))
    text = "the recogniser does not know the word `{}`; use another one, or add it to `pronunciations`."
    assert [(problem.file, problem.line, problem.text) for problem in found] == [
        ("intents", None, text.format("quux")),
        ("config.yaml", 1, "the recogniser does not know the word `wibble`; choose another one."),
        ("intents/a.yaml", 3, text.format("zabble")),
    ]


def test_known_words_are_no_problem() -> None:
    """Nothing is said where every word is known."""
    assert not list(unheard(FewWords("stop"), {"stop"}.__contains__, Path("nowhere"), Config()))


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("tiger", "`tiger` sounds like `timer`"),
        ("coffee", "`coffee` is said every day"),
        ("лодка", "the recogniser does not know the word `лодка`"),
        ("tymer", "`tymer` sounds like `time`"),
        ("wibblequark", ""),
        ("pineapple", ""),
    ],
)
def test_the_pause_word_of_the_config_is_judged(copy: Path, word: str, why: str) -> None:
    """What is wrong with it is told once, with its line, and with better ones (S24, C6)."""
    (copy / "config.yaml").write_text(f"language: en\npause_word: {word}\n", encoding="utf-8")
    problems = check_all(Path("scripts"), Path("config.yaml"), known_words(), sounds_of, guessed)
    told = f"config.yaml, line 2: {why}; choose another one, such as pineapple, lighthouse, kangaroo."
    assert [str(problem) for problem in problems if problem.file == "config.yaml"] == ([told] if why else [])
