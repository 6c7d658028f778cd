"""Labels and the likeliest path."""

import numpy as np

from tools.minivosk import phones, viterbi

SIL, S, T, SPN = (2 * phones.base_index(name) for name in ("SIL", "S", "T", "SPN"))


def scores(pdfs: list[int]) -> np.ndarray:
    """Log likelihoods that favour `pdfs`, one an output."""
    table = np.full((len(pdfs), phones.PDFS), -10.0, np.float32)
    table[np.arange(len(pdfs)), pdfs] = 0.0
    return table


def test_labels_begin_each_phone_with_its_first_pdf() -> None:
    """A segment covers the outputs that lie in it; the rest is silence."""
    segments = [viterbi.Segment("SIL", 0, 3, -1), viterbi.Segment("S", 3, 9, 0), viterbi.Segment("T", 9, 10, 0)]
    made = viterbi.labels(segments, 5, [False])
    assert made[:, 0].tolist() == made[:, 1].tolist() == [SIL, S, S + 1, T, SIL + 1]


def test_an_unknown_word_is_heard_as_one_phone() -> None:
    """The first column keeps its phones, the second has SPN, entered once."""
    segments = [viterbi.Segment("S", 0, 6, 0), viterbi.Segment("T", 6, 12, 0), viterbi.Segment("T", 12, 15, 1)]
    made = viterbi.labels(segments, 5, [True, False])
    assert made[:, 0].tolist() == [S, S + 1, T, T + 1, T]
    assert made[:, 1].tolist() == [SPN, SPN + 1, SPN + 1, SPN + 1, T]
    path = viterbi.best_path(scores([S, T, SIL, S, T]), [[("S", "T")], [("S", "T")]], [False, True])
    assert path is not None
    assert path[:, 0].tolist() == [S, T, SIL, S, T]
    assert path[:, 1].tolist() == [S, T, SIL, SPN, SPN + 1]


def test_the_path_follows_the_scores() -> None:
    """Silence around the word is found, and left out where there is none."""
    heard = [SIL, SIL + 1, S, S + 1, T, SIL, SIL + 1]
    path = viterbi.best_path(scores(heard), [[("S", "T")]], [False])
    assert path is not None
    assert path[:, 0].tolist() == heard
    bare = viterbi.best_path(scores([S, T, T + 1]), [[("S", "T")]], [False])
    assert bare is not None
    assert bare[:, 0].tolist() == [S, T, T + 1]


def test_the_likelier_pronunciation_wins() -> None:
    """Of two ways to say a word the path takes one, whole."""
    path = viterbi.best_path(scores([T, S, S + 1]), [[("S", "T"), ("T", "S")]], [False])
    assert path is not None
    assert path[:, 0].tolist() == [T, S, S + 1]


def test_the_wording_that_fits_best_is_taken() -> None:
    """Of two wordings the likelier one is aligned."""
    wordings = [[[("T",)]], [[("S",)], [("T",)]]]
    path = viterbi.likeliest(scores([S, T, T + 1]), wordings, [[False], [False, False]])
    assert path is not None
    assert path[:, 0].tolist() == [S, T, T + 1]


def test_too_little_sound_has_no_path() -> None:
    """Three phones do not fit into two outputs."""
    assert viterbi.best_path(scores([S, T]), [[("S", "T", "S")]], [False]) is None


def test_no_words_are_silence() -> None:
    """Nothing said is silence from the first output to the last."""
    path = viterbi.best_path(scores([S, T, T]), [], [])
    assert path is not None
    assert path[:, 0].tolist() == [SIL, SIL + 1, SIL + 1]
