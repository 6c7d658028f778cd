"""A model that is broken, foreign or missing, named in the config or installed: one sentence, and no abort."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sessions import companion

from companion.units import RATE


def _config(folder: Path, text: str) -> None:
    (folder / "config.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def copy(checkout: Path, tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(checkout / "models" / "companion-mini-en", tmp_path / "data" / "models" / "vosk-model-a")
    )


def _foreign(model: Path) -> None:
    """The same model, with words of another language in the place of some."""
    path = model / "graph" / "Gr.fst"
    data = path.read_bytes()
    for ours, theirs in ((b"louder", b"lauter"), (b"quieter", b"leisere")):
        size = len(ours).to_bytes(4, "little")
        assert size + ours in data
        data = data.replace(size + ours, size + theirs)
    path.write_bytes(data)


def _aborting(model: Path) -> None:
    """libvosk ends its process on this."""
    (model / "conf" / "model.conf").write_bytes(b"")


def _told(model: Path, out: str) -> bool:
    """Whether one line names the folder and a remedy."""
    return any(str(model) in line and ("nstall" in line or "npack" in line) for line in out.splitlines())


def test_an_installed_model_that_would_end_the_process(copy: Path, tmp_path: Path) -> None:
    """`run` and `hear` say one sentence, exit 2; `check`, `doctor` and `models verify` report it, exit 1."""
    _aborting(copy)
    soundfile.write(tmp_path / "mic.wav", np.zeros(RATE, np.int16), RATE)
    shared = ("--data", tmp_path / "data")
    for words in (("run", "--mic", "mic.wav"), ("hear", "mic.wav")):
        done = companion(*words, *shared, folder=tmp_path)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
        assert _told(copy, done.stderr)
    for command in (("check",), ("doctor",), ("models", "verify")):
        done = companion(*command, *shared, folder=tmp_path)
        assert (done.returncode, done.stderr) == (1, "")
        assert _told(copy, done.stdout)


def test_a_model_that_is_named_and_foreign(copy: Path, tmp_path: Path) -> None:
    """The intents that it has no words for are named, with the line of the config."""
    _foreign(copy)
    _config(tmp_path, f"people: []\near:\n  model: {copy}\n")
    done = companion("check", folder=tmp_path)
    assert done.returncode == 1
    assert "config.yaml, line 3" in done.stdout
    assert "no words for louder, quieter: it is of another language" in done.stdout
    assert _told(copy, done.stdout)


def test_a_model_that_is_named_and_missing(tmp_path: Path) -> None:
    """Nothing is taken in its place, and `check` tells of it and of a wrong voice, with their lines."""
    _config(tmp_path, "ear: {model: nowhere/model}\nvoice: {name: nobody-at-all}\n")
    soundfile.write(tmp_path / "mic.wav", np.zeros(RATE, np.int16), RATE)
    done = companion("hear", "mic.wav", folder=tmp_path)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert _told(Path("nowhere/model"), done.stderr)
    done = companion("check", folder=tmp_path)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines()[:-1]] == [
        "config.yaml, line 1",
        "config.yaml, line 2",
    ]
    assert "nobody-at-all" in done.stdout


def test_words_that_the_model_lacks(copy: Path, tmp_path: Path) -> None:
    """Only `check` mentions them; a word that the person chose is a problem with its line."""
    _config(tmp_path, "pause_word: pineapple\nquick_exit: {phrase: good morning}\n")
    done = companion("check", "--data", tmp_path / "data", folder=tmp_path)
    assert done.returncode == 1, done.stdout
    assert 'line 1: the model vosk-model-a does not know the word "pineapple"' in done.stdout
    assert 'line 2: the model vosk-model-a does not know the word "good"' in done.stdout
    assert "sentences with them are not heard" in done.stdout
