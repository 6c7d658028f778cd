"""Which recogniser it is going to be."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from companion.ears._listening import ListeningEar, Recogniser
from companion.ears._settings import EarSettings
from companion.errors import EarError
from companion.models import OFFICIAL, found, is_model
from companion.ports import Commands, Ear

Engine = Literal["auto", "vosk", "pocketsphinx"]


def open_ear(
    engine: Engine, commands: Commands, settings: EarSettings, models: Sequence[Path], memory: Path | None = None
) -> Ear:
    """The ear called `engine`. `models` are folders that hold model folders, or model folders themselves; `memory`
    is the file that remembers which of them were proven.

    "auto" takes an official Vosk model where one is installed, else the embedded PocketSphinx. Raises EarError.
    """
    folders = [path for path in models if is_model(path)] + found(models)
    official = [path for path in folders if path.name.startswith(OFFICIAL)]
    if engine == "vosk" and not folders:
        places = " or ".join(str(path) for path in models)
        raise EarError(f"There is no Vosk model in {places}: unpack one there, or use the engine pocketsphinx.")
    chosen: Recogniser
    if engine == "vosk" or (engine == "auto" and official):
        from companion.ears._vosk import Vosk

        chosen = Vosk((official or folders)[0], commands, settings.rejection, memory)
    else:
        from companion.ears._pocketsphinx import PocketSphinx

        chosen = PocketSphinx(commands, settings.rejection)
    return ListeningEar(chosen, commands, settings)
