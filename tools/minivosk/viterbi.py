"""Which phone is heard at each output: labels from segments, and the likeliest labels for known words.

Rules
1. Labels have shape (outputs, 2). The first column is the pdf of the phone that sounds, the second what the decoder is
   to hear: the same, but one SPN phone for a word that is not of the list.
2. A phone's first output has its first-frame pdf.
3. Every phone of a path has at least one output, as the decoder's topology demands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grid import SUBSAMPLING
from .phones import SIL, SPN, base_index

Labels = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Segment:
    """A phone without position, from frame `start` up to frame `end` (10 ms each); `word` counts the words said."""

    phone: str
    start: int
    end: int
    word: int


SILENT = -1
"""The word of silence."""


def labels(segments: Sequence[Segment], outputs: int, unknown: Sequence[bool]) -> Labels:
    """Labels from phones on the 10 ms grid; what no segment covers is silence. `unknown` tells of each word."""
    phones = np.full(outputs, base_index(SIL), np.int16)
    words = np.full(outputs, SILENT, np.int16)
    entered = np.zeros(outputs, bool)
    entered[0] = True
    for segment in segments:
        first = -(-segment.start // SUBSAMPLING)
        last = -(-segment.end // SUBSAMPLING)
        if first < min(last, outputs):
            phones[first:last] = base_index(segment.phone)
            words[first:last] = segment.word
            entered[first] = True
    return _both(phones, words, entered, unknown)


def best_path(
    scores: NDArray[np.float32], phones: Sequence[Sequence[Sequence[str]]], unknown: Sequence[bool]
) -> Labels | None:
    """The likeliest labels for words spoken in order.

    `scores` of shape (outputs, pdfs) are log likelihoods; `phones` gives for each word its pronunciations, `unknown`
    whether it is not of the list. Silence may stand before, between and after words. None where there are fewer outputs
    than phones.
    """
    chain = _chain(phones)
    bases = np.array([base_index(phone) for phone in chain.phones])
    first = 2 * bases
    count = len(first)
    total = np.full(count, -np.inf)
    starts = [state for state, before in enumerate(chain.entries) if _BEGINNING in before]
    total[starts] = scores[0, first[starts]]
    back = np.zeros((len(scores), count), np.int32)
    back[0] = _BEGINNING
    table = np.full((count, max(map(len, chain.entries))), count)
    for state, before in enumerate(chain.entries):
        inside = [earlier for earlier in before if earlier != _BEGINNING]
        table[state, : len(inside)] = inside
    states = np.arange(count)
    for time in range(1, len(scores)):
        choice = np.append(total, -np.inf)[table]
        pick = choice.argmax(1)
        entered = choice[states, pick] + scores[time, first]
        stayed = total + scores[time, first + 1]
        moved = entered > stayed
        back[time] = np.where(moved, table[states, pick], states)
        total = np.where(moved, entered, stayed)
    state = max(chain.finals, key=lambda final: float(total[final]))
    if not np.isfinite(total[state]):
        return None
    path = np.empty(len(scores), np.int64)
    fresh = np.empty(len(scores), bool)
    for time in range(len(scores) - 1, -1, -1):
        earlier = int(back[time, state])
        path[time], fresh[time] = state, earlier != state
        state = earlier
    return _both(bases[path].astype(np.int16), np.array(chain.words, np.int16)[path], fresh, unknown)


def likeliest(
    scores: NDArray[np.float32],
    wordings: Sequence[Sequence[Sequence[Sequence[str]]]],
    unknown: Sequence[Sequence[bool]],
) -> Labels | None:
    """The best path of whichever wording fits best; None where none fits at all."""
    tried = (best_path(scores, words, strange) for words, strange in zip(wordings, unknown, strict=True))
    paths = [path for path in tried if path is not None]
    places = np.arange(len(scores))
    return max(paths, key=lambda path: float(scores[places, path[:, 0]].sum()), default=None)


def _both(
    phones: NDArray[np.int16], words: NDArray[np.int16], entered: NDArray[np.bool_], unknown: Sequence[bool]
) -> Labels:
    """Both columns of labels from base phones, words, and where a phone is entered."""
    pdfs = 2 * phones + ~entered
    heard = pdfs.copy()
    for word in np.flatnonzero(unknown):
        places = np.flatnonzero(words == word)
        heard[places] = 2 * base_index(SPN) + 1
        heard[places[:1]] = 2 * base_index(SPN)
    return np.stack([pdfs, heard], 1).astype(np.int16)


@dataclass(frozen=True, slots=True)
class _Chain:
    """States in order: their phones and words, the states that may come before each, and those that may end."""

    phones: list[str]
    words: list[int]
    entries: list[list[int]]
    finals: list[int]


_BEGINNING = -1


def _chain(phones: Sequence[Sequence[Sequence[str]]]) -> _Chain:
    chain = _Chain([SIL], [SILENT], [[_BEGINNING]], [])
    ends = [_BEGINNING, 0]
    for number, word in enumerate(phones):
        word_ends: list[int] = []
        for sound in word:
            before = list(ends)
            for phone in sound:
                chain.phones.append(phone)
                chain.words.append(number)
                chain.entries.append(before)
                before = [len(chain.phones) - 1]
            word_ends += before
        chain.phones.append(SIL)
        chain.words.append(SILENT)
        chain.entries.append(list(word_ends))
        ends = [*word_ends, len(chain.phones) - 1]
    chain.finals.extend(end for end in ends if end != _BEGINNING)
    return chain
