"""One text spoken, outside of any session."""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from companion.app._furniture import Furniture
from companion.app._loop import DRAINING
from companion.errors import UsageError
from companion.ports import Room
from companion.room import DeviceRoom, FileRoom
from companion.stage import Mixer, loudness, sentences
from companion.units import BLOCK, Samples, samples
from companion.voices import open_voice


def speak(text: str, furniture: Furniture, name: str | None = None, out: Path | None = None) -> None:
    """Speak `text` through the speaker, or into the file `out`, with the voice `name` or the configured one.

    Raises UsageError if there is no word in `text`; VoiceError, RoomError.
    """
    if not any(letter.isalnum() for letter in text):
        raise UsageError("There is nothing to say. Write the words after say.")
    chosen = furniture.voice_settings(patient=True)
    if name is not None:
        chosen = replace(chosen, name=name)
    sound = furniture.config.sound
    with ExitStack() as opened:
        voice = open_voice(chosen)
        opened.callback(voice.close)
        pause = np.zeros(samples(furniture.config.voice.sentence_pause), np.int16)
        clips = [piece for sentence in sentences(text) for piece in (voice.clip(sentence), pause) if piece is not None]
        room: Room = FileRoom(speaker=out) if out is not None else DeviceRoom(output=sound.output, muted=True)
        opened.callback(room.close)
        mixer = Mixer(loudness(furniture.config.voice.volume))
        mixer.speak(np.concatenate(clips), Samples(0))
        now = Samples(0)
        for _ in room:
            room.play(mixer.mix(now))
            now = Samples(now + BLOCK)
            if mixer.silent:
                break
        for _ in zip(room, range(0 if room.over else DRAINING), strict=False):
            room.play(mixer.mix(now))
