"""Speech for measuring, made on the spot by flite and festival; nothing recorded ships.

Rules
1. The same words and speaker give the same samples, at RATE, the synthesiser's own silences cut off.
2. Speakers that the ears were developed with are told apart from those they were not. A variant (of speed, or of size:
   pitch and formants together) is called one.
3. espeak-ng is left out: its voices are too robotic to judge a recogniser by.
"""

import functools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from companion.errors import CompanionError
from companion.units import RATE, Mono, samples

PEAK: Final = 16_384
"""The loudest sample of everything spoken: half of full scale."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A voice of a synthesiser. `slower` stretches its speech; `smaller` raises pitch and formants, speed kept."""

    name: str
    program: Literal["flite", "festival"]
    voice: str
    slower: float = 1.0
    smaller: float = 1.0


_KED: Final = "voice_ked_diphone"

NEW: Final = (
    Speaker("ked", "festival", _KED),
    Speaker("ked, 20 % slower", "festival", _KED, slower=1.2),
    Speaker("ked, 10 % faster", "festival", _KED, slower=0.9),
    Speaker("ked, 15 % smaller", "festival", _KED, smaller=1.15),
    Speaker("ked, 8 % larger", "festival", _KED, smaller=0.92),
)
"""A voice no ear was developed with (Debian: festvox-kdlpc16k), and variants of it."""

CHANGED: Final = (
    Speaker("slt, 12 % larger", "flite", "slt", smaller=0.88),
    Speaker("rms, 15 % smaller", "flite", "rms", smaller=1.15),
    Speaker("awb, 20 % slower", "flite", "awb", slower=1.2),
)
"""Variants of voices the ears were developed with."""

KNOWN: Final = (Speaker("slt", "flite", "slt"), Speaker("rms", "flite", "rms"), Speaker("awb", "flite", "awb"))
"""Voices the ears were developed with: fit for measuring times, not for measuring hearing."""


def present(speakers: Iterable[Speaker]) -> tuple[Speaker, ...]:
    """Those that this machine can speak with."""
    return tuple(speaker for speaker in speakers if _has(speaker.program, speaker.voice))


@functools.cache
def spoken(text: str, speaker: Speaker) -> Mono:
    """`text` as `speaker` says it, shape (n,), read-only. Raises CompanionError where it cannot be said."""
    sound, rate = _rendered(text, speaker.program, speaker.voice, speaker.slower * speaker.smaller)
    sound = soxr.resample(sound, rate * speaker.smaller, RATE)
    loudest = float(np.abs(sound).max())
    loud = np.flatnonzero(np.abs(sound) > 0.01 * loudest)
    mono: Mono = np.round(sound[loud[0] : loud[-1] + 1] / loudest * PEAK).astype(np.int16)
    mono.setflags(write=False)
    return mono


def silence(seconds: float) -> Mono:
    return np.zeros(samples(seconds), np.int16)


@functools.cache
def _rendered(text: str, program: str, voice: str, slower: float) -> tuple[NDArray[np.float64], int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        if program == "festival":
            stretch = f"(Parameter.set 'Duration_Stretch {slower})"
            command = ["text2wave", "-eval", f"({voice})", "-eval", stretch, "-o", str(path)]
        else:
            command = ["flite", "-voice", voice, "--setf", f"duration_stretch={slower}", "-t", text, "-o", str(path)]
        try:
            subprocess.run(command, input=text.encode(), check=True, capture_output=True)
            sound, rate = soundfile.read(path, dtype="float64")
        except (OSError, subprocess.CalledProcessError, soundfile.SoundFileError):
            raise CompanionError(f'{program} cannot say "{text}". Install it anew: apt install {program}') from None
    return sound, rate


@functools.cache
def _has(program: str, voice: str) -> bool:
    if program == "flite":
        return shutil.which("flite") is not None
    if shutil.which("text2wave") is None:
        return False
    asked = subprocess.run(
        ["festival", "--pipe"],
        input=b"(print (voice.list))",
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    return voice.removeprefix("voice_") in asked.stdout.decode().strip("()\n ").split()
