"""One closing line of a conversation's own when somebody says stop (C29); every other interruption is left silent."""

from collections.abc import Generator
from typing import TypeVar

from companion.steps import Heard, Interrupted, Resumed, Say, Step

Outcome = TypeVar("Outcome")


def last_word(
    talk: Generator[Step, Heard | Resumed | None, Outcome], line: str
) -> Generator[Step, Heard | Resumed | None, Outcome | None]:
    """Lead `talk`, and say `line` when it is stopped; what it returned, None where it was stopped."""
    try:
        return (yield from talk)
    except Interrupted as why:
        if why.by != "stop":
            raise
        yield Say(line)
        return None
