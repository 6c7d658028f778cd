"""The ear and the keys of a session, and how the stage behaves towards who speaks or types."""

import sys

from companion.app._asked import Session
from companion.app._furniture import Furniture
from companion.config import Config
from companion.content import own_words
from companion.ears import NoEar, TypedLines, TypedScript
from companion.models import MINIATURE
from companion.ports import Ear, Keys, Room
from companion.room import DampedRoom, KeyFile, NoKeys, terminal_keys
from companion.stage import Manner
from companion.units import Samples, samples


def ear_for(session: Session, furniture: Furniture) -> tuple[Ear, Keys]:
    """Who listens, and which keys count. Raises EarError."""
    if session.deaf:
        return NoEar(), NoKeys()
    if not session.text:
        ear = furniture.ear(session.engine, apart=not session.virtual)
        keys = KeyFile(session.keys) if session.keys is not None else NoKeys() if session.virtual else terminal_keys()
        return ear, keys
    if session.virtual:
        script = TypedScript(sys.stdin)
        return script, script.keys
    lines = TypedLines(sys.stdin)
    return lines, lines.keys


def unheard_pause_word(ear: Ear, config: Config) -> str | None:
    """The pause word, where this ear cannot listen for it."""
    words = [word for word, where in own_words(config) if where == ("pause_word",)]
    return config.pause_word if not all(map(ear.knows, words)) else None


def manner_of(room: Room, ear: Ear, config: Config) -> Manner:
    """How the stage speaks and listens in this room, for this ear."""
    return Manner(
        volume=config.voice.volume,
        rate=config.voice.rate,
        sentence_pause=samples(config.voice.sentence_pause),
        guard=Samples(0) if config.sound.headphones or ear.engine == "typed" else room.guard,
        cancelled=isinstance(room, DampedRoom) and room.one_clock,
        tones=config.voice.tones,
        breath_words=config.voice.breath_words,
        earcons=config.voice.earcons,
        addressed=ear.engine == "typed",
        dictation=takes_dictation(ear),
    )


def takes_dictation(ear: Ear) -> bool:
    """Whether free words are understood: typed ones, and those of a model with a whole language."""
    return ear.engine == "typed" or (ear.engine == "vosk" and ear.model != MINIATURE)
