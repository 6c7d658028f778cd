"""Taking our own voice out of the microphone.

Rules
1. A pure function of blocks: what the microphone gives, and what had been played when it was taken. Nothing is delayed
   by a sample, and while nothing is played the microphone is left as it is.
2. The path from loudspeaker to microphone is learnt while we speak, over REACH: its delay need not be known. How unsure
   it is of the path is learnt with it. Somebody speaking at the same time makes it more careful and hardly misleads it.
3. What is left is passed on as it is where it is clearly more than the uncertainty explains: somebody speaks. Else it
   is brought down to the noise of the room, so that nobody takes the rest of our voice for words.
4. Sound arrives and then dies away. As soon as some of our voice can be taken away it is known when it arrives: before
   that nothing is looked for, and after it less and less. So the rest is learnt in tenths of a second, not in seconds.
5. Of its very first sounds it cannot tell whose they are. They are brought down too: taken for the beginning of what
   somebody says next, they would spoil that.
6. When more is left for a while than it believes possible, the path has changed, and it becomes unsure again.

The filter is the partitioned Kalman filter in the frequency domain: Enzner and Vary, "Frequency-domain adaptive Kalman
filter for acoustic echo control in hands-free telephones", Signal Processing 86 (2006); Kuech, Mabande and Enzner,
"State-space architecture of the partitioned-block-based acoustic echo controller", ICASSP 2014.
"""

import math
from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from companion.units import BLOCK, Mono, samples

REACH: Final = samples(0.64)
"""The longest delay and reverberation that is learnt, from what was played on."""

_PARTS: Final = REACH // BLOCK
_BINS: Final = BLOCK + 1

_UNSURE: Final = 0.02
"""Power of the path at the start, of each part and frequency: the echo may be 2 dB weaker than what was played."""

_TAKEN: Final = (2.0, 8.0)
"""Power of the microphone over what is left of it at which it is known when sound arrives, and known better. Earlier
than at 3 dB rooms with reverberation are taken for a single wall, and some of our voice stays (measured)."""

_DYING: Final = 0.5
"""Power of a part of the path over that of the part before, at least, after sound has arrived: 60 dB in 0.4 s."""

_BEFORE: Final = 0.3
"""The same of the part before: what is learnt first may be a little late."""

_MORE: Final = 2
"""How much more than was found a part of the path may have: of an echo, half is found by then."""

_RECENT: Final = 0.8
"""How much the powers compared for that count after a block."""

_STEADY: Final = 0.9995**2
"""How much of the path is still there after a block. At 0.9999 a steady room is learnt no better (measured)."""

_SMOOTH: Final = 0.7
"""Of the power of what is left, from block to block."""

_CLEAR: Final = 8.0
_CLEAR_HIGH: Final = 12.0
"""What is left, over what our voice explains and usually leaves, when somebody speaks; and the same above 4 kHz, where
a soft "s" shows first. Of 30 s of our own voice alone, four simulated rooms passed 0 to 0.4 s, two with a loudspeaker
driven too hard or an echo 6 dB louder than what was played 0.1 to 0.5 s."""

_HIGH: Final = _BINS // 2

_OPEN: Final = 5
"""Blocks that are passed on after the last clear one: the soft ends of words."""

_FIRST: Final = 10
"""Blocks in which something was played before anything is passed on. Without it 16 of 24 "stop" said 0.9 to 1.7 s into
the first line of a session were heard, with it 24 (-10 dB, 100 ms; slt, rms, awb, ked)."""

_LOOKED_AT: Final = 100
"""Blocks by which it judges what is usual, and itself: 2 s."""

_SURPRISED: Final = 4.0
"""The median of what is left, over what can be left, from which on the path is taken to have changed."""

_FLOOR_BLOCKS: Final = 150
"""Blocks, 3 s, of which the quietest tenth is the noise of the room."""

_FAINT: Final = 1e-7
"""Four times the power of rounding to int16, of each frequency, sound being -1 to 1: what is never learnt."""

_HEARD: Final = 3e-6
"""Power in the microphone, -55 dB of full scale, from which on it is compared with what is left."""

_Spectra = NDArray[np.complex128]
_Powers = NDArray[np.float64]


