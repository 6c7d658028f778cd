"""Kaldi's binary primitives, byte for byte."""

import numpy as np
import pytest

from tools.minivosk import kaldi_io


def test_a_token_ends_with_one_space() -> None:
    """A token is its text and a space."""
    assert kaldi_io.token("<Nnet3>") == b"<Nnet3> "


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, b"\4\0\0\0\0"), (258, b"\4\2\1\0\0"), (-1, b"\4\xff\xff\xff\xff")],
)
def test_an_integer_is_its_size_and_its_bytes(value: int, expected: bytes) -> None:
    """An int32 is the byte 4 and four little-endian bytes."""
    assert kaldi_io.int32(value) == expected


def test_precision_is_told_by_the_size_byte() -> None:
    """A single is behind the byte 4, a double behind the byte 8."""
    assert kaldi_io.float32(0.5) == b"\4\0\0\0\x3f"
    assert kaldi_io.float64(0.5) == b"\x08\0\0\0\0\0\0\xe0\x3f"


def test_an_int_vector_has_a_bare_count() -> None:
    """The count of an int vector has no size byte of its own."""
    assert kaldi_io.int_vector([7, -1]) == b"\4" + b"\2\0\0\0" + b"\7\0\0\0" + b"\xff\xff\xff\xff"


def test_a_vector_is_float32_behind_its_size() -> None:
    """A vector of doubles is written in single precision; an empty one is legal."""
    assert kaldi_io.vector(np.array([1.0])) == b"FV \4\1\0\0\0" + b"\0\0\x80\x3f"
    assert kaldi_io.vector(np.zeros(0)) == b"FV \4\0\0\0\0"


def test_a_matrix_is_written_row_by_row() -> None:
    """Rows, columns, then the rows, also of a transposed array."""
    values = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]).T
    written = kaldi_io.matrix(values)
    assert written[:13] == b"FM " + kaldi_io.int32(3) + kaldi_io.int32(2)
    assert np.frombuffer(written[13:], "<f4").tolist() == [1, 4, 2, 5, 3, 6]
