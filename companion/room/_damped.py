"""A room that does not hear itself: our own voice is taken out of the microphone before the ear gets it."""

from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np

from companion.ports import Cancel, Room
from companion.units import BLOCK, Mono, Samples, Stereo

_SILENCE: Final = np.zeros(BLOCK, np.int16)


class DampedRoom:
    """`room` with `cancel` in front of the ear. `lag` says how long it takes at least until what is played is heard.

    Where that changes, which it does in silence, `cancel` is not to notice: what it has learnt still holds.

    Where microphone and loudspeaker do not follow `one_clock`, the path is never quite learnt, and some of our own
    voice is left.
    """

    def __init__(
        self, room: Room, cancel: Cancel, lag: Callable[[], Samples] = lambda: Samples(BLOCK), one_clock: bool = True
    ) -> None:
        self.room = room
        self.one_clock = one_clock
        self._cancel = cancel
        self._lag = lag
        self._played = deque([_SILENCE] * self._late)

    @property
    def _late(self) -> int:
        return max(1, self._lag() // BLOCK)

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
            played = self._played.popleft()
            yield mic if self.muted else self._cancel(mic, played)

    def play(self, block: Stereo) -> None:
        self.room.play(block)
        self._played.append(np.rint(block.mean(axis=1)).astype(np.int16) if block.any() else _SILENCE)
        while len(self._played) > self._late:
            self._played.pop()
        while len(self._played) < self._late:
            self._played.append(_SILENCE)

    def mute(self) -> None:
        self.room.mute()

    def unmute(self) -> None:
        self.room.unmute()

    def close(self) -> None:
        self.room.close()
