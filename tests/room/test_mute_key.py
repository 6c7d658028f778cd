"""The mute key: it closes the microphone's stream, and no other key."""

import numpy as np
from room.fake_devices import FakeDevices

from companion.room import DampedRoom, DeviceRoom, EchoCanceller, FileRoom, MuteKey
from companion.testing import PressedKeys
from companion.units import BLOCK, Samples, samples


def test_the_key_closes_and_opens_the_stream() -> None:
    """Pressed, no stream has a microphone any more; pressed again, one has (D16). It is told each time."""
    devices = FakeDevices()
    notices: list[str] = []
    room = DampedRoom(DeviceRoom(devices=devices), EchoCanceller())
    keys = MuteKey(PressedKeys([(1.0, "m"), (2.0, "m")]), room, notices.append)
    listening = []
    for second in (0.5, 1.0, 1.5, 2.0):
        assert not keys.pressed(samples(second))
        listening.append([stream.mic is not None for stream in devices.opened if not stream.closed])
    room.close()
    assert listening == [[True], [False], [False], [True]]
    assert notices == ["muted", "unmuted"]


def test_other_keys_pass() -> None:
    """Timeout and stop work by key while the microphone is closed (C28), in the order they were pressed."""
    room = FileRoom(np.full(10 * BLOCK, 100, np.int16))
    keys = MuteKey(PressedKeys([(0, "space"), (0, "m"), (0, "escape")]), room, lambda _: None)
    assert keys.pressed(Samples(0)) == ["space", "escape"]
    assert room.muted


def test_a_recording_runs_on_unheard() -> None:
    """What a recording says while the file room is muted is heard by nobody, then or later."""
    room = FileRoom(np.repeat(np.arange(1, 11, dtype=np.int16), BLOCK))
    heard = []
    for number, block in zip(range(10), room, strict=False):
        heard.append(int(block[0]))
        room.play(np.zeros((BLOCK, 2), np.int16))
        if number in (2, 5):
            (room.mute if number == 2 else room.unmute)()
    assert heard == [1, 2, 3, 0, 0, 0, 7, 8, 9, 10]
