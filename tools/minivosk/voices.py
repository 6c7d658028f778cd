"""Synthetic speech from programs that a Debian machine has: espeak-ng, flite and, for judging only, festival.

Rules
1. A clip is int16 of shape (n,) at 16 kHz, its quiet ends trimmed.
2. `tract` scales formants and pitch together: the voice speaks slower by that factor and is resampled faster.
"""

import re
import shutil
import subprocess
import tempfile
import wave
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly  # type: ignore[import-untyped]

from .corpus import Prompt
from .errors import MinivoskError
from .grid import RATE

Clip = NDArray[np.int16]

ESPEAK_WORDS_A_MINUTE = 165


def variants(excluded: set[str]) -> list[str]:
    """The espeak-ng voice variants of this machine, sorted, without `excluded`."""
    listing = _run(["espeak-ng", "--voices=variant"]).decode()
    return sorted(set(re.findall(r"!v/(.+?) *(?:\(|$)", listing, re.MULTILINE)) - excluded)


def speak(prompt: Prompt) -> Clip:
    """The prompt as its voice says it. Raises MinivoskError when the voice's program fails."""
    text = " ".join(prompt.words)
    if prompt.engine == "silence":
        return np.zeros(int(2 * RATE / prompt.rate), np.int16)
    with tempfile.TemporaryDirectory(prefix="minivosk-") as folder:
        path = Path(folder) / "clip.wav"
        if prompt.engine == "flite":
            stretch = prompt.tract / prompt.rate
            setting = f"duration_stretch={stretch:.3f}"
            _run(["flite", "-voice", prompt.voice, "--setf", setting, "-t", text, "-o", str(path)])
        else:
            speed = round(ESPEAK_WORDS_A_MINUTE * prompt.rate / prompt.tract)
            pitch = min(99, max(1, round(50 * prompt.pitch)))
            _run(["espeak-ng", "-v", prompt.voice, "-s", str(speed), "-p", str(pitch), "-w", str(path), text])
        return read_wave(path, prompt.tract)


def festival(text: str, voice: str) -> Clip:
    """`text` by a festival voice such as `kal_diphone`: for judging, never for training."""
    with tempfile.TemporaryDirectory(prefix="minivosk-") as folder:
        path = Path(folder) / "clip.wav"
        script = f'(voice_{voice})\n(utt.save.wave (SynthText "{text}") "{path}" \'riff)\n'
        _run(["festival", "--pipe"], script.encode())
        return read_wave(path)


def flite(text: str, voice: str) -> Clip:
    """`text` by a flite voice at its own speed."""
    return speak(Prompt(0, tuple(text.split()), "flite", voice, 1.0, 1.0, 1.0))


def read_wave(path: Path, speed: float = 1.0) -> Clip:
    """A mono 16-bit WAV at 16 kHz, played `speed` times faster, its quiet ends trimmed."""
    with wave.open(str(path), "rb") as file:
        rate = file.getframerate()
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float64)
    ratio = Fraction(RATE / (rate * speed)).limit_denominator(200)
    if ratio != 1:
        sound = resample_poly(sound, ratio.numerator, ratio.denominator)
    return trimmed(np.clip(np.rint(sound), -32768, 32767).astype(np.int16))


def read_clip(path: Path) -> Clip:
    """A clip that `write_wave` wrote."""
    with wave.open(str(path), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)


def write_wave(path: Path, clip: Clip) -> None:
    """`clip` as a mono 16-bit WAV at 16 kHz, appearing whole or not at all."""
    part = path.with_suffix(".part")
    with wave.open(str(part), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(clip.astype("<i2").tobytes())
    part.replace(path)


def trimmed(clip: Clip, keep: int = RATE // 10) -> Clip:
    """`clip` without what is 50 dB below its peak at the ends, but for `keep` samples."""
    level = np.abs(clip.astype(np.int32))
    loud = np.flatnonzero(level > max(level.max(initial=0) * 0.003, 8))
    if not loud.size:
        return clip
    return clip[max(0, int(loud[0]) - keep) : int(loud[-1]) + keep]


def _run(command: list[str], text: bytes = b"") -> bytes:
    if shutil.which(command[0]) is None:
        raise MinivoskError(f"{command[0]} is not on this machine. Install the Debian package of that name.")
    done = subprocess.run(command, input=text, capture_output=True, check=False)
    if done.returncode != 0:
        raise MinivoskError(f"{' '.join(command)} failed: {done.stderr.decode(errors='replace').strip()[:200]}")
    return done.stdout
