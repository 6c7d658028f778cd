"""Kaldi's binary primitives, written as `util/io-funcs` and `matrix` of Kaldi read them.

Rules
1. A token is its text and one space. Everything is little-endian.
2. A number is one byte that gives its size, and its value; an int vector gives the size of an element, a bare int32
   count, and the elements.
3. A matrix is row by row float32 behind `FM`, a vector float32 behind `FV`.
"""

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

BINARY = b"\0B"
"""What a Kaldi file begins with when it is binary."""


def token(text: str) -> bytes:
    """A token; it has no space inside."""
    return text.encode("ascii") + b" "


def int32(value: int) -> bytes:
    """A 32-bit integer."""
    return b"\4" + struct.pack("<i", value)


def float32(value: float) -> bytes:
    """A single-precision number."""
    return b"\4" + struct.pack("<f", value)


def float64(value: float) -> bytes:
    """A double-precision number; its size byte tells a reader of either precision."""
    return b"\x08" + struct.pack("<d", value)


def int_vector(values: Sequence[int]) -> bytes:
    """A vector of 32-bit integers."""
    return b"\4" + struct.pack(f"<i{len(values)}i", len(values), *values)


def vector(values: NDArray[np.floating]) -> bytes:
    """A vector of shape (n,)."""
    return b"FV " + int32(len(values)) + values.astype("<f4").tobytes()


def matrix(values: NDArray[np.floating]) -> bytes:
    """A matrix of shape (rows, columns)."""
    rows, columns = values.shape
    return b"FM " + int32(rows) + int32(columns) + np.ascontiguousarray(values, "<f4").tobytes()
