"""The clips that are kept, as many as fit: the least recently used goes first. Pure.

Rules
1. What is counted is bytes of sound, because that is what memory holds.
2. The newest clip always stays, even where it alone is larger than the bound.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from companion.units import Mono

ROOM: Final = 8 * 2**20
"""Bytes: 4 minutes of speech. What is not among it is rendered in 19 ms, median, 45 ms at most (load 6)."""


@dataclass(frozen=True, slots=True)
class Take:
    """What makes a clip the clip it is."""

    text: str
    voice: str
    rate: int
    pitch: int


class Clips:
    """Take -> clip, least recently used first, `room` bytes in all."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._clips: OrderedDict[Take, Mono] = OrderedDict()
        self.bytes = 0

    def __contains__(self, take: Take) -> bool:
        return take in self._clips

    def get(self, take: Take) -> Mono | None:
        """The clip of `take`, used now; None where there is none."""
        clip = self._clips.get(take)
        if clip is not None:
            self._clips.move_to_end(take)
        return clip

    def keep(self, take: Take, clip: Mono) -> None:
        """Keep `clip`, and let go of those not used for longest until it fits."""
        if (old := self._clips.pop(take, None)) is not None:
            self.bytes -= old.nbytes
        self._clips[take] = clip
        self.bytes += clip.nbytes
        while self.bytes > self._room and len(self._clips) > 1:
            self.bytes -= self._clips.popitem(last=False)[1].nbytes

    def fits(self, clip: Mono) -> bool:
        """Whether keeping `clip` pushes nothing out."""
        return self.bytes + clip.nbytes <= self._room
