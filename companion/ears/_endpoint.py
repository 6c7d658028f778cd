"""Where a turn begins and ends: voice activity on the audio clock.

Rules
1. A block is voiced when the voice activity detector says so and it stands out of the room's own noise.
2. Speech begins with three voiced blocks of five, so that a click is nothing (C27). What came shortly before belongs to
   it, because soft consonants are found late.
3. How much silence ends a turn depends on what was said so far, and on how long this person pauses (C30). Speech that
   does not end is cut.
4. Who goes on before we have begun to answer, or into our first half second, was not finished: that is learnt from.
"""

from collections import deque
from typing import Final, Literal

import numpy as np
import webrtcvad

from companion.ears._pauses import Pauses
from companion.ears._settings import EarSettings
from companion.steps import Patience
from companion.units import BLOCK, RATE, Mono, Samples, samples

Completeness = Literal["no", "extendable", "complete"]

_STRICTNESS: Final = 2
"""Of 0 to 3, the detector's own scale; 3 calls the least speech."""

_ONSET: Final = 3
_ONSET_WITHIN: Final = 5

_STANDING_OUT: Final = 2.0
"""Voiced blocks have at least twice the level of the floor (6 dB)."""

_STILL: Final = 12.0
"""RMS of int16 below which nothing is speech: -69 dB of full scale."""

_FLOOR_BLOCKS: Final = 150
"""Blocks, 3 s, of which the quietest tenth is the floor: longer than people speak without a gap."""


_INTO_ANSWER: Final = samples(0.5)
"""How far into our answer somebody who begins to speak is still going on: nobody replies to it as soon as that."""


class Endpoint:
    """Takes the microphone block by block, and knows whether somebody is speaking."""

    def __init__(self, settings: EarSettings) -> None:
        self._settings = settings
        self._pauses = Pauses(settings)
        self._ending: Patience | None = None
        self._speaking = False
        self._learning_until: Samples | None = None
        self._detector = webrtcvad.Vad(_STRICTNESS)
        self._levels: deque[float] = deque(maxlen=_FLOOR_BLOCKS)
        self._floor = 0.0
        self._recent: deque[bool] = deque(maxlen=_ONSET_WITHIN)
        self._before: deque[Mono] = deque(maxlen=max(1, settings.preroll // BLOCK) + _ONSET_WITHIN)
        self.engaged = False
        self.base = Samples(0)
        self.start = Samples(0)
        self.end = Samples(0)
        self.now = Samples(0)

    def take(self, mic: Mono, now: Samples) -> Mono | None:
        """The sound to be recognised with this block, shape (n,): None outside of speech, at its onset with what came
        before. `base` is the position of the first sample given, `start` and `end` are those of the voiced part."""
        self.now = Samples(now + len(mic))
        self._recent.append(self._is_voiced(mic))
        if self.engaged:
            if sum(list(self._recent)[-3:]) >= 2:
                self._gone_on(self.now)
                self.end = self.now
            return mic
        self._before.append(mic)
        if sum(self._recent) < _ONSET:
            return None
        self.engaged = True
        sound = np.concatenate(self._before)
        first = len(self._recent) - list(self._recent).index(True)
        self.base = Samples(self.now - len(sound))
        self.start = Samples(self.now - first * len(mic))
        self._gone_on(self.start)
        self.end = self.now
        return sound

    @property
    def silence(self) -> Samples:
        """How long it has been silent since the last voiced block of the turn."""
        return Samples(self.now - self.end)

    def ended(self, patience: Patience, completeness: Completeness) -> bool:
        """Whether the turn is over, `completeness` being that of what was heard so far."""
        if not self.engaged:
            return False
        self._ending = _ending(patience, completeness)
        enough = self.silence >= self.patient(patience, completeness)
        return enough or self.now - self.base >= self._settings.longest

    def rest(self) -> None:
        """The turn is over: wait for the next onset."""
        self.engaged = False
        self._recent.clear()
        self._before.clear()

    def over(self) -> None:
        """It has been taken for the whole of the turn."""
        if self._ending is not None:
            self._pauses.over(self._ending)

    def speaking(self, speaking: bool, clear: bool) -> None:
        """Whether we speak from here on; `clear` says that our voice is not in the microphone."""
        if speaking and not self._speaking:
            self._learning_until = Samples(self.now + (_INTO_ANSWER if clear else 0))
        self._speaking = speaking

    def patient(self, patience: Patience, completeness: Completeness) -> Samples:
        """How much silence ends a turn."""
        ending = _ending(patience, completeness)
        return self._settings.silence_complete if ending is None else self._pauses.limit(ending)

    def _gone_on(self, at: Samples) -> None:
        """Somebody speaks on, or again."""
        if self._ending is not None and (self._learning_until is None or at <= self._learning_until):
            self._pauses.resumed(self._ending, Samples(at - self.end))
        self._ending = None
        self._learning_until = Samples(0) if self._speaking else None

    def _is_voiced(self, mic: Mono) -> bool:
        level = float(np.sqrt(np.mean(np.square(mic, dtype=np.float64))))
        self._levels.append(level)
        if len(self._levels) % 10 == 0:
            self._floor = float(np.quantile(self._levels, 0.1))
        if level < max(_STILL, _STANDING_OUT * min(self._floor, level)) or len(mic) != BLOCK:
            return False
        return level >= _STANDING_OUT * self._floor and bool(self._detector.is_speech(mic.tobytes(), RATE))


def _ending(patience: Patience, completeness: Completeness) -> Patience | None:
    """Whose silence ends a turn of this kind; None is that of a whole command."""
    match completeness:
        case "complete":
            return None
        case "extendable":
            return "command"
        case _:
            return patience
