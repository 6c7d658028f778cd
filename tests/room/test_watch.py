"""What cannot be heard: a machine that slept, and sound that was thrown away."""

from companion.room import Watch


class Machine:
    """A clock and a count with levers."""

    def __init__(self) -> None:
        self.now = 0.0
        self.dropped = 3
        self.notices: list[str] = []
        self.watch = Watch(self.notices.append, lambda: self.dropped, lambda: self.now)

    def after(self, seconds: float, dropped: int = 0) -> list[str]:
        self.now += seconds
        self.dropped += dropped
        self.watch.look()
        return self.notices


def test_a_minute_without_a_block_is_sleep() -> None:
    """Less is a fault of the sound, more is told once."""
    machine = Machine()
    assert machine.after(59) == []
    assert machine.after(3600) == ["woken"]
    assert machine.after(0.02) == ["woken"]


def test_dropped_sound_is_told_once_in_ten_minutes() -> None:
    """What was dropped before is nothing new; what is dropped again soon is not told again (C37)."""
    machine = Machine()
    assert machine.after(1) == []
    assert machine.after(1, dropped=1) == ["falling behind"]
    for _ in range(50):
        machine.after(10, dropped=1)
    assert machine.notices == ["falling behind"]
    for _ in range(20):
        machine.after(10, dropped=1)
    assert machine.notices == ["falling behind"] * 2


def test_what_was_dropped_asleep_is_no_other_sentence() -> None:
    """After a sleep one sentence is enough."""
    assert Machine().after(3600, dropped=100) == ["woken"]
