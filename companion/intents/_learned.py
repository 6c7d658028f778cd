"""What was learned from sentences: how much an utterance looks like each intent, by its words and pairs of words. Pure.

Rules
1. A logistic regression over words, pairs and beginnings of words, as `tools/learn_intents.py` writes it: of a
   feature only the weights that matter are kept. No word it has not met says anything.
2. It never decides alone: `_near` holds it against the templates and against what a mistake would cost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

NONE: Final = "none"

NEAR: Final = 3
"""How many words after a word make a pair with it: "came at me with scissors" is "came with" and "me scissors" too."""

BEGINNING: Final = 5
"""Letters. "strangled" and "strangling" begin alike."""


@dataclass(frozen=True, slots=True)
class Learned:
    """`rows[feature]` is the number n of a feature; its weights for `names` stand from `starts[n]` to `starts[n + 1]`.

    `columns` are indices into `names`, `rarity` (inverse document frequency) is one a feature, `bias` one a name.
    """

    names: tuple[str, ...]
    rows: Mapping[str, int]
    rarity: npt.NDArray[np.float32]
    starts: npt.NDArray[np.int32]
    columns: npt.NDArray[np.uint8]
    weights: npt.NDArray[np.float16]
    bias: npt.NDArray[np.float32]

    def knows(self, word: str) -> bool:
        """Whether `word` says anything."""
        return word in self.rows

    def margins(self, words: Sequence[str]) -> dict[str, float]:
        """Each name with how much more it looks like that than like nothing; log odds, 0 is even."""
        known = {self.rows[feature] for feature in features(words) if feature in self.rows}
        total = np.zeros(len(self.names), np.float64)
        length = 0.0
        for row in known:
            first, last = self.starts[row], self.starts[row + 1]
            rarity = float(self.rarity[row])
            total[self.columns[first:last]] += rarity * self.weights[first:last]
            length += rarity * rarity
        total = self.bias + (total / length**0.5 if length else total)
        nothing = total[self.names.index(NONE)]
        return {name: float(value - nothing) for name, value in zip(self.names, total, strict=True) if name != NONE}


def features(words: Sequence[str]) -> list[str]:
    """The words, the pairs of words that stand near each other, and what long words begin with ("stran")."""
    pairs = (f"{one} {other}" for at, one in enumerate(words) for other in words[at + 1 : at + 1 + NEAR])
    return [*words, *pairs, *(f"<{word[:BEGINNING]}" for word in words if len(word) > BEGINNING)]
