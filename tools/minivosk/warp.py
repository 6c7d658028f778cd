"""Another speaker's vocal tract, as one matrix on MFCC.

With as many cepstra as mel bins the transform loses nothing: back to log mel energies, stretch their frequency axis,
and forth again is linear, so a frame is warped by one multiplication.
"""

import numpy as np
from numpy.typing import NDArray

from .grid import FEATURES

LIFTER = 22.0
LOW, HIGH = 20.0, 7600.0


def matrix(factor: float) -> NDArray[np.float64]:
    """(40, 40), applied as `frames @ matrix.T`: formants `factor` times higher, pitch harmonics aside."""
    cosine = _cosine()
    lifter = 1.0 + 0.5 * LIFTER * np.sin(np.pi * np.arange(FEATURES) / LIFTER)
    warp: NDArray[np.float64] = (lifter[:, None] * cosine) @ _stretch(factor) @ (cosine.T / lifter[None, :])
    return warp


def _cosine() -> NDArray[np.float64]:
    """Kaldi's orthonormal cosine transform, type II."""
    bins = np.arange(FEATURES) + 0.5
    table: NDArray[np.float64] = np.sqrt(2.0 / FEATURES) * np.cos(
        np.pi / FEATURES * np.outer(np.arange(FEATURES), bins)
    )
    table[0] = np.sqrt(1.0 / FEATURES)
    return table


def _stretch(factor: float) -> NDArray[np.float64]:
    """Rows read the energy at a frequency `factor` times lower, between the two nearest mel bins."""
    low, high = 1127.0 * np.log1p(np.array([LOW, HIGH]) / 700.0)
    step = (high - low) / (FEATURES + 1)
    centres = low + step * np.arange(1, FEATURES + 1)
    hertz = 700.0 * np.expm1(centres / 1127.0) / factor
    place = np.clip((1127.0 * np.log1p(hertz / 700.0) - low) / step - 1.0, 0.0, FEATURES - 1.0)
    below = np.minimum(place.astype(int), FEATURES - 2)
    share = place - below
    table = np.zeros((FEATURES, FEATURES))
    table[np.arange(FEATURES), below] = 1.0 - share
    table[np.arange(FEATURES), below + 1] += share
    return table
