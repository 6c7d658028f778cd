"""Scripts to material: what arrives, and what is refused."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from companion.config import Config, load_config
from companion.content import load_material, load_templates, load_usable, suited
from companion.content._breathing import STYLES
from companion.content._check_in import FORMS
from companion.content._decks import WANTED as DECKS
from companion.content._exercises import WANTED
from companion.content._learn import TOPICS
from companion.dialogues import LINES
from companion.errors import Problems
from companion.material import BreathStyle, Form, Help, Material, Part, Phase
from companion.steps import STATES
from companion.units import samples

PLAIN = "\n".join(
    f"  {name}: {{called: {name}, minutes: 1, phases: [{{shape: in, seconds: 4}}, {{shape: out, seconds: 6}}]}}"
    for name in STYLES
    if name != "box"
)
BREATHING = f"""\
lines:
  opening: We breathe {{style}}, for {{length}}.
  inward: In.
styles:
  box:
    called: the box
    minutes: 2
    most_cycles: 4
    fallback: sigh
    phases:
      - {{shape: in, seconds: 4, line: inward}}
      - {{shape: hold, seconds: 1.5}}
      - {{shape: out, seconds: 4}}
{PLAIN}
"""
CHECK_IN = """\
lines:
  feeling: >-
    How are
    you?
forms:
  short:
    parts:
      - {name: feeling, line: feeling, seconds: 30}
  full: {parts: [{name: feeling, line: feeling, seconds: 45}]}
  weekly: {parts: [{name: feeling, line: feeling, seconds: 300}]}
  money: {parts: [{name: feeling, line: feeling, seconds: 300}]}
"""
HELP = "lines:\n  stop: Say stop.\n  yes: Say yes.\n  help: Say help.\nstates:\n" + "".join(
    f"  {state}: [stop, yes, help]\n" for state in STATES
)
HELPLINES = """\
lines:
  service: Ring {number}.
countries:
  GB:
    called: the United Kingdom
    emergency: ["999"]
    checked_on: 2026-11-20
    helplines:
      - {kind: crisis, name: Somebody, number: 116 123, hours: null, checked_on: null, source: null}
"""
SESSION = "lines:\n  hello: Hello.\n"
CALM = """\
lines: {}
routes:
  fired_up: [sigh, stretch]
  numb: [orienting, words]
  quiet: [sigh, senses]
"""
EXERCISE = """\
called: hands
family: touch
minutes: 0.5
way_out: Say stop to end.
steps:
  - {say: "Feel your hands.", seconds: 3, instead: {no_touch: Hear a sound.}}
  - {wait: 3}
  - {ticks: 4, every: 1}
  - {tense: 5, release: 15}
closing: That is the end.
"""
DECK = """\
called: rain
phase: understanding
lines:
  opening: These cards are about rain.
  rule: One speaks.
  closing: That was the rain.
  wet: When were you wet?
  dry: We stay dry.
cards:
  - {line: wet}
  - {line: dry, keep: agreement, offers: [dry]}
