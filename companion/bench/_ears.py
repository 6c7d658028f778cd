"""The recognisers that are measured, by name, each opened anew when it is needed.

Rules
1. PocketSphinx is called by its name, Vosk by its name and the folder of its model: "vosk companion-mini-en". What the
   engine `auto` opens is called by what it is made of: "auto en-us with companion-mini-en".
2. What cannot be opened is told in a sentence and left out, unless it was asked for by name.
3. Whether it can is seen in another process, so that what an ear weighs is not there before it is weighed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from companion.app import Furniture
from companion.bench._played import apart
from companion.ears import Engine
from companion.errors import CompanionError
from companion.models import miniature
from companion.ports import Ear

Opened = Callable[[], Ear]


def open_ears(furniture: Furniture, engine: str) -> tuple[Mapping[str, Opened], list[str]]:
    """What opens the ears of `engine`, or of every engine (`all`), and a sentence for each that cannot be used here.

    Raises CompanionError where an engine asked for by name cannot.
    """
    ears, notes = dict[str, Opened](), list[str]()
    if engine == "auto":
        ears[f"auto {_model(furniture)}"] = partial(furniture.ear, "auto")
    if engine in ("pocketsphinx", "all"):
        ears["pocketsphinx"] = partial(furniture.ear, "pocketsphinx")
    if engine == "vosk":
        _model(furniture, "vosk")
    if engine in ("vosk", "all"):
        folders = list(_vosk_models(furniture.models))
        if not folders:
            notes.append("Not measured: vosk, since there is no model for it. See models/README.md.")
        for folder in folders:
            only = replace(furniture, models=(folder,))
            try:
                ears[f"vosk {_model(only, 'vosk')}"] = partial(only.ear, "vosk")
            except CompanionError as error:
                notes.append(f"Not measured: vosk {folder.name}. {error}")
    if engine == "all" and (small := miniature(furniture.models)) is not None:
        without_official = replace(furniture, models=(small,))
        ears[f"auto {_model(without_official)}"] = partial(without_official.ear, "auto")
    return ears, notes


def _model(furniture: Furniture, engine: Engine = "auto") -> str:
    """What the ear of `engine` calls its model. Raises CompanionError where it cannot be opened."""
    return apart(lambda: furniture.ear(engine).model)


def engines(ears: Mapping[str, Opened]) -> list[str]:
    """The engines among `ears`, as `run --engine` takes them."""
    return list(dict.fromkeys(name.partition(" ")[0] for name in ears))


def _vosk_models(places: tuple[Path, ...]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(path for path in place.iterdir() if (path / "am").is_dir())
