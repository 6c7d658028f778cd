"""The timeout: everything falls silent, nobody has to answer, and there is a time to come back (S24-S28, D26, E).

Rules
1. No reason is asked. It works from either person, in every state, and nothing gates it.
2. A break lasts at least `break_least_minutes` (the physiological floor, requirements E) and has a named return.
3. Unclear answers never end in nothing: after three tries the least break is proposed, and silence takes it.
4. A return within `break_waited_hours` is waited for here, silent but for one soft cue half way and one shortly before.
   A later one is an appointment; `come_back` begins when it is due.
5. A return that nobody answers comes once more, with one neutral sentence to both. There is no third, and none at all
   where nothing together shall begin any more (D26).
"""

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Final

from companion.dialogues._agreed import agreed
from companion.dialogues._ask import ask, ask_number, number
from companion.dialogues._gate import APART, taking_part
from companion.dialogues._keeping import note_held
from companion.dialogues._lines import lines
from companion.dialogues._return_time import TIMES, agree, named_time
from companion.phrases import say_clock, say_duration, say_time
from companion.scene import RETURN, Scene
from companion.steps import (
    Appoint,
    Be,
    Cue,
    Dialogue,
    Heard,
    Interrupted,
    Remember,
    Resumed,
    Say,
    Step,
    WaitUntil,
)

LINES: Final = lines(
    "timeout",
    "opening when when_again when_last sooner another begin soon early come_back rate_alone strong sentence ready "
    "ready_again ready_last back longer no_answer no_break stopped",
    when_yes_no="length time",
    floor="length",
    read_back="time",
    begin_later="time",
    left="length time",
    again="length time",
    rate="name",
    once_more="time",
    missed="time",
)
AGREED: Final = "return_agreed"
"""Remembered: when a return that nobody answered was agreed for."""

SOON: Final = timedelta(minutes=2)
LATE: Final = timedelta(seconds=5)
"""A cue that could not sound for so long, because an exercise covered the break, is left out."""

_HEEDS: Final = frozenset({"resume", "timeout", "set_time", "time_left", "agenda"})
_BACK: Final = TIMES | {"resume"}


def timeout(scene: Scene) -> Dialogue:
    """Timeout, an agreed return, the break, the return."""
    yield Cue("stopped")
    heard = yield Say("timeout.opening", heeds=TIMES)
    more = named_time(heard.intent) if isinstance(heard, Heard) else None
    when = yield from agree(scene, more or named_time(scene.intent))
    yield from _break(scene, when)


def come_back(scene: Scene) -> Dialogue:
    """The agreed time has come, or somebody is ready sooner. Where none is agreed, it says so, in idle."""
    found = next((found for found in scene.appointments if found.what == RETURN), None)
    if found is None and scene.state == "idle":
        yield Say("timeout.no_break")
    elif found is None:
        yield Cue("heard")
    elif found.told and scene.reached(found.when):
        yield from _once_more(scene, found.when)
    else:
        yield from _return(scene, found.when)


def change_time(scene: Scene) -> Dialogue:
    """A new time for a return that is already agreed (changeable by either); else a mishearing costs nothing."""
    before = agreed(scene, RETURN)
    if before is None:
        yield Cue("heard")
        return
    when = yield from agree(scene, named_time(scene.intent, before))
    yield from _break(scene, when)


def _break(scene: Scene, when: datetime) -> Dialogue:
    try:
        while True:
            yield Appoint(RETURN, when)
            if when > scene.wall + timedelta(hours=scene.settings.break_waited_hours):
                yield Say("timeout.begin_later", {"time": say_time(when, scene.wall)})
                return
            yield Be("break")
            changed = yield Say("timeout.begin", heeds=TIMES)
            if not isinstance(changed, Heard) or named_time(changed.intent, when) is None:
                changed = yield from _wait(scene, when)
            if changed is None:
                break
            when = yield from agree(scene, named_time(changed.intent, when))
    except Interrupted as why:
        if why.by == "stop":
            yield Appoint(RETURN, None)
            yield Say("timeout.stopped")
        return
    yield from _return(scene, when)


