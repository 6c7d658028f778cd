"""Which phone is heard at each output: labels from segments, and the likeliest labels for known words.

Rules
1. Labels are pdfs, one for each net output; a phone's first output has its first-frame pdf.
2. Every phone of a path has at least one output, as the decoder's topology demands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grid import SUBSAMPLING
from .phones import SIL, base_index

Labels = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Segment:
    """A phone without position, from frame `start` up to frame `end` (10 ms each)."""

    phone: str
    start: int
    end: int


def labels(segments: Sequence[Segment], outputs: int) -> Labels:
    """Pdfs of shape (outputs,) from phones on the 10 ms grid; what no segment covers is silence."""
    pdfs = np.full(outputs, 2 * base_index(SIL) + 1, np.int16)
    pdfs[0] -= 1
    for segment in segments:
        first = -(-segment.start // SUBSAMPLING)
        last = -(-segment.end // SUBSAMPLING)
        if first < min(last, outputs):
            pdfs[first:last] = 2 * base_index(segment.phone) + 1
            pdfs[first] -= 1
    return pdfs


def best_path(scores: NDArray[np.float32], phones: Sequence[Sequence[Sequence[str]]]) -> Labels | None:
    """The likeliest pdfs, shape (outputs,), for words spoken in order.

    `scores` of shape (outputs, pdfs) are log likelihoods; `phones` gives for each word its pronunciations. Silence may
    stand before, between and after words. None where there are fewer outputs than phones.
    """
    chain, entries, finals = _chain(phones)
    first = np.array([2 * base_index(phone) for phone in chain])
    count = len(chain)
    total = np.full(count, -np.inf)
    starts = [state for state, before in enumerate(entries) if -1 in before]
    total[starts] = scores[0, first[starts]]
    back = np.zeros((len(scores), count), np.int32)
    back[0] = -1
    table = np.full((count, max(map(len, entries))), count)
    for state, before in enumerate(entries):
        inside = [earlier for earlier in before if earlier >= 0]
        table[state, : len(inside)] = inside
    states = np.arange(count)
    for time in range(1, len(scores)):
        padded = np.append(total, -np.inf)
        choice = padded[table]
        pick = choice.argmax(1)
        entered = choice[states, pick] + scores[time, first]
        stayed = total + scores[time, first + 1]
        moved = entered > stayed
        back[time] = np.where(moved, table[states, pick], states)
        total = np.where(moved, entered, stayed)
    state = max(finals, key=lambda final: float(total[final]))
    if not np.isfinite(total[state]):
        return None
    pdfs = np.empty(len(scores), np.int16)
    for time in range(len(scores) - 1, -1, -1):
        earlier = int(back[time, state])
        pdfs[time] = first[state] + (1 if earlier == state else 0)
        state = earlier
    return pdfs


def _chain(phones: Sequence[Sequence[Sequence[str]]]) -> tuple[list[str], list[list[int]], list[int]]:
    """States in order, the states that may come before each (-1 is the beginning), and the states that may end."""
    chain: list[str] = [SIL]
    entries: list[list[int]] = [[-1]]
    ends = [-1, 0]
    for word in phones:
        word_ends: list[int] = []
        for sound in word:
            before = list(ends)
            for phone in sound:
                chain.append(phone)
                entries.append(before)
                before = [len(chain) - 1]
            word_ends += before
        chain.append(SIL)
        entries.append(list(word_ends))
        ends = [*word_ends, len(chain) - 1]
    return chain, entries, [end for end in ends if end >= 0]