"""
TOPIC = "called: rain\nlines:\n  falls: It falls.\n"
WORDING = "groups:\n  storm:\n    because: frightens\n    forbid: [thunder]\n"
SCRIPTS = {
    "breathing.yaml": BREATHING,
    "calm.yaml": CALM,
    "check_in.yaml": CHECK_IN,
    "help.yaml": HELP,
    "helplines.yaml": HELPLINES,
    "session.yaml": SESSION,
    "wording.yaml": WORDING,
    **{f"exercises/{name}.yaml": EXERCISE for name in WANTED},
    **{f"decks/{name}.yaml": DECK for name in DECKS},
    **{f"learn/{name}.yaml": TOPIC for name in TOPICS},
}
NEEDED = {"session.hello": (), "breathing.opening": ("style", "length"), "helplines.service": ("number",)}


def write(folder: Path, scripts: dict[str, str]) -> Path:
    """A folder of scripts with one language."""
    for name, text in scripts.items():
        (folder / "en" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "en" / name).write_text(text, encoding="utf-8")
    return folder


def complaints(folder: Path, scripts: dict[str, str]) -> list[str]:
    """What is said about these scripts, without the way to their folder."""
    with pytest.raises(Problems) as caught:
        load_material(write(folder, scripts), "en", NEEDED)
    return [str(problem).removeprefix(f"{folder / 'en'}/") for problem in caught.value.problems]


BROKEN = {
    (
        "decks/fear.yaml",
        "  - {line: wet}\n  - {line: dry, keep: agreement, offers: [dry]}\n",
        "  []\n",
    ): "decks/fear.yaml, line 9: `cards` must be one card or more, not an empty list.",
    (
        "decks/fear.yaml",
        "  closing: That was the rain.\n",
        "",
    ): "decks/fear.yaml, line 3: there is no line `closing` here; known are `opening`, `rule`, `wet` and `dry`.",
    ("decks/fear.yaml", "phase: understanding", "phase: fixing"): "decks/fear.yaml, line 2: `phase` must be safety, "
    "understanding, consistency, reconnection or future, not 'fixing'.",
    ("decks/fear.yaml", "{line: wet}", "{line: dry}"): "decks/fear.yaml, line 7: nothing speaks the line `wet`.\n"
    "decks/fear.yaml, line 11: the card `dry` is there twice.",
    (
        "decks/fear.yaml",
        ", offers: [dry]",
        "",
    ): "decks/fear.yaml, line 11: `keep` or `back`, and `offers`, belong together.",
    (
        "decks/fear.yaml",
        "{line: wet}",
        "{line: wet, seconds: 5}",
    ): "decks/fear.yaml, line 10: `seconds` must be a number from 10 to 1800, not 5.",
    ("decks/fear.yaml", "about rain.", "about thunder."): "decks/fear.yaml, line 4: says 'thunder', which frightens.",
    ("learn/kintsugi.yaml", "called: rain\n", ""): "learn/kintsugi.yaml, line 1: `called` is missing.",
    (
        "learn/kintsugi.yaml",
        "called: rain",
        "called: rain\nask: falling",
    ): "learn/kintsugi.yaml, line 2: there is no line `falling` here; did you mean `falls`?",
    (
        "helplines.yaml",
        "number: 116 123",
        "number: ''",
    ): "helplines.yaml, line 9: `number` must be a telephone number in quotes, not ''.",
    ("helplines.yaml", "number: 116 123", "number: 988"): "helplines.yaml, line 9: `number` must be a telephone number "
    "in quotes, not 988.",
    ("helplines.yaml", "number: 116 123, ", ""): "helplines.yaml, line 9: `number` is missing.",
    (
        "helplines.yaml",
        '["999"]',
        "[]",
    ): "helplines.yaml, line 6: `emergency` must be a list with something in it, not an empty list.",
    ("helplines.yaml", "checked_on: null", "checked_on: lately"): "helplines.yaml, line 9: `checked_on` must be a day "
    "like 2026-11-20, or null while nobody has checked it.",
    ("helplines.yaml", "kind: crisis", "kind: panic"): "helplines.yaml, line 9: `kind` must be crisis or violence, not "
    "'panic'.",
    ("helplines.yaml", "GB:", "uk:"): "helplines.yaml, line 4: `uk` is no country; write its two letters, like GB.",
    (
        "session.yaml",
        "hello: Hello.",
        "hello: Hello.\n  bye: Bye.",
    ): "session.yaml, line 3: nothing speaks the line `bye`.",
    ("session.yaml", "hello:", "helo:"): "session.yaml, line 1: the line `hello` is missing.\n"
    "session.yaml, line 2: nothing speaks the line `helo`; did you mean `hello`?",
    (
        "session.yaml",
        "Hello.",
        "Hello {name}.",
    ): "session.yaml, line 2: `{name}` has no value in this line; it takes none.",
    ("session.yaml", "Hello.", "''"): "session.yaml, line 2: `hello` must be text, not ''.",
    ("session.yaml", "Hello.", "[a]"): "session.yaml, line 2: `hello` must be text, not a list.",
    ("session.yaml", "Hello.", "7"): "session.yaml, line 2: `hello` must be text in quotes, not 7.",
    ("session.yaml", "lines:", "lins:"): "session.yaml, line 1: `lines` is missing.\n"
    "session.yaml, line 1: `lins` is not known here; did you mean `lines`?",
    (
        "breathing.yaml",
        "{length}",
        "{lenght}",
    ): "breathing.yaml, line 2: `{lenght}` has no value in this line; did you mean `{length}`?",
    ("breathing.yaml", "{length}", "{when}"): "breathing.yaml, line 2: `{when}` has no value in this line; it takes "
    "`{length}` and `{style}`.",
    (
        "breathing.yaml",
        "{length}",
        "length}",
    ): "breathing.yaml, line 2: there is a brace that belongs to no value; a value is written `{like_this}`.",
    (
        "breathing.yaml",
        "{length}",
        "{length!r:>9}",
    ): "breathing.yaml, line 2: there is a brace that belongs to no value; a value is written `{like_this}`.",
    ("breathing.yaml", "called: the box", "called: the {box}"): "breathing.yaml, line 6: no value can stand here.",
    (
        "breathing.yaml",
        "minutes: 2",
        "minutes: 0",
    ): "breathing.yaml, line 7: `minutes` must be a number above 0 and of at most 60, not 0.",
    ("breathing.yaml", "    minutes: 2\n", ""): "breathing.yaml, line 5: `minutes` is missing.",
    (
        "breathing.yaml",
        "minutes: 2",
        "minutes: 0.1",
    ): "breathing.yaml, line 7: `box` is over before its first breath is.",
    (
        "breathing.yaml",
        "most_cycles: 4",
        "most_cycles: 0",
    ): "breathing.yaml, line 8: `most_cycles` must be a whole number of at least 1, not 0.",
    (
        "breathing.yaml",
        "fallback: sigh",
        "fallback: null",
    ): "breathing.yaml, line 5: `box` holds the breath, so it must name a `fallback` that does not.",
    (
        "breathing.yaml",
        "fallback: sigh",
        "fallback: box",
    ): "breathing.yaml, line 9: `box` holds the breath too, so it is no way round it.",
    ("breathing.yaml", "fallback: sigh", "fallback: sihg"): "breathing.yaml, line 9: there is no style `sihg`; did you "
    "mean `sigh`?",
    (
        "breathing.yaml",
        "seconds: 1.5",
        "seconds: 1.51",
    ): "breathing.yaml, line 12: `seconds` must be a whole number of steps of 0.02 seconds, not 1.51.",
    (
        "breathing.yaml",
        "seconds: 1.5",
        "seconds: 0",
    ): "breathing.yaml, line 12: `seconds` must be a number above 0 and of at most 60, not 0.",
    (
        "breathing.yaml",
        "shape: hold",
        "shape: hodl",
    ): "breathing.yaml, line 12: `shape` must be in, hold, out or top_up, not 'hodl'; did you mean hold?",
    (
        "breathing.yaml",
        "{shape: out, seconds: 4}",
        "{shape: top_up, seconds: 4}",
    ): "breathing.yaml, line 10: a breath needs a phase in and a phase out.",
    ("breathing.yaml", "line: inward", "line: inwards"): "breathing.yaml, line 3: nothing speaks the line `inward`.\n"
    "breathing.yaml, line 11: there is no line `inwards` here; did you mean `inward`?",
    (
        "breathing.yaml",
        "inward: In.",
        "inward: In, and in, and in, and in, and in, and in, and in.",
    ): "breathing.yaml, line 11: the line `inward` takes longer to say than its phase lasts.",
    (
        "breathing.yaml",
        "  box:\n",
        "  bx:\n",
    ): "breathing.yaml, line 4: `box` is missing here, and people can ask for it.",
    (
        "check_in.yaml",
        "      - {name: feeling, line: feeling, seconds: 30}",
        "      []",
    ): "check_in.yaml, line 7: `parts` must be a list with something in it, not an empty list.",
    (
        "check_in.yaml",
        "seconds: 30",
        "seconds: 3",
    ): "check_in.yaml, line 8: `seconds` must be a number from 10 to 1800, not 3.",
    (
        "check_in.yaml",
        "line: feeling, seconds: 30",
        "line: need, seconds: 30",
    ): "check_in.yaml, line 8: there is no line `need` here; known are `feeling`.",
    ("check_in.yaml", "  full:", "  ful:"): "check_in.yaml, line 5: `full` is missing here, and people can ask for it.",
    ("help.yaml", "idle: [stop, yes, help]", "idle: [stop, yes]"): "help.yaml, line 6: `idle` must be 3 to 5 lines, "
    "not a list.",
    (
        "help.yaml",
        "idle: [stop, yes, help]",
        "idle: [stop, yes, yes]",
    ): "help.yaml, line 6: `yes` is named twice for `idle`.",
    (
        "help.yaml",
        "idle: [stop, yes, help]",
        "idle: [stop, yes, halp]",
    ): "help.yaml, line 6: there is no line `halp` here; did you mean `help`?",
    ("help.yaml", "  idle:", "  ideal:"): "help.yaml, line 6: `ideal` is not known here; did you mean `idle`?",
    ("exercises/words.yaml", "closing: That is the end.\n", ""): "exercises/words.yaml, line 1: `closing` is missing.",
    ("exercises/words.yaml", "way_out:", "wayout:"): "exercises/words.yaml, line 1: `way_out` is missing.\n"
    "exercises/words.yaml, line 4: `wayout` is not known here; did you mean `way_out`?",
    (
        "exercises/words.yaml",
        "family: touch",
        "family: tuoch",
    ): "exercises/words.yaml, line 2: `family` must be breath, "
    "senses, body, sound, movement, words or touch, not 'tuoch'; did you mean touch?",
    ("exercises/words.yaml", "minutes: 0.5", "minutes: 1"): "exercises/words.yaml, line 3: the steps take 30 seconds "
    "together, not 60.",
    (
        "exercises/words.yaml",
        "Feel your hands.",
        "Feel your hands and then both of your feet.",
    ): "exercises/words.yaml, line 6: this takes longer to say than its 3 seconds.",
    ("exercises/words.yaml", "Hear a sound.", "Hear a sound that is far away from here."): "exercises/words.yaml, "
    "line 6: this takes longer to say than its 3 seconds.",
    ("exercises/words.yaml", "{wait: 3}", "{}"): "exercises/words.yaml, line 3: the steps take 27 seconds together, "
    "not 30.\nexercises/words.yaml, line 7: a step is one of `say`, `wait`, `ticks` and `tense`.",
    ("exercises/words.yaml", "{wait: 3}", "{wait: 3, say: Well.}"): "exercises/words.yaml, line 7: a step is one of "
    "`say`, `wait`, `ticks` and `tense`.",
    (
        "exercises/words.yaml",
        "{wait: 3}",
        "{wait: 1, seconds: 2}",
    ): "exercises/words.yaml, line 7: `seconds` belongs to `say`.",
    ("exercises/words.yaml", "release: 15", "release: 5"): "exercises/words.yaml, line 9: `release` must be a number "
    "from 10 to 30, not 5.",
    ("exercises/words.yaml", ", every: 1", ""): "exercises/words.yaml, line 8: `ticks` needs `every`.",
    (
        "exercises/words.yaml",
        "your hands",
        "{object}",
    ): "exercises/words.yaml, line 6: `{object}` has no name without an `object`.",
    ("exercises/words.yaml", "your hands", "{hands}"): "exercises/words.yaml, line 6: `{hands}` has no value in this "
    "line; it takes `{object}`.",
    ("calm.yaml", "  numb: [orienting, words]\n", ""): "calm.yaml, line 2: the route `numb` is missing here.",
    ("calm.yaml", "orienting", "orientig"): "calm.yaml, line 4: there is no exercise `orientig`; did you mean "
    "`orienting`?",
    (
        "calm.yaml",
        "[sigh, senses]",
        "[sigh, box]",
    ): "calm.yaml, line 5: a route has one way of breathing at most, since another family comes next.",
    ("calm.yaml", "[sigh, senses]", "[sigh]"): "calm.yaml, line 5: `quiet` must be 2 exercises or more, not a list.",
    ("help.yaml", "states:", "more:\n  idle: [yes]\nstates:"): "help.yaml, line 6: `yes` is named twice for `idle`.",
    ("help.yaml", "  idle: [stop, yes, help]\n", ""): "help.yaml, line 5: the state `idle` is missing here.",
}


@pytest.mark.parametrize("change", BROKEN)
def test_each_mistake_is_one_sentence(tmp_path: Path, change: tuple[str, str, str]) -> None:
    """One wrong thing in a script is answered with its own sentence and line, and nothing else."""
    name, old, new = change
    assert SCRIPTS[name].count(old) >= 1
    broken = SCRIPTS | {name: SCRIPTS[name].replace(old, new, 1)}
    assert complaints(tmp_path, broken) == BROKEN[change].split("\n")


def test_all_files_are_read_before_anything_is_said(tmp_path: Path) -> None:
    """Mistakes in several files, a file that is no YAML and a missing one are reported together."""
    scripts = {
        "breathing.yaml": BREATHING.replace("minutes: 2", "minutes: no"),
        "check_in.yaml": "\tlines:",
        **{name: text for name, text in SCRIPTS.items() if "/" in name},
        "exercises/senses.yaml": EXERCISE[: EXERCISE.index("steps:")] + "steps: []\nclosing: That is the end.\n",
        "helplines.yaml": HELPLINES,
        "session.yml": SESSION,
        "session.yaml": SESSION.replace("Hello.", "Hello {oops}."),
    }
    assert complaints(tmp_path, scripts) == [
        "breathing.yaml, line 7: `minutes` must be a number above 0 and of at most 60, not 'no'.",
        "calm.yaml: this script is missing.",
        "check_in.yaml, line 1: there is a tab here; indent with spaces.",
        "exercises/senses.yaml, line 5: `steps` must be a list with something in it, not an empty list.",
        "help.yaml: this script is missing.",
        "session.yaml, line 2: `{oops}` has no value in this line; it takes none.",
        "session.yml: the name of a script must end in .yaml.",
    ]


def test_an_exercise_that_people_can_ask_for_must_be_there(tmp_path: Path) -> None:
    """A missing file of the folder is named."""
    scripts = {name: text for name, text in SCRIPTS.items() if name != "exercises/walk.yaml"}
    assert complaints(tmp_path, scripts) == ["exercises/walk.yaml: this script is missing, and people can ask for it."]


def test_a_deck_of_ones_own_is_loaded(tmp_path: Path) -> None:
    """A file dropped into the folder is a deck like the others; one that says what is never said is refused (S5)."""
    material = load_material(write(tmp_path, SCRIPTS | {"decks/our_rain.yaml": DECK}), "en", NEEDED)
    assert material.decks["our_rain"].called == "rain"
    assert complaints(tmp_path, {"decks/our_rain.yaml": DECK.replace("called: rain", "called: thunder")}) == [
        "decks/our_rain.yaml, line 1: says 'thunder', which frightens."
    ]


def test_a_deck_of_ones_own_that_is_not_well_is_left_out(checkout: Path, tmp_path: Path) -> None:
    """All the rest is there, and every such deck has its sentence; a deck that ships cannot be left out (S5)."""
    decks = shutil.copytree(checkout / "scripts", tmp_path / "scripts") / "en" / "decks"
    fear = (decks / "fear.yaml").read_text(encoding="utf-8")
    (decks / "blaming.yaml").write_text(fear.replace("What is it afraid might happen?", "Whose fault is it?"), "utf-8")
    (decks / "none.yaml").write_text(fear[: fear.index("cards:")] + "cards: []\n", "utf-8")
    (decks / "well.yaml").write_text(fear, "utf-8")
    material, left_out = load_usable(tmp_path / "scripts", "en")
    assert {Path(problem.file).name: problem.text for problem in left_out} == {
        "blaming.yaml": "says 'whose fault', which blames or takes sides.",
        "none.yaml": "`cards` must be one card or more, not an empty list.",
    }
    assert {"well", "fear"} <= set(material.decks)
    assert not {"blaming", "none"} & set(material.decks)
    (decks / "fear.yaml").unlink()
    with pytest.raises(Problems, match=r"this script is missing"):
        load_usable(tmp_path / "scripts", "en")


def test_a_language_that_is_not_there_is_said(tmp_path: Path) -> None:
    """An unknown language names the ones there are."""
    with pytest.raises(Problems, match=r": there are no scripts for the language de here; there is en\.$"):
        load_material(write(tmp_path, SCRIPTS), "de")


def test_material_is_what_was_written(tmp_path: Path) -> None:
    """Lines by file and key, folded lines on one line, seconds as samples."""
    material = load_material(write(tmp_path, SCRIPTS), "en", NEEDED)
    assert material.language == "en"
    assert material.lines["check_in.feeling"] == "How are you?"
    assert material.breathing["box"] == BreathStyle(
        "box",
        "the box",
        (
            Phase("in", samples(4), "breathing.inward"),
            Phase("hold", samples(1.5), None),
            Phase("out", samples(4), None),
        ),
        2,
        4,
        "sigh",
    )
    assert material.check_in["full"] == Form("full", (Part("feeling", "check_in.feeling", samples(45)),))
    assert material.help["break"] == Help(("help.stop", "help.yes", "help.help"))


def test_what_ships_is_whole(material: Material) -> None:
    """Every line a dialogue speaks is there, every exercise and form that can be asked for, help in every state."""
    assert set(material.lines) >= set(LINES)
    assert set(material.breathing) >= set(STYLES)
    assert set(material.exercises) >= set(WANTED)
    assert set(material.check_in) >= set(FORMS)
    assert set(material.help) == set(STATES)


def config(folder: Path, text: str) -> Config:
    """A config of this text."""
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    return load_config(folder / "config.yaml")


def test_the_config_suits_the_material(tmp_path: Path, material: Material) -> None:
    """The length of the parts and the answer of the quick exit come from the config where it has them."""
    suit = suited(material, config(tmp_path, "check_in: {seconds: 20}\nquick_exit: {answer: 'Rain, {maybe}.'}\n"))
    assert {part.length for form in suit.check_in.values() for part in form.parts} == {samples(20)}
    assert suit.lines["safety.decoy"].format_map({}) == "Rain, {maybe}."
    assert suited(material, Config()) == material


def test_the_config_cannot_ask_for_what_is_not_there(tmp_path: Path, material: Material) -> None:
    """A style or a form that the scripts do not have is a mistake in the config, with its line."""
    with pytest.raises(Problems) as caught:
        suited(material, config(tmp_path, "breathing:\n  style: bix\ncheck_in:\n  form: fulll\n"))
    assert [(problem.line, problem.text) for problem in caught.value.problems] == [
        (2, "there is no style `bix` in the scripts; did you mean `box`?"),
        (4, "there is no form `fulll` in the scripts; did you mean `full`?"),
    ]


@effort(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.sampled_from(sorted(SCRIPTS)), st.integers(0, 500), st.integers(0, 40), st.text("{}[]:-#'\n ab0in", max_size=8)
)
def test_no_slip_raises_anything_but_problems(tmp_path: Path, name: str, at: int, gone: int, new: str) -> None:
    """Whatever slips into a script while it is edited, the answer is material or Problems."""
    text = SCRIPTS[name]
    at %= len(text)
    try:
        found = load_material(write(tmp_path, SCRIPTS | {name: text[:at] + new + text[at + gone :]}), "en", NEEDED)
    except Problems:
        return
    for line, words in found.lines.items():
        words.format_map(dict.fromkeys(NEEDED.get(line, ()), ""))


def test_what_was_learned_is_told_when_it_is_something_else(tmp_path: Path) -> None:
    """A file in the place of what was learned that is none is one sentence with its name."""
    (tmp_path / "tea.yaml").write_text("intents:\n  tea:\n    sentences: make tea\n", encoding="utf-8")
    (tmp_path / "learned.npz").write_bytes(b"tea")
    with pytest.raises(Problems, match=r"learned\.npz.*run it again, or remove the file"):
        load_templates(tmp_path)
