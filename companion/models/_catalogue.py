"""The official small models, as data in `official.yaml`."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StrictInt

from companion.yamlfile import Written, read, validate


class Official(Written):
    """One model: its `language`, the rounded size and the licence that its page names, and the checksum of its zip."""

    language: str
    megabytes: Annotated[StrictInt, Field(gt=0)]
    licence: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None


class _Catalogue(Written):
    address: Annotated[str, Field(pattern="^https://.*/$")]
    models: dict[str, Official]


@cache
def _catalogue() -> _Catalogue:
    return validate(_Catalogue, read(Path(__file__).with_name("official.yaml")))


def officials() -> Mapping[str, Official]:
    """The models by name."""
    return _catalogue().models


def address(name: str) -> str:
    """Where the zip file of the official model `name` is."""
    return f"{_catalogue().address}{name}.zip"


def is_name(text: str) -> bool:
    """Whether `text` can be the name of a model: of a folder that is no other place and no hidden one."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}", text) is not None
