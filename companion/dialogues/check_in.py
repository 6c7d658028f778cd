"""The spoken check-in: short parts, everyone in turn, the same time for each, no replies between (S38, S40, S57, D11).

Rules
1. It begins only through the door of everything together (`_gate`); one person alone needs no door.
2. Who begins alternates from part to part and from one check-in to the next. Everyone hears the same words and has the
   same time on the clock.
3. What is said in a turn goes nowhere: it is not kept, not repeated, not answered. Where keeping is on, that there was
   a check-in is.
4. Two parts in a row without a sound from anybody, and it asks once; then it leaves kindly.
5. A daily or weekly time is offered once. Nobody is chased (D27).
"""

from collections.abc import Generator, Mapping, Sequence
from datetime import datetime, time
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no
from companion.dialogues._company import company, in_order
from companion.dialogues._gate import named, pair_open, taking_part
from companion.dialogues._keeping import note_held
from companion.dialogues._last_word import last_word
from companion.dialogues._lines import lines
from companion.dialogues._nudge import nudge
from companion.dialogues._turns import Aside, take_turn
from companion.material import Form, Part
from companion.phrases import WEEKDAYS, next_time, say_duration, say_every
from companion.scene import Scene
from companion.steps import Appoint, Be, Dialogue, Heard, Resumed, Say, Step
from companion.units import RATE

LINES: Final = {
    **lines("check_in", "rules rules_alone closing closing_alone stopped reminded", opening="length", remind="every"),
    **lines("together", "team respect still_here quiet"),
}
LATEST: Final = time(20)
"""A check-in is not for the time near sleep (S38): one that was led later is offered for this time instead."""

EARLIEST: Final = time(5)
QUARTER: Final = 15
"""Minutes: a rhythm is offered for a round time."""

SILENT_PARTS: Final = 2


def check_in(scene: Scene) -> Dialogue:
    """Lead one check-in."""
    form = scene.material.check_in[str(scene.intent.slots.get("form", scene.settings.check_in_form))]
    people = taking_part(scene) if len(named(scene)) > 1 and scene.solo is None else (yield from company(scene))
    if len(people) > 1:
        if not (yield from pair_open(scene)):
            return
        people = yield from in_order(scene, people)
    yield Be("check_in")
    yield Say("check_in.opening", {"length": length(form, people)})
    for line in ("check_in.rules", "together.team") if len(people) > 1 else ("check_in.rules_alone",):
        yield Say(line)
    whole = yield from last_word(parts(scene, form, people), "check_in.stopped")
    if whole:
        yield from _close(scene, form, people)


def length(form: Form, people: Sequence[str]) -> str:
    """How long it takes when everyone uses all their time, in words."""
    spoken = sum(part.length for part in form.parts) * len(people)
    return say_duration(max(1, round(spoken / RATE / 60)))


def parts(scene: Scene, form: Form, people: Sequence[str]) -> Generator[Step, Heard | Resumed | None, bool]:
    """All parts in turn; whether it went on to its end."""
    silent = 0
    for number, part in enumerate(form.parts):
        first = number % len(people)
        silent += 1
        hard = False
        for person in (*people[first:], *people[:first]):
            ended = yield from take_turn(scene, person, part.line, part.length, "check_in", _asides(part))
            hard = hard or ended.hard
            if ended.spoke:
                silent = 0
        yield from nudge(scene, people, hard)
        if silent == SILENT_PARTS and number + 1 < len(form.parts):
            silent = 0
            if (
                yield from ask(["together.still_here"], frozenset({"continue", "next", "done"}), state="check_in")
            ) is None:
                yield Say("together.quiet")
                return False
    return True


def _asides(part: Part) -> dict[str, Aside]:
    """Whoever has no word for a feeling is offered some (S40)."""
    if part.words is None:
        return {}
    words = part.words

    def offer(_: Heard) -> Dialogue:
        yield Say(words)

    return {"unsure": offer}


def _close(scene: Scene, form: Form, people: Sequence[str]) -> Dialogue:
    yield Be("question")
    yield from note_held(scene, "check_in")
    if len(people) == 1:
        yield Say("check_in.closing_alone")
        return
    yield Say("check_in.closing")
    yield Say("together.respect")
    if any(planned.what == "check_in" for planned in scene.appointments):
        return
    every = _rhythm(form, scene.wall)
    if (yield from ask_yes_no(["check_in.remind"], {"every": say_every(every)})):
        yield Appoint("check_in", next_time(every, scene.wall), every)
        yield Say("check_in.reminded")


def _rhythm(form: Form, now: datetime) -> Mapping[str, str]:
    """About this time, every day or on this day of the week; never near sleep."""
    at = now.time().replace(minute=now.minute // QUARTER * QUARTER)
    if not EARLIEST <= at <= LATEST:
        at = LATEST
    day = {"weekday": WEEKDAYS[now.weekday()]} if form.every == "week" else {}
    return {"unit": form.every, "at": f"{at:%H:%M}", **day}
