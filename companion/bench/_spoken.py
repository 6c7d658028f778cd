"""What is said while measuring, read from spoken.json, and laid out as microphone sound.

Rules
1. The companion itself speaks none of it.
2. The same words give the same sound, with whichever of the speakers are installed.
"""

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import count, cycle

import numpy as np

from companion.bench._labels import Label, labels
from companion.bench._speakers import KNOWN, NEW, Speaker, present, silence, spoken
from companion.errors import CompanionError
from companion.units import Mono, samples

LEAD, GAP = 0.5, 0.4
"""Seconds of silence before a passage of talk, and between two of its sentences."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """`phrases`: commands and their labels. `conversation`: commands and their seconds. `talk`: what is no command."""

    phrases: dict[str, Label]
    stop: str
    conversation: tuple[tuple[float, str], ...]
    talk: tuple[str, ...]


@functools.cache
def wording() -> Spoken:
    data = json.loads(files("companion.bench").joinpath("spoken.json").read_text(encoding="utf-8"))
    commands = tuple((float(at), str(text)) for at, text in data["conversation"])
    return Spoken(labels(data["phrases"], "spoken.json"), data["stop"], commands, tuple(data["talk"]))


def speakers() -> tuple[Speaker, ...]:
    """Plain voices for measuring times. Raises CompanionError where there is none."""
    found = present((*KNOWN, NEW[0]))
    if not found:
        raise CompanionError("There is nothing to speak with. Install flite or festival: apt install flite festival")
    return found


def placed(lines: Sequence[tuple[float, Mono]], length: float) -> Mono:
    """Sounds laid at their seconds into `length` seconds of silence; what reaches beyond is cut off."""
    mic = silence(length)
    for at, sound in lines:
        start = samples(at)
        piece = sound[: max(0, len(mic) - start)]
        mic[start : start + len(piece)] = piece
    return mic


def talk(length: float) -> Mono:
    """Everyday talk without an end: `length` seconds of it, the speakers in turn."""
    lines, at = list[tuple[float, Mono]](), LEAD
    for sentence, speaker in zip(cycle(wording().talk), cycle(speakers()), strict=False):
        if at >= length:
            return placed(lines, length)
        sound = spoken(sentence, speaker)
        lines.append((at, sound))
        at += len(sound) / samples(1) + GAP
    raise AssertionError


def conversation(length: float) -> Mono:
    """A session of `length` seconds: commands at their seconds, and talk in the pauses of ten seconds or more.

    Its commands lead through an exercise, a check-in and a break; the talk is what the two say to each other.
    """
    voices = speakers()
    commands = [(at, spoken(text, voices[n % len(voices)])) for n, (at, text) in enumerate(wording().conversation)]
    starts = [at for at, _ in commands if at < length] + [length]
    lines, sentences = list(commands), cycle(wording().talk)
    for n, end in zip(count(), starts[1:], strict=False):
        at = starts[n] + 8
        while True:
            sound = spoken(next(sentences), voices[len(lines) % len(voices)])
            after = at + len(sound) / samples(1) + 2
            if after > end:
                break
            lines.append((at, sound))
            at = after
    return placed(lines, length)


def share_of_speech(mic: Mono) -> float:
    """The share of 20 ms frames, 0 to 1, that are not silent."""
    frames = np.abs(mic[: len(mic) // 320 * 320].reshape(-1, 320)).max(axis=1)
    return float(np.mean(frames > 0))
