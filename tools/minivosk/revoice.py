"""The same words in another voice: a clip taken apart by the WORLD vocoder and put together differently.

Rules
1. Timing does not change: an alignment of the clip stays true.
2. Pitch goes where people's voices are, its movement grows or shrinks, breathiness is scaled, and the spectral envelope
   is smoothed as a statistical voice smooths it. Formants are left to `warp`.
3. Consonants are as weak or strong as voices have them: in the programs that training listens to, "th" is 15 to 27 dB
   below the vowels, in one that it does not 39 dB; and "n" 3 to 9 dB below them, or 1.
"""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grid import RATE

with warnings.catch_warnings():  # its package asks for one that tells of its own end
    warnings.simplefilter("ignore")
    import pyworld  # type: ignore[import-untyped]

LOWEST, HIGHEST = 85.0, 270.0
"""Mean pitch of the new voice in Hz: from low male to high female voices."""

_PERIOD = 10.0
"""Milliseconds between two frames of the vocoder."""

_BREATH = (-14.0, 3.0)
"""dB by which what is not voiced grows; mostly it shrinks."""

_EVENNESS = (-0.1, 0.5)
"""How much of the difference in level between two voiced sounds is taken away."""

_ENOUGH = 5
"""Voiced frames below which a clip has no pitch to speak of."""


@dataclass(frozen=True, slots=True)
class Voiced:
    """A clip taken apart once for any number of new voices: `pitch` of shape (frames,), the rest (frames, bins)."""

    clip: NDArray[np.int16]
    pitch: NDArray[np.float64]
    envelope: NDArray[np.float64]
    noise: NDArray[np.float64]

    @classmethod
    def of(cls, clip: NDArray[np.int16]) -> "Voiced":
        """What the vocoder finds in `clip`."""
        sound = clip.astype(np.float64)
        rough, times = pyworld.dio(sound, RATE, frame_period=_PERIOD)
        pitch = pyworld.stonemask(sound, rough, times, RATE)
        envelope = pyworld.cheaptrick(sound, pitch, times, RATE)
        return cls(clip, pitch, envelope, pyworld.d4c(sound, pitch, times, RATE))

    def revoiced(self, chance: np.random.Generator) -> NDArray[np.int16]:
        """The clip in a voice of its own; unchanged where nothing in it is voiced."""
        voiced = self.pitch > 0
        if voiced.sum() < _ENOUGH:
            return self.clip
        heights, pitch = np.log(self.pitch[voiced]), self.pitch.copy()
        wanted = chance.uniform(np.log(LOWEST), np.log(HIGHEST))
        pitch[voiced] = np.exp(wanted + chance.uniform(0.3, 1.4) * (heights - heights.mean()))
        smooth = chance.random() < 0.5
        envelope = _smoothed(self.envelope, int(chance.integers(24, 70))) if smooth else self.envelope
        envelope = envelope * _levels(envelope, voiced, chance)[:, None]
        noise = self.noise ** chance.uniform(0.6, 2.5)
        made = pyworld.synthesize(pitch, envelope, noise, RATE, _PERIOD)[: len(self.clip)]
        made = np.pad(made, (0, len(self.clip) - len(made)))
        new: NDArray[np.int16] = np.clip(np.rint(made), -32768, 32767).astype(np.int16)
        return new


def _levels(
    envelope: NDArray[np.float64], voiced: NDArray[np.bool_], chance: np.random.Generator
) -> NDArray[np.float64]:
    """What the power of each frame is multiplied by, shape (frames,)."""
    power = envelope.mean(1)
    level = 10 * np.log10(power / np.median(power[voiced]))
    change = np.where(voiced, -chance.uniform(*_EVENNESS) * np.clip(level, -20, 20), chance.uniform(*_BREATH))
    levels: NDArray[np.float64] = 10 ** (change / 10)
    return levels


def _smoothed(envelope: NDArray[np.float64], order: int) -> NDArray[np.float64]:
    """The envelope, shape (frames, bins), from its first `order` cepstra."""
    cepstra = np.fft.irfft(np.log(envelope), axis=1)
    cepstra[:, order:-order] = 0.0
    smooth: NDArray[np.float64] = np.ascontiguousarray(np.exp(np.fft.rfft(cepstra, axis=1).real))
    return smooth
