"""How much sound waits to be played: as little as leaves no gaps.

Rules
1. What waits at the least is watched: with nothing to spare there is more from now on, before it becomes a gap; after a
   while with more than enough there is less.
2. It is changed in silence only, a block at a time, by leaving one out or putting one in.
"""

from typing import Final, Literal

from companion.units import BLOCK, RATE

LEAST: Final = 3
MOST: Final = 10
"""Blocks, 60 and 200 ms. With 60 ms from the start there were 4 gaps while a session began, at load 8 on one core; with
100 ms none."""

WHILE: Final = 30 * RATE // BLOCK
"""Callbacks, 30 s, after which there is less where there was more than enough."""

_ENOUGH: Final = 1
"""Blocks left at the least when another one is taken."""


class Margin:
    """`blocks` of sound, at first and from then on. `left` comes with every callback, `change` in silence."""

    def __init__(self, blocks: int) -> None:
        self.blocks = blocks
        self._least = min(LEAST, blocks)
        self._lowest = blocks
        self._seen = 0

    def left(self, blocks: int) -> None:
        """So many wait now that another one has been taken."""
        self._lowest = min(self._lowest, blocks)
        self._seen += 1

    def change(self) -> Literal[-1, 0, 1]:
        """By how many blocks there shall be more from now on."""
        if self._lowest < _ENOUGH and self.blocks < MOST:
            return self._by(1)
        if self._seen < WHILE:
            return 0
        if self._lowest > _ENOUGH and self.blocks > self._least:
            return self._by(-1)
        self.forget()
        return 0

    def _by(self, more: Literal[-1, 1]) -> Literal[-1, 1]:
        self.blocks += more
        self.forget()
        return more

    def forget(self) -> None:
        """Watch from here on."""
        self._lowest = self.blocks
        self._seen = 0
