"""How loud speech is while somebody speaks, pauses left out.

After ITU-T recommendation P.56, method B: the active level is the whole energy over the time in which the envelope is
above a threshold 15.9 dB below that same level, pauses of up to 200 ms counted as speech. Here the envelope is the
power of frames of one block (20 ms) instead of a 30 ms exponential average, and the level is the least fixed point.
"""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from companion.units import BLOCK, Mono

NOMINAL: Final = 32768 * 10 ** (-26 / 20)
"""RMS on the int16 scale of speech at -26 dBov, the nominal level that ITU-T P.56 measurements are normalised to."""

_MARGIN: Final = 10 ** (-15.9 / 10)
_HANGOVER: Final = 10
"""Frames: 200 ms."""


def active_rms(pieces: Iterable[Mono]) -> float:
    """RMS, int16 scale, of the active part of the sound; 0.0 where all is digital silence."""
    power = _frame_powers(pieces)
    total = float(power.sum())
    if total == 0:
        return 0.0
    active = len(power)
    while True:
        fewer = _active(power, total / active * _MARGIN)
        if not 0 < fewer < active:
            return float(np.sqrt(total / active))
        active = fewer


def _frame_powers(pieces: Iterable[Mono]) -> NDArray[np.float64]:
    """Mean square of each whole frame of BLOCK samples, the last filled up with silence."""
    powers: list[NDArray[np.float64]] = []
    rest: Mono = np.zeros(0, np.int16)
    for piece in pieces:
        sound = np.concatenate((rest, piece))
        whole = len(sound) - len(sound) % BLOCK
        powers.append(_powers(sound[:whole]))
        rest = sound[whole:]
    powers.append(_powers(np.pad(rest, (0, -len(rest) % BLOCK))))
    return np.concatenate(powers)


def _powers(sound: Mono) -> NDArray[np.float64]:
    frames = sound.reshape(-1, BLOCK).astype(np.float64)
    return np.asarray(np.mean(frames * frames, axis=1), np.float64)


def _active(power: NDArray[np.float64], threshold: float) -> int:
    """How many frames are above the threshold or within the hangover of one that was."""
    loud = np.flatnonzero(power >= threshold)
    gaps = np.minimum(np.diff(loud, append=len(power)), _HANGOVER + 1)
    return int(gaps.sum())
