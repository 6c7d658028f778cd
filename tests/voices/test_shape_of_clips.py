"""From sound files to clips."""

from io import BytesIO

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from companion.errors import VoiceError
from companion.units import RATE
from companion.voices._shape import CEILING, EDGE, LEVEL, shape


def noise(seconds: float, rate: int, level: float, seed: int = 1) -> NDArray[np.float64]:
    """Steady noise of an RMS of `level`, full scale 1."""
    wave = np.random.default_rng(seed).uniform(-1, 1, round(seconds * rate))
    return np.asarray(wave * level * np.sqrt(3), np.float64)


def written(wave: NDArray[np.float64], rate: int, container: str = "WAV") -> bytes:
    """`wave` as a file."""
    file = BytesIO()
    soundfile.write(file, wave, rate, format=container, subtype="PCM_16")
    return file.getvalue()


def rms(clip: NDArray[np.int16]) -> float:
    """Full scale 1."""
    return float(np.sqrt(np.mean((clip / 32768.0) ** 2)))


@settings(max_examples=25, deadline=None)
@given(level=st.floats(0.003, 0.5), rate=st.sampled_from([8000, 11025, 16000, 22050, 44100, 48000]))
def test_every_clip_is_equally_loud_and_at_the_inner_rate(level: float, rate: int) -> None:
    """Whatever level and rate the engine writes, half a second is half a second at LEVEL, within half a decibel."""
    clip = shape(written(noise(0.5, rate, level), rate))
    assert clip.dtype == np.int16
    assert abs(len(clip) - RATE / 2) <= 2 + 2 * EDGE
    assert abs(20 * np.log10(rms(clip) / LEVEL)) < 0.5


def test_pauses_do_not_make_a_clip_louder() -> None:
    """The level is that of the speech, pauses left out: half a second of pause inside changes nothing."""
    part = noise(0.5, RATE, 0.1)
    spoken = shape(written(np.concatenate((part, np.zeros(RATE // 2), part)), RATE))
    assert abs(20 * np.log10(rms(spoken[: RATE // 4]) / LEVEL)) < 0.5


def test_peaks_stay_under_the_ceiling() -> None:
    """A sound whose peaks would clip at LEVEL is as loud as the ceiling allows."""
    clicks = np.zeros(RATE)
    clicks[::320] = 0.3
    clip = shape(written(clicks, RATE))
    assert abs(int(np.abs(clip.astype(int)).max()) / 32768 - CEILING) < 0.001


@settings(max_examples=25, deadline=None)
@given(before=st.integers(0, 20_000), after=st.integers(0, 20_000))
def test_silence_at_the_edges_goes_and_twenty_milliseconds_stay(before: int, after: int) -> None:
    """However much silence an engine puts around the speech, at most EDGE of it is left on each side."""
    speech = noise(0.3, RATE, 0.1)
    speech[[0, -1]] = 0.1
    clip = shape(written(np.concatenate((np.zeros(before), speech, np.zeros(after))), RATE))
    assert len(clip) == min(before, EDGE) + len(speech) + min(after, EDGE)


@pytest.mark.parametrize("samples", [0, 1, 5000])
def test_silence_is_an_empty_clip(samples: int) -> None:
    """Punctuation alone makes silence: a clip of no length, and no noise made loud."""
    assert len(shape(written(np.zeros(samples), 22_050))) == 0


def test_aiff_and_stereo_are_read_too() -> None:
    """macOS writes AIFF whatever the name, and a stereo file is the mean of its sides."""
    one = noise(0.3, RATE, 0.1)
    both = np.stack((one, one), axis=1)
    assert np.array_equal(shape(written(one, RATE)), shape(written(both, RATE, "AIFF")))


def test_a_clip_cannot_be_written_to() -> None:
    """The same clip is given out again and again, so nobody may change it."""
    clip = shape(written(noise(0.1, RATE, 0.1), RATE))
    with pytest.raises(ValueError, match="read-only"):
        clip[0] = 1


@pytest.mark.parametrize("file", [b"", b"RIFF", b"not a sound at all", b"\0" * 100])
def test_what_is_no_sound_is_an_error_in_a_sentence(file: bytes) -> None:
    """An engine that writes anything else is a VoiceError and nothing worse."""
    with pytest.raises(VoiceError, match="no sound"):
        shape(file)
