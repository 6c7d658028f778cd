"""The committed miniature model, heard through the real Vosk."""

import json
import shutil
import subprocess
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import vosk

from tools.minivosk import recipe

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "models/companion-mini-en"
RECIPE = recipe.load(ROOT / "tools/minivosk/recipes/companion_mini_en")
LIMIT = 2 * 1024 * 1024

GRAMMAR = json.dumps([*RECIPE.commands, "[unk]"])
needs_flite = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not on this machine")


@pytest.fixture(scope="module")
def model() -> vosk.Model:
    """The model, loaded once."""
    vosk.SetLogLevel(-2)
    return vosk.Model(model_path=str(FOLDER))


def spoken(text: str, folder: Path) -> bytes:
    """`text` by flite's slt, which is not in the training set, between short silences; 16 kHz int16."""
    path = folder / "spoken.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", str(path)], check=True)
    with wave.open(str(path), "rb") as file:
        assert file.getframerate() == 16_000
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return np.concatenate([np.zeros(4000, "<i2"), sound, np.zeros(8000, "<i2")]).tobytes()


def feed(recogniser: vosk.KaldiRecognizer, sound: bytes) -> dict[str, Any]:
    """The final result, the sound having been given 100 ms at a time."""
    for begin in range(0, len(sound), 3200):
        if recogniser.AcceptWaveform(sound[begin : begin + 3200]):
            result: dict[str, Any] = json.loads(recogniser.Result())
            if result["text"]:
                return result
    final: dict[str, Any] = json.loads(recogniser.FinalResult())
    return final


def test_the_folder_is_small() -> None:
    """2 MB at most, the card included."""
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= LIMIT


def test_the_card_says_what_a_card_must() -> None:
    """Data, licence, figures, limits and how to rebuild it."""
    card = (FOLDER / "README.md").read_text("utf-8").lower()
    for heading in ("## data", "## licence", "## figures", "## limits", "## how to rebuild"):
        assert heading in card


def test_every_word_of_the_list_can_be_looked_up(model: vosk.Model) -> None:
    """The recipe's words and [unk] are in the vocabulary; a word that is not listed is absent."""
    assert [word for word in (*RECIPE.words, "[unk]") if model.vosk_model_find_word(word) < 0] == []
    assert model.vosk_model_find_word("kintsugi") == -1


@needs_flite
@pytest.mark.parametrize(
    "phrase", ["timeout", "stop listening", "box breathing", "time out for half an hour", "goodbye"]
)
def test_phrases_of_an_unknown_voice_are_heard(model: vosk.Model, phrase: str, tmp_path: Path) -> None:
    """With the exact grammar of the folder."""
    heard = feed(vosk.KaldiRecognizer(model, 16_000), spoken(phrase, tmp_path))["text"]
    assert heard.replace(" ", "") == phrase.replace(" ", "")


@needs_flite
@pytest.mark.parametrize("phrase", ["next", "i need a break", "tomorrow at nine", "resume"])
def test_phrases_are_heard_with_a_grammar_given_at_run_time(model: vosk.Model, phrase: str, tmp_path: Path) -> None:
    """With the same phrases as a list."""
    assert feed(vosk.KaldiRecognizer(model, 16_000, GRAMMAR), spoken(phrase, tmp_path))["text"] == phrase


@needs_flite
@pytest.mark.parametrize("text", ["the weather was lovely all week", "she works at the hospital"])
def test_other_talk_is_refused(model: vosk.Model, text: str, tmp_path: Path) -> None:
    """[unk] comes out, in either grammar."""
    for grammar in ((), (GRAMMAR,)):
        assert "[unk]" in feed(vosk.KaldiRecognizer(model, 16_000, *grammar), spoken(text, tmp_path))["text"]


@needs_flite
def test_words_have_times_in_their_order(model: vosk.Model, tmp_path: Path) -> None:
    """Each word lies after the one before and inside the sound."""
    recogniser = vosk.KaldiRecognizer(model, 16_000)
    recogniser.SetWords(True)
    sound = spoken("time out for half an hour", tmp_path)
    words = feed(recogniser, sound)["result"]
    assert [word["word"] for word in words] == ["time", "out", "for", "half", "an", "hour"]
    edges = [edge for word in words for edge in (word["start"], word["end"])]
    assert edges == sorted(edges)
    assert 0.15 < edges[0] < edges[-1] < len(sound) / 32_000


@needs_flite
def test_a_partial_result_comes_before_the_end(model: vosk.Model, tmp_path: Path) -> None:
    """A command is there while the sound still runs, and an endpoint follows in the silence behind it."""
    recogniser = vosk.KaldiRecognizer(model, 16_000, GRAMMAR)
    sound = spoken("stop listening", tmp_path) + bytes(64_000)
    partials: list[str] = []
    ended = False
    for begin in range(0, len(sound), 3200):
        ended = recogniser.AcceptWaveform(sound[begin : begin + 3200])
        if ended:
            break
        partials.append(json.loads(recogniser.PartialResult())["partial"])
    assert ended
    assert "stop listening" in partials
    assert json.loads(recogniser.Result())["text"] == "stop listening"


@needs_flite
def test_alternatives_are_given(model: vosk.Model, tmp_path: Path) -> None:
    """The best of them is what was said."""
    recogniser = vosk.KaldiRecognizer(model, 16_000)
    recogniser.SetMaxAlternatives(3)
    recogniser.AcceptWaveform(spoken("grounding please", tmp_path))
    alternatives = json.loads(recogniser.FinalResult())["alternatives"]
    assert alternatives[0]["text"].strip() == "grounding please"


@pytest.mark.parametrize("level", [0, 30, 3000])
def test_silence_and_noise_are_no_command(model: vosk.Model, level: int) -> None:
    """Digital silence, a quiet room and loud noise give no word."""
    sound = np.random.default_rng(3).normal(0, 1, 48_000) * level
    for grammar in ((), (GRAMMAR,)):
        heard = feed(vosk.KaldiRecognizer(model, 16_000, *grammar), sound.astype("<i2").tobytes())["text"]
        assert set(heard.split()) <= {"[unk]"}


@needs_flite
def test_the_same_sound_gives_the_same_result(model: vosk.Model, tmp_path: Path) -> None:
    """Words, times and confidences are the same each time."""
    sound = spoken("can we take a break", tmp_path)

    def result() -> dict[str, Any]:
        recogniser = vosk.KaldiRecognizer(model, 16_000)
        recogniser.SetWords(True)
        return feed(recogniser, sound)

    assert result() == result()
