"""The device room on devices made of nothing: names, rates, queues, loss and return, mute."""

import builtins
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from room.fake_devices import LAPTOP, FakeDevices

from companion.errors import RoomError
from companion.ports import Room
from companion.room import DampedRoom, DeviceInfo, DeviceRoom, list_devices
from companion.room._hush import Hush
from companion.room._line import LOST_AFTER, STARTING, UNFETCHED, Flow
from companion.room._margin import LEAST, WHILE
from companion.room._portaudio import choose_device
from companion.units import BLOCK, RATE, Mono, Samples, Stereo, samples

PREFILL = 5
SILENT: Stereo = np.zeros((BLOCK, 2), np.int16)


class Stage:
    """A room on fake devices, and a clock that moves only when told or when the room sleeps."""

    opened: ClassVar[list["Stage"]] = []

    def __init__(self, devices: FakeDevices | None = None, **settings: Any) -> None:
        self.devices = devices or FakeDevices()
        self.now = 0.0
        self.notices: list[str] = []
        self.room = DeviceRoom(
            devices=self.devices, prefill=Samples(PREFILL * BLOCK), notice=self.notices.append,
            clock=lambda: self.now, sleep=self.sleep, look_every=0.001, **settings,
        )  # fmt: skip
        self.blocks = iter(self.room)
        Stage.opened.append(self)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def turn(self, mic: Mono | None = None, out: Stereo = SILENT) -> tuple[Mono, Stereo]:
        """One block in and one out."""
        played = self.devices.tick(mic)
        heard = next(self.blocks)
        self.room.play(out)
        return heard, played


@pytest.fixture(autouse=True)
def leave() -> Iterator[None]:
    """Every room is closed at the end, so that none of them keeps standard error hushed."""
    yield
    for stage in Stage.opened:
        stage.room.close()
    Stage.opened.clear()


def block(number: int) -> Mono:
    return np.full(BLOCK, number, np.int16)


def stereo(number: int) -> Stereo:
    return np.full((BLOCK, 2), number, np.int16)


def test_what_is_played_follows_the_prefill() -> None:
    """The microphone comes through as it is; what is played sounds after exactly the prefill, without a gap."""
    stage = Stage()
    room: Room = stage.room
    for number in range(1, 50):
        heard, played = stage.turn(block(number), stereo(number))
        np.testing.assert_array_equal(heard, block(number))
        np.testing.assert_array_equal(played, stereo(max(0, number - PREFILL)))
    assert stage.room.counts.gaps == 0
    assert not room.over
    assert room.guard == samples(0.5) + samples(0.25 + PREFILL * BLOCK / RATE)


def test_one_stream_where_possible() -> None:
    """Both devices are opened at once, at RATE, one channel in and two out."""
    stage = Stage()
    (stream,) = stage.devices.opened
    assert stream.mic is not None
    assert stream.speaker is not None
    assert (stream.rate, stream.frames, stream.mic.channels, stream.speaker.channels) == (RATE, BLOCK, 1, 2)
    stage.room.close()
    stage.room.close()
    assert stream.closed


def test_devices_own_rate_is_resampled() -> None:
    """Devices that know only 48 kHz are used at that, and a tone comes through both ways with its level."""
    stage = Stage(FakeDevices(accepts=lambda mic, speaker, rate: rate == 48_000))
    wave = (8000 * np.sin(2 * np.pi * 500 * np.arange(48_000) / 48_000)).astype(np.int16)
    slow = (8000 * np.sin(2 * np.pi * 500 * np.arange(RATE) / RATE)).astype(np.int16)
    heard: list[Mono] = []
    played: list[Stereo] = []
    for number in range(45):
        played.append(stage.devices.tick(wave[number * 960 : (number + 1) * 960]))
        while len(heard) < number - 3:
            heard.append(next(stage.blocks))
            part = slow[(len(heard) - 1) * BLOCK : len(heard) * BLOCK]
            stage.room.play(np.stack((part, part), axis=1))
    assert stage.room.counts.gaps == 0
    inside, outside = np.concatenate(heard).astype(float), np.concatenate(played)[:, 0].astype(float)
    assert np.abs(inside[4000:]).max() == pytest.approx(8000, rel=0.01)
    assert np.abs(outside[-9600:]).max() == pytest.approx(8000, rel=0.01)
    assert np.argmax(np.abs(np.fft.rfft(outside[-9600:]))) == 100


