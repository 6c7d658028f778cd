"""Two recognisers as one: real engines, and a first one that is told to reject everything."""

from pathlib import Path

import numpy as np
import pytest
from few_commands import FewCommands
from speech import silence, speak

from companion.ears import EarSettings, open_ear, transcribe
from companion.intents import Interpreter
from companion.ports import Ear, Expectation

STRICT = EarSettings(rejection=-9.0)
"""Nothing sounds enough like a command."""


@pytest.fixture(scope="module")
def models(checkout: Path) -> tuple[Path, ...]:
    return (checkout / "models",)


@pytest.fixture(scope="module")
def together(models: tuple[Path, ...]) -> Ear:
    return open_ear("auto", FewCommands(), STRICT, models)


def accepted(ear: Ear, words: str) -> list[str]:
    sound = np.concatenate([silence(0.5), speak(words, "rms")])
    return [heard.text for heard in transcribe(sound, ear, Expectation()) if heard.rejected is None]


def test_it_says_what_it_is(together: Ear, models: tuple[Path, ...]) -> None:
    """Without an official model "auto" is the two together, and "pocketsphinx" the first alone."""
    assert (together.engine, together.model) == ("pocketsphinx", "en-us with companion-mini-en")
    assert open_ear("pocketsphinx", FewCommands(), STRICT, models).model == "en-us"


def test_the_second_overrules_a_rejection(together: Ear, models: tuple[Path, ...]) -> None:
    """Words that the first rejects are heard where the second hears the very same."""
    alone = open_ear("pocketsphinx", FewCommands(), STRICT, models)
    for words in ("time out", "stop", "help"):
        assert accepted(alone, words) == []
        assert accepted(together, words) == [words]


def test_what_the_second_does_not_know_stays_rejected(together: Ear) -> None:
    """Words that the second lacks, and talk that is no command, are still rejected."""
    for words in ("appreciation", "did you feed the cat", "the train was late again this morning"):
        assert accepted(together, words) == []


def test_free_speech_is_the_first_ones_alone(together: Ear) -> None:
    """Open dictation is written down, and the second has no say in it."""
    sound = np.concatenate([silence(0.5), speak("i would like to go home now", "rms")])
    (heard,) = transcribe(sound, together, Expectation("reflection", "reflection", free=True))
    assert {"like", "to", "go", "home"} <= set(heard.text.split())


def test_both_learn(learner: Interpreter, models: tuple[Path, ...]) -> None:
    """A pause word that only the first knows is heard once it is learnt, and the second goes on giving its opinion."""
    ear = open_ear("auto", learner, EarSettings(), models)
    assert ear.knows("pineapple")
    learner.adopt("pineapple")
    ear.learn()
    assert accepted(ear, "pineapple") == ["pineapple"]
    assert accepted(ear, "time out") == ["time out"]
