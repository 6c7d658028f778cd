"""A line to the devices: streams, the queues before and behind them, and the rates in between.

Rules
1. A callback copies and counts. It never waits, resamples or decides.
2. Behind the speaker lie `prefill` of silence at the start: as long as the engine may be late without a gap. From then
   on it is as much as it has to be (`_margin`), where one stream carries both sides.
3. A gap makes everything later by its length. That is made good as soon as there is silence to leave out. Before the
   first block is taken there are no gaps: the session is still being put together.
4. Both queues are bounded: of what the engine has not fetched for two seconds the oldest is dropped, and counted.
5. Streams of their own have clocks of their own: what is played is stretched so that neither runs away (`_steering`).
6. The first of these that the devices accept: both in one stream at RATE; both in one at their own rate; each in a
   stream of its own, at RATE or at its own rate. Two streams on one PulseAudio device may underrun (PortAudio #680).
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, Final

import numpy as np
import soxr
from numpy.typing import NDArray

from companion.errors import RoomError
from companion.room._margin import Margin
from companion.room._portaudio import DeviceInfo, Devices, End, Refused, Side, Stream
from companion.room._silent import SILENCE
from companion.room._steering import WIDEST, Steering
from companion.units import BLOCK, RATE, Mono, Samples, Stereo

LOST_AFTER: Final = 2.0
"""Seconds without a sample after which a device counts as lost (C37)."""

STARTING: Final = 5.0
"""The same for the first sample: a sound server's sleeping sink took 1.9 s to its first callback, Bluetooth longer."""

UNFETCHED: Final = 2 * RATE // BLOCK
BURST: Final = 2
"""Blocks more that may wait in streams of their own before silence is left out: their callbacks come in bursts."""

RESAMPLING: Final = 3
"""Blocks more of prefill for each side whose rate differs: soxr gives its samples in clumps of up to 58 ms."""

Pieces = NDArray[np.int16]


@dataclass(slots=True)
class Counts:
    """What has gone wrong on a line: `gaps` are callbacks with nothing to play, `dropped` microphone blocks thrown
    away, `slips` callbacks that came with PortAudio's own flag, `left_out` silent blocks of which too many waited."""

    gaps: int = 0
    dropped: int = 0
    slips: int = 0
    left_out: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.gaps + other.gaps,
            self.dropped + other.dropped,
            self.slips + other.slips,
            self.left_out + other.left_out,
        )


class Flow:
    """Sound of one rate in, pieces of `frames` at another out. Shapes (n, channels).

    One that is `steered` may be turned to give a little more or less.
    """

    def __init__(self, rate_in: int, rate_out: int, channels: int, frames: int, steered: bool = False) -> None:
        self._frames = frames
        self._rest: Pieces = np.zeros((0, channels), np.int16)
        self._rates = rate_in, rate_out
        highest = rate_in * (1 + 2 * WIDEST) if steered else rate_in
        self._resampler: Any = None
        if rate_in != rate_out or steered:
            self._resampler = soxr.ResampleStream(
                highest, rate_out, channels, dtype="float32", quality="HQ", vr=steered
            )
        if steered:
            self.turn(0.0)

    def turn(self, more: float) -> None:
        """From here on give this share more than comes in."""
        self._resampler.set_io_ratio(self._rates[0], self._rates[1] * (1 + more), self._frames)

    @property
    def part(self) -> float:
        """The share of a piece that is there, and does not make a whole one yet."""
        return len(self._rest) / self._frames

    def push(self, sound: Pieces) -> Iterator[Pieces]:
        if self._resampler is not None:
            resampled = self._resampler.resample_chunk(sound.astype(np.float32))
            sound = np.clip(np.rint(resampled), -32768, 32767).astype(np.int16)
        if len(self._rest):
            sound = np.concatenate((self._rest, sound))
        whole = len(sound) - len(sound) % self._frames
        self._rest = sound[whole:]
        return (sound[start : start + self._frames] for start in range(0, whole, self._frames))


