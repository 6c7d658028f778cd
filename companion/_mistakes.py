"""What a validation error means, in one plain sentence.

Rules
1. The key comes first, what it must be second, what was found third.
2. An unknown key is answered with the nearest known one, or with all of them when none is near.
"""

import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Final, Literal, Union, get_args, get_origin

import pydantic
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

Where = tuple[str | int, ...]

NEAR: Final = 60.0
"""RapidFuzz ratio, 0 to 100: "volum" and "volume" have 91, "tempo" and "rate" 22."""

LONGEST: Final = 40
"""Characters of a wrong value that are quoted."""


def explained(model: type[pydantic.BaseModel], errors: Sequence[ErrorDetails]) -> list[tuple[Where, str]]:
    """Where each of pydantic's `errors` on `model` is written, and its sentence.

    Where a value may be of several kinds, pydantic complains once a kind; only the complaint that got furthest counts.
    A list is not too short because one of its items is wrong.
    """
    locs = [details["loc"] for details in errors]
    errors = [
        details
        for details in errors
        if details["type"] != "too_short"
        or not any(loc[: len(details["loc"])] == details["loc"] and loc != details["loc"] for loc in locs)
    ]
    seen = [_walk(model, details["loc"]) for details in errors]
    furthest: dict[Where, int] = {}
    for where, _, fork in seen:
        if fork is not None:
            furthest[fork] = max(len(where), furthest.get(fork, 0))
    return [
        (where, _sentence(where, declared, details))
        for (where, declared, fork), details in zip(seen, errors, strict=True)
        if fork is None or len(where) == furthest[fork]
    ]


def _sentence(where: Where, declared: "_Declared", details: ErrorDetails) -> str:
    kind, value = details["type"], details["input"]
    name = _name(where)
    if kind == "extra_forbidden" or details["loc"][-1:] == ("[key]",):
        return f"{name} is not known here{nearest(str(where[-1]), declared.known)}"
    if kind == "missing":
        return f"{name} is missing."
    if kind in ("value_error", "assertion_error"):
        return f"{name} {str(details.get('ctx', {}).get('error', details['msg'])).rstrip('.')}."
    must = declared.must(value)
    if must is None:
        return f"{name} is not right: {details['msg'].rstrip('.').lower()}."
    choices = get_args(declared.kind) if kind == "literal_error" and isinstance(value, str) else ()
    return f"{name} must be {must}, not {found(value)}{_guess(str(value), choices)}"


def nearest(word: str, known: Sequence[str], all_else: bool = True) -> str:
    """The end of a sentence about an unknown `word`: the known one it resembles, or, if `all_else`, all of them."""
    if not known:
        return "."
    if (match := process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=NEAR)) is not None:
        return f"; did you mean `{match[0]}`?"
    if len(known) > 12 or not all_else:
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
        braced = len(value) > 0 and all(inside is None for inside in value.values())
        return "a group of keys; put quotes around text that begins with a brace" if braced else "a group of keys"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
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


def _guess(text: str, choices: Sequence[object]) -> str:
    match = process.extractOne(text, [str(choice) for choice in choices], scorer=fuzz.ratio, score_cutoff=NEAR)
    return "." if match is None else f"; did you mean {match[0]}?"


