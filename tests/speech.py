"""Speech for the tests, made on the spot by flite and festival; nothing recorded is kept in the project.

Rules
1. `speak` gives the same samples for the same words and voice, at RATE, with the synthesiser's own silences cut off.
2. A synthesiser that is not installed skips the test and names what to install.
3. espeak-ng is left out on purpose: it is too robotic to judge a recogniser by.
"""

import functools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray

from companion.units import RATE, Mono, Samples, samples

Speaker = Literal["slt", "rms", "awb", "kal16", "festival-kal", "festival-slt"]

SPEAKERS: Final[tuple[Speaker, ...]] = ("slt", "rms", "awb", "festival-kal", "festival-slt")
"""Voices that a recogniser can fairly be judged by. `kal16` is the diphone voice of `festival-kal` in flite."""

_FESTIVAL: Final = {"festival-kal": "(voice_kal_diphone)", "festival-slt": "(voice_cmu_us_slt_arctic_hts)"}


@functools.cache
def speak(text: str, voice: Speaker = "slt") -> Mono:
    """`text` spoken by `voice`, shape (n,), read-only, loudest sample at half of full scale."""
    sound, rate = _render(text, voice)
    sound = soxr.resample(sound, rate, RATE) if rate != RATE else sound
    loud = np.abs(sound) > 0.01 * np.abs(sound).max()
    first, last = int(np.argmax(loud)), len(loud) - int(np.argmax(loud[::-1]))
    mono: Mono = np.round(sound[first:last] / np.abs(sound).max() * 16_384).astype(np.int16)
    mono.setflags(write=False)
    return mono


def silence(seconds: float) -> Mono:
    """Digital silence of `seconds`, shape (n,)."""
    return np.zeros(samples(seconds), np.int16)


def dialogue(*lines: tuple[float, str] | tuple[float, str, Speaker], tail: float = 1.5) -> tuple[Mono, list[Samples]]:
    """Lines spoken each at its second, and the sample at which each one's speech ends.

    A line is (second, text) or (second, text, voice); `tail` seconds of silence follow the last end.
    """
    placed = [(samples(line[0]), speak(*line[1:])) for line in lines]
    ends = [Samples(start + len(sound)) for start, sound in placed]
    mixed = np.zeros(max(ends) + samples(tail), np.int16)
    for start, sound in placed:
        mixed[start : start + len(sound)] += sound
    return mixed, ends


def in_noise(sound: Mono, noise: Mono, snr: float) -> Mono:
    """`sound` with `noise` looped under it, `snr` dB below the RMS of the loud part of `sound`; it may clip."""
    level = sound.astype(np.float64)
    frames = level[: len(level) // 320 * 320].reshape(-1, 320)
    power = (frames**2).mean(axis=1)
    active = power[power > 0.01 * power.max()].mean()
    bed = np.resize(noise, len(sound)).astype(np.float64)
    gain = np.sqrt(active / 10 ** (snr / 10) / max((bed**2).mean(), 1e-9))
    mixed: Mono = np.clip(np.round(level + gain * bed), -32_768, 32_767).astype(np.int16)
    return mixed


def _render(text: str, voice: Speaker) -> tuple[NDArray[np.float64], int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        if voice in _FESTIVAL:
            command = [_program("text2wave", "festival"), "-eval", _FESTIVAL[voice], "-o", str(path)]
        else:
            command = [_program("flite", "flite"), "-voice", voice, "-t", text, "-o", str(path)]
        subprocess.run(command, input=text.encode(), check=True, capture_output=True)
        sound, rate = soundfile.read(path, dtype="float64")
    return sound, rate


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed (apt install {package})")
    return found
