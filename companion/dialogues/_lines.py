"""Declaring which lines a dialogue speaks, and the values each of them takes."""

from collections.abc import Mapping

Lines = Mapping[str, tuple[str, ...]]
"""Line id -> the names of the values it may use."""


def lines(script: str, plain: str = "", **filled: str) -> Lines:
    """The lines of one script: `plain` ones, and those that are `filled` with values; names separated by blanks."""
    return {f"{script}.{key}": tuple(filled.get(key, "").split()) for key in (*plain.split(), *filled)}