def test_separate_streams_at_separate_rates() -> None:
    """Devices that cannot share a stream get one each, at RATE where they can, else at their own rate."""

    def apart(mic: Any, speaker: Any, rate: int) -> bool:
        return (mic is None or speaker is None) and rate == (44_100 if mic else RATE)

    stage = Stage(FakeDevices(accepts=apart), input="headset", output="laptop")
    mic, speaker = stage.devices.opened
    assert (mic.rate, mic.frames, mic.speaker) == (44_100, 882, None)
    assert (speaker.rate, speaker.frames, speaker.mic) == (RATE, BLOCK, None)
    for number in range(20):
        stage.devices.tick(np.zeros(882, np.int16))
        if number >= 3:
            assert not next(stage.blocks).any()
            stage.room.play(SILENT)
    assert stage.room.counts.gaps == 0


def test_one_stream_has_one_clock() -> None:
    """Both sides in one stream cannot drift apart; in streams of their own they can (C36)."""
    together = Stage()
    apart = Stage(FakeDevices(accepts=lambda mic, speaker, _rate: not (mic and speaker)))
    assert (together.room.one_clock, apart.room.one_clock) == (True, False)


def test_two_channels_where_one_is_refused() -> None:
    """A microphone that gives only two channels is averaged, a speaker with one gets the mean."""
    mono = DeviceInfo("Horn", "ALSA", inputs=0, outputs=1, rate=RATE)
    devices = FakeDevices([LAPTOP, mono], accepts=lambda mic, speaker, rate: mic is None or mic.channels == 2)
    stage = Stage(devices, output="horn")
    heard, _ = stage.turn(block(7), np.stack((block(10), block(30)), axis=1))
    assert heard.tolist() == [7] * BLOCK
    for _ in range(PREFILL):
        _, played = stage.turn()
    assert played.tolist() == [[20]] * BLOCK


def test_refusal_is_a_sentence() -> None:
    """Devices that take nothing are named, with PortAudio's reason, and nothing stays open."""
    devices = FakeDevices(accepts=lambda mic, speaker, rate: mic is not None and speaker is None)
    with pytest.raises(RoomError, match=r'"Laptop" with "Laptop" cannot be opened: Invalid sample rate\. Choose'):
        Stage(devices)
    assert all(stream.closed for stream in devices.opened)


def test_a_gap_is_made_good_in_silence() -> None:
    """When the engine was late the gap is silence, and later silence is left out until the delay is a block more than
    before: who was late may be again."""
    stage = Stage()
    stage.turn()
    for _ in range(PREFILL + 3):
        stage.devices.tick()
    assert stage.room.counts.gaps == 3
    spoken = [stereo(number) for number in range(1, 9)]
    for out in spoken:
        next(stage.blocks)
        stage.room.play(out)
    for _ in range(20):
        stage.turn()
    assert stage.room.counts.left_out == 2
    later = [stage.turn(out=stereo(number))[1] for number in range(50, 60)]
    assert [int(played[0, 0]) for played in later[PREFILL + 1 :]] == [50, 51, 52, 53]


def test_a_narrow_escape_is_learnt_from_before_it_is_a_gap() -> None:
    """With nothing to spare a block more is put in, in silence; no gap, nothing left out, and speech goes on whole."""
    stage = Stage()
    stage.turn()
    before = stage.room.lag
    for _ in range(PREFILL):
        stage.devices.tick()
    for number in range(1, PREFILL + 1):
        next(stage.blocks)
        stage.room.play(stereo(number))
    assert stage.room.lag == before
    stage.turn()
    assert stage.room.lag == before + BLOCK
    later = [stage.turn(out=stereo(number))[1] for number in range(50, 60)]
    assert [int(played[0, 0]) for played in later[PREFILL + 1 :]] == [50, 51, 52, 53]
    assert (stage.room.counts.gaps, stage.room.counts.left_out) == (0, 0)


