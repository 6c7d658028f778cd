"""Two people who talk to it in turns: two synthetic voices through the real recogniser, answered by the real voice.

The microphone is made on the way: each utterance begins a second after the line that it answers, as a person would.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
from speech import Speaker, speak

from companion.app import Places, furnish
from companion.config import settings
from companion.dialogues import REPERTOIRE
from companion.journal import MemoryJournal
from companion.room import NoKeys, VirtualWall, sounds
from companion.stage import Cast, Manner, Stage
from companion.steps import Intent
from companion.testing import Log
from companion.units import BLOCK, Samples, samples, seconds
from companion.voices import open_voice

Line = tuple[str, str, Speaker]
"""After which line what is said, and by which voice."""


class Conversation:
    """The stage with its real ear and voice, and people who answer it."""

    def __init__(self, config: Path, said: Sequence[Line]) -> None:
        self.log: Log = []
        self._left = list(said)
        self._sounding = np.zeros(0, np.int16)
        furniture = furnish(Places(config=config))
        self._ear = furniture.ear("pocketsphinx")
        self._voice = open_voice(furniture.voice_settings(patient=True))
        wall = VirtualWall(datetime(2026, 11, 20, 18))
        cast = Cast(
            self._ear, self._voice, sounds, NoKeys(), wall, MemoryJournal(), furniture.interpreter, self._witness
        )
        self.stage = Stage(cast, furniture.material, settings(furniture.config), REPERTOIRE, Manner())

    def play(self, intent: str, most: float) -> None:
        """Begin with `intent` and go on until everything was said and the companion is done, or `most` seconds."""
        self.stage.begin(Intent(intent))
        now = Samples(0)
        while now < samples(most) and (self.stage.pending or self._left):
            mic = np.zeros(BLOCK, np.int16)
            piece, self._sounding = self._sounding[:BLOCK], self._sounding[BLOCK:]
            mic[: len(piece)] = piece
            self.stage.block(mic)
            now = Samples(now + BLOCK)
        self._ear.close()
        self._voice.close()

    def _witness(self, t: Samples, event: str, fields: Mapping[str, object]) -> None:
        self.log.append((round(seconds(t), 3), event, fields))
        if event == "said" and self._left and fields["id"] == self._left[0][0]:
            _, text, voice = self._left.pop(0)
            self._sounding = np.concatenate([np.zeros(samples(1), np.int16), speak(text, voice)])


def test_a_check_in_spoken_by_two_voices(tmp_path: Path) -> None:
    """Both agree and give a number, each hands over by voice, and it closes (S16, S38, S57)."""
    config = tmp_path / "config.yaml"
    config.write_text("people: [Ana, Sam]\ncheck_in: {form: short}\n", encoding="utf-8")
    conversation = Conversation(
        config,
        [
            ("together.willing", "yes please", "slt"),
            ("together.willing", "yes", "festival-kal"),
            ("together.how_strong", "three", "slt"),
            ("together.how_strong", "four", "festival-kal"),
            ("check_in.feeling", "i'm done", "slt"),
            ("check_in.feeling", "i would rather not say", "festival-kal"),
            ("check_in.appreciation", "i'm finished", "festival-kal"),
            ("check_in.appreciation", "i'm done", "slt"),
            ("check_in.remind", "no thank you", "slt"),
        ],
    )
    conversation.play("check_in", 180)
    heard = [f["name"] for _, event, f in conversation.log if event == "intent"]
    assert heard == ["yes", "yes", "rating", "rating", "done", "pass", "done", "done", "no"]
    turns = [f["person"] for _, event, f in conversation.log if event == "turn" and f["state"] == "start"]
    assert turns == ["Ana", "Sam", "Sam", "Ana"]
    said = [f["id"] for _, event, f in conversation.log if event == "say"]
    assert said[-3:] == ["check_in.closing", "together.respect", "check_in.remind"]
