"""Text to sound. A voice renders and never plays."""

from companion.ports import Voice
from companion.voices._booth import Booth
from companion.voices._pyttsx3 import Pyttsx3Voice
from companion.voices._settings import VoiceInfo, VoiceSettings, find_voice
from companion.voices._silent import SilentVoice

__all__ = [
    "Pyttsx3Voice",
    "SilentVoice",
    "Voice",
    "VoiceInfo",
    "VoiceSettings",
    "find_voice",
    "list_voices",
    "open_voice",
]


def open_voice(settings: VoiceSettings) -> Voice:
    """The voice of this machine, starting up while others do. What is wrong with it is said by its first clip."""
    return Pyttsx3Voice(settings)


def list_voices() -> list[VoiceInfo]:
    """The voices there are. Raises VoiceError where there is no speech engine."""
    booth = Booth()
    try:
        return booth.voices()
    finally:
        booth.close()
