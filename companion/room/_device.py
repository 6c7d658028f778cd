"""The device room: a microphone and a speaker in real time.

Rules
1. Blocks come as the microphone gives them; the thread that takes them is the engine's. `Line` does the rest.
2. Devices are chosen by name, once. After a loss only devices of the very same names will do: what is private is never
   sent to another speaker.
3. When no sample has come for two seconds, or a stream ends, the room tells `notice` and goes on with silent blocks at
   the pace of a monotonic clock: exercises, keys and appointments keep their time. Meanwhile a thread looks for the
   devices once a second, each time with PortAudio started anew. `notice` hears of their return too.
4. `mute` closes the microphone's stream, not just its samples (D16). The speaker then sets the pace.
5. Notices are "microphone lost", "microphone back", "speaker lost", "speaker back". One stream for both counts as the
   microphone.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Final

from companion.errors import RoomError
from companion.room._hush import Hush
from companion.room._line import Counts, Line
from companion.room._portaudio import DeviceInfo, Devices, PortAudio, Side, choose_device
from companion.room._silent import SILENCE, Pace
from companion.units import BLOCK, Mono, Samples, Stereo, samples

LOOK_EVERY: Final = 1.0
"""Seconds between two attempts to find lost devices."""

_GLANCE: Final = 0.1
"""Seconds of waiting for the microphone after which it is asked whether the line still stands."""

_CALLED: Final[dict[Side, str]] = {"input": "microphone", "output": "speaker"}


def _ignore(_notice: str) -> None:
    pass


class DeviceRoom:
    """Two sound devices. `input` and `output` are names or parts of names; None is the machine's default.

    `prefill` is how late the engine may be at first without a gap: 100 to 200 ms. `guard` counts on top of the latency
    of the devices. `muted` begins without a microphone, which then need not exist.
    """

    def __init__(
        self,
        input: str | None = None,  # noqa: A002  - the word of the config
        output: str | None = None,
        *,
        prefill: Samples = samples(0.1),
        guard: Samples = samples(0.5),
        muted: bool = False,
        notice: Callable[[str], None] = _ignore,
        devices: Devices | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        look_every: float = LOOK_EVERY,
    ) -> None:
        """Opens the devices. Raises RoomError where there are none, or none of that name."""
        self._wanted: dict[Side, str | None] = {"input": input, "output": output}
        self._prefill = prefill
        self._guard = guard
        self._muted = muted
        self._notice = notice
        self._clock = clock
        self._sleep = sleep
        self._look_every = look_every
        self._known: dict[Side, tuple[str, str]] = {}
        self._lost: Side | None = None
        self._found: SimpleQueue[Line] = SimpleQueue()
        self._waiting: deque[Mono] = deque()
        self._past = Counts()
        self._closing = threading.Event()
        self._hush = Hush()
        try:
            self._devices = devices or PortAudio()
            self._line: Line | None = self._open()
        except BaseException:
            self._hush.close()
            raise
        self._latency = self._line.latency
        self._one_clock = self._line.one_clock

    @property
    def over(self) -> bool:
        return False

    @property
    def guard(self) -> Samples:
        return Samples(self._guard + samples(self._latency))

    @property
    def lag(self) -> Samples:
        """How long it takes at least until what is played is heard; it may change while nothing sounds."""
        return Samples(self._line.depth * BLOCK) if self._line is not None else self._prefill

    @property
    def one_clock(self) -> bool:
        """Whether one stream carries both sides, as it was opened: their clocks cannot drift apart."""
        return self._one_clock

    @property
    def muted(self) -> bool:
        return self._muted

    @property
    def counts(self) -> Counts:
        """What has gone wrong since the room was opened."""
        return self._past + self._line.counts if self._line else self._past

    def __iter__(self) -> Iterator[Mono]:
        while True:
            yield self._block()

    def play(self, block: Stereo) -> None:
        if self._line is not None:
            self._line.play(block)

    def mute(self) -> None:
        """Closes the microphone."""
        self._turn(muted=True)

    def unmute(self) -> None:
        """Opens the microphone again."""
        self._turn(muted=False)

    def close(self) -> None:
        """Closes the streams. A second call does nothing."""
        if self._closing.is_set():
            return
        self._closing.set()
        if self._line is not None:
            self._line.close()
        else:
            self._search.join(timeout=2.0)
            with suppress(Empty):
                self._found.get_nowait().close()
        self._hush.close()

    def _block(self) -> Mono:
        while not self._waiting:
            if self._line is None:
                try:
                    self._return(self._found.get_nowait())
                except Empty:
                    self._pace.wait()
                    return SILENCE
            else:
                self._waiting.extend(self._line.take(_GLANCE))
                if not self._waiting and (side := self._line.lost()):
                    self._lose(self._line, side)
        return self._waiting.popleft()

    def _open(self) -> Line:
        listed = self._devices.list()
        mic = None if self._muted else self._find(listed, "input")
        return Line(self._devices, mic, self._find(listed, "output"), self._prefill, self._clock)

    def _find(self, listed: Sequence[DeviceInfo], side: Side) -> DeviceInfo:
        if side not in self._known:
            device = choose_device(listed, self._wanted[side], side)
            self._known[side] = device.name, device.host
            return device
        same = [device for device in listed if (device.name, device.host) == self._known[side]]
        if not same or not same[0].channels(side):
            raise RoomError(f'The {_CALLED[side]} "{self._known[side][0]}" is gone. Connect it again.')
        return same[0]

    def _turn(self, muted: bool) -> None:
        if muted == self._muted:
            return
        self._muted = muted
        if self._line is None:
            return
        before = self._line
        before.close()
        self._past += before.counts
        try:
            self._line = self._open()
        except RoomError:
            self._lose(before, "output" if muted else "input")

    def _lose(self, line: Line, side: Side) -> None:
        self._past += line.counts
        self._line = None
        self._lost = side
        self._pace = Pace(self._clock, self._sleep)
        self._search = threading.Thread(target=self._look, args=(line,), name="devices", daemon=True)
        self._search.start()
        self._notice(f"{_CALLED[side]} lost")

    def _look(self, gone: Line) -> None:
        """On its own thread, as PortAudio may take seconds to notice that a sound server has gone."""
        gone.close()
        while not self._closing.wait(self._look_every):
            try:
                self._devices.restart()
                line = self._open()
            except RoomError:
                continue
            self._found.put(line)
            return

    def _return(self, line: Line) -> None:
        side, self._lost = self._lost, None
        self._line = line
        self._latency = line.latency
        wanted, self._muted = self._muted, line.deaf
        self._turn(wanted)
        if side is not None and self._line is not None:
            self._notice(f"{_CALLED[side]} back")
