"""Labels and the likeliest path."""

import numpy as np

from tools.minivosk import phones, viterbi

SIL, S, T = (2 * phones.base_index(name) for name in ("SIL", "S", "T"))


def scores(pdfs: list[int]) -> np.ndarray:
    """Log likelihoods that favour `pdfs`, one an output."""
    table = np.full((len(pdfs), phones.PDFS), -10.0, np.float32)
    table[np.arange(len(pdfs)), pdfs] = 0.0
    return table


def test_labels_begin_each_phone_with_its_first_pdf() -> None:
    """A segment covers the outputs that lie in it; the rest is silence."""
    segments = [viterbi.Segment("SIL", 0, 3), viterbi.Segment("S", 3, 9), viterbi.Segment("T", 9, 10)]
    assert viterbi.labels(segments, 5).tolist() == [SIL, S, S + 1, T, SIL + 1]


def test_the_path_follows_the_scores() -> None:
    """Silence around the word is found, and left out where there is none."""
    heard = [SIL, SIL + 1, S, S + 1, T, SIL, SIL + 1]
    path = viterbi.best_path(scores(heard), [[("S", "T")]])
    assert path is not None
    assert path.tolist() == heard
    bare = viterbi.best_path(scores([S, T, T + 1]), [[("S", "T")]])
    assert bare is not None
    assert bare.tolist() == [S, T, T + 1]


def test_the_likelier_pronunciation_wins() -> None:
    """Of two ways to say a word the path takes one, whole."""
    path = viterbi.best_path(scores([T, S, S + 1]), [[("S", "T"), ("T", "S")]])
    assert path is not None
    assert path.tolist() == [T, S, S + 1]


def test_too_little_sound_has_no_path() -> None:
    """Three phones do not fit into two outputs."""
    assert viterbi.best_path(scores([S, T]), [[("S", "T", "S")]]) is None


def test_no_words_are_silence() -> None:
    """Nothing said is silence from the first output to the last."""
    path = viterbi.best_path(scores([S, T, T]), [])
    assert path is not None
    assert path.tolist() == [SIL, SIL + 1, SIL + 1]
