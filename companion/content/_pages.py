"""The script files of one language as they stand in their folder, with what is wrong with each.

Rules
1. A mistake in one file hides nothing in another: every file is read, every mistake is collected.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from companion._mistakes import listed
from companion.content._kinds import FILES, FOLDERS
from companion.content._script import Passage, Script
from companion.content._wording import Spoken
from companion.errors import Problem, Problems
from companion.yamlfile import Document, read, shown, validate

NOT_SPOKEN: Final = frozenset({"wording.yaml"})
"""Files beside the scripts that hold something else."""

Kind = TypeVar("Kind", bound=Script)


@dataclass(frozen=True, slots=True)
class Page:
    """One script file: what its lines are found by ("session", "exercises.words"), as read, and as checked.

    `script` is None where it did not pass.
    """

    name: str
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

    @property
    def passages(self) -> Iterator[Passage]:
        """Everything that is said: the lines, and what the kind of the file adds."""
        for key, text in self.lines.items():
            yield Passage(key, text, ("lines", key))
        if self.script is not None:
            yield from self.script.passages()


@dataclass(frozen=True, slots=True)
class Pages:
    """All script files in `folder`, the folder of one language, and what is wrong with each."""

    folder: Path
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]

    def of(self, kind: type[Kind]) -> Kind:
        """The one script of this kind; only asked for when nothing is wrong."""
        return next(iter(self.every(kind).values()))

    def without(self, files: Collection[str]) -> "Pages":
        """The same but for the pages, and what is wrong with them, that stand in these files."""
        pages = tuple(page for page in self.pages if page.document.file not in files)
        return Pages(self.folder, pages, tuple(found for found in self.problems if found.file not in files))

    def every(self, kind: type[Kind]) -> Mapping[str, Kind]:
        """The scripts of this kind by the stems of their files."""
        return {page.name.split(".")[-1]: page.script for page in self.pages if isinstance(page.script, kind)}


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
    files = [(path, path.stem, FILES.get(path.stem, Script)) for path in paths if path.name not in NOT_SPOKEN]
    for name, inside in FOLDERS.items():
        files += [(path, f"{name}.{path.stem}", inside.kind) for path in sorted((place / name).glob("*.y*ml"))]
    pages: list[Page] = []
    problems: list[Problem] = []
    for path, name, kind in files:
        if path.suffix == ".yml":
            problems.append(Problem(shown(path), None, "the name of a script must end in .yaml."))
        elif path.suffix == ".yaml":
            page, found = _page(path, name, kind)
            pages.append(page)
            problems += found
    return Pages(place, tuple(pages), tuple(problems))


def _page(path: Path, name: str, kind: type[Script]) -> tuple[Page, tuple[Problem, ...]]:
    try:
        document = read(path)
    except Problems as error:
        return Page(name, Document(shown(path), None, {}), None), error.problems
    try:
        return Page(name, document, validate(kind, document)), ()
    except Problems as error:
        return Page(name, document, None), error.problems


def spoken(pages: Iterable[Page]) -> Iterator[Spoken]:
    """Everything that is said in these pages."""
    for page in pages:
        for passage in page.passages:
            line = page.document.line(passage.where)
            yield Spoken(f"{page.name}.{passage.key}", passage.text, page.document.file, line, passage.whole)
