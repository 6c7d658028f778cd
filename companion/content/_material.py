"""`scripts/<language>/` as the material of the dialogues.

Rules
1. Whoever gets a `Material` may trust it; everything that is wrong is raised at once, with file and line.
2. Seconds become samples here, once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from companion._mistakes import nearest, quoted
from companion.config import Config
from companion.content._breathing import BreathingScript
from companion.content._calm import CalmScript
from companion.content._check_in import CheckInScript
from companion.content._decks import WANTED, DeckScript, in_reading_order
from companion.content._exercises import ExerciseScript, exercises
from companion.content._fit import misfits
from companion.content._help import HelpScript
from companion.content._helplines import HelplinesScript
from companion.content._learn import TopicScript
from companion.content._pages import Pages, read_pages, spoken
from companion.content._wording import breaches, load_wording
from companion.dialogues import LINES, LISTS
from companion.errors import Problem, Problems
from companion.material import Material
from companion.units import samples
from companion.yamlfile import in_order, shown

DECOY: Final = "safety.decoy"
"""The line that `quick_exit.answer` in the config replaces."""


def load_usable(folder: Path, language: str, without: frozenset[str] = frozenset()) -> tuple[Material, list[Problem]]:
    """The material `without` the files of decks that people added and that are not well; and what is wrong with these.

    Raises Problems for everything else: nobody shall be left without a companion for the sake of a deck.
    """
    try:
        return load_material(folder, language, without=without), []
    except Problems as error:
        decks = (folder / language / "decks").glob("*.yaml")
        added = {shown(path) for path in decks if path.stem not in WANTED} - without
        found = [problem for problem in error.problems if problem.file in added]
        if not found:
            raise
    material, more = load_usable(folder, language, without | {problem.file for problem in found})
    return material, [*found, *more]


def load_material(
    folder: Path,
    language: str,
    needed: Mapping[str, Sequence[str]] = LINES,
    without: frozenset[str] = frozenset(),
) -> Material:
    """The material in `folder`/`language`, but for the files `without`. Raises Problems with every mistake.

    `needed` are the ids of the lines that must stand there, each with the names of the values it may use.
    """
    pages = read_pages(folder, language).without(without)
    problems = [*pages.problems, *misfits(pages, needed, LISTS)] or list(_unsaid(folder, pages, language))
    if problems:
        raise Problems(in_order(problems))
    return _material(pages, language)


def _unsaid(folder: Path, pages: Pages, language: str) -> Iterator[Problem]:
    """What a deck says that is never said: decks are what people add themselves, and check may not have been run."""
    decks = [page for page in pages.pages if isinstance(page.script, DeckScript)]
    if decks:
        yield from breaches(list(spoken(decks)), load_wording(folder, language)[0])


def suited(material: Material, config: Config) -> Material:
    """`material` as the config wants it. Raises Problems when it asks for what is not there."""
    problems = misplaced(material, config)
    if problems:
        raise Problems(problems)
    lines, forms = dict(material.lines), dict(material.check_in)
    if config.quick_exit.answer is not None:
        lines[DECOY] = config.quick_exit.answer.replace("{", "{{").replace("}", "}}")
    if config.check_in.seconds is not None:
        length = samples(config.check_in.seconds)
        for name, form in forms.items():
            forms[name] = replace(form, parts=tuple(replace(part, length=length) for part in form.parts))
    return replace(material, lines=lines, check_in=forms)


def misplaced(material: Material, config: Config) -> list[Problem]:
    """What the config asks for and the scripts do not have."""
    problems = []
    style, form = config.breathing.style, config.check_in.form
    if style not in material.breathing:
        text = f"there is no style {quoted(style)} in the scripts{nearest(style, list(material.breathing))}"
        problems.append(config.problem(("breathing", "style"), text))
    if form not in material.check_in:
        text = f"there is no form {quoted(form)} in the scripts{nearest(form, list(material.check_in))}"
        problems.append(config.problem(("check_in", "form"), text))
    country = config.country
    if country is not None and country not in material.helplines:
        text = (
            f"there are no helplines for {quoted(country)} in the scripts{nearest(country, list(material.helplines))}"
        )
        problems.append(config.problem(("country",), text))
    return problems


def _material(pages: Pages, language: str) -> Material:
    lines = {
        f"{page.name}.{passage.key}": " ".join(passage.text.split())
        for page in pages.pages
        for passage in page.passages
        if passage.whole
    }
    decks = pages.every(DeckScript)
    return Material(
        language,
        lines,
        pages.of(BreathingScript).material(),
        exercises(pages.every(ExerciseScript)),
        pages.of(CalmScript).material(),
        pages.of(CheckInScript).material(),
        {name: decks[name].deck(name) for name in in_reading_order(decks)},
        {name: script.topic(name) for name, script in pages.every(TopicScript).items()},
        pages.of(HelpScript).material(),
        pages.of(HelplinesScript).material(),
        _lists(pages),
    )


def _lists(pages: Pages) -> Mapping[str, tuple[str, ...]]:
    return {
        f"{page.name}.{name}": tuple(f"{page.name}.{key}" for key in keys)
        for page in pages.pages
        if page.script is not None
        for name, keys in page.script.lists.items()
    }
