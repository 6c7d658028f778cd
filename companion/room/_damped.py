"""A room that does not hear itself: our own voice is taken out of the microphone before the ear gets it."""

from collections import deque
from collections.abc import Iterator

import numpy as np

from companion.ports import Cancel, Room
from companion.units import BLOCK, Mono, Samples, Stereo


class DampedRoom:
    """`room` with `cancel` in front of the ear. `lag`: how long it takes at least until what is played is heard.

    Where microphone and loudspeaker do not follow `one_clock`, the path is never quite learnt, and some of our own
    voice is left.
    """

    def __init__(self, room: Room, cancel: Cancel, lag: Samples = Samples(BLOCK), one_clock: bool = True) -> None:
        self.room = room
        self.one_clock = one_clock
        self._cancel = cancel
        late = max(1, lag // BLOCK)
        self._played = deque([np.zeros(BLOCK, np.int16)] * late, maxlen=late)

    @property
    def over(self) -> bool:
        return self.room.over

    @property
    def guard(self) -> Samples:
        return self.room.guard

    @property
    def muted(self) -> bool:
        return self.room.muted

    def __iter__(self) -> Iterator[Mono]:
        for mic in self.room:
            # a closed microphone would teach that our voice cannot be heard
            yield mic if self.muted else self._cancel(mic, self._played[0])

    def play(self, block: Stereo) -> None:
        self._played.append(np.rint(block.mean(axis=1)).astype(np.int16))
        self.room.play(block)

    def mute(self) -> None:
        self.room.mute()

    def unmute(self) -> None:
        self.room.unmute()

    def close(self) -> None:
        self.room.close()
