"""The script files of one language as they stand in their folder, with what is wrong with each.

Rules
1. A mistake in one file hides nothing in another: every file is read, every mistake is collected.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from companion._mistakes import listed
from companion.content._files import KINDS, BreathingScript, CheckInScript, HelpScript, Script
from companion.errors import Problem, Problems
from companion.yamlfile import Document, Where, read, shown, validate

NOT_SPOKEN: Final = frozenset({"wording.yaml"})
"""Files beside the scripts that hold something else."""

Kind = TypeVar("Kind", bound=Script)


@dataclass(frozen=True, slots=True)
class Page:
    """One script file: its stem, as read, and as checked (None where it did not pass)."""

    stem: str
    document: Document
    script: Script | None

    @property
    def lines(self) -> Mapping[str, str]:
        """Key -> text, as far as they can be told; a line that is no text has none."""
        data = self.document.data
        found = data.get("lines") if isinstance(data, dict) else None
        items = found.items() if isinstance(found, dict) else ()
        return {key: text if isinstance(text, str) else "" for key, text in items}

    @property
    def listed(self) -> bool:
        """Whether the file could be read and has lines at all."""
        return ("lines",) in self.document.lines

    def mentions(self) -> Iterator[tuple[str, Where]]:
        """Every key of a line that the file itself mentions, and where."""
        match self.script:
            case BreathingScript(styles=styles):
                for name, style in styles.items():
                    for number, phase in enumerate(style.phases):
                        if phase.line is not None:
                            yield phase.line, ("styles", name, "phases", number, "line")
            case CheckInScript(forms=forms):
                for name, form in forms.items():
                    for number, part in enumerate(form.parts):
                        yield part.line, ("forms", name, "parts", number, "line")
            case HelpScript(states=states):
                for state, keys in states.items():
                    for number, key in enumerate(keys):
                        yield key, ("states", state, number)


@dataclass(frozen=True, slots=True)
class Pages:
    """All script files in `folder`, the folder of one language, and what is wrong with each."""

    folder: Path
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]

    def of(self, kind: type[Kind]) -> Kind:
        """The one script of this kind; only asked for when nothing is wrong."""
        return next(page.script for page in self.pages if isinstance(page.script, kind))


def read_pages(folder: Path, language: str) -> Pages:
    """Every script file of `folder`/`language`. Raises Problems when that cannot be listed."""
    place = folder / language
    try:
        paths = sorted(place.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        there = sorted(found.parent.name for found in folder.glob("*/session.yaml"))
        known = f"; there is {listed(there, 'and')}" if there else ""
        text = f"there are no scripts for the language {language} here{known}."
        raise Problems([Problem(shown(folder), None, text)]) from None
    except OSError as error:
        raise Problems([Problem(shown(place), None, f"this folder cannot be read: {error.strerror}.")]) from None
    pages: list[Page] = []
    problems: list[Problem] = []
    for path in paths:
        if path.suffix == ".yml":
            problems.append(Problem(shown(path), None, "the name of a script must end in .yaml."))
        elif path.suffix == ".yaml" and path.name not in NOT_SPOKEN:
            page, found = _page(path)
            pages.append(page)
            problems += found
    return Pages(place, tuple(pages), tuple(problems))


def _page(path: Path) -> tuple[Page, tuple[Problem, ...]]:
    try:
        document = read(path)
    except Problems as error:
        return Page(path.stem, Document(shown(path), None, {}), None), error.problems
    try:
        return Page(path.stem, document, validate(KINDS.get(path.stem, Script), document)), ()
    except Problems as error:
        return Page(path.stem, document, None), error.problems
