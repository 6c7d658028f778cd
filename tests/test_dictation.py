"""Where words of people's own are taken down, and where a list is read instead."""

import pytest

from companion.app import takes_dictation
from companion.ears import NoEar


@pytest.mark.parametrize(
    ("engine", "model", "taken"),
    [
        ("typed", "", True),
        ("vosk", "vosk-model-small-en-us-0.15", True),
        ("vosk", "companion-mini-en", False),
        ("pocketsphinx", "en-us", False),
        ("auto", "en-us with companion-mini-en", False),
    ],
)
def test_free_words_need_a_whole_language(engine: str, model: str, taken: bool) -> None:
    """Typing and an official model take dictation; an ear of commands, or of 88 words, never pretends to."""
    ear = NoEar()
    ear.engine, ear.model = engine, model
    assert takes_dictation(ear) is taken
