"""What belongs to the session itself: greeting, help, pause, volume, goodbye, and the honest no (C29, C47, C49).

Rules
1. A control takes as little time as it can: louder and slower answer beside what runs, not instead of it.
2. `help` names three to five things that can be said in the state it was asked in.
"""

from collections.abc import Callable
from typing import Final, Literal

from companion.dialogues._lines import lines
from companion.phrases import say_time
from companion.scene import Scene
from companion.steps import Adjust, Be, Cue, Dialogue, Heard, Leave, Listen, Say

NOTICES: Final = "microphone_lost microphone_back speaker_lost speaker_back key_in_file private_closed"
"""What happens to the devices and to what is kept, each one line beside what runs."""

LINES: Final = lines(
    "session",
    "greeting stopped paused going_on louder quieter slower faster normal_speed goodbye stopped_listening "
    "nothing_to_repeat not_yet not_understood about privacy typing "
    "not_available not_available_then keep_that keep_that_again kept let_go not_kept " + NOTICES,
    goodbye_agreed="time",
    goodbye_kept="time",
    nothing_kept="error",
)


def greeting(_: Scene) -> Dialogue:
    """The first words; any command cuts them."""
    yield Say("session.greeting", yields=True)


def help_(scene: Scene) -> Dialogue:
    """What can be said now."""
    for line in scene.material.help[scene.state]:
        yield Say(line)


def repeat(scene: Scene) -> Dialogue:
    """The last line once more."""
    said = scene.last_said or Say("session.nothing_to_repeat")
    yield Say(said.line, said.values)


def pause(_: Scene) -> Dialogue:
    """Everything waits until somebody says so, for as long as they like."""
    yield Be("exercise")
    yield Say("session.paused")
    while True:
        heard = yield Listen("exercise", within=None, heeds=frozenset({"pause", "wait"}))
        if isinstance(heard, Heard) and heard.intent.name in ("continue", "next", "back"):
            break
    yield Cue("heard")
    yield Say("session.going_on")


def adjust(what: Literal["volume", "rate"], by: int, line: str) -> Callable[[Scene], Dialogue]:
    """A dialogue that changes the voice and says so beside what runs."""

    def adjusting(_: Scene) -> Dialogue:
        yield Adjust(what, by)
        yield Say(line, wait=False)

    return adjusting


def say(line: str, wait: bool = True) -> Callable[[Scene], Dialogue]:
    """A dialogue of one line; without `wait` it is said beside what runs."""

    def saying(_: Scene) -> Dialogue:
        yield Say(line, wait=wait)

    return saying


def goodbye(scene: Scene) -> Dialogue:
    """A word, and the time that was agreed."""
    if scene.appointments:
        line = "session.goodbye_kept" if scene.journal.lasting else "session.goodbye_agreed"
        yield Say(line, {"time": say_time(scene.appointments[0].when, scene.wall)})
    yield Say("session.goodbye")
    yield Leave()


def stop_listening(_: Scene) -> Dialogue:
    yield Say("session.stopped_listening")
    yield Leave()


def nothing_kept(scene: Scene) -> Dialogue:
    """Why nothing can be kept in this session, beside what runs."""
    yield Say("session.nothing_kept", {"error": str(scene.intent.slots["error"])}, wait=False)


def not_understood(_: Scene) -> Dialogue:
    yield Cue("not_understood")
    yield Say("session.not_understood")
