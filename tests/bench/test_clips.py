"""Recordings from folders, and noise under them at the ratio that is asked for."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from companion.bench._clips import clips_in, in_noise
from companion.bench._labels import Label
from companion.errors import UsageError
from companion.units import RATE, Mono

SPEECH: Mono = np.round(4000 * np.sin(np.arange(RATE) * 0.2)).astype(np.int16)
HISS: Mono = np.random.default_rng(1).integers(-3000, 3000, RATE // 3).astype(np.int16)


def _rms(sound: Mono) -> float:
    return float(np.sqrt(np.mean(sound.astype(float) ** 2)))


@given(st.sampled_from([0.0, 6.0, 12.0, 24.0]), st.integers(0, 10 * RATE))
def test_the_ratio_is_the_one_asked_for(snr: float, start: int) -> None:
    """Speech over what was added to it is the ratio, from wherever in the noise it was taken."""
    added = in_noise(SPEECH, HISS, snr, start).astype(int) - SPEECH
    assert 20 * np.log10(_rms(SPEECH) / _rms(added.astype(np.int16))) == pytest.approx(snr, abs=0.3)


def test_pauses_do_not_count_as_speech() -> None:
    """Silence around speech does not make the noise softer."""
    padded = np.concatenate((np.zeros(2 * RATE, np.int16), SPEECH, np.zeros(2 * RATE, np.int16)))
    added = in_noise(padded, HISS, 6.0)[:RATE]
    assert 20 * np.log10(_rms(SPEECH) / _rms(added)) == pytest.approx(6, abs=1)


def test_noise_loops_from_its_place() -> None:
    """The noise goes on from its beginning when it ends, and the same place gives the same mixture."""
    speech = np.full(960, 1000, np.int16)
    noise = np.array([100, 0, 0], np.int16)
    first = in_noise(speech, noise, 0.0, 2) > 1500
    assert first[:8].tolist() == [False, True, False, False, True, False, False, True]
    assert np.array_equal(in_noise(SPEECH, HISS, 9.0, 77), in_noise(SPEECH, HISS, 9.0, 77))


def test_a_silent_noise_is_told() -> None:
    """A noise without sound has no level to be set."""
    with pytest.raises(UsageError, match="silent"):
        in_noise(SPEECH, np.zeros(10, np.int16), 6.0)


def test_a_folder_gives_its_recordings_by_name(tmp_path: Path) -> None:
    """WAV and FLAC below the folder in the order of their names; one without label is not for us."""
    (tmp_path / "more").mkdir()
    for name in ("b.wav", "a.flac", "more/c.WAV"):
        soundfile.write(tmp_path / name, SPEECH, RATE, format="FLAC" if name.endswith("flac") else "WAV")
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    stop = Label(intent="stop")
    clips = list(clips_in(tmp_path, {"more/c.WAV": stop}))
    assert [(clip.name, clip.group, clip.label) for clip in clips] == [
        ("a.flac", "", None),
        ("b.wav", "", None),
        ("more/c.WAV", "more", stop),
    ]
    assert all(np.array_equal(clip.sound, SPEECH) for clip in clips)


def test_a_label_without_recording_is_told(tmp_path: Path) -> None:
    """A wrong name would quietly make a command a false activation."""
    soundfile.write(tmp_path / "a.wav", SPEECH, RATE)
    with pytest.raises(UsageError, match=r"1 label has no recording .* b\.wav"):
        clips_in(tmp_path, {"b.wav": Label(intent="stop")})


def test_a_folder_without_recordings_is_told(tmp_path: Path) -> None:
    """An empty folder, and none at all."""
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(UsageError, match="Name the folder"):
            clips_in(folder, {})
