"""Sound files: every WAV and FLAC comes in, every broken one is one sentence, the speaker file is always whole."""

import io
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companion.errors import RoomError
from companion.room import SpeakerFile, read_sound, stream_sound
from companion.units import RATE, Mono, samples

SECOND = samples(1)


def sine(pitch: float = 440.0, seconds: float = 1.0, rate: int = RATE) -> Any:
    return 0.5 * np.sin(2 * np.pi * pitch * np.arange(round(seconds * rate)) / rate)


def wav(sound: Any, rate: int = RATE, subtype: str = "PCM_16", kind: str = "WAV") -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, sound, rate, subtype=subtype, format=kind)
    return buffer.getvalue()


def spectrum_peak(sound: Mono) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(sound))) * RATE / len(sound))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sound.wav"


def test_16_bit_mono_at_rate_is_untouched(file: Path) -> None:
    """Every int16 value of a file at RATE comes out as it is in the file."""
    every = np.arange(-32768, 32768).astype(np.int16)
    file.write_bytes(wav(every))
    np.testing.assert_array_equal(read_sound(file), every)


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_any_rate_and_channels(file: Path, rate: int, channels: int) -> None:
    """A tone keeps its pitch, length and level, whatever the rate and the number of channels."""
    file.write_bytes(wav(np.stack([sine(rate=rate)] * channels, axis=1), rate))
    sound = read_sound(file)
    assert abs(len(sound) - SECOND) <= 1
    assert spectrum_peak(sound) == pytest.approx(440, abs=1.5)
    middle = sound[2000:14000].astype(float)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 * 32768 / np.sqrt(2), rel=0.01)


@pytest.mark.parametrize(
    ("kind", "subtype", "exact"),
    [
        ("WAV", "PCM_U8", 256), ("WAV", "PCM_24", 1), ("WAV", "PCM_32", 1), ("WAV", "FLOAT", 1), ("WAV", "DOUBLE", 1),
        ("WAV", "ULAW", 600), ("WAVEX", "PCM_16", 1), ("RF64", "PCM_16", 1),
        ("FLAC", "PCM_16", 1), ("FLAC", "PCM_24", 1),
    ],
)  # fmt: skip
def test_any_width(file: Path, kind: str, subtype: str, exact: int) -> None:
    """8, 16, 24, 32 bits, float and FLAC all come out as the same samples, up to their own precision."""
    file.write_bytes(wav(sine(), subtype=subtype, kind=kind))
    assert np.abs(read_sound(file) - sine() * 32768).max() <= exact


def test_channels_are_averaged(file: Path) -> None:
    """Left and right are mixed by their mean."""
    file.write_bytes(wav(np.array([[1000, 3000], [-5, 5]], np.int16)))
    assert read_sound(file).tolist() == [2000, 0]


def test_float_nonsense_is_tamed(file: Path) -> None:
    """NaN counts as silence, infinity and what is too loud as full scale, also through the resampler."""
    sound = sine(rate=48_000).astype(np.float32)
    sound[100], sound[200], sound[300], sound[400] = np.nan, np.inf, -np.inf, 7.5
    file.write_bytes(wav(sound, 16_000, "FLOAT"))
    plain = read_sound(file)
    assert (plain[100], plain[200], plain[300], plain[400]) == (0, 32767, -32768, 32767)
    file.write_bytes(wav(sound, 48_000, "FLOAT"))
    assert np.abs(read_sound(file)[1000:15000].astype(int)).max() == pytest.approx(16384, rel=0.02)


def test_long_files_are_streamed(file: Path) -> None:
    """Pieces joined are the whole, and a piece is never empty."""
    file.write_bytes(wav(sine(seconds=20, rate=44_100), 44_100))
    pieces = list(stream_sound(file))
    assert len(pieces) > 5
    assert all(len(piece) for piece in pieces)
    np.testing.assert_array_equal(np.concatenate(pieces), read_sound(file))


def test_cut_short_is_used_and_said(file: Path) -> None:
    """A WAV that ends before its header says so is used as far as it goes, and one sentence says so."""
    whole = wav(sine())
    file.write_bytes(whole[: 44 + 8000 * 2])
    said: list[str] = []
    np.testing.assert_array_equal(read_sound(file, said.append), np.frombuffer(whole[44:], "<i2")[:8000])
    assert said == [f"{file} ends before its header says so. The 0.5 seconds that are there are used."]