def _wait(scene: Scene, when: datetime) -> Generator[Step, Heard | Resumed | None, Heard | None]:
    """Let the break pass in silence. None when it is over; what was heard when somebody wants another time."""
    half = scene.wall + (when - scene.wall) / 2
    marks = [(half, "halfway"), (when - SOON, "soon"), (when, None)]
    for mark, cue in marks:
        while not scene.reached(mark):
            heard = yield WaitUntil(mark, agreed=mark == when, heeds=_HEEDS)
            if not isinstance(heard, Heard):
                continue
            match heard.intent.name:
                case "resume":
                    return None
                case "timeout" | "set_time" if "when" in heard.intent.slots or heard.intent.name == "set_time":
                    return heard
                case "timeout":
                    yield Say("timeout.again", _left(scene, when))
                case _:
                    yield Say("timeout.left", _left(scene, when))
        if cue is not None and scene.wall - mark < LATE:
            yield Cue(cue)
            if cue == "soon":
                yield Say("timeout.soon", heeds=_HEEDS)
    return None


def _left(scene: Scene, when: datetime) -> dict[str, str]:
    minutes = max(1, round((when - scene.wall).total_seconds() / 60))
    return {"length": say_duration(minutes), "time": say_clock(when)}


def _return(scene: Scene, agreed: datetime) -> Dialogue:
    """The return, in the same words to both: how strong it is for each, a sentence to begin with, ready or longer."""
    yield Appoint(RETURN, None)
    yield Be("question")
    yield Cue("turn")
    heard = yield Say("timeout.come_back" if scene.reached(agreed) else "timeout.early", heeds=_BACK)
    answer = heard if isinstance(heard, Heard) else None
    spoke = answer is not None
    if answer is None or answer.intent.name == "resume":
        instead, rated = yield from _rate(scene)
        answer, spoke = instead or answer, spoke or rated
    if answer is None:
        yield Say("timeout.sentence")
        lines = ["timeout.ready", "timeout.ready_again", "timeout.ready_last"]
        often = 2 if spoke else 1
        wanted = _BACK | {"yes", "no", "unsure", "done", "continue"}
        answer = yield from ask(lines[:often], wanted, heeds=_BACK, unclear=lines[often:])
    if answer is None and not spoke:
        yield from _come_again(scene, agreed)
    else:
        yield from _go_on(scene, answer)


def _rate(scene: Scene) -> Generator[Step, Heard | Resumed | None, tuple[Heard | None, bool]]:
    """Ask each how strong it is: what was said about the return instead, if anything, and whether anybody spoke."""
    people = taking_part(scene) if scene.solo is None else ("",)
    said = []
    for person in people:
        line = "timeout.rate" if person else "timeout.rate_alone"
        heard = yield from ask_number([line], {"name": person} if person else {}, heeds=_BACK)
        if heard is not None and heard.intent.name in _BACK:
            return heard, True
        said.append(heard)
    strengths = [strength for heard in said if (strength := number(heard)) is not None]
    if strengths:
        yield Remember("distress", max(strengths))
        if max(strengths) >= scene.settings.settle_from:
            yield Say("timeout.strong")
    return None, any(heard is not None for heard in said)


def _go_on(scene: Scene, answer: Heard | None) -> Dialogue:
    if answer is None or answer.intent.name == "unsure":
        yield Say("timeout.no_answer")
    elif answer.intent.name in TIMES | {"no"}:
        yield Say("timeout.longer", heeds=TIMES)
        when = yield from agree(scene, named_time(answer.intent, scene.wall))
        yield from _break(scene, when)
    else:
        yield from note_held(scene, "timeout")
        yield Say("timeout.back")


def _come_again(scene: Scene, agreed: datetime) -> Dialogue:
    """Nobody was there. The return comes once more, unless nothing together shall begin."""
    if scene.memory.get(APART) or scene.journal.held():
        yield Say("timeout.no_answer")
        return
    later = max(scene.wall, agreed) + timedelta(minutes=scene.settings.break_least_minutes)
    yield Remember(AGREED, agreed.isoformat())
    yield Appoint(RETURN, later, told=1)
    yield Say("timeout.once_more", {"time": say_time(later, scene.wall)})


def _once_more(scene: Scene, when: datetime) -> Dialogue:
    """The second and last time: one sentence, without a question of whose it was."""
    yield Appoint(RETURN, None)
    yield Be("question")
    yield Cue("turn")
    first = datetime.fromisoformat(str(scene.memory.get(AGREED, when.isoformat())))
    wanted = _BACK | {"yes", "no"}
    answer = yield from ask(["timeout.missed"], wanted, {"time": say_time(first, scene.wall)}, heeds=_BACK)
    if answer is None or answer.intent.name == "no":
        return
    if answer.intent.name in TIMES | {"yes"}:
        yield from _break(scene, (yield from agree(scene, named_time(answer.intent, scene.wall))))
    else:
        yield Say("timeout.back")
