"""The timeout: everything falls silent, nobody has to answer, and there is a time to come back (S24-S26, D26, E).

Rules
1. No reason is asked. It works from either person, in every state.
2. A break lasts at least `break_least_minutes` (the physiological floor, requirements E) and has a named return.
3. Unclear answers never end in nothing: after three tries the least break is proposed, and silence takes it.
4. A return within `break_waited_hours` is waited for here, silent but for one soft cue half way and one shortly before.
   A later one is an appointment; `come_back` begins when it is due.
"""

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Final

from companion.dialogues._agreed import agreed
from companion.dialogues._ask import ask
from companion.dialogues._lines import lines
from companion.phrases import say_duration, say_time
from companion.scene import RETURN, Scene
from companion.steps import (
    Appoint,
    Be,
    Cue,
    Dialogue,
    Heard,
    Intent,
    Interrupted,
    Resumed,
    Say,
    Step,
    WaitUntil,
)

LINES: Final = lines(
    "timeout",
    "opening when when_again sooner another begin soon early come_back ready ready_again back longer no_answer stopped",
    when_yes_no="length time",
    floor="length",
    read_back="time",
    begin_later="time",
    left="length time",
    again="length time",
)
SOON: Final = timedelta(minutes=2)
LATE: Final = timedelta(seconds=5)
"""A cue that could not sound for so long, because an exercise covered the break, is left out."""

_HEEDS: Final = frozenset({"resume", "timeout", "set_time", "time_left", "agenda"})
_TIMES: Final = frozenset({"set_time", "timeout"})
_BACK: Final = _TIMES | {"resume"}

Agreeing = Generator[Step, Heard | Resumed | None, datetime]


def timeout(scene: Scene) -> Dialogue:
    """Timeout, an agreed return, the break, the return."""
    yield Cue("stopped")
    heard = yield Say("timeout.opening", heeds=_TIMES)
    more = _said(heard.intent) if isinstance(heard, Heard) else None
    when = yield from _agree(scene, more or _said(scene.intent))
    yield from _break(scene, when)


def come_back(scene: Scene) -> Dialogue:
    """The agreed time has come, or somebody is ready sooner. Where none is agreed, a mishearing costs nothing."""
    when = agreed(scene, RETURN)
    if when is None:
        yield Cue("heard")
        return
    yield from _return(scene, when)


def change_time(scene: Scene) -> Dialogue:
    """A new time for a return that is already agreed (changeable by either); else a mishearing costs nothing."""
    before = agreed(scene, RETURN)
    if before is None:
        yield Cue("heard")
        return
    when = yield from _agree(scene, _said(scene.intent, before))
    yield from _break(scene, when)


def _said(intent: Intent, before: datetime | None = None) -> datetime | None:
    """The time that was named; "push it back half an hour" counts from the time agreed `before`."""
    when, shift = intent.slots.get("when"), intent.slots.get("shift")
    if isinstance(when, str):
        return datetime.fromisoformat(when)
    if before is not None and isinstance(shift, int | float):
        return before + timedelta(minutes=shift)
    return None


def _agree(scene: Scene, said: datetime | None) -> Agreeing:
    """Ask until there is a time that was read back and not refused; whoever names another one is heard at once."""
    least = timedelta(minutes=scene.settings.break_least_minutes)
    lines, warned = ["timeout.when", "timeout.when_again"], False
    for _ in range(3):
        if said is None:
            heard = yield from ask(lines, _TIMES, heeds=_TIMES)
            said = _said(heard.intent) if heard else None
        if said is None:
            break
        when, other = said, None
        if when < scene.wall + least:
            when = scene.wall + least
            other = yield Say(
                "timeout.floor", {"length": say_duration(scene.settings.break_least_minutes)}, heeds=_TIMES
            )
        elif when > scene.wall + timedelta(hours=scene.settings.break_ask_above_hours) and not warned:
            warned = True
            other = yield Say("timeout.sooner", heeds=_TIMES)
        if not isinstance(other, Heard):
            other = yield from _read_back(scene, when)
        if other is None:
            return when
        said, lines = _said(other.intent, when), ["timeout.another", "timeout.when_again"]
    return (yield from _propose(scene, least))


def _propose(scene: Scene, least: timedelta) -> Agreeing:
    """The least break, proposed with a yes or no. Silence takes it; a no, or a time, is heard (C33)."""
    values = {
        "length": say_duration(scene.settings.break_least_minutes),
        "time": say_time(scene.wall + least, scene.wall),
    }
    heard = yield from ask(["timeout.when_yes_no"], _TIMES | {"yes", "no"}, values, heeds=_TIMES)
    if heard is not None and heard.intent.name == "no":
        heard = yield from ask(["timeout.another"], _TIMES, heeds=_TIMES)
    said = _said(heard.intent) if heard is not None else None
    return scene.wall + least if said is None else max(said, scene.wall + least)


def _read_back(scene: Scene, when: datetime) -> Generator[Step, Heard | Resumed | None, Heard | None]:
    """Read the time back in full. None keeps it: a yes, or silence; otherwise what was said instead."""
    wanted = _TIMES | {"yes", "no", "done", "unsure"}
    heard = yield from ask(["timeout.read_back"], wanted, {"time": say_time(when, scene.wall)}, heeds=_TIMES)
    return heard if heard is not None and heard.intent.name in {"no", "unsure"} | _TIMES else None


def _break(scene: Scene, when: datetime) -> Dialogue:
    try:
        while True:
            yield Appoint(RETURN, when)
            if when > scene.wall + timedelta(hours=scene.settings.break_waited_hours):
                yield Say("timeout.begin_later", {"time": say_time(when, scene.wall)})
                return
            yield Be("break")
            changed = yield Say("timeout.begin", heeds=_TIMES)
            if not isinstance(changed, Heard) or _said(changed.intent, when) is None:
                changed = yield from _wait(scene, when)
            if changed is None:
                break
            when = yield from _agree(scene, _said(changed.intent, when))
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
    return {"length": say_duration(minutes), "time": say_time(when, scene.wall)}


def _return(scene: Scene, agreed: datetime) -> Dialogue:
    """The return, said to both in the same words: longer means a new time, and silence is left alone (D27)."""
    yield Appoint(RETURN, None)
    yield Be("question")
    yield Cue("turn")
    heard = yield Say("timeout.early" if scene.wall < agreed else "timeout.come_back", heeds=_BACK)
    if not isinstance(heard, Heard):
        wanted = _BACK | {"yes", "no", "unsure", "done", "continue"}
        heard = yield from ask(["timeout.ready", "timeout.ready_again"], wanted, heeds=_BACK)
    if heard is None or heard.intent.name == "unsure":
        yield Say("timeout.no_answer")
    elif heard.intent.name in _TIMES | {"no"}:
        yield Say("timeout.longer", heeds=_TIMES)
        when = yield from _agree(scene, _said(heard.intent, scene.wall))
        yield from _break(scene, when)
    else:
        yield Say("timeout.back")
