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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import pydantic

from companion._mistakes import Where, explained
from companion._yaml import Reading
from companion.errors import Problem, Problems

__all__ = ["LARGEST", "Document", "Where", "Written", "in_order", "parse", "read", "shown", "validate"]

LARGEST: Final = 2_000_000
"""Bytes. The longest script has some 100 kB; anything near this is no script."""


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
    reading = Reading(file)
    data = reading.text(text)
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
        mistakes = explained(model, error.errors(include_url=False))
        found += (document.problem(where, text) for where, text in mistakes)
    if found:
        raise Problems(in_order(found))
    return valid


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each of `problems` once, by file and line."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line or 0))
