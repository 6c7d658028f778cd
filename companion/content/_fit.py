"""Whether the script files fit each other, the dialogues, and what can be asked for by voice.

Rules
1. Whatever would fail while somebody listens is found here: a missing line, an unknown value, an exercise that
   does not end, a breath-hold without a way round it (D18).
2. A line that nothing speaks is a mistake as well: it was meant for something.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from companion._mistakes import nearest, quoted
from companion.content._files import FORMS, KINDS, STYLES, BreathingScript, CheckInScript, HelpScript, StyleData
from companion.content._pages import Page, Pages
from companion.content._values import mistakes
from companion.errors import Problem
from companion.steps import STATES
from companion.yamlfile import Document, Where, shown

USUAL: Final = 170 / 60
"""Words a second of the usual voice (config.yaml): what takes longer than its phase at that rate is never heard."""


def misfits(pages: Pages, needed: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Every misfit, where `needed` are the ids of the lines that dialogues speak, each with its values."""
    there = {page.stem for page in pages.pages}
    for stem in sorted({line.split(".")[0] for line in needed} | set(KINDS)):
        if stem not in there:
            yield Problem(shown(pages.folder / f"{stem}.yaml"), None, "this script is missing.")
    for page in pages.pages:
        wanted = {line.removeprefix(f"{page.stem}.") for line in needed if line.startswith(f"{page.stem}.")}
        yield from _lines(page, wanted)
        for key, text in page.lines.items():
            for mistake in mistakes(text, needed.get(f"{page.stem}.{key}", ())):
                yield page.document.problem(("lines", key), mistake)
        match page.script:
            case BreathingScript() as script:
                yield from _styles(page.document, script)
            case CheckInScript() as script:
                yield from _absent(page.document, "forms", FORMS, script.forms)
            case HelpScript() as script:
                yield from _help(page.document, script)


def _lines(page: Page, wanted: Collection[str]) -> Iterator[Problem]:
    missing = sorted({key for key in wanted if page.listed and key not in page.lines})
    for key in missing:
        yield page.document.problem(("lines",), f"the line {quoted(key)} is missing.")
    mentions = list(page.mentions())
    for key, where in mentions:
        if key not in page.lines:
            yield page.document.problem(where, f"there is no line {quoted(key)} here{nearest(key, list(page.lines))}")
    spoken = {*wanted, *(key for key, _ in mentions)}
    for key in page.lines:
        if page.script is not None and key not in spoken:
            guess = nearest(key, missing, all_else=False)
            yield page.document.problem(("lines", key), f"nothing speaks the line {quoted(key)}{guess}")


def _absent(document: Document, section: str, wanted: Collection[str], there: Collection[str]) -> Iterator[Problem]:
    for name in wanted:
        if name not in there:
            yield document.problem((section,), f"{quoted(name)} is missing here, and people can ask for it.")


def _styles(document: Document, script: BreathingScript) -> Iterator[Problem]:
    yield from _absent(document, "styles", STYLES, script.styles)
    for name, style in script.styles.items():
        for where, mistake in [*_style(name, style, script), *_phases(style, script)]:
            yield document.problem(("styles", name, *where), mistake)


def _style(name: str, style: StyleData, script: BreathingScript) -> Iterator[tuple[Where, str]]:
    if any(brace in style.called for brace in "{}"):
        yield ("called",), "no value can stand here."
    if style.minutes * 60 < sum(phase.seconds for phase in style.phases):
        yield ("minutes",), f"{quoted(name)} is over before its first breath is."
    holds = any(phase.shape == "hold" for phase in style.phases)
    if holds and style.fallback is None:
        yield (), f"{quoted(name)} holds the breath, so it must name a `fallback` that does not."
    if style.fallback is not None:
        other = script.styles.get(style.fallback)
        if other is None:
            yield (
                ("fallback",),
                f"there is no style {quoted(style.fallback)}{nearest(style.fallback, list(script.styles))}",
            )
        elif any(phase.shape == "hold" for phase in other.phases):
            yield ("fallback",), f"{quoted(style.fallback)} holds the breath too, so it is no way round it."


def _phases(style: StyleData, script: BreathingScript) -> Iterator[tuple[Where, str]]:
    shapes = {phase.shape for phase in style.phases}
    if not {"in", "out"} <= shapes:
        yield ("phases",), "a breath needs a phase in and a phase out."
    for number, phase in enumerate(style.phases):
        if phase.line is not None and len(script.lines.get(phase.line, "").split()) > phase.seconds * USUAL:
            yield ("phases", number), f"the line {quoted(phase.line)} takes longer to say than its phase lasts."


def _help(document: Document, script: HelpScript) -> Iterator[Problem]:
    for state in STATES:
        if state not in script.states:
            yield document.problem(("states",), f"the state {quoted(state)} is missing here.")
    for state, keys in script.states.items():
        for number, key in enumerate(keys):
            if key in keys[:number]:
                yield document.problem(("states", state, number), f"{quoted(key)} is named twice for {quoted(state)}.")
