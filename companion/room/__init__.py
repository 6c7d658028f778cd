"""Rooms: where the sound comes from and where it goes, and what else comes in from outside the sound."""

from companion.room._cancel import EchoCanceller
from companion.room._damped import DampedRoom
from companion.room._device import DeviceRoom
from companion.room._files import Echo, FileRoom, Noise
from companion.room._keys import KeyFile, NoKeys
from companion.room._level import active_rms
from companion.room._line import Counts
from companion.room._mute import MuteKey
from companion.room._portaudio import DeviceInfo, choose_device, list_devices
from companion.room._silent import SilentRoom
from companion.room._terminal import TerminalKeys, terminal_keys
from companion.room._wall import SystemWall, VirtualWall
from companion.room._watch import Watch
from companion.room._wav import SpeakerFile, read_sound, stream_sound

__all__ = [
    "Counts",
    "DampedRoom",
    "DeviceInfo",
    "DeviceRoom",
    "Echo",
    "EchoCanceller",
    "FileRoom",
    "KeyFile",
    "MuteKey",
    "NoKeys",
    "Noise",
    "SilentRoom",
    "SpeakerFile",
    "SystemWall",
    "TerminalKeys",
    "VirtualWall",
    "Watch",
    "active_rms",
    "choose_device",
    "list_devices",
    "read_sound",
    "stream_sound",
    "terminal_keys",
]
