"""PortAudio, reached through sounddevice: which devices there are, and streams to them.

Rules
1. sounddevice is imported when it is first wanted: on Linux its wheel carries no PortAudio and the import itself fails.
2. A callback gets raw int16 buffers and copies; whatever PortAudio or ALSA print goes nowhere.
3. PortAudio's list of devices is made once: `restart` makes it anew, and no stream survives that.
4. To make it PortAudio has ALSA load every plug-in there is, codecs and all, and ALSA keeps them: 11 MB with those of
   Debian. It is told to let go of what nobody uses.
"""

import ctypes
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

from companion.errors import RoomError
from companion.room._hush import Hush

Side = Literal["input", "output"]

Callback = Callable[[Any, Any, bool], None]
"""Takes the input buffer and the output buffer (None where the stream has none), and whether PortAudio says that
samples have been lost. It fills the whole output buffer."""

LATENCY: Final = 0.06
"""Seconds asked of PortAudio for its own buffers, in and out: of null sinks it has 0.06 s in and 0.08 s out then, with
0.1 it had 0.12 and 0.14, and answers were heard 0.05 s later. Neither lost a sample at load 8 on one core."""

_CALLED: Final[dict[Side, str]] = {"input": "microphone", "output": "speaker"}


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """A sound device: its `name`, its `host` API, its channels each way, its own `rate` in Hz, and where it is default.

    `index` is PortAudio's number for it, good until the next `restart`."""

    name: str
    host: str
    inputs: int
    outputs: int
    rate: int
    default_input: bool = False
    default_output: bool = False
    index: int = 0

    def channels(self, side: Side) -> int:
        return self.inputs if side == "input" else self.outputs

    def default(self, side: Side) -> bool:
        return self.default_input if side == "input" else self.default_output


class Refused(Exception):  # noqa: N818  - not an error yet: another rate may do
    """A device does not do what was asked of it; the text is PortAudio's."""


class Stream(Protocol):
    """A running stream. `latency` is in seconds, both ways together."""

    @property
    def active(self) -> bool: ...
    @property
    def latency(self) -> float: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class End:
    """One end of a stream: the device and how many channels of it are used."""

    device: DeviceInfo
    channels: int


class Devices(Protocol):
    """What a device room needs of a sound library."""

    def list(self) -> Sequence[DeviceInfo]: ...
    def open(self, mic: End | None, speaker: End | None, rate: int, frames: int, callback: Callback) -> Stream:
        """A stream of int16 that has begun, `frames` a callback. Raises Refused."""
        ...

    def restart(self) -> None:
        """Looks for devices anew. No stream may be open."""
        ...


def choose_device(devices: Sequence[DeviceInfo], wanted: str | None, side: Side) -> DeviceInfo:
    """The device whose name is or contains `wanted`, letter case aside; without a wish the default one.

    One that several host APIs offer under the same name is taken where it is default, else where it comes first.
    Raises RoomError that lists the names.
    """
    able = [device for device in devices if device.channels(side) > 0]
    called = _CALLED[side]
    if not able:
        raise RoomError(f"There is no {called}. Connect one, or type with --text.")
    able.sort(key=lambda device: not device.default(side))
    if wanted is None:
        return able[0]
    name = wanted.strip().casefold()
    fits = [device for device in able if device.name.casefold() == name]
    fits = fits or [device for device in able if name in device.name.casefold()]
    if not fits:
        names = ", ".join(dict.fromkeys(device.name for device in able))
        raise RoomError(f'There is no {called} called "{wanted}". Choose one of these in the config: {names}.')
    if len(names_found := dict.fromkeys(device.name for device in fits)) > 1:
        raise RoomError(
            f'More than one {called} is called "{wanted}". Write more of the name: {", ".join(names_found)}.'
        )
    return fits[0]


class PortAudio:
    """The sound devices of this machine."""

    def __init__(self) -> None:
        """Raises RoomError where sounddevice or PortAudio is missing."""
        self._library = _sounddevice()
        _let_go()

    def list(self) -> Sequence[DeviceInfo]:
        try:
            with Hush():
                return self._listed()
        except self._library.PortAudioError as error:
            raise RoomError(f"The sound devices cannot be listed: {error}. Restart the sound system.") from None

    def open(self, mic: End | None, speaker: End | None, rate: int, frames: int, callback: Callback) -> Stream:
        try:
            with Hush():
                stream = self._stream(mic, speaker, rate, frames, callback)
                stream.start()
        except (self._library.PortAudioError, ValueError) as error:
            raise Refused(str(error)) from None
        return _Running(stream, self._library.PortAudioError)

    def restart(self) -> None:
        with Hush():
            try:
                self._library._terminate()
                self._library._initialize()
            except self._library.PortAudioError as error:
                raise RoomError(f"PortAudio does not start: {error}. Restart the sound system.") from None
        _let_go()

    def _listed(self) -> Sequence[DeviceInfo]:
        default_input, default_output = self._library.default.device
        hosts = self._library.query_hostapis()
        return [
            DeviceInfo(
                name=device["name"],
                host=hosts[device["hostapi"]]["name"],
                inputs=device["max_input_channels"],
                outputs=device["max_output_channels"],
                rate=round(device["default_samplerate"]),
                default_input=index == default_input,
                default_output=index == default_output,
                index=index,
            )
            for index, device in enumerate(self._library.query_devices())
        ]

    def _stream(self, mic: End | None, speaker: End | None, rate: int, frames: int, callback: Callback) -> Any:
        settings: dict[str, Any] = {"samplerate": rate, "blocksize": frames, "dtype": "int16", "latency": LATENCY}
        if mic and speaker:
            return self._library.RawStream(
                device=(mic.device.index, speaker.device.index),
                channels=(mic.channels, speaker.channels),
                callback=lambda heard, out, _frames, _time, status: callback(heard, out, bool(status)),
                **settings,
            )
        if mic:
            return self._library.RawInputStream(
                device=mic.device.index,
                channels=mic.channels,
                callback=lambda heard, _frames, _time, status: callback(heard, None, bool(status)),
                **settings,
            )
        assert speaker is not None, "a stream has at least one end"
        return self._library.RawOutputStream(
            device=speaker.device.index,
            channels=speaker.channels,
            callback=lambda out, _frames, _time, status: callback(None, out, bool(status)),
            **settings,
        )


class _Running:
    def __init__(self, stream: Any, trouble: type[Exception]) -> None:
        self._stream = stream
        self._trouble = trouble
        latency = stream.latency
        self.latency: float = sum(latency) if isinstance(latency, tuple) else latency

    @property
    def active(self) -> bool:
        try:
            return bool(self._stream.active)
        except self._trouble:
            return False

    def close(self) -> None:
        with Hush():
            self._stream.abort(ignore_errors=True)
            self._stream.close(ignore_errors=True)


def _sounddevice() -> Any:
    try:
        with Hush():
            import sounddevice
    except ImportError:
        raise RoomError("The Python package sounddevice is missing. Install it with: pip install sounddevice") from None
    except OSError:
        raise RoomError(
            "The sound library PortAudio is missing. On Debian and Ubuntu install the package libportaudio2, "
            "or type with --text."
        ) from None
    except Exception as error:
        raise RoomError(f"The sound library PortAudio does not start: {error}. Or type with --text.") from None
    return sounddevice


def _let_go() -> None:
    """Nothing where there is no ALSA."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL("libasound.so.2").snd_config_update_free_global()


def list_devices() -> Sequence[DeviceInfo]:
    """Every sound device, in PortAudio's order. Raises RoomError where PortAudio is missing."""
    return PortAudio().list()
