"""Files that people write: YAML 1.2 read as plain data that remembers its lines, and checked all at once.

Rules
1. `read` and `validate` raise `Problems` and nothing else, each mistake one sentence with file and line.
2. YAML 1.2 core schema, plain data only: text, numbers, true and false, null, lists, mappings. `yes`, `7:30` and
   `2026-11-20` are text. A key is always the text that is written. No tags, no anchors, no second document.
3. A repeated key is a mistake, never the last one silently: the first one counts, and `validate` reports it
   together with everything else.
4. What a key must be is derived from its type and limits; `Field(description="a colour")` says it better.
   The ValueError of a validator reads on after the name of its key: "names Sam twice".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import pydantic
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from companion._mistakes import quoted, sentence
from companion.errors import Problem, Problems

Where = tuple[str | int, ...]
"""The way to a value: keys of mappings and, from 0, positions in lists."""

LARGEST: Final = 2_000_000
"""Bytes. The longest script has some 100 kB; anything near this is no script."""

DEEPEST: Final = 20
"""Levels of nesting; the deepest file in use has six."""

_INT: Final = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_WORDS: Final[Mapping[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """The plain data of one file.

    `lines` holds, 1-based, where each key and each item of a list is written. `repeated` are its repeated keys, which
    `validate` raises.
    """

    file: str
    data: object
    lines: Mapping[Where, int]
    repeated: tuple[Problem, ...] = ()

    def line(self, where: Sequence[str | int]) -> int | None:
        """The line of `where`, or of the nearest thing around it that is written; None for an empty file."""
        path = tuple(where)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def problem(self, where: Sequence[str | int], text: str) -> Problem:
        return Problem(self.file, self.line(where), text)


class Written(pydantic.BaseModel):
    """The base of everything a person writes in YAML: frozen, no unknown keys, no infinities, text trimmed.

    A section whose keys are all left out or commented out is one with its defaults.
    """

    model_config = pydantic.ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True, hide_input_in_errors=True
    )

    @pydantic.model_validator(mode="before")
    @classmethod
    def _empty_section(cls, data: object) -> object:
        return {} if data is None else data


def shown(path: Path) -> str:
    """`path` as a person would write it: relative where it lies below the current folder."""
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return str(path.relative_to(Path.cwd()))
    return str(path)


def read(path: Path) -> Document:
    """The data of the YAML file at `path`. Raises Problems for whatever is in the way."""
    file = shown(path)
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise Problems([Problem(file, None, "there is no such file.")]) from None
    except IsADirectoryError:
        raise Problems([Problem(file, None, "this is a folder, where a file is needed.")]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Problems([Problem(file, None, f"this file cannot be read: {reason}.")]) from None
    if len(raw) > LARGEST:
        raise Problems([Problem(file, None, f"this file is larger than {LARGEST // 1_000_000} megabytes.")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Problems([Problem(file, line, "this is not UTF-8 text; save the file as UTF-8.")]) from None
    return parse(text, file)


def parse(text: str, file: str) -> Document:
    """The data of YAML `text`; `file` is its name in messages. Raises Problems."""
    reading = _Reading(file)
    try:
        data = reading.document(_events(text))
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        reading.problem(line, f"there is a character that cannot be printed here (code {error.character:#04x}).")
    except MarkedYAMLError as error:
        reading.problem(*_plain(error, text))
    if reading.problems:
        raise Problems(in_order(reading.problems + reading.repeated))
    return Document(file, data, reading.lines, tuple(reading.repeated))


Model = TypeVar("Model", bound=pydantic.BaseModel)


def validate(model: type[Model], document: Document) -> Model:
    """`document` as a `model`; an empty file is one without keys. Raises Problems with every mistake, in file order."""
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        raise Problems([document.problem((), "this file must be made of lines like `key: value`.")])
    found = list(document.repeated)
    try:
        valid = model.model_validate(data)
    except pydantic.ValidationError as error:
        found += (
            document.problem(details["loc"], sentence(model, details)) for details in error.errors(include_url=False)
        )
    if found:
        raise Problems(in_order(found))
    return valid


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each of `problems` once, by file and line."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 0))


def _events(text: str) -> Iterator[Event]:
    yaml = YAML(typ="safe", pure=True)
    yaml.version = "1.2"
    events: Iterator[Event] = yaml.parse(text)
    return events


class _Reading:
    """Events to data, lines and problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Where, int] = {}
        self.problems: list[Problem] = []
        self.repeated: list[Problem] = []

    def problem(self, line: int | None, text: str) -> None:
        self.problems.append(Problem(self.file, line, text))

    def document(self, events: Iterator[Event]) -> object:
        data: object = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self.problem(
                        _line(event), "a second document begins here; one file holds one, so remove the `---`."
                    )
            elif isinstance(event, NodeEvent):
                data = self.value(event, events, ())
        return data

    def value(self, event: Event, events: Iterator[Event], where: Where) -> object:
        self.lines.setdefault(where, _line(event))
        if isinstance(event, AliasEvent):
            self.problem(_line(event), "`*` starts an alias, which is not used here; put quotes around the text.")
            return None
        if isinstance(event, NodeEvent) and event.anchor is not None:
            self.problem(_line(event), "`&` starts an anchor, which is not used here; put quotes around the text.")
        if getattr(event, "tag", None) is not None:
            self.problem(_line(event), "`!` starts a tag, which is not used here; put quotes around the text.")
        if isinstance(event, ScalarEvent):
            return _scalar(event)
        if len(where) == DEEPEST:
            deep = Problem(self.file, _line(event), f"this is nested more than {DEEPEST} levels deep.")
            raise Problems(in_order([*self.problems, *self.repeated, deep]))
        if isinstance(event, SequenceStartEvent):
            return self.sequence(events, where)
        assert isinstance(event, MappingStartEvent)
        return self.mapping(events, where)

    def sequence(self, events: Iterator[Event], where: Where) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self.value(event, events, (*where, len(items))))
        return items

    def mapping(self, events: Iterator[Event], where: Where) -> dict[str, object]:
        items: dict[str, object] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            key = self.key(event, events, where)
            inside = (*where, key)
            first = self.lines.get(inside)
            if key in items:
                text = f"{quoted(key)} is written twice, first on line {first}; keep one of them."
                self.repeated.append(Problem(self.file, _line(event), text))
            self.lines[inside] = _line(event) if first is None else first
            value = self.value(next(events), events, inside)
            items.setdefault(key, value)
        return items

    def key(self, event: Event, events: Iterator[Event], where: Where) -> str:
        if isinstance(event, ScalarEvent) and event.tag is None and event.anchor is None:
            if event.value == "" and event.style is None:
                self.problem(_line(event), "a key is missing before the colon.")
            return str(event.value)
        self.problem(_line(event), "a key must be plain text; put quotes around it.")
        self.value(event, events, (*where, ""))
        return ""


