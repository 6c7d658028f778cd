"""Agreeing on a time to come back (S26, E, C33).

Rules
1. Whoever names a time is heard at once, over every line. It is read back in full and stands unless it is refused.
2. Unclear answers never end in nothing: the least break is proposed, and silence takes it.
"""

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Final

from companion.dialogues._ask import YES_NO_UNCLEAR, ask
from companion.phrases import say_clock, say_duration, say_time
from companion.scene import Scene
from companion.steps import Heard, Intent, Resumed, Say, Step

TIMES: Final = frozenset({"set_time", "timeout"})

Agreeing = Generator[Step, Heard | Resumed | None, datetime]


def named_time(intent: Intent, before: datetime | None = None) -> datetime | None:
    """The time that was named; "push it back half an hour" counts from the time agreed `before`."""
    when, shift = intent.slots.get("when"), intent.slots.get("shift")
    if isinstance(when, str):
        return datetime.fromisoformat(when)
    if before is not None and isinstance(shift, int | float):
        return before + timedelta(minutes=shift)
    return None


def agree(scene: Scene, said: datetime | None) -> Agreeing:
    """Ask until there is a time that was read back and not refused; whoever names another one is heard at once."""
    least = timedelta(minutes=scene.settings.break_least_minutes)
    lines, warned = ["timeout.when", "timeout.when_again"], False
    for _ in range(3):
        if said is None:
            heard = yield from ask(lines, TIMES, heeds=TIMES, unclear=["timeout.when_last"])
            said = named_time(heard.intent) if heard else None
        if said is None:
            break
        when, other = said, None
        if when < scene.wall + least:
            when = scene.wall + least
            other = yield Say(
                "timeout.floor", {"length": say_duration(scene.settings.break_least_minutes)}, heeds=TIMES
            )
        elif when > scene.wall + timedelta(hours=scene.settings.break_ask_above_hours) and not warned:
            warned = True
            other = yield Say("timeout.sooner", heeds=TIMES)
        if not isinstance(other, Heard):
            other = yield from _read_back(scene, when)
        if other is None:
            return when
        said, lines = named_time(other.intent, when), ["timeout.another", "timeout.when_again"]
    return (yield from _propose(scene, least))


def _propose(scene: Scene, least: timedelta) -> Agreeing:
    """The least break, proposed with a yes or no. Silence takes it; a no, or a time, is heard (C33)."""
    values = {
        "length": say_duration(scene.settings.break_least_minutes),
        "time": say_clock(scene.wall + least),
    }
    heard = yield from ask(["timeout.when_yes_no"], TIMES | {"yes", "no"}, values, heeds=TIMES)
    if heard is not None and heard.intent.name == "no":
        heard = yield from ask(["timeout.another"], TIMES, heeds=TIMES, unclear=["timeout.when_last"])
    said = named_time(heard.intent) if heard is not None else None
    return scene.wall + least if said is None else max(said, scene.wall + least)


def _read_back(scene: Scene, when: datetime) -> Generator[Step, Heard | Resumed | None, Heard | None]:
    """Read the time back in full. None keeps it: a yes, or silence; otherwise what was said instead."""
    wanted = TIMES | {"yes", "no", "done", "unsure"}
    values = {"time": say_time(when, scene.wall)}
    heard = yield from ask(["timeout.read_back"], wanted, values, heeds=TIMES, unclear=YES_NO_UNCLEAR)
    return heard if heard is not None and heard.intent.name in {"no", "unsure"} | TIMES else None
