"""People who talk to it aloud: synthetic voices through the real recogniser, in virtual time.

Rules
1. The microphone is made on the way: each utterance begins a second after the line that it answers, as a person would.
2. The understanding and the recogniser are opened once for all conversations; every conversation has its own journal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from speech import Speaker, speak

from companion.app import Furniture
from companion.config import settings
from companion.dialogues import REPERTOIRE
from companion.journal import MemoryJournal
from companion.ports import Ear, Expectation, Voice
from companion.room import NoKeys, VirtualWall, sounds
from companion.scene import Settings
from companion.stage import Cast, Manner, Stage
from companion.steps import Intent
from companion.testing import Log, ToneVoice
from companion.units import BLOCK, Mono, Samples, samples, seconds

BOTH = " / "
"""Between what is said and what another voice says at the same time."""

IDLE = ""
THEN = "then"
"""In place of a line: said when nothing runs any more, and said when what was said before was understood."""

Line = tuple[str, str, Speaker]
"""After which line what is said, and by which voice."""

OTHER: Speaker = "festival-kal"

MOST = 1200
"""Seconds after which a conversation is taken to hang."""


@dataclass
class Aloud:
    """A conversation: the `log` of what came of it, the microphone `mic`, and what is `left` that nobody could say."""

    left: list[Line]
    log: Log = field(default_factory=list)
    mic: list[Mono] = field(default_factory=list)

    def understood(self) -> list[str]:
        """The intents in order."""
        return [str(fields["name"]) for _, event, fields in self.log if event == "intent"]

    def lines(self) -> list[str]:
        """The ids of all lines that it said, in order."""
        return [str(fields["id"]) for _, event, fields in self.log if event == "say"]

    def turns(self) -> list[str]:
        """Who had a turn, in order."""
        return [str(f["person"]) for _, event, f in self.log if event == "turn" and f["state"] == "start"]


def talk_aloud(
    furniture: Furniture,
    ear: Ear,
    said: Sequence[Line],
    *,
    people: Sequence[str] = ("Ana", "Sam"),
    form: str = "short",
    solo: str | None = None,
    nudge: bool = False,
    begin: str | None = None,
    voice: Voice | None = None,
    journal: MemoryJournal | None = None,
) -> Aloud:
    """Play it until everything was said and the companion is done."""
    left = list(said)
    aloud = Aloud(left)
    sounding = np.zeros(0, np.int16)

    def answer(text: str, speaker: Speaker) -> None:
        nonlocal sounding
        sounding = np.concatenate([np.zeros(samples(1), np.int16), _spoken(text, speaker)])

    def witness(t: Samples, event: str, fields: Mapping[str, object]) -> None:
        aloud.log.append((round(seconds(t), 3), event, fields))
        waiting = left[0][0] if left else None
        if (event == "said" and fields["id"] == waiting) or (event == "intent" and waiting == THEN):
            answer(*left.pop(0)[1:])

    dayparts = settings(furniture.config).dayparts
    here = Settings(people=tuple(people), check_in_form=form, solo=solo, nudge=nudge, dayparts=dayparts)
    wall = VirtualWall(datetime(2026, 11, 20, 18))
    journal = journal or MemoryJournal(solo)
    voice = voice or ToneVoice(rate=680)
    cast = Cast(ear, voice, sounds, NoKeys(), wall, journal, furniture.interpreter, witness)
    stage = Stage(cast, furniture.material, here, REPERTOIRE, Manner())
    ear.expect(Expectation())
    if begin is not None:
        stage.begin(Intent(begin))
    else:
        answer(*left.pop(0)[1:])
    now = Samples(0)
    while now < samples(MOST) and stage.left is None and (stage.pending or left or len(sounding)):
        mic = np.zeros(BLOCK, np.int16)
        piece, sounding = sounding[:BLOCK], sounding[BLOCK:]
        mic[: len(piece)] = piece
        aloud.mic.append(mic)
        stage.block(mic)
        now = Samples(now + BLOCK)
        if left and not len(sounding) and not stage.pending:
            if left[0][0] != IDLE:
                break
            answer(*left.pop(0)[1:])
    return aloud


def _spoken(text: str, speaker: Speaker) -> Mono:
    """`text` said by `speaker`; what stands behind BOTH is said over it, by a voice that begins a little later."""
    one, _, other = text.partition(BOTH)
    sound = speak(one, speaker)
    if not other:
        return sound
    second = np.concatenate([np.zeros(samples(0.25), np.int16), speak(other, OTHER)])
    mixed = np.zeros(max(len(sound), len(second)), np.int16)
    mixed[: len(sound)] += sound
    mixed[: len(second)] += second
    return mixed
