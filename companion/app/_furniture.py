"""What stands there before anybody enters: config, material and understanding, loaded and checked."""

from dataclasses import dataclass
from pathlib import Path

from companion import resources
from companion.config import Config, find_config, load_config
from companion.content import load_usable, suited, understanding
from companion.ears import (
    CAN_BE_APART,
    EarApart,
    EarSettings,
    Engine,
    LanguageModel,
    guessed,
    language_model,
    open_ear,
    sounds_of,
)
from companion.errors import Problem
from companion.intents import Interpreter
from companion.material import Material
from companion.models import checked, chosen
from companion.ports import Ear
from companion.units import samples
from companion.voices import VoiceSettings


@dataclass(frozen=True, slots=True)
class Places:
    """Where config, scripts and kept things are, as the command line says; None is the usual place."""

    config: Path | None = None
    scripts: Path | None = None
    data: Path | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Config, material and understanding of one language.

    `kept` is the folder where things are kept, `begun` the file that tells that there has been a session, `models` the
    folders of recogniser models, `proven` the file of those that were tried, `language` the model of what is said.
    `left_out` is what is wrong with decks that people added, which are not there then.
    """

    config: Config
    material: Material
    interpreter: Interpreter
    models: tuple[Path, ...]
    kept: Path
    begun: Path
    proven: Path | None = None
    language: LanguageModel | None = None
    left_out: tuple[Problem, ...] = ()

    @property
    def ear_settings(self) -> EarSettings:
        silence = self.config.ear.silence
        return EarSettings(
            silence_command=samples(silence.command),
            silence_complete=samples(silence.complete),
            silence_answer=samples(silence.answer),
            silence_reflection=samples(silence.reflection),
            rejection=self.config.ear.rejection,
        )

    def voice_settings(self, patient: bool) -> VoiceSettings:
        voice = self.config.voice
        return VoiceSettings(voice.name, voice.rate, voice.pitch, patient)

    def ear(self, engine: Engine | None, apart: bool = False) -> Ear:
        """The recogniser that `engine`, else the config, asks for; `apart`: in a process of its own where that can be.

        Raises EarError.
        """
        if apart and CAN_BE_APART:
            return EarApart(lambda: self.ear(engine), self.interpreter)
        engine, models = self._asked(engine)
        return open_ear(engine, self.interpreter, self.ear_settings, models, self.proven, self.language)

    def model(self) -> Path | None:
        """The folder of the Vosk model that the config leads to; None is the embedded one. Raises EarError."""
        return chosen(*self._asked(None))

    def _asked(self, engine: Engine | None) -> tuple[Engine, tuple[Path, ...]]:
        """The engine, and where its model is: a model that is named is wanted, whatever else is installed."""
        engine, named = engine or self.config.ear.engine, self.config.ear.model
        if named is None or engine == "pocketsphinx":
            return engine, self.models
        return "vosk", (checked(Path(named).expanduser()),)


def located(places: Places) -> tuple[Path, Path]:
    """The scripts folder and the config file that `places` lead to."""
    return places.scripts or resources.scripts_folder(), find_config(places.config)


def furnish(places: Places) -> Furniture:
    """Load config and scripts. Raises Problems with every mistake."""
    folder, path = located(places)
    config = load_config(path)
    material, left_out = load_usable(folder, config.language)
    material = suited(material, config)
    intents = folder / config.language / "intents"
    interpreter = understanding(intents, config, sounds_of, guessed)
    data = resources.data_folder(places.data)
    models, proven = resources.models_folders(data), resources.proven_models(data)
    kept, begun, language = kept_folder(places), resources.begun(data), language_model(intents)
    return Furniture(config, material, interpreter, models, kept, begun, proven, language, tuple(left_out))


def kept_folder(places: Places) -> Path:
    """Where things are kept, whether anything is or not."""
    return resources.data_folder(places.data) / "journal"
