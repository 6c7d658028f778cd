"""A room that does not hear itself: our own voice is taken out of the microphone before the ear gets it."""

from collections import deque
from collections.abc import Iterator

import numpy as np

from companion.ports import Cancel, Room
from companion.units import BLOCK, Mono, Samples, Stereo


class DampedRoom:
    """`room` with `cancel` in front of the ear. `lag`: how long it takes at least until what is played is heard."""

    def __init__(self, room: Room, cancel: Cancel, lag: Samples = Samples(BLOCK)) -> None:
        self._room = room
        self._cancel = cancel
        late = max(1, lag // BLOCK)
        self._played = deque([np.zeros(BLOCK, np.int16)] * late, maxlen=late)

    @property
    def over(self) -> bool:
        return self._room.over

    @property
    def guard(self) -> Samples:
        return self._room.guard

    def __iter__(self) -> Iterator[Mono]:
        for mic in self._room:
            yield self._cancel(mic, self._played[0])

    def play(self, block: Stereo) -> None:
        self._played.append(np.rint(block.mean(axis=1)).astype(np.int16))
        self._room.play(block)

    def close(self) -> None:
        self._room.close()
