"""Whether the script files fit the dialogues and what can be asked for by voice.

Rules
1. Whatever would fail while somebody listens is found here: a missing file or line, an unknown value, and what a kind
   of file finds wrong with itself.
2. A line that nothing speaks is a mistake as well: it was meant for something.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from companion._mistakes import nearest, quoted
from companion.content._kinds import FILES, FOLDERS
from companion.content._pages import Page, Pages
from companion.content._values import mistakes
from companion.errors import Problem
from companion.yamlfile import shown


def misfits(pages: Pages, needed: Mapping[str, Sequence[str]], lists: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Every misfit, where `needed` are the ids of the lines that dialogues speak, each with its values.

    `lists` are the lists that dialogues go through, by the stem of their file.
    """
    yield from _missing(pages, {line.split(".")[0] for line in needed})
    for page in pages.pages:
        if page.script is not None:
            for name in sorted({*lists.get(page.name, ())} - {*page.script.lists}):
                yield page.document.problem(("lists",), f"the list {quoted(name)} is missing.")
        wanted = {line.removeprefix(f"{page.name}.") for line in needed if line.startswith(f"{page.name}.")}
        yield from _lines(page, wanted)
        yield from _values(page, needed)
        if page.script is not None:
            for where, mistake in page.script.misfits():
                yield page.document.problem(where, mistake)


def _missing(pages: Pages, stems: Collection[str]) -> Iterator[Problem]:
    there = {page.name for page in pages.pages}
    for stem in sorted({*stems, *FILES} - there):
        yield Problem(shown(pages.folder / f"{stem}.yaml"), None, "this script is missing.")
    for name, folder in FOLDERS.items():
        for stem in folder.wanted:
            if f"{name}.{stem}" not in there:
                path = pages.folder / name / f"{stem}.yaml"
                yield Problem(shown(path), None, "this script is missing, and people can ask for it.")


def _lines(page: Page, wanted: Collection[str]) -> Iterator[Problem]:
    missing = sorted({key for key in wanted if page.listed and key not in page.lines})
    for key in missing:
        yield page.document.problem(("lines",), f"the line {quoted(key)} is missing.")
    mentions = [] if page.script is None else [*page.script.listed(), *page.script.mentions()]
    for key, where in mentions:
        if key not in page.lines:
            yield page.document.problem(where, f"there is no line {quoted(key)} here{nearest(key, list(page.lines))}")
    spoken = {*wanted, *(key for key, _ in mentions)}
    for key in page.lines:
        if page.script is not None and key not in spoken:
            guess = nearest(key, missing, all_else=False)
            yield page.document.problem(("lines", key), f"nothing speaks the line {quoted(key)}{guess}")


def _values(page: Page, needed: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """What is wrong with the values in what this page says."""
    for passage in page.passages:
        if not passage.whole:
            if any(brace in passage.text for brace in "{}"):
                yield page.document.problem(passage.where, "no value can stand here.")
            continue
        granted = () if page.script is None else page.script.values
        for mistake in mistakes(passage.text, needed.get(f"{page.name}.{passage.key}", granted)):
            yield page.document.problem(passage.where, mistake)
