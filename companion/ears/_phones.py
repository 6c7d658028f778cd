"""How far apart two strings of phones are, for telling a command from what only had to be taken for one. Pure.

Rules
1. Phones that are easily taken for each other cost less than others.
2. The distance is a share of the longer string: 0 the same, 1 nothing in common.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

_CLASSES: Final = (
    "IY IH EY EH Y",
    "EH AE AH AY",
    "AH UH ER AA AO OW",
    "UW UH OW W",
    "AA AO AW AE",
    "OY AO AY",
    "P T K",
    "B D G",
    "P B",
    "T D DH",
    "K G",
    "F TH S HH",
    "V DH Z",
    "S Z SH CH",
    "ZH JH SH CH Y",
    "T CH",
    "D JH",
    "M N NG",
    "L W OW",
    "R ER",
    "L AO",
)
"""ARPAbet phones of like sound: by place or by manner of articulation."""

_ALIKE: Final = 0.4
_ALIKE_SETS: Final = tuple(frozenset(line.split()) for line in _CLASSES)


@cache
def _cost(a: str, b: str) -> float:
    if a == b:
        return 0.0
    return _ALIKE if any(a in alike and b in alike for alike in _ALIKE_SETS) else 1.0


def distance(wanted: Sequence[str], free: Sequence[str]) -> float:
    """The weighted edit distance of two phone strings, as a share of the longer one; 1 when both are empty."""
    row = [float(n) for n in range(len(free) + 1)]
    for i, a in enumerate(wanted, 1):
        diagonal, row[0] = row[0], float(i)
        for j, b in enumerate(free, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + _cost(a, b))
    longer = max(len(wanted), len(free))
    return row[-1] / longer if longer else 1.0
