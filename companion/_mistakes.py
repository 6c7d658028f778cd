"""What a validation error means, in one plain sentence.

Rules
1. The key comes first, what it must be second, what was found third.
2. An unknown key is answered with the nearest known one, or with all of them when none is near.
"""

import typing
from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Final, Literal, Union, get_args, get_origin

import annotated_types
import pydantic
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

NEAR: Final = 60.0
"""RapidFuzz ratio, 0 to 100: "volum" and "volume" have 91, "tempo" and "rate" 22."""

LONGEST: Final = 40
"""Characters of a wrong value that are quoted."""


def sentence(model: type[pydantic.BaseModel], details: ErrorDetails) -> str:
    """One sentence for one of pydantic's errors on `model`."""
    where = details["loc"]
    name = _name(where)
    kind = details["type"]
    if kind == "extra_forbidden":
        return f"{name} is not known here{nearest(str(where[-1]), _known(model, where[:-1]))}"
    if kind == "missing":
        return f"{name} is missing."
    if kind in ("value_error", "assertion_error"):
        return f"{name} {str(details.get('ctx', {}).get('error', details['msg'])).rstrip('.')}."
    must = _must(model, where, details)
    if must is None:
        return f"{name} is not right: {details['msg'].rstrip('.').lower()}."
    if kind == "literal_error" and isinstance(details["input"], str):
        return f"{name} must be {must}, not {found(details['input'])}{_guess(details['input'], model, where)}"
    return f"{name} must be {must}, not {found(details['input'])}."


def nearest(word: str, known: Sequence[str]) -> str:
    """The end of a sentence about an unknown `word`: the known one it resembles, or all of them."""
    if not known:
        return "."
    if (match := process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=NEAR)) is not None:
        return f"; did you mean `{match[0]}`?"
    if len(known) > 12:
        return "."
    return f"; known are {listed([f'`{name}`' for name in known], 'and')}."


def listed(names: Sequence[str], last: str) -> str:
    """Names in a row: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def quoted(key: str) -> str:
    """A key as it is named in a sentence, on one line and shortened."""
    return f"`{_short(key)}`"


def found(value: object) -> str:
    """A wrong value as it is written in YAML, shortened."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    text = _short(str(value))
    return f"'{text}'" if isinstance(value, str) else text


def _short(text: str) -> str:
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _name(where: Sequence[str | int]) -> str:
    if not where:
        return "this file"
    last = where[-1]
    if isinstance(last, str):
        return quoted(last)
    keys = [key for key in where if isinstance(key, str)]
    return f"item {last + 1} of `{keys[-1]}`" if keys else f"item {last + 1}"


def _guess(text: str, model: type[pydantic.BaseModel], where: Sequence[str | int]) -> str:
    choices = [str(choice) for choice in get_args(_bare(_kind(model, where)))]
    match = process.extractOne(text, choices, scorer=fuzz.ratio, score_cutoff=NEAR)
    return "." if match is None else f"; did you mean {match[0]}?"


def _must(model: type[pydantic.BaseModel], where: Sequence[str | int], details: ErrorDetails) -> str | None:
    """What the value at `where` must be, after "must be"."""
    field = _field(model, where)
    if field is not None and field.description:
        return field.description
    kind = _bare(_kind(model, where))
    origin = get_origin(kind) or kind
    if origin is Literal:
        return listed([str(choice) for choice in get_args(kind)], "or")
    if origin in (int, float):
        return ("a whole number" if origin is int else "a number") + _limits(field)
    if origin is bool:
        return "true or false"
    if origin is str:
        return "text in quotes" if isinstance(details["input"], int | float) else "text"
    if origin in (list, tuple, set, frozenset):
        return "a list" if "_type" in details["type"] else "a list with something in it"
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, pydantic.BaseModel)):
        return "a group of indented keys"
    return None


def _limits(field: FieldInfo | None) -> str:
    low = high = above = below = None
    for limit in field.metadata if field is not None else ():
        low = limit.ge if isinstance(limit, annotated_types.Ge) else low
        high = limit.le if isinstance(limit, annotated_types.Le) else high
        above = limit.gt if isinstance(limit, annotated_types.Gt) else above
        below = limit.lt if isinstance(limit, annotated_types.Lt) else below
    if low is not None and high is not None:
        return f" from {low} to {high}"
    words = [
        f"{word} {limit}"
        for word, limit in (("of at least", low), ("above", above), ("of at most", high), ("below", below))
        if limit is not None
    ]
    return f" {listed(words, 'and')}" if words else ""


def _bare(kind: object) -> object:
    """`kind` without its None and without its annotations."""
    while True:
        if get_origin(kind) is typing.Annotated:
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            kinds = [one for one in get_args(kind) if one is not NoneType]
            kind = kinds[0]
        else:
            return kind


def _kind(model: type[pydantic.BaseModel], where: Sequence[str | int]) -> object:
    """The declared type of the value at `where`; None where nothing is declared."""
    kind: object = model
    for step in where:
        kind = _bare(kind)
        origin = get_origin(kind) or kind
        if isinstance(origin, type) and issubclass(origin, pydantic.BaseModel):
            field = _fields(origin).get(str(step))
            kind = None if field is None else field.annotation
        elif origin in (dict, Mapping):
            kind = (*get_args(kind), None, None)[1]
        elif origin in (list, tuple, Sequence):
            kind = (*get_args(kind), None)[0]
        else:
            kind = None
    return kind


def _field(model: type[pydantic.BaseModel], where: Sequence[str | int]) -> FieldInfo | None:
    if not where:
        return None
    parent = _bare(_kind(model, where[:-1]))
    if isinstance(parent, type) and issubclass(parent, pydantic.BaseModel):
        return _fields(parent).get(str(where[-1]))
    return None


def _fields(model: type[pydantic.BaseModel]) -> dict[str, FieldInfo]:
    """The fields by the name a person writes."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _known(model: type[pydantic.BaseModel], where: Sequence[str | int]) -> list[str]:
    parent = _bare(_kind(model, where))
    if isinstance(parent, type) and issubclass(parent, pydantic.BaseModel):
        return list(_fields(parent))
    return []
