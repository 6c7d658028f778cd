"""Kaldi's TransitionModel for phones of one state: one pdf for the first frame, another for every later frame.

Rules
1. All phones share one topology entry: an emitting state that loops or leaves, and a final state.
2. With contiguous phone ids, phone p loops on transition id 2p - 1 and is entered on 2p.
"""

import math

import numpy as np

from .kaldi_io import float32, int32, int_vector, token, vector
from .phones import pdf_pairs

_HALF = 0.5
_NO_PDF = -1
_NEW_FORMAT = -1
"""Stands where an old file has its number of entries: forward and self-loop pdfs differ."""


def loop_id(phone: int) -> int:
    """The transition id of a phone's later frames."""
    return 2 * phone - 1


def enter_id(phone: int) -> int:
    """The transition id of a phone's first frame."""
    return 2 * phone


def transition_model() -> bytes:
    """The whole `<TransitionModel>` for the phone set."""
    pairs = pdf_pairs()
    tuples = b"".join(
        int32(phone) + int32(0) + int32(first) + int32(later) for phone, (first, later) in enumerate(pairs, 1)
    )
    log_probs = np.full(2 * len(pairs) + 1, math.log(_HALF), np.float32)
    log_probs[0] = 0.0
    return b"".join(
        (
            token("<TransitionModel>"),
            _topology(len(pairs)),
            token("<Tuples>") + int32(len(pairs)) + tuples + token("</Tuples>"),
            token("<LogProbs>") + vector(log_probs) + token("</LogProbs>"),
            token("</TransitionModel>"),
        )
    )


def _topology(phones: int) -> bytes:
    emitting = int32(0) + int32(1) + int32(2) + int32(0) + float32(_HALF) + int32(1) + float32(_HALF)
    final = int32(_NO_PDF) + int32(_NO_PDF) + int32(0)
    return b"".join(
        (
            token("<Topology>"),
            int_vector(range(1, phones + 1)),
            int_vector([-1] + [0] * phones),
            int32(_NEW_FORMAT) + int32(1),
            int32(2) + emitting + final,
            token("</Topology>"),
        )
    )
