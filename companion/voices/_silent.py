"""A voice for where there is none: nothing sounds, and everything takes the time it takes to read.

It never raises VoiceError: the lines are shown, the earcons sound, and turns and exercises keep their rhythm, because a
clip is silence as long as its text takes at `rate` words a minute. "Slower" and "faster" therefore still do something.
"""

from collections.abc import Iterable

import numpy as np

from companion.ports import FASTEST, SLOWEST
from companion.units import RATE, Mono


class SilentVoice:
    """Silence of reading length. `rate` in words a minute, held within SLOWEST and FASTEST."""

    def __init__(self, rate: int = 170) -> None:
        self.rate = rate

    @property
    def name(self) -> str:
        return "silent"

    @property
    def rate(self) -> int:
        return self._rate

    @rate.setter
    def rate(self, rate: int) -> None:
        self._rate = min(max(rate, SLOWEST), FASTEST)

    def prepare(self, texts: Iterable[str]) -> None:
        """Nothing needs preparing."""

    def clip(self, text: str) -> Mono:
        return np.zeros(round(len(text.split()) * 60 * RATE / self.rate), np.int16)

    def close(self) -> None:
        """Nothing is open."""
