"""A clip as a room and a microphone might have it: silence around it, reverberation, colour, noise, level.

Rules
1. Nothing here moves a word: silence in front is a whole number of net outputs, and reverberation keeps the direct
   sound where it was, so that an alignment of the clean clip serves all its versions.
2. The same generator state gives the same sound.
3. Some versions keep exact digital zeros around the words: files and test rooms have them.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, fftconvolve, sosfilt  # type: ignore[import-untyped]

from .grid import RATE, STEP

Clip = NDArray[np.int16]
Wave = NDArray[np.float64]

MAX_LEAD = 20
"""Most outputs (30 ms each) of silence in front."""


def surrounded(clip: Clip, chance: np.random.Generator) -> tuple[Wave, int]:
    """The clip between zeros, and how many outputs of silence are in front."""
    lead = int(chance.integers(0, MAX_LEAD + 1))
    tail = int(chance.integers(0, 30)) * STEP
    return np.concatenate([np.zeros(lead * STEP), clip.astype(np.float64), np.zeros(tail)]), lead


def levelled(wave: Wave, chance: np.random.Generator) -> Clip:
    """As int16 with a peak between -32 dB and -1 dB of full scale."""
    peak = 32767 * 10 ** (chance.uniform(-32, -1) / 20)
    return np.rint(wave * (peak / max(float(np.abs(wave).max()), 1.0))).astype(np.int16)


def worn(wave: Wave, babble: Callable[[int], Wave], chance: np.random.Generator) -> Wave:
    """Reverberation, colour and noise, each with its own chance; `babble` gives other speech, at least so long.

    A silent wave gets noise only: speech in it would be taught to be silence.
    """
    if not wave.any():
        return noise(len(wave), chance) * 300.0 if chance.random() < 0.9 else wave
    if chance.random() < 0.5:
        wave = _reverberated(wave, chance)
    if chance.random() < 0.5:
        wave = _coloured(wave, chance)
    if chance.random() < 0.75:
        wave = _noisy(wave, babble, chance)
    return wave


def noise(length: int, chance: np.random.Generator) -> Wave:
    """Noise of shape (length,), white to brown, sometimes with hum; its RMS is 1."""
    spectrum = np.fft.rfft(chance.standard_normal(length))
    frequency = np.fft.rfftfreq(length, 1 / RATE)
    spectrum *= np.maximum(frequency, 20.0) ** -chance.uniform(0.0, 1.2)
    sound = np.fft.irfft(spectrum, length)
    sound /= max(float(np.sqrt(np.mean(sound**2))), 1e-9)
    if chance.random() < 0.2:
        hum = float(chance.choice((50.0, 60.0, 100.0, 120.0)))
        sound += chance.uniform(0.2, 1.5) * np.sin(2 * np.pi * hum * np.arange(length) / RATE)
    return sound / max(float(np.sqrt(np.mean(sound**2))), 1e-9)


def _reverberated(wave: Wave, chance: np.random.Generator) -> Wave:
    decay = chance.uniform(0.08, 0.45)
    length = int(decay * RATE)
    tail = chance.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail[: int(0.002 * RATE)] = 0.0
    tail *= 10 ** (chance.uniform(-18, -2) / 20) / max(float(np.sqrt(np.sum(tail**2))), 1e-9)
    tail[0] = 1.0
    heard: Wave = fftconvolve(wave, tail)[: len(wave)]
    return heard


def _coloured(wave: Wave, chance: np.random.Generator) -> Wave:
    low = butter(1, chance.uniform(40, 350), "highpass", fs=RATE, output="sos")
    wave = sosfilt(low, wave)
    if chance.random() < 0.5:
        high = butter(int(chance.integers(1, 4)), chance.uniform(3000, 7600), "lowpass", fs=RATE, output="sos")
        wave = sosfilt(high, wave)
    tilt = chance.uniform(-0.45, 0.45)
    coloured: Wave = sosfilt(np.array([[1.0, tilt, 0.0, 1.0, 0.0, 0.0]]), wave)
    return coloured


def _noisy(wave: Wave, babble: Callable[[int], Wave], chance: np.random.Generator) -> Wave:
    loud = wave[np.abs(wave) > 0.05 * np.abs(wave).max(initial=0.0)]
    level = float(np.sqrt(np.mean(loud**2))) if loud.size else 300.0
    if chance.random() < 0.25:
        voices = babble(len(wave))
        start = int(chance.integers(0, len(voices) - len(wave) + 1))
        other = voices[start : start + len(wave)]
        other = other / max(float(np.sqrt(np.mean(other**2))), 1e-9)
        ratio = chance.uniform(10, 30)
    else:
        other, ratio = noise(len(wave), chance), chance.uniform(4, 60)
    return wave + other * level * 10 ** (-ratio / 20)
