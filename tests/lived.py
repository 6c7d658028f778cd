"""A session through the app on sound devices made of nothing, with levers for what may go wrong with them.

Rules
1. Only the devices, the keys and the clocks are made up. What is not given is the real thing: the ear, the voice.
2. The callbacks of the devices come when a block is asked for, so that the same deeds give the same session.
3. It ends as by Ctrl-C, so that every edge is closed.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from room.fake_devices import FakeDevices
from sessions import Event, events

from companion.app import Furniture, Session, _room, _session, perform
from companion.journal import MemoryJournal
from companion.ports import Ear, Voice
from companion.room import DeviceRoom, Watch
from companion.room._line import Line
from companion.testing import PressedKeys, ScriptedEar, ToneVoice
from companion.units import BLOCK, Mono, Samples, Stereo, samples, seconds


@dataclass
class Lived:
    """What goes on, and what came of it. `deeds` are done at a second of the session, once."""

    monkeypatch: pytest.MonkeyPatch
    furniture: Furniture
    folder: Path
    devices: FakeDevices = field(default_factory=FakeDevices)
    ear: Ear = field(default_factory=lambda: ScriptedEar(()))
    voice: Voice | None = field(default_factory=ToneVoice)
    keys: Sequence[tuple[float, str]] = ()
    mic: Mono = field(default_factory=lambda: np.zeros(0, np.int16))
    callbacks: Callable[[float], int] = lambda _: 1
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    start: datetime = datetime(2026, 11, 20, 9)

    def __post_init__(self) -> None:
        self.asleep = 0.0
        self.waited = 0.0
        self.blocks = 0
        self.played: list[tuple[float, Stereo]] = []
        self.room: DeviceRoom | None = None

    # -- levers ----------------------------------------------------------------------------------------------------

    def sleep(self, length: float) -> None:
        """The machine sleeps: every clock but the monotonic one goes on."""
        self.asleep += length

    def unplug(self) -> None:
        self.devices.unplug()

    def plug(self) -> None:
        """The devices are there again, and have been found."""
        assert self.room is not None
        self.devices.plug()
        self.room._search.join()

    def rate_is(self, rate: int) -> None:
        """From here on the devices do nothing but `rate`."""
        self.devices.accepts = lambda _mic, _speaker, asked: asked == rate

    def sounds(self, start: float, end: float) -> bool:
        """Whether anything was played between two seconds."""
        return any(block.any() for second, block in self.played if start <= second < end)

    # -- the session -----------------------------------------------------------------------------------------------

    def live(self, begin: str, length: float, *deeds: tuple[float, Callable[[], None]]) -> list[Event]:
        """`begin` for `length` seconds. The events."""
        path = self.folder / "events.jsonl"
        room = self._driven(length, sorted(deeds, key=lambda deed: deed[0]))
        patch = self.monkeypatch
        patch.setattr(_session, "deny_network", lambda: None)
        patch.setattr(_session, "SystemWall", lambda: self)
        patch.setattr(_session, "Watch", partial(Watch, clock=self._real))
        patch.setattr(_session, "ear_for", lambda *_: (self.ear, PressedKeys(self.keys)))
        patch.setattr(_room, "DeviceRoom", room)
        patch.setattr(Line, "take", self._ticked())
        if self.voice is not None:
            patch.setattr(_session, "voice_for", lambda *_, **__: self.voice)
        with pytest.raises(KeyboardInterrupt):
            perform(Session(start=begin, events=path), self.furniture, self.journal)
        return events(path)

    def _driven(self, length: float, deeds: list[tuple[float, Callable[[], None]]]) -> type[DeviceRoom]:
        lived = self

        class Driven(DeviceRoom):
            def __init__(self, *names: Any, **settings: Any) -> None:
                settings |= {"devices": lived.devices, "clock": lived._awake, "sleep": lived._wait, "look_every": 0.001}
                super().__init__(*names, **settings)
                lived.room = self

            def _block(self) -> Mono:
                at = lived._awake()
                if at >= length:
                    raise KeyboardInterrupt
                while deeds and deeds[0][0] <= at:
                    deeds.pop(0)[1]()
                lived.blocks += 1
                return super()._block()

        return Driven

    def _ticked(self) -> Callable[[Line, float], Sequence[Mono]]:
        """`Line.take`, after the callbacks that are due."""
        take = Line.take

        def ticked(line: Line, _patience: float) -> Sequence[Mono]:
            at = self._awake()
            for _ in range(self.callbacks(at) if self.devices.plugged else 0):
                self.played.append((at, self.devices.tick(self._sound(at))))
            return take(line, 0.001)

        return ticked

    def _sound(self, at: float) -> Mono | None:
        rate = self.devices.opened[-1].rate
        piece = self.mic[samples(at) : samples(at) + BLOCK]
        if not len(piece):
            return None
        return np.interp(np.arange(rate // 50) * 16000 / rate, np.arange(BLOCK), np.resize(piece, BLOCK)).astype(
            np.int16
        )

    # -- clocks ----------------------------------------------------------------------------------------------------

    def _awake(self) -> float:
        return seconds(Samples(self.blocks * BLOCK))

    def _real(self) -> float:
        return self._awake() + self.asleep

    def _wait(self, length: float) -> None:
        self.waited += length

    zone = ""

    def at(self, now: Samples) -> datetime:
        """The wall clock: that of the session, and what the machine has slept."""
        return self.start + timedelta(seconds=seconds(now) + self.asleep)

    def reached(self, when: datetime, now: Samples) -> bool:
        return self.at(now) >= when


def said(found: Sequence[Event]) -> list[object]:
    return [event["id"] for event in found if event["event"] == "say"]


def at(found: Sequence[Event], **wanted: object) -> float:
    """The second of the first event with these fields."""
    times: Iterator[object] = (e["t"] for e in found if all(e.get(name) == value for name, value in wanted.items()))
    return float(str(next(times)))