@dataclass(frozen=True, slots=True)
class _Declared:
    """What is declared for a value: its type without None and annotations, its limits, its description.

    Where it may be of several kinds, `kinds` are those and there is no one `kind`.
    """

    kind: object
    limits: tuple[object, ...] = ()
    description: str | None = None
    kinds: tuple[object, ...] = ()

    @property
    def origin(self) -> object:
        return get_origin(self.kind) or self.kind

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """Where the type is a model, its fields by the names a person writes."""
        if isinstance(self.origin, type) and issubclass(self.origin, pydantic.BaseModel):
            return {field.alias or name: field for name, field in self.origin.model_fields.items()}
        return {}

    @property
    def known(self) -> list[str]:
        """The keys that may stand here, where they are fixed."""
        return list(self.fields) or [str(key) for key in get_args((*get_args(self.kind), None)[0])]

    def branch(self, tag: str) -> "_Declared":
        """The one of several kinds that pydantic calls `tag`."""
        kinds = [_declared(kind) for kind in self.kinds]
        return next((kind for kind in kinds if kind.called == tag.split("[")[0]), _Declared(None))

    @property
    def called(self) -> str:
        return "literal" if self.origin is Literal else getattr(self.origin, "__name__", "")

    def below(self, step: str | int) -> "_Declared":
        """What is declared one level down; nothing where nothing is."""
        arguments = get_args(self.kind)
        if (field := self.fields.get(str(step))) is not None:
            return _declared(field.annotation, tuple(field.metadata), field.description)
        if isinstance(step, str) and self.origin in (dict, Mapping) and len(arguments) == 2:
            return _declared(arguments[1])
        if isinstance(step, int) and self.origin in (list, tuple, Sequence) and arguments:
            return _declared(arguments[0])
        return _Declared(None)

    def must(self, value: object) -> str | None:
        """What goes after "must be" when `value` is not it; None where nothing is declared."""
        if self.description:
            return self.description
        if self.kinds:
            return listed(sorted({_declared(kind).must(value) or "" for kind in self.kinds}), "or")
        if self.origin is Literal:
            return listed([str(choice) for choice in get_args(self.kind)], "or")
        if self.origin is int or self.origin is float:
            return ("a whole number" if self.origin is int else "a number") + self._range()
        if self.origin is bool:
            return "true or false"
        if self.origin is str:
            return "text in quotes" if isinstance(value, int | float) else "text"
        if self.origin in (list, tuple, set, frozenset, Sequence):
            return "a list with something in it" if isinstance(value, list) else "a list"
        if self.origin in (dict, Mapping) or self.fields:
            return "a group of indented keys"
        return None

    def _range(self) -> str:
        def of(name: str) -> list[object]:
            return [getattr(limit, name) for limit in self.limits if hasattr(limit, name)]

        if of("ge") and of("le"):
            return f" from {of('ge')[0]} to {of('le')[0]}"
        words = {"ge": "of at least", "gt": "above", "le": "of at most", "lt": "below"}
        said = [f"{words[name]} {limit}" for name in words for limit in of(name)]
        return f" {listed(said, 'and')}" if said else ""


def _declared(kind: object, limits: tuple[object, ...] = (), description: str | None = None) -> _Declared:
    while True:
        if get_origin(kind) is typing.Annotated:
            for note in get_args(kind)[1:]:
                limits += tuple(note.metadata) if isinstance(note, FieldInfo) else (note,)
                description = description or getattr(note, "description", None)
            kind = get_args(kind)[0]
        elif get_origin(kind) in (Union, UnionType):
            kinds = tuple(one for one in get_args(kind) if one is not NoneType)
            if len(kinds) > 1:
                return _Declared(None, limits, description, kinds)
            kind = kinds[0]
        else:
            return _Declared(kind, limits, description)


def _walk(model: type[pydantic.BaseModel], loc: Where) -> tuple[Where, _Declared, Where | None]:
    """Where pydantic's `loc` is written, what is declared there, and the place above it that may be of several kinds.

    For a key that is not known, what is declared around it.
    """
    declared, where = _Declared(model), Where()
    fork: Where | None = None
    for number, step in enumerate(loc):
        if step == "[key]":
            return where, _walk(model, loc[: number - 1])[1], fork
        if declared.kinds:
            fork = where if fork is None else fork
            if number + 1 < len(loc):
                declared = declared.branch(str(step))
        else:
            below = declared.below(step)
            declared = declared if below == _Declared(None) and declared.fields else below
            where = (*where, step)
    return where, declared, fork
