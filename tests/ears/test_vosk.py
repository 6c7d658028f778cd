"""The ear of a Vosk model: folders that are none, and the real engine where the miniature model is there."""

from pathlib import Path

import numpy as np
import pytest
from few_commands import FewCommands
from speech import silence, speak

from companion.ears import EarSettings, open_ear, transcribe
from companion.errors import EarError
from companion.intents import Interpreter
from companion.ports import Ear, Expectation
from companion.units import BLOCK, Samples, samples

WHOLE = (
    "am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/disambig_tid.int", "graph/phones/word_boundary.int",
    "graph/HCLr.fst", "graph/Gr.fst",
)  # fmt: skip


def folder(path: Path, *files: str) -> Path:
    for name in files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(b"")
    return path


@pytest.fixture
def miniature(checkout: Path) -> Path:
    """The folder of the miniature model."""
    return checkout / "models" / "companion-mini-en"


@pytest.fixture
def ear(miniature: Path) -> Ear:
    return open_ear("vosk", FewCommands(), EarSettings(), (miniature,))


def test_no_model_at_all(tmp_path: Path) -> None:
    """Vosk was asked for and there is none: where it was looked for, and the other engine."""
    with pytest.raises(EarError, match=f"{tmp_path.name}.*pocketsphinx"):
        open_ear("vosk", FewCommands(), EarSettings(), (tmp_path,))


def test_files_that_are_no_model(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """All files there and all rubbish: one sentence, and nothing of Kaldi's own on the terminal."""
    path = folder(tmp_path / "vosk-model-rubbish", *WHOLE)
    with pytest.raises(EarError, match="vosk-model-rubbish"):
        open_ear("vosk", FewCommands(), EarSettings(), (tmp_path,))
    assert path.is_dir()
    assert capfd.readouterr().err == ""


def test_auto_takes_official_models_only(tmp_path: Path) -> None:
    """A model of another name is used when Vosk is asked for, and is not picked by itself."""
    folder(tmp_path / "companion-mini-en", *WHOLE)
    assert open_ear("auto", FewCommands(), EarSettings(), (tmp_path,)).engine == "pocketsphinx"
    (tmp_path / "companion-mini-en").rename(tmp_path / "vosk-model-small-en-us-0.15")
    with pytest.raises(EarError, match=r"small-en-us-0\.15"):
        open_ear("auto", FewCommands(), EarSettings(), (tmp_path,))


def test_real_words(ear: Ear, capfd: pytest.CaptureFixture[str]) -> None:
    """The miniature model hears commands, with word times on the audio clock, in the second utterance as well."""
    assert (ear.engine, ear.model) == ("vosk", "companion-mini-en")
    for words in ("time out", "breathing"):
        sound = np.concatenate([silence(1), speak(words, "awb")])
        (heard,) = transcribe(sound, ear, Expectation())
        assert (heard.text, heard.rejected) == (words, None)
        assert abs(heard.words[0].start - samples(1)) < samples(0.15)
        assert abs(heard.end - len(sound)) < samples(0.15)
    assert capfd.readouterr().err == ""


def test_partial_results(ear: Ear) -> None:
    """A whole command is known before its turn is over."""
    sound = np.concatenate([silence(1), speak("stop", "awb"), silence(1)])
    heard = [
        result for at in range(0, len(sound) - BLOCK, BLOCK) for result in ear.hear(sound[at : at + BLOCK], Samples(at))
    ]
    assert [result.text for result in heard if not result.final][-1] == "stop"
    assert heard[-1].final


def test_the_same_samples_give_the_same_results(ear: Ear) -> None:
    """What was heard before changes nothing."""
    sound = np.concatenate([silence(1), speak("check in", "rms")])
    first = transcribe(sound, ear, Expectation())
    transcribe(np.concatenate([silence(1), speak("goodbye", "awb")]), ear, Expectation())
    assert transcribe(sound, ear, Expectation()) == first


def test_other_speech_and_noise(ear: Ear) -> None:
    """Everyday speech and hiss are rejected, or nothing at all."""
    hiss = np.random.default_rng(1).normal(0, 3000, samples(3)).astype(np.int16)
    for sound in (speak("the train was late again this morning", "rms"), hiss):
        heard = transcribe(np.concatenate([silence(1), sound]), ear, Expectation())
        assert all(result.rejected == "not a command" for result in heard)


@pytest.mark.parametrize("words", ["i want to die", "no one would care if i killed myself", "i want to hit him"])
def test_a_mixture_of_phrases_is_no_command(miniature: Path, interpreter: Interpreter, words: str) -> None:
    """Words of need that the model lacks are never taken for "goodbye" or "slower", which it has."""
    ear = open_ear("vosk", interpreter, EarSettings(), (miniature,))
    assert any(not ear.knows(word) for word in words.split())
    heard = transcribe(np.concatenate([silence(1), speak(words, "awb"), silence(1)]), ear, Expectation())
    assert all(result.rejected == "not a command" for result in heard if result.final)


def test_open_answers_are_taken_down(ear: Ear) -> None:
    """An open answer is what was said, though it is no command; a command is made of words of commands only."""
    sound = np.concatenate([silence(1), speak("movement", "awb")])
    assert "movement" not in FewCommands().phrases("idle")
    (free,) = transcribe(sound, ear, Expectation("reflection", "reflection", free=True))
    assert (free.text, free.rejected) == ("movement", None)
    assert all("movement" not in result.text for result in transcribe(sound, ear, Expectation()))


def test_a_word_is_learnt_where_the_model_knows_it(miniature: Path) -> None:
    """What the model lacks it says; a word that it has is heard once it is learnt (S24, C6)."""
    extra: list[str] = []
    ear = open_ear("vosk", FewCommands(extra), EarSettings(), (miniature,))
    assert (ear.knows("pineapple"), ear.knows("movement")) == (False, True)
    sound = np.concatenate([silence(1), speak("movement", "awb")])
    assert "movement" not in [heard.text for heard in transcribe(sound, ear, Expectation())]
    extra.append("movement")
    ear.learn()
    assert [heard.text for heard in transcribe(sound, ear, Expectation()) if heard.final] == ["movement"]
