"""Which recogniser it is going to be."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from companion.ears._listening import ListeningEar
from companion.ears._other_words import LanguageModel
from companion.ears._recogniser import Recogniser
from companion.ears._settings import EarSettings
from companion.ears._together import Together
from companion.errors import EarError
from companion.models import chosen, miniature
from companion.ports import Commands, Ear

Engine = Literal["auto", "vosk", "pocketsphinx"]


def open_ear(
    engine: Engine,
    commands: Commands,
    settings: EarSettings,
    models: Sequence[Path],
    memory: Path | None = None,
    language: LanguageModel | None = None,
) -> Ear:
    """The ear called `engine`. `models` are folders that hold model folders, or model folders themselves; `memory`
    is the file that remembers which of them were proven; by the `language` model PocketSphinx hears what its grammar
    has no room for.

    "auto" takes an official Vosk model where one is installed, else the embedded PocketSphinx, together with the
    miniature Vosk model where that is there. Raises EarError.
    """
    folder = chosen(engine, models)
    recogniser: Recogniser
    if folder is not None:
        from companion.ears._vosk import Vosk

        recogniser = Vosk(folder, commands, settings.rejection, memory)
    else:
        from companion.ears._pocketsphinx import PocketSphinx

        recogniser = PocketSphinx(commands, settings.rejection, language)
        if engine == "auto" and (second := _second(commands, models, memory)) is not None:
            recogniser = Together(recogniser, second)
    return ListeningEar(recogniser, commands, settings)


def _second(commands: Commands, models: Sequence[Path], memory: Path | None) -> Recogniser | None:
    """The ear of the miniature model; None where it is not there or damaged, since the first hears without it."""
    folder = miniature(models)
    if folder is None:
        return None
    from companion.ears._vosk import Vosk

    try:
        return Vosk(folder, commands, memory=memory)
    except EarError:
        return None
