"""A whole recording through an ear."""

from typing import Final

import numpy as np

from companion.ports import Ear, Expectation
from companion.steps import Heard
from companion.units import BLOCK, Mono, Samples, samples

_AFTERWARDS: Final = samples(60)
"""The most silence that is fed after a recording: longer than any silence that ends a turn."""


def transcribe(sound: Mono, ear: Ear, expectation: Expectation) -> list[Heard]:
    """The final results of `sound`, shape (n,), followed by as much silence as ends the last turn.

    Positions count from the first sample of `sound`.
    """
    ear.expect(expectation)
    heard: list[Heard] = []
    for at in range(0, len(sound) + _AFTERWARDS, BLOCK):
        block = sound[at : at + BLOCK]
        if len(block) < BLOCK:
            block = np.concatenate([block, np.zeros(BLOCK - len(block), np.int16)])
        heard += [result for result in ear.hear(block, Samples(at)) if result.final]
        if at >= len(sound) and not ear.engaged:
            break
    return heard