def _line(event: Event) -> int:
    mark = event.start_mark
    return 1 if mark is None else int(mark.line) + 1


def _scalar(event: ScalarEvent) -> object:
    text = str(event.value)
    if event.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


_PLAIN: Final = (
    (r"'\\t'|tab", "there is a tab here; indent with spaces."),
    (r"mapping values", "a colon cannot stand here; indent this line like its neighbours, or put quotes around the text."),
    (r"could not find expected ':'", "a colon is missing after a key, or the text above is not indented."),
    (r"expected <block end>", "the indentation does not fit the lines above."),
    (r"expected '<document start>'", "this does not belong to the lines above; check indentation, quotes and brackets."),
    (r"expected ',' or", "a comma or a closing bracket is missing before this."),
    (r"node content", "a value is missing before this, or the text needs quotes around it."),
    (r"while scanning a quoted scalar", "the quotation mark that opens here is never closed."),
    (r"block scalar", "after `|` or `>` the text begins on the next line; otherwise put quotes around it."),
    (r"unknown escape|escape sequence", "this backslash means nothing in YAML; use single quotes around the text."),
    (r"undefined alias|an '?alias", "`*` starts an alias, which is not used here; put quotes around the text."),
    (r"an '?anchor", "`&` starts an anchor, which is not used here; put quotes around the text."),
    (r"tag|expected '!'|URI", "`!` starts a tag, which is not used here; put quotes around the text."),
    (r"sequence entries|mapping keys", "a list or a group cannot begin here; begin it on the next line, indented."),
    (r"directive", "`%` starts a directive, which is not used here; put quotes around the text."),
    (r"cannot start any token", "this character cannot begin a text; put quotes around the text."),
)


def _plain(error: MarkedYAMLError, text: str) -> tuple[int | None, str]:
    """Where a syntax error is, and what it means to somebody who does not know YAML's inside."""
    told = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in told and error.context_mark is not None and "escape" not in told:
        mark = error.context_mark
    line = None if mark is None else min(int(mark.line), text.count("\n")) + 1
    for pattern, plain in _PLAIN:
        if re.search(pattern, told):
            return line, plain
    return line, f"this cannot be read as YAML: {(error.problem or 'a mistake').strip()}."
