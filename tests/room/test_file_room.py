"""The file room and the simulated room: in step, the same every time, with echo and noise as asked."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import RoomError, UsageError
from companion.ports import Room
from companion.room import Echo, FileRoom, Noise, active_rms, read_sound
from companion.units import BLOCK, RATE, Mono, Samples, Stereo, samples

SILENT: Stereo = np.zeros((BLOCK, 2), np.int16)


def speech(length: int = RATE, seed: int = 1) -> Mono:
    return np.random.default_rng(seed).normal(0, 2000, length).clip(-32768, 32767).astype(np.int16)


def heard(room: Room, blocks: int, played: Stereo | None = None) -> Mono:
    """The first `blocks` of the microphone while `played` is played from the start, then silence."""
    out = np.zeros((blocks * BLOCK, 2), np.int16)
    if played is not None:
        out[: len(played)] = played[: len(out)]
    got = []
    for number, block in zip(range(blocks), room, strict=False):
        assert block.shape == (BLOCK,)
        assert block.dtype == np.int16
        got.append(block)
        room.play(out[number * BLOCK : (number + 1) * BLOCK])
    return np.concatenate(got)


@given(st.lists(st.integers(0, 1000), max_size=5))
def test_blocks_are_the_recording(lengths: list[int]) -> None:
    """Blocks joined are the recording and then silence, and the room is over with the last block of it."""
    mic = speech(sum(lengths))
    room = FileRoom(mic)
    for number, block in zip(range(len(mic) // BLOCK + 4), room, strict=False):
        room.play(SILENT)
        piece = mic[number * BLOCK : (number + 1) * BLOCK]
        np.testing.assert_array_equal(block[: len(piece)], piece)
        assert not block[len(piece) :].any()
        assert room.over == ((number + 1) * BLOCK >= len(mic))


def test_no_recording_is_silence() -> None:
    """Without a recording the room is over from the start and stays silent."""
    room = FileRoom()
    assert room.over
    assert room.guard == 0
    assert not heard(room, 50).any()


def test_speaker_is_in_step(tmp_path: Path) -> None:
    """Sample n of the speaker file was played while sample n of the microphone was heard."""
    soundfile.write(tmp_path / "in.wav", speech(), RATE)
    room = FileRoom(tmp_path / "in.wav", tmp_path / "out.wav")
    for block, _ in zip(room, range(70), strict=False):
        room.play(np.stack((block, -np.maximum(block, -32767)), axis=1).astype(np.int16))
    room.close()
    written, rate = soundfile.read(tmp_path / "out.wav", dtype="int16")
    assert rate == RATE
    assert len(written) == 70 * BLOCK
    np.testing.assert_array_equal(written[:RATE, 0], speech())


def test_what_cannot_be_opened_changes_nothing(tmp_path: Path) -> None:
    """A missing microphone leaves an old speaker file alone, and a file is never read and written at once."""
    old = tmp_path / "out.wav"
    soundfile.write(old, speech(), RATE)
    before = old.read_bytes()
    with pytest.raises(RoomError, match="There is no sound file"):
        FileRoom(tmp_path / "no.wav", old)
    with pytest.raises(RoomError, match="also read from"):
        FileRoom(old, old)
    with pytest.raises(RoomError, match="also read from"):
        FileRoom(speech(), old, noise=Noise(old, 10))
    assert old.read_bytes() == before


@given(delay=st.integers(BLOCK, 4 * BLOCK), level=st.sampled_from([-20.0, -10.0, 0.0]))
def test_echo_is_late_and_low(delay: int, level: float) -> None:
    """The microphone hears the mean of what was played, `delay` samples later and `level` decibels lower."""
    played = np.stack((speech(8 * BLOCK, 2), speech(8 * BLOCK, 3)), axis=1)
    got = heard(FileRoom(echo=Echo(level, Samples(delay))), 16, played)
    expected = np.zeros(16 * BLOCK)
    expected[delay : delay + 8 * BLOCK] = played.mean(axis=1) * 10 ** (level / 20)
    assert np.abs(got - expected).max() <= 0.51


@pytest.mark.parametrize("ppm", [-200.0, 200.0])
def test_drift_moves_the_echo(ppm: float) -> None:
    """Where the clocks differ the echo comes later, or sooner, by that share of the time that went by (C36)."""
    click = np.zeros((10 * RATE, 2), np.int16)
    click[[RATE, 9 * RATE]] = 20_000
    got = heard(FileRoom(echo=Echo(0.0, samples(0.1), drift_ppm=ppm)), 10 * RATE // BLOCK, click)
    first, last = (int(np.argmax(got[start : start + RATE])) for start in (RATE, 9 * RATE))
    assert first - samples(0.1) == pytest.approx(RATE * ppm * 1e-6, abs=1.1)
    assert last - samples(0.1) == pytest.approx(9 * RATE * ppm * 1e-6, abs=1.1)


def test_guard_counts_where_there_is_an_echo() -> None:
    """Without an echo nothing of our own voice can be heard, so there is nothing to guard."""
    assert FileRoom(speech(), guard=samples(0.5)).guard == 0
    assert FileRoom(speech(), guard=samples(0.5), echo=Echo.parse("-10:100")).guard == samples(0.5)


def test_echo_and_speech_add_up_within_range() -> None:
    """What is too loud together is clipped and does not wrap round."""
    loud = np.full(4 * BLOCK, 30_000, np.int16)
    got = heard(FileRoom(loud, echo=Echo(0, Samples(BLOCK))), 4, np.stack((loud, loud), axis=1))
    assert got[BLOCK:].min() == 32767


@pytest.mark.parametrize("snr", [-5.0, 0.0, 12.0])
def test_noise_is_at_its_ratio(tmp_path: Path, snr: float) -> None:
    """The noise is `snr` below the active speech, pauses not counted, and goes on after the recording."""
    soundfile.write(tmp_path / "n:o.wav", speech(5 * RATE, 5), RATE)
    mic = np.concatenate((speech(RATE), np.zeros(9 * RATE, np.int16)))
    got = heard(FileRoom(mic, noise=Noise.parse(f"{tmp_path / 'n:o.wav'}:{snr}")), 600).astype(float)
    noise = got[2 * RATE :]
    ratio = 20 * np.log10(active_rms([mic]) / np.sqrt(np.mean(noise**2)))
    assert ratio == pytest.approx(snr, abs=0.1)
    np.testing.assert_array_equal(got[5 * RATE : 6 * RATE], got[10 * RATE : 11 * RATE])


def test_noise_shorter_than_a_block_loops(tmp_path: Path) -> None:
    """A noise of any length fills every block, and repeats itself exactly."""
    soundfile.write(tmp_path / "n.wav", speech(100), RATE)
    got = heard(FileRoom(noise=Noise(tmp_path / "n.wav", 0)), 10)
    np.testing.assert_array_equal(got[:3000], got[100:3100])


def test_silent_noise_is_refused(tmp_path: Path) -> None:
    """A noise with nothing in it has no level to set."""
    soundfile.write(tmp_path / "n.wav", np.zeros(1000), RATE)
    with pytest.raises(RoomError, match="silent"):
        FileRoom(noise=Noise(tmp_path / "n.wav", 0))


def test_the_same_again(tmp_path: Path) -> None:
    """The same files give the same samples, every time."""
    soundfile.write(tmp_path / "m.wav", speech(44_100), 44_100)
    soundfile.write(tmp_path / "n.wav", speech(9000, 2), 8000)
    played = np.stack((speech(seed=3), speech(seed=4)), axis=1)
    runs = [
        heard(FileRoom(tmp_path / "m.wav", echo=Echo.parse("-10:33"), noise=Noise(tmp_path / "n.wav", 6)), 90, played)
        for _ in range(2)
    ]
    np.testing.assert_array_equal(runs[0], runs[1])


def test_cut_short_recording_is_said_once(tmp_path: Path) -> None:
    """The notice of a file that ends too early reaches whoever opened the room, once."""
    soundfile.write(tmp_path / "m.wav", speech(), RATE)
    whole = (tmp_path / "m.wav").read_bytes()
    (tmp_path / "m.wav").write_bytes(whole[:9000])
    soundfile.write(tmp_path / "n.wav", speech(), RATE)
    said: list[str] = []
    heard(FileRoom(tmp_path / "m.wav", noise=Noise(tmp_path / "n.wav", 6), notice=said.append), 90)
    assert len(said) == 1


def test_echo_words() -> None:
    """DB:MS is a level and a delay of at least one block."""
    assert Echo.parse("-10:100") == Echo(-10, samples(0.1))
    assert Echo.parse("-6.5:20") == Echo(-6.5, Samples(BLOCK))
    for wrong in ("", "-10", "loud:100", "-10:", "-10:19", "-10:nan", "nan:100", "inf:100", "-10:inf", "-10:99999"):
        with pytest.raises(UsageError, match="--echo"):
            Echo.parse(wrong)


def test_noise_words() -> None:
    """WAV:SNR splits at the last colon."""
    assert Noise.parse("C:\\noise\\pub.wav:12") == Noise(Path("C:\\noise\\pub.wav"), 12)
    for wrong in ("", "pub.wav", ":12", "pub.wav:", "pub.wav:loud", "pub.wav:nan", "pub.wav:1000"):
        with pytest.raises(UsageError, match="--noise"):
            Noise.parse(wrong)


def test_active_level_leaves_pauses_out() -> None:
    """Long pauses do not lower the level of speech, short ones count, and silence has none."""
    talk = speech()
    level = active_rms([talk])
    assert level == pytest.approx(2000, rel=0.03)
    assert active_rms([talk, np.zeros(20 * RATE, np.int16), talk]) == pytest.approx(2000, rel=0.12)
    assert active_rms([np.zeros(RATE, np.int16)]) == 0
    assert active_rms([]) == 0


@given(st.lists(st.integers(-3000, 3000), min_size=1, max_size=60), st.integers(1, 700))
def test_active_level_ignores_how_it_is_cut(levels: list[int], cut: int) -> None:
    """The level does not depend on the pieces the sound comes in, and is never below its plain RMS."""
    sound = np.repeat(np.array(levels, np.int16), 200)
    pieces = [sound[at : at + cut] for at in range(0, len(sound), cut)]
    assert active_rms(pieces) == active_rms([sound])
    padded = np.pad(sound, (0, -len(sound) % BLOCK)).astype(float)
    assert active_rms([sound]) >= np.sqrt(np.mean(padded**2)) - 1e-6


def test_read_sound_is_what_the_room_gives(tmp_path: Path) -> None:
    """The room and `hear` get the same samples from a file."""
    soundfile.write(tmp_path / "m.wav", speech(44_100), 44_100)
    sound = read_sound(tmp_path / "m.wav")
    np.testing.assert_array_equal(heard(FileRoom(tmp_path / "m.wav"), 51)[: len(sound)], sound)
