"""What belongs to the session itself: greeting, help, pause, volume, goodbye, and the honest no (C29, C47, C49).

Rules
1. A control takes as little time as it can: louder and slower answer beside what runs, not instead of it.
2. `help` names three to five things that can be said in the state it was asked in; asked again, the others.
3. Words that are no command get a shorter answer each time, and in the end none but a sound (C33).
"""

from collections.abc import Callable
from typing import Final, Literal

from companion.dialogues._ask import YES_NO, ask
from companion.dialogues._lines import lines
from companion.phrases import say_time
from companion.scene import Scene
from companion.steps import Adjust, Be, Cue, Dialogue, Heard, Intent, Lead, Leave, Listen, Say
from companion.units import samples

DEVICES: Final = {
    "microphone_lost": "microphone_back",
    "microphone_back": "microphone_lost",
    "speaker_lost": "speaker_back",
    "speaker_back": "speaker_lost",
    "muted": "unmuted",
}
"""What happens to the devices, each one line beside what runs; it takes the place of its opposite where that waits."""

KEPT: Final = ("key_in_file", "private_closed")
"""What is to be known of what is kept; long, so never over an open question."""

BUSY: Final = samples(60)
"""How late it may be said that this device is busy."""

CONFIRMED: Final = samples(2)
"""How late "louder" and the like may still be said: by then it has been heard."""

MORE: Final = "help.again"
UNCLEAR: Final = ("session.not_understood", "session.not_understood_again", "session.not_understood_yes_no")

LINES: Final = {
    MORE: (),
    **lines(
        "session",
        "greeting until stopped paused going_on here_again louder quieter slower faster normal_speed goodbye "
        "stopped_listening nothing_to_repeat not_yet not_understood not_understood_again not_understood_yes_no about "
        "privacy typing not_available not_available_then keep_that keep_that_again kept let_go not_kept unmuted "
        "falling_behind woken " + " ".join((*DEVICES, *KEPT)),
        goodbye_agreed="time",
        goodbye_kept="time",
        nothing_kept="error",
        pause_word_unheard="word",
    ),
}


def greeting(_: Scene) -> Dialogue:
    """The first words; any command cuts them. The sound after them says that the microphone is open (D16)."""
    yield Say("session.greeting", yields=True)
    yield Cue("listening")


def unmuted(_: Scene) -> Dialogue:
    """The microphone has been opened by its key."""
    yield Cue("listening")
    yield Say("session.unmuted", wait=False, instead="session.muted")


def device(what: str) -> Callable[[Scene], Dialogue]:
    """One of DEVICES."""

    def telling(_: Scene) -> Dialogue:
        yield Say(f"session.{what}", wait=False, instead=f"session.{DEVICES[what]}")

    return telling


def help_(scene: Scene) -> Dialogue:
    """What can be said now; the rest of it when help is asked for again."""
    known = scene.material.help[scene.state]
    again = scene.last_said is not None and scene.last_said.line == MORE
    for line in known.more if again else known.first:
        yield Say(line)
    if known.more and not again:
        yield Say(MORE)


def repeat(scene: Scene) -> Dialogue:
    """The last line once more."""
    said = scene.last_said or Say("session.nothing_to_repeat")
    yield Say(said.line, said.values)


def pause(_: Scene) -> Dialogue:
    """Everything waits until somebody says so, for as long as they like."""
    yield from _paused("session.paused")


def woken(scene: Scene) -> Dialogue:
    """The device has slept. What was led waits for a word: nobody may be here, or somebody else (D12)."""
    if scene.state == "break" or not scene.above:
        yield Cue("listening")
    else:
        yield from _paused("session.woken")


def _paused(line: str) -> Dialogue:
    yield Be("exercise")
    yield Say(line)
    while True:
        heard = yield Listen("exercise", within=None, heeds=frozenset({"pause", "wait", "woken"}))
        if isinstance(heard, Heard) and heard.intent.name in ("continue", "next", "back"):
            break
    yield Cue("heard")
    yield Say("session.going_on")


def falling_behind(_: Scene) -> Dialogue:
    """We do not keep up with what is said."""
    yield Say("session.falling_behind", wait=False, within=BUSY)


def adjust(what: Literal["volume", "rate"], by: int, line: str) -> Callable[[Scene], Dialogue]:
    """A dialogue that changes the voice and says so beside what runs, or sounds so where something is being said."""

    def adjusting(_: Scene) -> Dialogue:
        yield Adjust(what, by)
        yield Cue("heard")
        yield Say(line, wait=False, within=CONFIRMED)

    return adjusting


def say(line: str, beside: bool = False) -> Callable[[Scene], Dialogue]:
    """A dialogue of one line, or one that has it said `beside` what runs."""

    def saying(_: Scene) -> Dialogue:
        yield Say(line, wait=not beside, patient=beside)

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
    yield Say("session.nothing_kept", {"error": str(scene.intent.slots["error"])}, wait=False, patient=True)


def pause_word_unheard(scene: Scene) -> Dialogue:
    """The ear of this session cannot hear the pause word of before, beside what runs."""
    yield Say("session.pause_word_unheard", {"word": str(scene.intent.slots["word"])}, wait=False, patient=True)


def not_understood(scene: Scene) -> Dialogue:
    """Words that were no command: each time shorter and differently, then a yes or no, then only a sound (C33)."""
    yield Cue("not_understood")
    last = scene.last_said.line if scene.last_said is not None else ""
    if last in UNCLEAR[:-2]:
        yield Say(UNCLEAR[UNCLEAR.index(last) + 1])
    elif last == UNCLEAR[-2]:
        heard = yield from ask([UNCLEAR[-1]], YES_NO)
        if heard is not None and heard.intent.name == "yes":
            yield Lead(Intent("help"))
    elif last != UNCLEAR[-1]:
        yield Say(UNCLEAR[0])
