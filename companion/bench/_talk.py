"""`bench hearing --talk`: speech that is not for the companion, all of it said in idle.

Rules
1. The recordings are joined with silence between them and go through `companion run` as one microphone file.
2. Every intent is a false activation. What it begins goes on, as it would, so that what follows it may be heard with
   the words of another state.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

import numpy as np

from companion.bench._clips import Clip
from companion.bench._figures import Finding, at_most
from companion.bench._played import play
from companion.bench._speakers import silence
from companion.units import seconds

BETWEEN: Final = 1.0
"""Seconds of silence after each recording."""


def talk(engine: str, clips: Sequence[Clip], words: Sequence[str]) -> Iterator[Finding]:
    """`words` are further options of `run`. Raises CompanionError."""
    mic = np.concatenate(tuple(chain.from_iterable((clip.sound, silence(BETWEEN)) for clip in clips)))
    played = play(mic, [*words, "--engine", engine, "--tail", "0"])
    taken = [str(event["name"]) for event in played.of("intent") if event["name"] != "none"]
    minutes = seconds(len(mic)) / 60
    yield (
        f"{engine}: {len(clips)} recordings, {minutes:.1f} minutes: {len(taken)} false activations"
        f"{''.join(f', {name}' for name in taken)}; at most {60 * at_most(len(taken)) / minutes:.1f} an hour (95 %)"
    )
