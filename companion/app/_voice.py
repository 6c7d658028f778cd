"""The voice of a session, and what it renders ahead."""

from typing import Final

from companion.app._furniture import Furniture
from companion.config import Config
from companion.errors import VoiceError
from companion.material import Material
from companion.ports import Room, Voice
from companion.room import SilentRoom
from companion.stage import sentences
from companion.voices import SilentVoice, find_voice, list_voices, open_voice

AT_ONCE: Final = frozenset({"session", "timeout", "safety", "calm", "breathing", "help"})
"""Scripts whose lines answer somebody in need: rendered first, since not all lines fit into what the voice keeps."""


def voice_for(room: Room, furniture: Furniture, patient: bool) -> Voice:
    """Nothing is rendered where nothing can sound. Raises VoiceError for a name that no voice has."""
    if isinstance(room, SilentRoom):
        return SilentVoice(furniture.config.voice.rate)
    check_voice(furniture.config)
    return open_voice(furniture.voice_settings(patient))


def check_voice(config: Config) -> None:
    """Raises VoiceError for a name that no voice has. Without a speech engine nothing is, which a session survives."""
    if config.voice.name is None:
        return
    try:
        known = list_voices()
    except VoiceError:
        return
    find_voice(config.voice.name, known)


def plain_sentences(material: Material) -> list[str]:
    """Every sentence that has no value to be filled in: what can be rendered ahead, `AT_ONCE` before the rest."""
    lines = sorted(material.lines.items(), key=lambda line: line[0].split(".")[0] not in AT_ONCE)
    return [sentence for _, text in lines if "{" not in text for sentence in sentences(text)]
