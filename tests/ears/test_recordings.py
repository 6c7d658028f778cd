"""Real speech, where a folder of recordings is named: COMPANION_RECORDINGS=/path, laid out as below.

    coffee/clips/*.flac          spoken coffee orders
    wake_words/<word>/*.flac     one word, said by many people

Nothing recorded is part of the project; without the folder these tests are skipped.
"""

import os
from pathlib import Path

import pytest

from companion.app import Furniture, Places, furnish
from companion.ears import transcribe
from companion.ports import Expectation
from companion.room import read_sound

EVERY = {"coffee/clips": 20, "wake_words": 12}
"""One of so many recordings is heard, so that it stays quick."""


@pytest.fixture(scope="module")
def recordings() -> Path:
    """The folder of recordings."""
    named = os.environ.get("COMPANION_RECORDINGS")
    if not named:
        pytest.skip("recordings are not here: name their folder in COMPANION_RECORDINGS")
    folder = Path(named)
    if not all(any((folder / kind).rglob("*.flac")) for kind in EVERY):
        pytest.skip(f"{folder} has no recordings in {' and '.join(EVERY)}")
    return folder


@pytest.fixture(scope="module")
def furniture() -> Furniture:
    return furnish(Places())


@pytest.mark.parametrize(("kind", "most"), [("coffee/clips", 1), ("wake_words", 4)])
def test_people_who_talk_of_something_else(recordings: Path, furniture: Furniture, kind: str, most: int) -> None:
    """Of 16 orders for coffee at most one is taken for a command in idle, of 30 single words at most four."""
    ear = furniture.ear("pocketsphinx")
    taken = 0
    for path in sorted((recordings / kind).rglob("*.flac"))[:: EVERY[kind]]:
        heard = transcribe(read_sound(path), ear, Expectation())
        taken += any(result.rejected is None for result in heard)
    ear.close()
    assert taken <= most
