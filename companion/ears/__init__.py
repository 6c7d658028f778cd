"""Speech to text, behind the port `Ear`: two recognisers with one endpoint, and typing."""

from companion.ears._apart import CAN_BE as CAN_BE_APART
from companion.ears._apart import EarApart
from companion.ears._dictionary import known_words, pronunciations, sounds_of
from companion.ears._guess import guessed
from companion.ears._no_ear import NoEar
from companion.ears._open import Engine, open_ear
from companion.ears._other_words import LanguageModel, language_model
from companion.ears._recording import transcribe
from companion.ears._settings import EarSettings
from companion.ears._typed import TypedKeys, TypedLines, TypedScript

__all__ = [
    "CAN_BE_APART",
    "EarApart",
    "EarSettings",
    "Engine",
    "LanguageModel",
    "NoEar",
    "TypedKeys",
    "TypedLines",
    "TypedScript",
    "guessed",
    "known_words",
    "language_model",
    "open_ear",
    "pronunciations",
    "sounds_of",
    "transcribe",
]
