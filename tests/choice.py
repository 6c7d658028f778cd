"""Which of several sentences sounds in a piece of the speaker file: a closed choice by ear, made with numbers.

Rules
1. The candidates are spoken by the espeak-ng program itself, not by the companion's voice: an independent reading.
2. Likeness is the cost of dynamic time warping between mel spectra, per step of the path; loudness does not count.
"""

import io
import subprocess
from collections.abc import Sequence

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from companion.units import RATE, Mono

FRAME, STEP, BANDS = 400, 160, 26
Spectra = NDArray[np.float64]


def choose(piece: Mono, candidates: Sequence[str], rate: int = 170) -> str:
    """The candidate nearest to `piece`."""
    heard = spectra(piece)
    costs = [warp(heard, spectra(read(text, rate))) for text in candidates]
    return candidates[int(np.argmin(costs))]


def read(text: str, rate: int) -> Mono:
    """`text` as espeak-ng reads it, at RATE."""
    command = ["espeak-ng", "-s", str(rate), "--stdout", text]
    wav = subprocess.run(command, check=True, capture_output=True).stdout
    sound, own = soundfile.read(io.BytesIO(wav), dtype="float64")
    mono: Mono = (soxr.resample(sound, own, RATE) * 32767).astype(np.int16)
    return mono


def spectra(sound: Mono) -> Spectra:
    """Log mel spectra of the sounding frames, shape (frames, BANDS), each band around its mean."""
    level = sound.astype(np.float64)
    count = 1 + max(0, len(level) - FRAME) // STEP
    frames = np.stack([level[i * STEP : i * STEP + FRAME] for i in range(count)]) * np.hanning(FRAME)
    power = np.abs(np.fft.rfft(frames)) ** 2
    loud = power.sum(axis=1) > 1e-4 * power.sum(axis=1).max()
    mel = np.log(power[loud] @ _filters().T + 1e3)
    around: Spectra = mel - mel.mean(axis=0)
    return around


def warp(a: Spectra, b: Spectra) -> float:
    """The cost of the cheapest path through both, per step."""
    distance = np.sqrt(((a[:, None] - b[None]) ** 2).mean(axis=2))
    cost = np.full((len(a) + 1, len(b) + 1), np.inf)
    cost[0, 0] = 0
    for i in range(1, len(a) + 1):
        row = np.minimum(cost[i - 1, :-1], cost[i - 1, 1:])
        for j in range(1, len(b) + 1):
            cost[i, j] = distance[i - 1, j - 1] + min(row[j - 1], cost[i, j - 1])
    return float(cost[-1, -1] / (len(a) + len(b)))


def _filters() -> Spectra:
    """Triangles on the mel scale, shape (BANDS, FRAME // 2 + 1)."""
    top = 2595 * np.log10(1 + RATE / 2 / 700)
    edges = 700 * (10 ** (np.linspace(0, top, BANDS + 2) / 2595) - 1) * FRAME / RATE
    bins = np.arange(FRAME // 2 + 1)
    rise = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.clip(np.minimum(rise, fall), 0, None)
