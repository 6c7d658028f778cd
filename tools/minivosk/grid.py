"""The grid of time: 16 kHz sound, a frame every 10 ms, a net output every third frame."""

from typing import Final

RATE: Final = 16_000
"""Samples per second."""

SHIFT: Final = RATE // 100
"""Samples between two frames."""

SUBSAMPLING: Final = 3
"""Frames between two outputs: Vosk's word times take 30 ms for granted."""

STEP: Final = SHIFT * SUBSAMPLING
"""Samples between two outputs."""

FEATURES: Final = 40
"""Cepstra in a frame."""


def outputs(frames: int) -> int:
    """How many outputs the net has for `frames` frames."""
    return -(-frames // SUBSAMPLING)
