"""The mute key: the microphone closed and opened by hand, whatever is going on.

Rules
1. The key "m" closes the microphone at once, and opens it again; the stage never sees that key (D16).
2. Every other key passes untouched, so that timeout and stop work while nothing is heard.
"""

from collections.abc import Callable, Sequence
from typing import Final

from companion.ports import Keys, Room
from companion.units import Samples

MUTE: Final = "m"


class MuteKey:
    """`keys` without the mute key, which acts upon `room`. `notice` hears "muted" or "unmuted"."""

    def __init__(self, keys: Keys, room: Room, notice: Callable[[str], None]) -> None:
        self._keys = keys
        self._room = room
        self._notice = notice

    def pressed(self, now: Samples) -> Sequence[str]:
        pressed = self._keys.pressed(now)
        for _ in range(pressed.count(MUTE)):
            self._turn()
        return [key for key in pressed if key != MUTE]

    def close(self) -> None:
        self._keys.close()

    def _turn(self) -> None:
        if self._room.muted:
            self._room.unmute()
            self._notice("unmuted")
        else:
            self._room.mute()
            self._notice("muted")