class EchoCanceller:
    """Called with `mic` and `played`, both of shape (BLOCK,), gives `mic` without the echo."""

    def __init__(self) -> None:
        self._path: _Spectra = np.zeros((_PARTS, _BINS), np.complex128)
        self._doubt: _Powers = np.full((_PARTS, _BINS), _UNSURE)
        self._spectra: _Spectra = np.zeros((_PARTS, _BINS), np.complex128)
        self._before = np.zeros(BLOCK)
        self._smooth: _Powers = np.zeros(_BINS)
        self._silent = _PARTS
        self._open = 0
        self._lately: deque[tuple[float, float]] = deque(maxlen=_LOOKED_AT)
        self._ratios: deque[float] = deque(maxlen=_LOOKED_AT)
        self._levels: deque[float] = deque(maxlen=_FLOOR_BLOCKS)
        self._noise = math.inf
        self._given = self._kept = 0.0
        self._known = 0
        self._first = _FIRST

    def __call__(self, mic: Mono, played: Mono) -> Mono:
        self._silent = 0 if played.any() else self._silent + 1
        if self._silent > _PARTS:
            self._levels.append(_level(mic / 32768))
            self._noise = math.inf
            return mic
        self._take(played / 32768)
        left = mic / 32768 - np.fft.irfft((self._path * self._spectra).sum(axis=0))[BLOCK:]
        self._levels.append(_level(left))
        self._noise = noise = min(self._noise, float(np.quantile(self._levels, 0.1)))
        explained, power = self._learn(np.fft.rfft(np.concatenate((np.zeros(BLOCK), left))))
        self._narrow(_level(mic / 32768), _level(left))
        whole, high = power.sum() / explained.sum(), power[_HIGH:].sum() / explained[_HIGH:].sum()
        self._judge(float(power.sum() / (explained.sum() + BLOCK * BLOCK * noise * noise)))
        somebody = whole > _CLEAR * self._usual(0) or high > _CLEAR_HIGH * self._usual(1)
        self._open = _OPEN if somebody and self._first == 0 else self._open - 1
        if self._silent == 0:
            self._first = max(0, self._first - 1)
            self._lately.append((whole, high))
        if self._open <= 0:
            left *= min(1.0, noise / max(self._levels[-1], _FAINT))
        cleared: Mono = np.clip(np.rint(left * 32768), -32768, 32767).astype(np.int16)
        return cleared

    def _take(self, sound: NDArray[np.float64]) -> None:
        self._spectra[1:] = self._spectra[:-1]
        self._spectra[0] = np.fft.rfft(np.concatenate((self._before, sound)))
        self._before = sound

    def _learn(self, left: _Spectra) -> tuple[_Powers, _Powers]:
        """Improves the path by what is left of this block. Power of what may be left of our voice, and of what is."""
        power = _power(left)
        loud = _power(self._spectra)
        explained = 0.5 * (loud * self._doubt).sum(axis=0) + _FAINT
        self._smooth += (1 - _SMOOTH) * (power - self._smooth)
        gain = self._doubt / (explained + self._smooth)
        self._path += gain * self._spectra.conj() * left
        taps = np.fft.irfft(self._path, axis=1)
        taps[:, BLOCK:] = 0
        self._path = np.fft.rfft(taps, axis=1)
        self._doubt = _STEADY * (1 - 0.5 * gain * loud) * self._doubt + (1 - _STEADY) * _power(self._path)
        return explained, power

    def _narrow(self, given: float, left: float) -> None:
        """Become surer of when sound arrives, `given` and `left` being the levels before and after taking away."""
        self._given = _RECENT * self._given + given * given
        self._kept = _RECENT * self._kept + left * left
        if self._known == len(_TAKEN) or self._given < max(_HEARD, _TAKEN[self._known] * self._kept):
            return
        self._known += 1
        found = _power(self._path).mean(axis=1)
        likely = np.maximum(found, _BEFORE * np.append(found[1:], 0.0))
        for part in range(1, _PARTS):
            likely[part] = max(likely[part], _DYING * likely[part - 1])
        np.minimum(self._doubt, _MORE * likely[:, None], out=self._doubt)

    def _usual(self, band: int) -> float:
        """How much has usually been left of our voice lately, over what was explained; at least 1."""
        return max(1.0, float(np.quantile([ratios[band] for ratios in self._lately], 0.75))) if self._lately else 1.0

    def _judge(self, ratio: float) -> None:
        self._ratios.append(ratio)
        if len(self._ratios) == _LOOKED_AT:
            if float(np.median(self._ratios)) > _SURPRISED:
                np.maximum(self._doubt, _UNSURE, out=self._doubt)
                self._known = 0
            self._ratios.clear()


def _level(sound: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(sound * sound)))


def _power(spectra: _Spectra) -> _Powers:
    power: _Powers = spectra.real**2 + spectra.imag**2
    return power
