"""The same words in another voice: a clip taken apart by the WORLD vocoder and put together differently.

Rules
1. Timing does not change: an alignment of the clip stays true.
2. Pitch goes where people's voices are, its movement grows or shrinks, breathiness is scaled, and the spectral envelope
   is smoothed as a statistical voice smooths it. Formants are left to `warp`.
"""

import numpy as np
import pyworld  # type: ignore[import-untyped]
from numpy.typing import NDArray

from .grid import RATE

LOWEST, HIGHEST = 85.0, 270.0
"""Mean pitch of the new voice in Hz: from low male to high female voices."""

_PERIOD = 10.0
"""Milliseconds between two frames of the vocoder."""

_ENOUGH = 5
"""Voiced frames below which a clip has no pitch to speak of."""


def revoiced(clip: NDArray[np.int16], chance: np.random.Generator) -> NDArray[np.int16]:
    """`clip` in a voice of its own; unchanged where nothing in it is voiced."""
    sound = clip.astype(np.float64)
    rough, times = pyworld.dio(sound, RATE, frame_period=_PERIOD)
    pitch = pyworld.stonemask(sound, rough, times, RATE)
    voiced = pitch > 0
    if voiced.sum() < _ENOUGH:
        return clip
    envelope = pyworld.cheaptrick(sound, pitch, times, RATE)
    noise = pyworld.d4c(sound, pitch, times, RATE)
    centre = np.log(pitch[voiced]).mean()
    wanted = chance.uniform(np.log(LOWEST), np.log(HIGHEST))
    pitch[voiced] = np.exp(wanted + chance.uniform(0.3, 1.4) * (np.log(pitch[voiced]) - centre))
    if chance.random() < 0.5:
        envelope = _smoothed(envelope, int(chance.integers(24, 70)))
    made = pyworld.synthesize(pitch, envelope, noise ** chance.uniform(0.6, 2.5), RATE, _PERIOD)[: len(clip)]
    made = np.pad(made, (0, len(clip) - len(made)))
    new: NDArray[np.int16] = np.clip(np.rint(made), -32768, 32767).astype(np.int16)
    return new


def _smoothed(envelope: NDArray[np.float64], order: int) -> NDArray[np.float64]:
    """The envelope, shape (frames, bins), from its first `order` cepstra."""
    cepstra = np.fft.irfft(np.log(envelope), axis=1)
    cepstra[:, order:-order] = 0.0
    smooth: NDArray[np.float64] = np.ascontiguousarray(np.exp(np.fft.rfft(cepstra, axis=1).real))
    return smooth
