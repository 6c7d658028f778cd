"""The one clock: time is a count of samples, sound is int16 at RATE.

Rules
1. Inside the program a time or a length is `Samples`; seconds exist in config, scripts, events and speech only.
2. A block of microphone sound is `Mono` of shape (BLOCK,), a block to be played is `Stereo` of shape (BLOCK, 2).
"""

from typing import Final, NewType

import numpy as np
from numpy.typing import NDArray

RATE: Final = 16_000
"""Samples per second, everywhere inside. Both recognisers are trained at this rate."""

BLOCK: Final = 320
"""Samples in a block: 20 ms, a frame length that every voice activity detector in use accepts."""

Samples = NewType("Samples", int)
"""A position on the audio clock, or a length, in samples at RATE."""

Mono = NDArray[np.int16]
"""Sound of shape (n,), int16 at RATE."""

Stereo = NDArray[np.int16]
"""Sound of shape (n, 2), int16 at RATE, left then right."""


def samples(seconds: float) -> Samples:
    """The nearest whole number of samples in `seconds`."""
    return Samples(round(seconds * RATE))


def seconds(length: int) -> float:
    """`length` samples in seconds."""
    return length / RATE
