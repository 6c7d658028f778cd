"""The dictionary of the embedded ear."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pocketsphinx


@cache
def _dictionary() -> frozenset[str]:
    path = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))
    with path.open(encoding="utf-8") as lines:
        return frozenset(line.split(maxsplit=1)[0] for line in lines)


def known_words() -> Callable[[str], bool]:
    """Whether a word, in lower case, can be heard without a pronunciation being given."""
    return _dictionary().__contains__
