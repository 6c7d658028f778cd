"""The recognisers that are measured, by name, each opened anew when it is needed.

Rules
1. PocketSphinx is called by its name, Vosk by its name and the folder of its model: "vosk companion-mini-en".
2. What cannot be opened is told in a sentence and left out, unless it was asked for by name.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from companion.app import Furniture
from companion.errors import EarError
from companion.ports import Ear

Opened = Callable[[], Ear]


def open_ears(furniture: Furniture, engine: str) -> tuple[Mapping[str, Opened], list[str]]:
    """What opens the ears of `engine`, or of every engine (`all`), and a sentence for each that cannot be used here.

    Raises EarError where an engine asked for by name cannot.
    """
    ears, notes = dict[str, Opened](), list[str]()
    if engine in ("pocketsphinx", "all"):
        ears["pocketsphinx"] = partial(furniture.ear, "pocketsphinx")
    if engine == "vosk":
        furniture.ear("vosk").close()
    if engine in ("vosk", "all"):
        folders = list(_vosk_models(furniture.models))
        if not folders:
            notes.append("Not measured: vosk, since there is no model for it. See models/README.md.")
        for folder in folders:
            opened = partial(replace(furniture, models=(folder,)).ear, "vosk")
            try:
                opened().close()
            except EarError as error:
                notes.append(f"Not measured: vosk {folder.name}. {error}")
            else:
                ears[f"vosk {folder.name}"] = opened
    return ears, notes


def engines(ears: Mapping[str, Opened]) -> list[str]:
    """The engines among `ears`, as `run --engine` takes them."""
    return list(dict.fromkeys(name.partition(" ")[0] for name in ears))


def _vosk_models(places: tuple[Path, ...]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from sorted(path for path in place.iterdir() if (path / "am").is_dir())
