"""The silent room and the walls: real pace without devices, and what time it is."""

from datetime import datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from companion.ports import Room, Wall
from companion.room import SilentRoom, SystemWall, VirtualWall
from companion.room._silent import Pace
from companion.units import BLOCK, Samples, samples

NIGHT = datetime(2026, 11, 20, 23, 59, 59)


class Clock:
    """Time that passes only by sleeping, or by `late`."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


def test_silence_at_real_pace() -> None:
    """Fifty blocks of silence take a second, and the room is never over."""
    clock = Clock()
    room: Room = SilentRoom(Pace(clock, clock.sleep))
    for block, _ in zip(room, range(50), strict=False):
        assert block.shape == (BLOCK,)
        assert not block.any()
        room.play(np.ones((BLOCK, 2), np.int16))
        assert not room.over
    room.close()
    assert abs(clock.now - 101.02) < 0.03
    assert room.guard == 0


@given(st.lists(st.floats(0, 0.9), max_size=50))
def test_pace_makes_up_for_small_delays(delays: list[float]) -> None:
    """Who is late by less than a second is in time again when there was time to be."""
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    for delay in delays:
        clock.now += delay / 50
        pace.wait()
    for _ in range(100):
        pace.wait()
    assert abs(clock.now - 100 - (len(delays) + 100) * 0.02) < 1e-6


def test_pace_does_not_rush_after_a_suspend() -> None:
    """After an hour away the next blocks come one by one, not an hour of them at once."""
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    clock.now += 3600
    for _ in range(100):
        pace.wait()
    assert abs(clock.now - 3702) < 0.1


def test_virtual_wall_runs_with_the_audio() -> None:
    """The wall clock starts where it is told and goes with the samples, over midnight too."""
    wall: Wall = VirtualWall(NIGHT)
    assert wall.at(Samples(0)) == NIGHT
    assert wall.at(samples(1.5)) == NIGHT + timedelta(seconds=1.5)
    assert wall.at(samples(86_400 * 3)).date() == datetime(2026, 11, 23).date()


def test_system_wall_is_the_machine_s() -> None:
    """The system's wall clock does not look at the audio clock, and has no zone."""
    wall: Wall = SystemWall()
    before = datetime.now()
    assert before <= wall.at(samples(1e6)) <= datetime.now()
    assert wall.at(Samples(0)).tzinfo is None
