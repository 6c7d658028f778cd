"""Real recordings beside the synthetic ones: what their labels may say, and what they may be."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tools.minivosk import recordings
from tools.minivosk.errors import MinivoskError
from tools.minivosk.grid import RATE

SECOND = np.full(RATE, 900, np.int16)


def _labels(folder: Path, labels: object) -> Path:
    (folder / "labels.json").write_text(json.dumps(labels), "utf-8")
    return folder / "labels.json"


def test_each_recording_is_a_prompt_with_its_wordings(tmp_path: Path) -> None:
    """Numbered on from what is spoken, in the order of their names; every wording is kept, in small letters."""
    for name in ("b.flac", "a.wav"):
        soundfile.write(tmp_path / name, SECOND, RATE)
    labels = _labels(tmp_path, {"b.flac": ["Stop", "please stop"], "a.wav": ["time out"]})
    prompts, wordings = recordings.read(tmp_path, labels, 7)
    assert [(prompt.number, prompt.words) for prompt in prompts] == [(7, ("time", "out")), (8, ("stop",))]
    assert wordings == {7: (("time", "out"),), 8: (("stop",), ("please", "stop"))}
    assert recordings.words(wordings) == ["out", "please", "stop", "time"]
    assert np.array_equal(recordings.listen(prompts[1]), SECOND)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["a.wav"], "is not JSON of the form"),
        ({"a.wav": 3}, "is not JSON of the form"),
        ({"a.wav": []}, r"without a wording or without a recording: a\.wav"),
        ({"a.wav": ["stop"], "none.wav": ["stop"]}, r"without a recording: none\.wav"),
    ],
)
def test_labels_that_are_none(tmp_path: Path, labels: object, told: str) -> None:
    """The file is named, and what is wrong in it."""
    soundfile.write(tmp_path / "a.wav", SECOND, RATE)
    with pytest.raises(MinivoskError, match=rf"labels\.json .*{told}"):
        recordings.read(tmp_path, _labels(tmp_path, labels), 0)


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 1), (RATE, 2)])
def test_a_recording_of_another_kind(tmp_path: Path, rate: int, channels: int) -> None:
    """Only mono at 16 kHz is taken, and what is no sound is told."""
    soundfile.write(tmp_path / "a.wav", np.zeros((rate, channels), np.int16), rate)
    prompts, _ = recordings.read(tmp_path, _labels(tmp_path, {"a.wav": ["stop"]}), 0)
    with pytest.raises(MinivoskError, match=r"a\.wav is not mono at 16000 Hz"):
        recordings.listen(prompts[0])
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    with pytest.raises(MinivoskError, match="cannot be read as sound"):
        recordings.listen(prompts[0])