def test_what_waits_for_nothing_becomes_less() -> None:
    """After calm seconds less sound waits, down to 60 ms; each time one silent block is left out, never speech."""
    stage = Stage()
    for number in range(4 * WHILE):
        stage.turn(out=stereo(1 + number % 50))
    assert stage.room.lag == PREFILL * BLOCK
    for _ in range(2):
        for number in range(WHILE):
            stage.turn(out=stereo(1 + number % 50))
        stage.turn()
    assert stage.room.lag == (PREFILL - 2) * BLOCK
    for _ in range(4 * WHILE):
        stage.turn()
    assert stage.room.lag == LEAST * BLOCK
    later = [stage.turn(out=stereo(number))[1] for number in range(50, 60)]
    assert [int(played[0, 0]) for played in later[LEAST:]] == [50, 51, 52, 53, 54, 55, 56]
    assert stage.room.counts.gaps == 0


def test_the_canceller_does_not_notice_that_more_waits() -> None:
    """What it is told was played when the microphone took a block stays what was played then."""
    stage = Stage()
    pairs: list[tuple[int, int]] = []

    def cancel(mic: Mono, played: Mono) -> Mono:
        pairs.append((int(mic[0]), int(played[0])))
        return mic

    room = DampedRoom(stage.room, cancel, lambda: stage.room.lag)
    blocks = iter(room)
    air = 0

    def turn(number: int) -> None:
        nonlocal air
        air = int(stage.devices.tick(block(air))[0, 0])
        next(blocks)
        room.play(stereo(number))

    for number in range(1, 20):
        turn(number)
    for _ in range(PREFILL):
        air = int(stage.devices.tick(block(air))[0, 0])
    for number in range(20, 20 + PREFILL):
        next(blocks)
        room.play(stereo(number))
    for number in [0] * 30 + list(range(40, 80)):
        turn(number)
    assert stage.room.lag == (PREFILL + 1) * BLOCK
    assert len({mic - played for mic, played in pairs[10:17]} | {mic - played for mic, played in pairs[-20:]}) == 1


def test_before_the_first_block_nothing_is_missed() -> None:
    """However long a session takes to begin, it begins with what is said then, no gap, and its usual delay."""
    stage = Stage()
    for number in range(PREFILL + 40):
        stage.devices.tick(block(number))
    heard, played = stage.turn(block(99), stereo(1))
    assert heard[0] == 99
    stage.turn(out=stereo(2))
    assert [int(stage.turn()[1][0, 0]) for _ in range(PREFILL)][-3:] == [0, 1, 2]
    assert stage.room.counts.gaps == 0
    assert not played.any()


def test_speech_is_never_left_out() -> None:
    """Blocks with sound are all played, gaps or not."""
    stage = Stage()
    stage.turn()
    for _ in range(PREFILL + 10):
        stage.devices.tick()
    played = [stage.turn(out=stereo(number))[1] for number in range(1, 60)]
    sounding = [int(piece[0, 0]) for piece in played if piece.any()]
    assert sounding == list(range(1, len(sounding) + 1))


def test_queues_are_bounded() -> None:
    """Of what the engine does not fetch the newest two seconds are kept, and the rest is counted."""
    stage = Stage()
    stage.turn()
    for number in range(UNFETCHED + 30):
        stage.devices.tick(block(number))
    assert next(stage.blocks)[0] == 30
    assert stage.room.counts.dropped == 30
    for number in range(3 * UNFETCHED):
        stage.room.play(stereo(1 + number % 9))
    assert stage.room.counts.dropped > 30


def test_slips_are_counted() -> None:
    """PortAudio's own flags are counted and change nothing else."""
    stage = Stage()
    stage.devices.tick(slipped=True)
    stage.devices.tick(slipped=False)
    assert stage.room.counts.slips == 1


def wait_for(stage: Stage, notice: str) -> int:
    """How many silent blocks go by until `notice` comes. The thread that looks for devices is a real one."""
    for number in range(10**6):
        if stage.notices[-1:] == [notice]:
            return number
        if notice.endswith("back") and stage.devices.plugged:
            stage.devices.tick()
        assert not next(stage.blocks).any()
        stage.room.play(stereo(1))
    raise AssertionError(f"{notice} never came")


