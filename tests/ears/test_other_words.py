"""Commands in other words than those of the grammar, with the language model that ships and synthetic speech."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from speech import SPEAKERS, Speaker, silence, speak

from companion.app import Furniture, Places, furnish
from companion.ears import language_model, transcribe
from companion.ports import Ear, Expectation

NOW = datetime(2026, 11, 20, 9)

TALK = (
    "my sister called about the weekend",
    "there is still some soup in the fridge",
    "the car makes that noise again",
)

OTHER_WORDS = ("taking a walk", "she's been cutting her arms", "speak a bit louder", "what have we got planned")


@pytest.fixture(scope="module")
def furniture() -> Furniture:
    return furnish(Places())


@pytest.fixture(scope="module")
def ear(furniture: Furniture) -> Ear:
    return furniture.ear("pocketsphinx")


def understood(text: str, voice: Speaker, ear: Ear, furniture: Furniture) -> str:
    sound = np.concatenate([silence(0.5), speak(text, voice)])
    heard = " ".join(part.text for part in transcribe(sound, ear, Expectation()) if part.rejected is None)
    return furniture.interpreter.understand(heard, "idle", NOW).name


def test_what_the_grammar_has_no_room_for_is_heard(furniture: Furniture, ear: Ear) -> None:
    """Of four commands that are in no grammar, by five voices, at least 15 are understood (C1; development voices)."""
    meant = {text: furniture.interpreter.understand(text, "idle", NOW).name for text in OTHER_WORDS}
    right = [understood(text, voice, ear, furniture) == meant[text] for text in OTHER_WORDS for voice in SPEAKERS]
    assert sum(right) >= 15


def test_talk_is_left_alone(furniture: Furniture, ear: Ear) -> None:
    """Of three sentences that are for nobody here, by five voices, at most one is taken for a command (C2)."""
    taken = [understood(text, voice, ear, furniture) for text in TALK for voice in SPEAKERS]
    assert sum(name != "none" for name in taken) <= 1


def test_without_a_language_model_only_the_grammar_is_heard(furniture: Furniture) -> None:
    """A folder of templates without one is no error: its typed sentences are not heard then."""
    ear = replace(furniture, language=language_model(Path(__file__).parent)).ear("pocketsphinx")
    assert [understood(text, "slt", ear, furniture) for text in OTHER_WORDS].count("none") >= 3
