"""Which recogniser it is going to be."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from companion.ears._listening import ListeningEar, Recogniser
from companion.ears._settings import EarSettings
from companion.ears._vosk_model import OFFICIAL, found
from companion.errors import EarError
from companion.ports import Commands, Ear

Engine = Literal["auto", "vosk", "pocketsphinx"]


def open_ear(engine: Engine, commands: Commands, settings: EarSettings, models: Sequence[Path]) -> Ear:
    """The ear called `engine`. `models` are folders that hold model folders, or model folders themselves.

    "auto" takes an official Vosk model where one is installed, else the embedded PocketSphinx. Raises EarError.
    """
    folders = [path for path in models if (path / "am").is_dir()] + found(models)
    official = [path for path in folders if path.name.startswith(OFFICIAL)]
    if engine == "vosk" and not folders:
        places = " or ".join(str(path) for path in models)
        raise EarError(f"There is no Vosk model in {places}: unpack one there, or use the engine pocketsphinx.")
    chosen: Recogniser
    if engine == "vosk" or (engine == "auto" and official):
        from companion.ears._vosk import Vosk

        chosen = Vosk((official or folders)[0], commands, settings.rejection)
    else:
        from companion.ears._pocketsphinx import PocketSphinx

        chosen = PocketSphinx(commands, settings.rejection)
    return ListeningEar(chosen, commands, settings)