def test_lost_and_back() -> None:
    """When the stream ends the room says so, goes on in silence at real pace, and is back by the same names."""
    stage = Stage(input="headset", output="headset")
    stage.turn()
    stage.devices.listed.insert(0, DeviceInfo("New", "ALSA", 1, 2, RATE, True, True))
    stage.devices.unplug()
    wait_for(stage, "microphone lost")
    began = stage.now
    for _ in range(50):
        assert not next(stage.blocks).any()
        stage.room.play(stereo(1))
    assert stage.now - began == pytest.approx(1.0)
    stage.devices.plug()
    assert wait_for(stage, "microphone back") >= 0
    assert stage.notices == ["microphone lost", "microphone back"]
    assert stage.devices.opened[-1].mic is not None
    assert stage.devices.opened[-1].mic.device.name == "USB Headset"
    assert stage.devices.opened[-1].mic.device.index == 2
    assert 9 in [stage.turn(block(9))[0][0] for _ in range(3)]


def test_after_an_hour_of_suspend_it_is_back_at_once() -> None:
    """Suspended for an hour the devices are lost, found again, and heard again."""
    stage = Stage()
    stage.turn()
    stage.devices.plugged = False
    stage.now += 3600
    wait_for(stage, "microphone lost")
    stage.devices.plug()
    wait_for(stage, "microphone back")
    assert [stage.turn(block(4))[0][0] for _ in range(2)] == [4, 4]


def test_only_the_same_speaker_will_do() -> None:
    """After a loss another speaker is not taken, whatever it could do."""
    stage = Stage(output="headset")
    stage.turn()
    stage.devices.unplug()
    wait_for(stage, "microphone lost")
    stage.devices.listed = [LAPTOP, DeviceInfo("USB Headset Two", "ALSA", 1, 2, RATE)]
    stage.devices.plug()
    tried = stage.devices.restarts
    while stage.devices.restarts < tried + 5:
        assert not next(stage.blocks).any()
    assert stage.notices == ["microphone lost"]


def test_quiet_devices_are_lost_after_two_seconds() -> None:
    """A stream that still runs but gives nothing is lost two seconds after its last sample, five after its start."""
    stage = Stage()
    stage.now = STARTING - 0.1
    stage.turn()
    stage.now += LOST_AFTER - 0.1
    stage.turn()
    assert stage.notices == []
    stage.now += LOST_AFTER + 0.1
    stage.devices.plugged = False
    wait_for(stage, "microphone lost")


def test_quiet_speaker_is_lost_too() -> None:
    """With a stream each, it is the one that stopped that is named."""
    stage = Stage(FakeDevices(accepts=lambda mic, speaker, rate: mic is None or speaker is None))
    stage.turn()
    stage.devices.plugged = stage.devices.opened[1].active = False
    wait_for(stage, "speaker lost")


def test_closed_while_lost() -> None:
    """A room that is closed during a loss leaves nothing open, also when the devices come back that moment."""
    stage = Stage()
    stage.devices.unplug()
    wait_for(stage, "microphone lost")
    stage.devices.plug()
    stage.room.close()
    assert all(stream.closed for stream in stage.devices.opened)


def test_mute_closes_the_microphone() -> None:
    """Muted, no stream has a microphone, silence comes at the pace of the speaker; unmuted, it is heard again."""
    stage = Stage()
    stage.turn(block(5))
    stage.room.mute()
    assert stage.room.muted
    (open_one,) = [stream for stream in stage.devices.opened if not stream.closed]
    assert open_one.mic is None
    assert open_one.speaker is not None
    heard = [stage.turn(out=stereo(3)) for _ in range(PREFILL + 1)]
    assert not any(mic.any() for mic, _ in heard)
    assert heard[-1][1].any()
    stage.room.unmute()
    stage.room.unmute()
    assert [stage.turn(block(6))[0][0] for _ in range(2)] == [6, 6]
    assert stage.room.counts.gaps == 0


def test_muted_from_the_start_needs_no_microphone() -> None:
    """Where there is only a speaker the room can speak, and cannot be unmuted without a word about it."""
    stage = Stage(FakeDevices([DeviceInfo("Horn", "ALSA", 0, 2, RATE, default_output=True)]), muted=True)
    assert not stage.turn()[0].any()
    stage.room.unmute()
    assert stage.notices == ["microphone lost"]


def test_mute_while_lost_is_kept() -> None:
    """Who mutes during a loss gets the speaker back and not the microphone."""
    stage = Stage()
    stage.turn()
    stage.devices.unplug()
    wait_for(stage, "microphone lost")
    stage.room.mute()
    stage.devices.plug()
    wait_for(stage, "microphone back")
    assert [stream.mic for stream in stage.devices.opened if not stream.closed] == [None]


