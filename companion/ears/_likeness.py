"""Whether what was taken for a command sounds like one. Pure.

Rule
The smaller the better: 0 and below sounds like it in every way, and where it is no longer believed is fitted, once for
what the grammar found and once for what was found in other words. Speech the fits were made on: docs/measurements.md.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from companion.ears._phones import distance

REJECTION: Final = 0.14
"""How unlike a command may sound what was taken for one: how much better free phones explain it (the logarithm of the
likelihood ratio as PocketSphinx scales it, times 100, a frame of speech), and what is added to that:"""

APART: Final = 0.32
"""for phones that have nothing in common with the free ones;"""

SHORT: Final = 0.45
"""taken off, shared among the phones of the words: few phones are found badly;"""

SLOW: Final = 0.03
"""for each hundredth of a second that a phone takes on the average beyond ten."""

MANY: Final = 0.1
"""taken off for twenty phones or more, in proportion for those beyond ten: in noise free phones explain a part of
everything, but so many do not fit by chance. Set by 31 orders in kitchen noise at 12 dB, in a grammar of orders (right
ones of 15 to 60 phones measure 0.29 or less before this is taken off, noise 0.31 or more), and by what is no command,
in the grammar of idle (31 orders 0.44 or more, 60 sentences of everyday talk 0.27 or more).

Fitted, but for that, by logistic regression on 369 commands that were found right (eight voices, four of them changed
or in kitchen noise at 12 dB) and 177 utterances that are no command and were taken for one (orders, single words,
everyday talk). Of the commands 179 of 182 by plain voices are kept, 124 of 129 by changed ones, 38 of 58 in noise; 7 of
the others are let through. Limits for the likelihood and the phones apart, at 6 let through, kept 180, 116 and 38."""

UNLIKE: Final = 0.82
"""The distance of phones beyond which nothing is a command: of the right ones above, none was farther than 0.8."""

ASKED: Final = 0.04
"""Added to it when the person was asked something: what is said then is meant for us."""


OTHER_APART: Final = 0.15
OTHER_SHORT: Final = 0.15
OTHER_SLOW: Final = 0.04
"""The same for other words than those of the grammar, fitted for themselves, but that short ones are believed less;"""

UNSURE: Final = 0.88
"""for words that mean nothing to whoever understands; words that are exactly a sentence cost nothing;"""

SURPRISE: Final = 0.068
"""for each time that a word is e times as rare after those before it;"""

OTHER: Final = -0.2
"""and so that they have the same limit. Fitted by logistic regression on 155 commands that were understood right (131
of 150 clean ones by eleven voices, 24 of 50 others in kitchen noise at 12 dB; none of them was in the language model)
and 32 of 268 other utterances (orders, single words, everyday talk) that meant something.

Of 63 clean commands 52 are understood so, of 50 in noise 19, and of 187 other utterances one is (everyday talk, clean).
What the grammar alone finds by the limit above is 16, 10 and 5."""


DOUBT: Final = 0.09
"""Taken off the limit for what only the grammar finds, when nobody was asked anything. With it none of 4 single words
taken for a command is left, and no clean command of the same 63 is lost."""


CLEAR: Final = -0.05
"""What the language model found that is as like as this is not held against what else it might have been."""

SECOND: Final = 0.05
"""Taken off the limit for what else it might have been, when nobody was asked anything: of 85 single words of people
one or two less are taken for a command, of 106 short ones three are lost."""

ALARM: Final = 0.15
"""Added to the limit for words that mean danger to somebody, where nothing else is like the sound. Of 36 such sentences
that were in no list 25 instead of 20 are found clean, 17 instead of 10 in kitchen noise at 12 dB; one of 126 everyday
sentences is taken for one ("no real danger of him getting up"), none of 85 single words and 40 orders."""

AGREED: Final = 0.1
"""Added to the limit where grammar and language model find the same words, each by itself. Of 168 recordings of real
people that are no command (78 orders, 90 single words) one is taken for one with it, a time."""


def confidence(unlike: float, limit: float) -> float:
    """0 to 1, three decimals: 0.5 at the `limit` and 0.73 at 0.1 below it, in the measure of REJECTION."""
    return round(1 / (1 + math.exp(min(700.0, (unlike - limit) / 0.1))), 3)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How `wanted` phones, which are what was found, are there in `frames` of speech where free phones found `free`.

    `better` is by how much free phones explain the speech better, as in REJECTION.
    """

    wanted: Sequence[str]
    free: Sequence[str]
    frames: int
    better: float

    @property
    def apart(self) -> float:
        return distance(self.wanted, self.free)

    @property
    def slow(self) -> float:
        return max(0.0, self.frames / len(self.wanted) - 10)

    def of_grammar(self) -> float:
        """What REJECTION is the limit of, for words of a grammar."""
        count = len(self.wanted)
        many = min(1.0, max(0.0, (count - 10) / 10))
        return self.better + APART * self.apart + SLOW * self.slow - SHORT / count - MANY * many

    def of_other_words(self, sure: float, surprise: float) -> float:
        """The same for words that the language model found: `sure` of 0 to 1 that they mean something, with the mean
        `surprise` (the negative natural logarithm of a word's probability)."""
        sound = self.better + OTHER_APART * self.apart + OTHER_SLOW * self.slow + OTHER_SHORT / len(self.wanted)
        return OTHER + sound + UNSURE * (1 - sure) + SURPRISE * surprise