def test_cut_short_flac_is_used_and_said(file: Path) -> None:
    """The same for FLAC, up to its last whole frame."""
    whole = wav(sine(seconds=20) + np.random.default_rng(0).normal(0, 0.1, 20 * RATE), kind="FLAC")
    file.write_bytes(whole[: len(whole) // 2])
    said: list[str] = []
    assert samples(3) < len(read_sound(file, said.append)) < samples(12)
    assert len(said) == 1


@pytest.mark.parametrize("length", [b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x00\x00\xff\x7f"])
def test_streamed_wav_of_unknown_length_is_whole(file: Path, length: bytes) -> None:
    """A length that only says "unknown", as streaming programs write it, is no damage."""
    whole = bytearray(wav(sine()))
    whole[40:44] = length
    file.write_bytes(whole)
    said: list[str] = []
    assert len(read_sound(file, said.append)) == SECOND
    assert said == []


BROKEN = {
    "empty": b"",
    "one byte": b"R",
    "text": b"hello world\n" * 100,
    "half a header": wav(sine())[:30],
    "no samples": wav(np.zeros(0)),
    "no samples after the header": wav(sine())[:44],
    "not a wave": b"RIFF\x00\x01\x00\x00AVI LIST" + b"\0" * 200,
    "no rate": wav(sine())[:24] + b"\0\0\0\0" + wav(sine())[28:],
    "a rate of one": wav(sine())[:24] + b"\1\0\0\0" + wav(sine())[28:],
    "no channels": wav(sine())[:22] + b"\0\0" + wav(sine())[24:],
    "half a flac": wav(sine(), kind="FLAC")[:60],
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_files_are_one_sentence(file: Path, kind: str) -> None:
    """Whatever is wrong with a file, the error names it, says what to do, and comes when the file is opened."""
    file.write_bytes(BROKEN[kind])
    with pytest.raises(RoomError) as error:
        stream_sound(file)
    assert str(file) in str(error.value)
    assert str(error.value).endswith(".")
    assert "\n" not in str(error.value)


def test_no_file(tmp_path: Path) -> None:
    """A missing file and a folder are told apart."""
    with pytest.raises(RoomError, match="There is no sound file"):
        read_sound(tmp_path / "no.wav")
    with pytest.raises(RoomError, match="is a folder"):
        read_sound(tmp_path)
    with pytest.raises(RoomError, match="cannot be read"):
        read_sound(Path("a\0b"))
    with pytest.raises(RoomError, match="not a regular file"):
        read_sound(Path("/dev/null"))


def test_the_name_decides_nothing(tmp_path: Path) -> None:
    """A WAV called .raw is read as what it is."""
    file = tmp_path / "sound.raw"
    file.write_bytes(wav(sine()))
    assert len(read_sound(file)) == SECOND


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(0, 200), junk=st.binary(min_size=1, max_size=60), kind=st.sampled_from(["WAV", "FLAC"]))
def test_damage_never_gets_through(file: Path, at: int, junk: bytes, kind: str) -> None:
    """However a file is damaged, it gives int16 samples or a RoomError."""
    whole = bytearray(wav(sine(seconds=0.1), kind=kind))
    whole[at : at + len(junk)] = junk
    file.write_bytes(whole)
    try:
        sound = read_sound(file)
    except RoomError:
        return
    assert sound.dtype == np.int16
    assert len(sound)


def test_speaker_file_grows(file: Path) -> None:
    """What is written is what is read: 16 kHz, stereo, 16 bits."""
    blocks = np.random.default_rng(0).integers(-32768, 32768, (5, 320, 2)).astype(np.int16)
    speaker = SpeakerFile(file)
    for block in blocks:
        speaker.write(block)
    speaker.close()
    speaker.close()
    with wave.open(str(file)) as written:
        assert (written.getframerate(), written.getnchannels(), written.getsampwidth()) == (RATE, 2, 2)
        assert written.readframes(10_000) == blocks.tobytes()


def test_speaker_file_without_sound_is_valid(file: Path) -> None:
    """A run that ends before its first block leaves a WAV of no length."""
    SpeakerFile(file).close()
    with wave.open(str(file)) as written:
        assert written.getnframes() == 0


def test_no_speaker_file() -> None:
    """Without a path the sound goes nowhere."""
    speaker = SpeakerFile(None)
    speaker.write(np.zeros((320, 2), np.int16))
    speaker.close()


def test_unwritable_speaker_is_known_at_once(tmp_path: Path) -> None:
    """A folder, a missing folder, a file for a folder, and a name that cannot be are told when the file is opened."""
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "no" / "out.wav", tmp_path / "file" / "out.wav", Path("a\0b"), Path("/proc/out")):
        with pytest.raises(RoomError) as error:
            SpeakerFile(path)
        assert str(path) in str(error.value)


def test_full_disk_is_a_sentence() -> None:
    """A disk that is full says so, once, and closing afterwards is quiet."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    speaker = SpeakerFile(full)
    second = np.ones((RATE, 2), np.int16)
    with pytest.raises(RoomError, match="Make room on the disk"):
        speaker.write(second)
    speaker.close()
