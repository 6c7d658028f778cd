"""YAML 1.2 text to plain data that remembers its lines, without the parts of YAML that surprise people.

Rules
1. The core schema only: text, numbers, true and false, null, lists, mappings. `yes`, `7:30` and dates are text.
2. A key is the text that is written. A repeated one is noted, and the first one counts.
3. Tags, anchors, aliases and second documents are refused. Every mistake becomes a plain sentence.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

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
from ruamel.yaml.reader import Reader, ReaderError

from companion._mistakes import Where, quoted
from companion.errors import Problem

DEEPEST: Final = 20
"""Levels of nesting; the deepest file in use has six."""

_INT: Final = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_WORDS: Final[Mapping[str, bool | None]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


class _TooDeep(Exception):  # noqa: N818  - a way out of the recursion
    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class _SwiftReader(Reader):
    """Passes over a line of a block at one go: character by character it takes a third of the time of a start."""

    def forward(self, length: int = 1) -> None:
        if length > 1 and self.buffer[self.pointer : self.pointer + length].isprintable():
            self.pointer += length
            self.index += length
            self.column += length
        else:
            super().forward(length)


class Reading:
    """Events to data, lines and problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lines: dict[Where, int] = {}
        self.problems: list[Problem] = []
        self.repeated: list[Problem] = []

    def problem(self, line: int | None, text: str) -> None:
        self.problems.append(Problem(self.file, line, text))

    def text(self, text: str) -> object:
        """The data of YAML `text`. It is worth nothing once there are `problems`."""
        yaml = YAML(typ="safe", pure=True)
        yaml.version = "1.2"
        yaml.Reader = _SwiftReader
        try:
            return self._document(yaml.parse(text))
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            self.problem(line, f"there is a character that cannot be printed here (code {error.character:#04x}).")
        except MarkedYAMLError as error:
            self.problem(*_plain(error, text))
        except _TooDeep as error:
            self.problem(error.line, f"this is nested more than {DEEPEST} levels deep.")
        return None

    def _document(self, events: Iterator[Event]) -> object:
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
                data = self._value(event, events, ())
        return data

    def _value(self, event: Event, events: Iterator[Event], where: Where) -> object:
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
            raise _TooDeep(_line(event))
        if isinstance(event, SequenceStartEvent):
            return self._sequence(events, where)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(events, where)

    def _sequence(self, events: Iterator[Event], where: Where) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self._value(event, events, (*where, len(items))))
        return items

    def _mapping(self, events: Iterator[Event], where: Where) -> dict[str, object]:
        items: dict[str, object] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            key = self._key(event, events, where)
            inside = (*where, key)
            first = self.lines.get(inside)
            if key in items:
                text = f"{quoted(key)} is written twice, first on line {first}; keep one of them."
                self.repeated.append(Problem(self.file, _line(event), text))
            self.lines[inside] = _line(event) if first is None else first
            value = self._value(next(events), events, inside)
            items.setdefault(key, value)
        return items

    def _key(self, event: Event, events: Iterator[Event], where: Where) -> str:
        if isinstance(event, ScalarEvent) and event.tag is None and event.anchor is None:
            if event.value == "" and event.style is None:
                self.problem(_line(event), "a key is missing before the colon.")
            return str(event.value)
        self.problem(_line(event), "a key must be plain text; put quotes around it.")
        self._value(event, events, (*where, ""))
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
    (
        r"mapping values",
        "a colon cannot stand here; indent this line like its neighbours, or put quotes around the text.",
    ),
    (r"could not find expected ':'", "a colon is missing after a key, or the text above is not indented."),
    (r"expected <block end>", "the indentation does not fit the lines above."),
    (
        r"expected '<document start>'",
        "this does not belong to the lines above; check indentation, quotes and brackets.",
    ),
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

_BRACED: Final = re.compile(r"[^'\"]*[:-]\s+[{\[]")


def _plain(error: MarkedYAMLError, text: str) -> tuple[int | None, str]:
    """Where a syntax error is, and what it means to somebody who does not know YAML's inside."""
    told = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    if "quoted scalar" in told and error.context_mark is not None and "escape" not in told:
        mark = error.context_mark
    line = None if mark is None else min(int(mark.line), text.count("\n")) + 1
    if line is not None and "<block end>" in told and _BRACED.match(text.splitlines()[line - 1]):
        return line, "text that begins with a brace needs quotes around all of it."
    for pattern, plain in _PLAIN:
        if re.search(pattern, told):
            return line, plain
    return line, f"this cannot be read as YAML: {(error.problem or 'a mistake').strip()}."
