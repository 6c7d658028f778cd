"""The recognisers that are measured, by name, each opened anew when it is needed."""

from collections.abc import Callable, Mapping
from functools import partial

from companion.app import Furniture
from companion.errors import EarError
from companion.ports import Ear

Opened = Callable[[], Ear]

ENGINES = ("pocketsphinx", "vosk")


def open_ears(furniture: Furniture, engine: str) -> tuple[Mapping[str, Opened], list[str]]:
    """What opens `engine`, or every one that can be used here (`all`), and a sentence for each that cannot.

    Raises EarError where none can.
    """
    ears, notes = dict[str, Opened](), list[str]()
    for name in ENGINES if engine == "all" else (engine,):
        try:
            furniture.ear(name).close()
        except EarError as error:
            if engine != "all":
                raise
            notes.append(f"Not measured: {name}. {error}")
        else:
            ears[name] = partial(furniture.ear, name)
    return ears, notes
