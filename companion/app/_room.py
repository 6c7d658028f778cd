"""The room of a session: files or devices, and where our own voice can be heard in it, without it."""

from collections.abc import Callable
from dataclasses import replace

from companion.app._asked import Session
from companion.app._furniture import Furniture
from companion.config import Config
from companion.errors import RoomError
from companion.ports import Room
from companion.room import DampedRoom, DeviceRoom, EchoCanceller, FileRoom, SilentRoom
from companion.units import BLOCK, Samples, samples
from companion.witnesses import Terminal


def room_for(
    session: Session, furniture: Furniture, terminal: Terminal, notice: Callable[[str], None]
) -> tuple[Room, Session]:
    """The room, and the session as it can be in it: without a microphone it goes on by typing.

    Without a speaker it goes on in print alone. `notice` is told in two words of devices that come and go.
    """
    sound = furniture.config.sound
    guard = samples(sound.guard)
    if not session.virtual and not session.text and not session.deaf:
        try:
            devices = DeviceRoom(sound.input, sound.output, guard=guard, notice=notice)
            return _damped(devices, lambda: devices.lag, devices.one_clock, furniture.config), session
        except RoomError as error:
            terminal.line(f"{error} {furniture.material.lines['session.typing']}")
            session = replace(session, text=True)
    if session.virtual:
        files = FileRoom(
            session.mic, session.speaker, echo=session.echo, noise=session.noise, guard=guard, notice=terminal.line
        )
        one_clock = not (session.echo and session.echo.drift_ppm)
        return _damped(files, lambda: Samples(BLOCK), one_clock, furniture.config), session
    try:
        return DeviceRoom(output=sound.output, notice=notice, muted=True), session
    except RoomError:
        return SilentRoom(), session  # a person who types reads


def _damped(room: Room, lag: Callable[[], Samples], one_clock: bool, config: Config) -> Room:
    wanted = config.sound.echo_cancelling and not config.sound.headphones and room.guard
    return DampedRoom(room, EchoCanceller(), lag, one_clock) if wanted else room


def devices_of(room: Room) -> DeviceRoom | None:
    """The sound devices of the room, None where it has none."""
    inner = room.room if isinstance(room, DampedRoom) else room
    return inner if isinstance(inner, DeviceRoom) else None
