"""Sound devices made of nothing, with levers: `tick` is the moment the hardware calls back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from companion.errors import RoomError
from companion.room._portaudio import Callback, DeviceInfo, End, Refused
from companion.units import Mono, Stereo

LAPTOP = DeviceInfo("Laptop", "ALSA", inputs=2, outputs=2, rate=48_000, default_input=True, default_output=True)
HEADSET = DeviceInfo("USB Headset", "ALSA", inputs=1, outputs=2, rate=44_100)


@dataclass
class FakeStream:
    mic: End | None
    speaker: End | None
    rate: int
    frames: int
    callback: Callback
    latency: float = 0.25
    active: bool = True
    closed: bool = False

    def close(self) -> None:
        self.active = False
        self.closed = True


def anything(_mic: End | None, _speaker: End | None, _rate: int) -> bool:
    return True


@dataclass
class FakeDevices:
    """`accepts` says what may be opened. `unplug` and `plug` take devices away and bring them back; with `plugged`
    False alone they are not found any more, but what is open runs on."""

    listed: list[DeviceInfo] = field(default_factory=lambda: [LAPTOP, HEADSET])
    accepts: Callable[[End | None, End | None, int], bool] = anything
    opened: list[FakeStream] = field(default_factory=list)
    plugged: bool = True
    restarts: int = 0

    def list(self) -> Sequence[DeviceInfo]:
        return [replace(device, index=index) for index, device in enumerate(self.listed)] if self.plugged else []

    def open(self, mic: End | None, speaker: End | None, rate: int, frames: int, callback: Callback) -> FakeStream:
        if not self.accepts(mic, speaker, rate):
            raise Refused("Invalid sample rate.")
        stream = FakeStream(mic, speaker, rate, frames, callback)
        self.opened.append(stream)
        return stream

    def restart(self) -> None:
        if any(not stream.closed for stream in self.opened):
            raise AssertionError("PortAudio was started anew under an open stream")
        self.restarts += 1
        if not self.plugged:
            raise RoomError("There is no sound system.")

    def unplug(self) -> None:
        self.plugged = False
        for stream in self.opened:
            stream.active = False

    def plug(self) -> None:
        self.plugged = True

    def tick(self, mic: Mono | None = None, slipped: bool = False) -> Stereo:
        """One callback of every open stream: `mic` on all channels goes in, what is played comes back."""
        played = np.zeros((0, 2), np.int16)
        for stream in self.opened:
            if stream.closed:
                continue
            heard = None
            if stream.mic is not None:
                sound = np.zeros(stream.frames, np.int16) if mic is None else mic
                heard = memoryview(np.repeat(sound[:, None], stream.mic.channels, axis=1).tobytes())
            out = bytearray(stream.frames * stream.speaker.channels * 2) if stream.speaker else None
            stream.callback(heard, out, slipped)
            if stream.speaker and out is not None:
                played = np.frombuffer(bytes(out), np.int16).reshape(-1, stream.speaker.channels)
        return played