class Line:
    """Open streams. A line without a microphone is `deaf`: the speaker sets the pace and silence is heard."""

    def __init__(
        self,
        devices: Devices,
        mic: DeviceInfo | None,
        speaker: DeviceInfo,
        prefill: Samples,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raises RoomError where the devices refuse everything."""
        self.counts = Counts()
        self._begun = False
        self._devices = devices
        self._clock = clock
        self._margin = Margin(-(-prefill // BLOCK))
        self._clumps = 0
        self._heard: SimpleQueue[tuple[bytes, float]] = SimpleQueue()
        self._to_play: deque[bytes] = deque()
        self._streams: list[tuple[Side, Stream]] = []
        self._quiet_at: dict[Side, float] = {}
        self._refusal = ""
        self._mic_late = 0
        self._taken_at = 0.0
        self._part = 0.0
        self._steering: Steering | None = None
        self.deaf = mic is None
        if not (self._open_together(mic, speaker) or self._open_apart(mic, speaker)):
            names = f'"{speaker.name}"' if mic is None else f'"{mic.name}" with "{speaker.name}"'
            raise RoomError(
                f"The sound devices {names} cannot be opened: {self._refusal}. Choose others in the config."
            )

    @property
    def one_clock(self) -> bool:
        """Whether one stream carries both sides."""
        return len(self._streams) == 1

    @property
    def depth(self) -> int:
        """Blocks that shall wait to be played, one that is being made included."""
        return self._margin.blocks + self._clumps

    @property
    def latency(self) -> float:
        """Seconds from `play` until the sound may come back from `take`, as far as PortAudio knows."""
        return self.depth * BLOCK / RATE + sum(stream.latency for _, stream in self._streams)

    def take(self, patience: float) -> Sequence[Mono]:
        """What has been heard, in blocks: none when `patience` seconds went by, or while a block is incomplete."""
        if not self._begun:
            self._begin()
        try:
            raw, waiting = self._heard.get(timeout=patience)
        except Empty:
            return ()
        if self.deaf:
            return (SILENCE,)
        if self._steering is not None:
            self._to_speaker.turn(self._steering.watch(waiting, BLOCK / RATE))
        sound = _mono(np.frombuffer(raw, np.int16).reshape(-1, self._mic_channels))
        return [piece[:, 0] for piece in self._from_mic.push(sound)]

    def play(self, block: Stereo) -> None:
        # without gaps, the block in the engine's hands leaves at most one less than the prefill here
        if not block.any():
            more = self._margin.change() if self.one_clock else 0
            if len(self._to_play) >= self.depth + self._slack:
                self.counts.left_out += 1
                return
            if more > 0 and len(self._to_play) + self._heard.qsize() < self.depth - 1:  # a gap has not made it so
                self._to_play.append(self._gap)
        for piece in self._to_speaker.push(_mono(block) if self._speaker_channels == 1 else block):
            self._to_play.append(piece.tobytes())
        self._part = self._to_speaker.part
        while len(self._to_play) > self.depth + UNFETCHED:
            self._to_play.popleft()
            self.counts.dropped += 1

    def _begin(self) -> None:
        """Until now there was nobody to listen or to speak: what was missed was nothing."""
        self._begun = True
        self._margin.forget()
        if not self.counts.gaps:
            return
        with suppress(Empty):
            while self._heard.qsize() > 1:
                self._heard.get_nowait()
        self._to_play.extend([self._gap] * (self.depth - self._heard.qsize()))
        self.counts = Counts()

    def lost(self) -> Side | None:
        """The side whose stream has ended or gone quiet, the microphone first."""
        if not self._heard.empty():
            return None
        now = self._clock()
        for side, stream in self._streams:
            if now > self._quiet_at[side] or not stream.active:
                return side
        return None

    def close(self) -> None:
        for _, stream in self._streams:
            stream.close()
        self._streams = []

    def _open_together(self, mic: DeviceInfo | None, speaker: DeviceInfo) -> bool:
        if mic is None:
            return False
        rates = _rates(speaker, mic)
        return any(self._open(end, _speaker_end(speaker), rate) for rate in rates for end in _mic_ends(mic))

    def _open_apart(self, mic: DeviceInfo | None, speaker: DeviceInfo) -> bool:
        heard = mic is None or any(self._open(end, None, rate) for rate in _rates(mic) for end in _mic_ends(mic))
        if heard and any(self._open(None, _speaker_end(speaker), rate) for rate in _rates(speaker)):
            return True
        self.close()
        return False

    def _open(self, mic: End | None, speaker: End | None, rate: int) -> bool:
        """Opens one stream at `rate`; false where it is refused."""
        frames = rate * BLOCK // RATE
        steered = mic is None and not self.deaf
        if mic is not None:
            self._mic_channels = mic.channels
            self._mic_late = RESAMPLING if rate != RATE else 0
            self._from_mic = Flow(rate, RATE, 1, BLOCK)
        if speaker is not None:
            self._speaker_channels = speaker.channels
            self._to_speaker = Flow(RATE, rate, speaker.channels, frames, steered)
            self._clumps = self._mic_late + (RESAMPLING if rate != RATE else int(steered))
            self._slack = BURST if steered else 0
            self._steering = Steering() if steered else None
            self._gap = bytes(frames * speaker.channels * 2)
            self._to_play = deque([self._gap] * self.depth)
        side: Side = "input" if mic is not None else "output"
        self._quiet_at[side] = self._clock() + STARTING
        try:
            stream = self._devices.open(mic, speaker, rate, frames, self._both if speaker else self._mic_only)
        except Refused as refused:
            self._refusal = self._refusal or str(refused).rstrip(".")
            return False
        self._streams.append((side, stream))
        return True

    def _both(self, heard: Any, out: Any, slipped: bool) -> None:
        if heard is not None:
            self._hear(heard)
        else:
            self._quiet_at["output"] = self._clock() + LOST_AFTER
            if self.deaf:
                self._hear(b"")
        self._taken_at = self._clock()
        try:
            out[:] = self._to_play.popleft()
        except IndexError:
            out[:] = self._gap
            self.counts.gaps += 1
        self._margin.left(len(self._to_play))
        self.counts.slips += slipped

    def _mic_only(self, heard: Any, _out: Any, slipped: bool) -> None:
        self._hear(heard)
        self.counts.slips += slipped

    def _hear(self, heard: Any) -> None:
        if not self.deaf:
            self._quiet_at["input"] = self._clock() + LOST_AFTER
        self._heard.put((bytes(heard), self._waiting()))
        if self._heard.qsize() > UNFETCHED:
            with suppress(Empty):
                self._heard.get_nowait()
                self.counts.dropped += 1

    def _waiting(self) -> float:
        """Seconds of sound that wait at this moment, to be heard and answered or to be played."""
        blocks = len(self._to_play) + self._heard.qsize() + self._part
        return blocks * BLOCK / RATE - (self._clock() - self._taken_at)


def _rates(*devices: DeviceInfo) -> list[int]:
    """Ours, the devices' own, and the one that nearly all hardware has."""
    return list(dict.fromkeys((RATE, *(device.rate for device in devices), 48_000)))


def _mic_ends(mic: DeviceInfo) -> list[End]:
    """One channel, or two where the device has no way to give one."""
    return [End(mic, channels) for channels in range(1, min(mic.inputs, 2) + 1)]


def _speaker_end(speaker: DeviceInfo) -> End:
    return End(speaker, min(speaker.outputs, 2))


def _mono(sound: Pieces) -> Pieces:
    """The mean of the channels, shape (n, 1)."""
    if sound.shape[1] == 1:
        return sound
    mean: Pieces = np.rint(sound.mean(axis=1, keepdims=True)).astype(np.int16)
    return mean
