"""config.yaml: what is refused, what is understood, and which file counts."""

from datetime import datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from companion import resources
from companion.config import Config, find_config, load_config, settings
from companion.content import understanding
from companion.errors import Problems
from companion.scene import Settings


def load(folder: Path, text: str) -> Config:
    """The config that consists of `text`."""
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def complaints(folder: Path, text: str) -> list[str]:
    """What is said about a config of this text, from the line on."""
    with pytest.raises(Problems) as caught:
        load(folder, text)
    return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]


BROKEN = {
    "voise: {}": "1: `voise` is not known here; did you mean `voice`?",
    "voice:\n  rat: 170": "2: `rat` is not known here; did you mean `rate`?",
    "voice:\n  rate: fast": "2: `rate` must be a whole number from 80 to 450, not 'fast'.",
    "voice:\n  rate: 500": "2: `rate` must be a whole number from 80 to 450, not 500.",
    'voice:\n  rate: "170"': "2: `rate` must be a whole number from 80 to 450, not '170'.",
    "voice:\n  pitch: 100": "2: `pitch` must be a whole number from 0 to 99, not 100.",
    "voice:\n  tones: perhaps": "2: `tones` must be true or false, not 'perhaps'.",
    "voice:\n  name: ''": "2: `name` must be text, not ''.",
    "people: Ana": "1: `people` must be a list, not 'Ana'.",
    "people: [Ana, '  ']": "1: item 2 of `people` must be text, not ''.",
    "people: [Ana, ' ana ']": "1: `people` has ana twice; use names that can be told apart.",
    "timeout:\n  least_minutes: 10": "2: `least_minutes` cannot be less than 20, because a body needs that long to "
    "calm down.",
    "timeout:\n  ask_above_hours: 0.5": "2: `ask_above_hours` must be a whole number from 4 to 168, not 0.5.",
    "times:\n  morning: 9": '2: `morning` must be a time of day like "07:30", not 9.',
    "times:\n  morning: 24:00": "2: `morning` must be a time of day like \"07:30\", not '24:00'.",
    "times:\n  brunch: 11:00": "2: `brunch` is not known here; did you mean `lunch`?",
    "ear:\n  engine: whisper": "2: `engine` must be auto, vosk or pocketsphinx, not 'whisper'.",
    "ear:\n  engine: voks": "2: `engine` must be auto, vosk or pocketsphinx, not 'voks'; did you mean vosk?",
    "ear:\n  silence:\n    command: 0": "3: `command` must be a number from 0.2 to 5, not 0.",
    "ear:\n  rejection: -1": "2: `rejection` must be a number of at least 0, not -1.",
    "breathing:\n  minutes: long": "2: `minutes` must be a number from 0.5 to 60, not 'long'.",
    "language: EN": "1: `language` must be a code of small letters like en, not 'EN'.",
    "voice:\n\trate: 170": "2: there is a tab here; indent with spaces.",
    "just words": "1: this file must be made of lines like `key: value`.",
}


@pytest.mark.parametrize("text", BROKEN)
def test_each_mistake_is_one_sentence(tmp_path: Path, text: str) -> None:
    """A wrong setting is answered with exactly one sentence that has its line."""
    assert complaints(tmp_path, text) == [BROKEN[text]]


def test_all_mistakes_come_at_once(tmp_path: Path) -> None:
    """Twenty wrong lines take one reading to find, not twenty."""
    texts = [text for text in BROKEN if text.count("\n") == 1 and "\t" not in text]
    sections: dict[str, list[str]] = {}
    for text in texts:
        section, line = text.split("\n")
        if line.split(":")[0] not in [known.split(":")[0] for known in sections.setdefault(section, [])]:
            sections[section].append(line)
    text = "\n".join(line for section, lines in sections.items() for line in (section, *lines))
    assert len(complaints(tmp_path, text)) == sum(map(len, sections.values())) > 8


def test_the_shipped_file_is_the_default() -> None:
    """config.yaml states every key there is, each with the value it has anyway."""
    shipped = load_config(resources.default_config())
    assert shipped.model_dump(exclude_unset=True) == Config().model_dump()


def test_an_empty_file_is_the_default(tmp_path: Path) -> None:
    """Every setting may be left out."""
    assert load(tmp_path, "").model_dump() == Config().model_dump()


def test_what_a_person_writes_is_understood(tmp_path: Path) -> None:
    """Times without quotes or a leading nought, on and off, whole numbers and blanks around names are fine."""
    config = load(
        tmp_path, "people: [' Ana ', Sam]\ntimes:\n  morning: 7:30\n  noon: 12:15\nvoice:\n  tones: off\n  volume: 0\n"
    )
    assert (config.people, config.times.morning, config.times.noon) == (("Ana", "Sam"), time(7, 30), time(12, 15))
    assert (config.voice.tones, config.voice.volume) == (False, 0)


def test_settings_are_what_dialogues_expect(tmp_path: Path) -> None:
    """The default settings are those of the core, with all parts of the day, and a changed key arrives."""
    plain = settings(Config())
    assert plain == Settings(dayparts=plain.dayparts)
    assert plain.dayparts["after_dinner"] == time(20)
    text = "people: [Ana]\ntimeout: {least_minutes: 30}\nbreathing: {style: box, minutes: 2}\nquick_exit: {answer: Hm.}"
    assert settings(load(tmp_path, text)) == Settings(
        people=("Ana",),
        break_least_minutes=30,
        breathing_style="box",
        breathing_minutes=2,
        dayparts=plain.dayparts,
    )


def test_the_parts_of_the_day_are_those_of_the_config(checkout: Path, tmp_path: Path) -> None:
    """ "After dinner" is the time that is written in the config, and "the evening" then stays as it was."""
    interpreter = understanding(checkout / "scripts/en/intents", load(tmp_path, "times: {after_dinner: 21:15}"))
    now = datetime(2026, 11, 20, 9)
    said = ("let's talk after dinner", "let's talk this evening")
    found = [interpreter.understand(text, "idle", now).slots.get("when") for text in said]
    assert found == ["2026-11-20T21:15:00", "2026-11-20T19:00:00"]


def test_a_setting_knows_its_line(tmp_path: Path) -> None:
    """What is found wrong later, when the scripts are known, still names the line in the config."""
    config = load(tmp_path, "language: en\nbreathing:\n  style: boxx\n")
    assert config.problem(("breathing", "style"), "odd.").line == 3


def test_the_first_file_found_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Config is the first of --config, ./config.yaml, the person's own, the one that ships."""
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own" / "config.yaml"
    monkeypatch.setattr(resources, "config_folder", lambda: own.parent)
    found = [find_config()]
    own.parent.mkdir()
    own.touch()
    found.append(find_config())
    Path("config.yaml").touch()
    found += [find_config(), find_config(Path("chosen.yaml"))]
    assert found == [resources.default_config(), own, Path("config.yaml"), Path("chosen.yaml")]


def test_a_chosen_file_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file named by --config that is missing is one sentence; nothing else is read in its stead."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problems, match=r"^chosen\.yaml: there is no such file\.$"):
        load_config(find_config(Path("chosen.yaml")))


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)).map(str),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    max_leaves=4,
)


@effort(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.dictionaries(st.sampled_from([*Config.model_fields, "x"]), VALUES, max_size=4))
def test_nothing_raises_anything_but_problems(tmp_path: Path, keys: dict[str, str]) -> None:
    """Whatever is written behind a key is a config or Problems."""
    try:
        load(tmp_path, "\n".join(f"{key}: {value}" for key, value in keys.items()))
    except (Problems, UnicodeEncodeError):
        return
