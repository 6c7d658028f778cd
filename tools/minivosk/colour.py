"""Another microphone, another kind of voice: what tells utterances apart all through, put on their MFCC.

Rules
1. One draw for a whole utterance: what changes within it is the words.
2. Colour is a slow ripple over the mel bins, added. The means of two training voices differ by 10 to 18 in the first
   fourteen cepstra, and the net knows no other normalisation.
3. Sharpness scales what moves around the mean of the utterance: the cepstra of voices taken from people move half as
   much as those of espeak-ng, whose formants are clean peaks.
"""

import numpy as np
from numpy.typing import NDArray

from .features import Frames
from .grid import FEATURES

_ORDER = np.arange(FEATURES)

RIPPLE = 8.0 / (1.0 + (_ORDER / 14.0) ** 4)
"""Standard deviation of what is added to each cepstrum; the first two are level and tilt, which `augment` moves too."""
RIPPLE[:2] = 4.0, 6.0

FLATTENED = 0.7
"""Share of the utterances whose sharpness changes."""

FLATTEST, SHARPEST = 0.5, 1.05
"""The least and the most that the cepstra of fine structure are multiplied by."""


def coloured(frames: Frames, chance: np.random.Generator) -> Frames:
    """`frames` of shape (n, 40) in another colour, and perhaps of another sharpness."""
    if chance.random() < FLATTENED:
        mean = frames.mean(0)
        frames = mean + _sharpness(chance.uniform(FLATTEST, SHARPEST)) * (frames - mean)
    changed: Frames = (frames + chance.standard_normal(FEATURES) * RIPPLE).astype(np.float32)
    return changed


def _sharpness(fine: float) -> NDArray[np.float64]:
    """Factor of each cepstrum: 1 for the level, `fine` from the fourth on."""
    factors: NDArray[np.float64] = 1.0 - (1.0 - fine) * np.minimum(1.0, _ORDER / 4.0)
    return factors