def device(name: str, host: str = "ALSA", default: bool = False) -> DeviceInfo:
    return DeviceInfo(name, host, 1, 2, RATE, default, default)


def test_choosing_by_name() -> None:
    """A part of the name is enough, letter case aside; the whole name beats a part; no name is the default."""
    devices = [device("Mic"), device("Mic Array", default=True), device("Headset"), device("Mic", "JACK")]
    assert choose_device(devices, "array", "input").name == "Mic Array"
    assert choose_device(devices, " MIC ", "input") == devices[0]
    assert choose_device(devices, None, "output") == devices[1]
    assert choose_device(devices[:1], None, "input") == devices[0]


def test_choosing_in_vain() -> None:
    """A name that fits none or several, or no device at all, is a sentence with the names there are."""
    devices = [device("Mic One"), device("Mic Two")]
    with pytest.raises(RoomError, match=r'no microphone called "lamp".*: Mic One, Mic Two'):
        choose_device(devices, "lamp", "input")
    with pytest.raises(RoomError, match=r'More than one speaker is called "mic".*: Mic One, Mic Two'):
        choose_device(devices, "mic", "output")
    with pytest.raises(RoomError, match="There is no microphone"):
        choose_device([DeviceInfo("Horn", "ALSA", 0, 2, RATE)], None, "input")


def test_no_devices_is_a_sentence() -> None:
    """A machine without sound says so, and says that typing works."""
    with pytest.raises(RoomError, match="--text"):
        Stage(FakeDevices([]))


@given(st.lists(st.integers(0, 3000), max_size=20), st.sampled_from([8_000, 16_000, 44_100, 48_000]))
def test_flow_gives_whole_pieces(lengths: list[int], rate: int) -> None:
    """Whatever comes in, pieces are of one size and together no longer than it."""
    flow = Flow(rate, RATE, 2, BLOCK)
    pieces = [piece for length in lengths for piece in flow.push(np.ones((length, 2), np.int16))]
    assert {piece.shape for piece in pieces} <= {(BLOCK, 2)}
    assert len(pieces) * BLOCK <= sum(lengths) * RATE / rate + 1
    if rate == RATE:
        assert len(pieces) == sum(lengths) // BLOCK


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError("PortAudio library not found"), "libportaudio2"),
        (ImportError("No module named 'sounddevice'"), "pip install sounddevice"),
        (RuntimeError("Error initializing PortAudio"), "does not start"),
    ],
)
def test_missing_libraries_are_named(monkeypatch: pytest.MonkeyPatch, error: Exception, words: str) -> None:
    """Without PortAudio or sounddevice the sentence names the package to install."""
    ordinary = builtins.__import__

    def lacking(name: str, *rest: Any, **more: Any) -> Any:
        if name == "sounddevice":
            raise error
        return ordinary(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(builtins, "__import__", lacking)
    with pytest.raises(RoomError, match=words):
        DeviceRoom()
    with pytest.raises(RoomError, match=words):
        list_devices()


def test_hush_keeps_c_libraries_quiet_and_python_heard() -> None:
    """Hushed, file descriptor 2 leads nowhere and sys.stderr to the terminal; after that all is as before."""
    program = (
        "import os, sys\n"
        "from companion.room._hush import Hush\n"
        "hush = Hush()\n"
        "with Hush():\n"
        "    os.write(2, b'ALSA lib: underrun')\n"
        "    print('calm', file=sys.stderr)\n"
        "os.write(2, b'ALSA lib: underrun')\n"
        "hush.close(); hush.close()\n"
        "os.write(2, b'back')\n"
        "print(' too', file=sys.stderr)\n"
    )
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert child.stderr == "calm\nback too\n"


def test_hushes_end_in_any_order(capfd: pytest.CaptureFixture[str]) -> None:
    """It is quiet until the last one has ended."""
    one, two = Hush(), Hush()
    one.close()
    os.write(2, b"noise")
    two.close()
    os.write(2, b"back")
    assert capfd.readouterr().err == "back"


def test_hush_leaves_no_descriptor_open() -> None:
    """Hushing a thousand times uses up nothing."""
    before = os.dup(2)
    os.close(before)
    for _ in range(1000):
        with Hush():
            pass
    after = os.dup(2)
    os.close(after)
    assert after == before
