"""The device room on real devices: PortAudio over ALSA over a private PulseAudio server with two null sinks."""

from collections.abc import Iterator

import numpy as np
import pytest

from companion.errors import RoomError
from companion.room import DeviceRoom, list_devices
from companion.room._portaudio import Callback, DeviceInfo, End, PortAudio, Refused, Stream
from companion.room.cables import Cables, cables
from companion.units import BLOCK, RATE, Mono, samples


def sine(pitch: float, seconds: float = 1.0) -> Mono:
    return (8000 * np.sin(2 * np.pi * pitch * np.arange(samples(seconds)) / RATE)).astype(np.int16)


def share(sound: Mono, pitch: float) -> float:
    """How much of the power of `sound` lies within 10 Hz of `pitch`."""
    power = np.abs(np.fft.rfft(sound.astype(float))) ** 2
    near = np.abs(np.fft.rfftfreq(len(sound), 1 / RATE) - pitch) < 10
    return float(power[near].sum() / power.sum())


def conversation(room: DeviceRoom, blocks: int, out: Mono | None = None) -> Mono:
    """Plays `out` on the left, then silence, and gives what was heard meanwhile."""
    padded = np.zeros((blocks * BLOCK, 2), np.int16)
    if out is not None:
        padded[: len(out), 0] = out
    heard = []
    for number, block in zip(range(blocks), room, strict=False):
        heard.append(block)
        room.play(padded[number * BLOCK : (number + 1) * BLOCK])
    return np.concatenate(heard)


@pytest.fixture(scope="module")
def server() -> Iterator[Cables]:
    try:
        with cables() as server, pytest.MonkeyPatch.context() as patch:
            for name, value in server.environment.items():
                patch.setenv(name, value)
            PortAudio().restart()
            if not any(device.name == "pulse" for device in list_devices()):
                pytest.skip("ALSA has no pulse device: libasound2-plugins is missing")
            yield server
    except RoomError as error:
        pytest.skip(str(error))


class OnlyAt48(PortAudio):
    """The real devices, as if they knew no other rate."""

    def open(self, mic: End | None, speaker: End | None, rate: int, frames: int, callback: Callback) -> Stream:
        if rate != 48_000:
            raise Refused("Invalid sample rate")
        return super().open(mic, speaker, rate, frames, callback)


class OnlyApart(PortAudio):
    """The real devices, as if they could not share a stream."""

    def open(self, mic: End | None, speaker: End | None, rate: int, frames: int, callback: Callback) -> Stream:
        if mic and speaker:
            raise Refused("Illegal combination of I/O devices")
        return super().open(mic, speaker, rate, frames, callback)


def test_devices_are_listed(server: Cables) -> None:
    """The cables show up as a device with channels both ways, and one device is the default."""
    devices = list_devices()
    (pulse,) = [device for device in devices if device.name == "pulse"]
    assert pulse.inputs >= 1
    assert pulse.outputs >= 2
    assert [device.default_output for device in devices].count(True) == 1
    assert all(isinstance(device, DeviceInfo) for device in devices)


@pytest.mark.parametrize("kind", [PortAudio, OnlyAt48, OnlyApart])
def test_heard_and_played(server: Cables, kind: type[PortAudio]) -> None:
    """A tone in the microphone's cable comes as blocks, and what is played arrives on its side."""
    room = DeviceRoom("pulse", "pulse", devices=kind())
    try:
        conversation(room, 10)
        with server.recording() as recorded:
            player = server.play(sine(1000))
            heard = conversation(room, 100, sine(600))
        player.wait()
    finally:
        room.close()
    assert np.count_nonzero(np.abs(heard) > 100) > 0.8 * RATE
    assert share(heard, 1000) > 0.9
    left, right = recorded[0].T
    assert np.abs(left.astype(int)).max() == pytest.approx(8000, rel=0.05)
    assert np.count_nonzero(np.abs(left) > 100) > 0.8 * RATE
    assert share(left, 600) > 0.9
    assert np.abs(right).max() <= 1


def test_muted_there_is_no_recording_stream(server: Cables) -> None:
    """While muted the sound server itself knows of no one who listens; unmuted, the tone is heard again."""
    room = DeviceRoom("pulse", "pulse")
    try:
        conversation(room, 50)
        assert server.listeners() == 1
        room.mute()
        assert not conversation(room, 10).any()
        assert server.listeners() == 0
        room.unmute()
        player = server.play(sine(1000))
        assert share(conversation(room, 80), 1000) > 0.9
        player.wait()
    finally:
        room.close()


def test_server_gone_and_back(server: Cables, capfd: pytest.CaptureFixture[str]) -> None:
    """When the sound server dies time goes on, and with a new one it hears again; not a word on stderr."""
    notices: list[str] = []
    room = DeviceRoom("pulse", "pulse", notice=notices.append)
    try:
        conversation(room, 10)
        server.stop()
        while not notices:
            conversation(room, 1)
        assert notices == ["microphone lost"]
        assert not conversation(room, 25).any()
        server.start()
        while notices == ["microphone lost"]:
            conversation(room, 1)
        assert notices == ["microphone lost", "microphone back"]
        conversation(room, 10)
        player = server.play(sine(1000))
        assert share(conversation(room, 100), 1000) > 0.9
        player.wait()
    finally:
        room.close()
    assert capfd.readouterr().err == ""


def test_no_server_is_a_sentence(server: Cables, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose sound server does not answer has no devices, and the error says what to do."""
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    devices = PortAudio()
    devices.restart()
    with pytest.raises(RoomError, match=r"There is no microphone\."):
        DeviceRoom(devices=devices)
    monkeypatch.undo()
    devices.restart()
