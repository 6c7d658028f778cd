"""Block by block, until the session has ended."""

from collections.abc import Callable
from typing import Final

from companion.ears import TypedLines, TypedScript
from companion.ports import Ear, Room
from companion.stage import Stage
from companion.steps import Intent
from companion.units import BLOCK, samples

FADING: Final = 2
"""Blocks played after the session has ended, so that the last fade is whole."""

DRAINING: Final = 25
"""Blocks played after the last word on devices: half a second, more than prefill and latency together."""


def loop(
    stage: Stage, room: Room, ear: Ear, tail: float | None, notices: list[Intent], look: Callable[[], None]
) -> None:
    """Lead the session to its end; what comes up in `notices` meanwhile is begun and taken out.

    `look` is called before each block. What it finds is begun before anything that has become due meanwhile.
    `tail` bounds, in seconds, how long it goes on after a recording.
    """
    waited = 0
    for mic in room:
        look()
        while notices:
            stage.begin(notices.pop(0))
        room.play(stage.block(mic))
        if stage.left is not None or (isinstance(ear, TypedLines) and ear.finished):
            break
        if room.over and not (isinstance(ear, TypedScript) and not ear.finished):
            waited += BLOCK
            if not stage.pending or (tail is not None and waited >= samples(tail)):
                break
    fading = FADING if room.over or (stage.left is not None and stage.left.quick) else DRAINING
    for mic, _ in zip(room, range(fading), strict=False):
        room.play(stage.block(mic))
    stage.break_off()
