"""Running speech, followed by a decoder that has other things to do in between.

Rules
1. It is followed as it comes. Whoever wants the decoder halts it; asked for what was said, it decodes that anew from
   the beginning and goes on. So one decoder does the work of two, and its grammars are held once: 7 to 20 MB each.
2. It is heard with the means of the speech before, which other uses of the decoder do not change.
"""

from typing import Any

import numpy as np

from companion.ears import _decoding as decoding
from companion.units import Mono


class Follower:
    """One utterance after the other: `begin`, then `feed` and `so_far`, then `leave`; `halt` at any time."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder
        self._fresh: str = decoder.get_cmn()
        self._means = self._next_means = self._fresh
        self._search = ""
        self._sound: list[Mono] = []
        self._runs = False

    def begin(self, search: str) -> None:
        """Follow with the `search` of that name, from the next sound on."""
        self._search = search
        self._means = self._next_means
        self._sound = []

    def feed(self, sound: Mono) -> None:
        self._sound.append(sound)
        if self._runs:
            self._decoder.process_raw(sound.tobytes())

    def so_far(self) -> str:
        """The words up to now."""
        if not self._runs and self._sound:
            self._decoder.activate_search(self._search)
            self._decoder.set_cmn(self._means)
            self._decoder.start_utt()
            self._decoder.process_raw(np.concatenate(self._sound).tobytes())
            self._runs = True
        return decoding.text(self._decoder) if self._runs else ""

    def halt(self) -> None:
        """The decoder is free for something else."""
        if self._runs:
            self._decoder.end_utt()
            self._runs = False
            self._next_means = self._decoder.get_cmn()
            self._decoder.reinit_feat()  # or it would go on with running means, where a whole has its own

    def leave(self) -> None:
        """The utterance is over."""
        self.halt()
        self._sound = []

    def forget(self) -> None:
        """Begin with the means of the model again."""
        self._next_means = self._fresh
