"""The money date: a time that comes again, and its parts one after the other by voice (S71).

Rules
1. It goes through the door each time, and timeout is there throughout. Who begins alternates from part to part.
2. It is planned in a rhythm that is read back; while things mend every week, later once a month.
3. What is said in it goes nowhere.
"""

from datetime import timedelta
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no
from companion.dialogues._gathering import gathered
from companion.dialogues._last_word import last_word
from companion.dialogues._lines import lines
from companion.dialogues.check_in import length, parts
from companion.dialogues.reminders import settle_time
from companion.phrases import next_time, say_every
from companion.scene import Appointment, Scene
from companion.steps import Appoint, Be, Dialogue, Say

FORM: Final = "money"
"""The form of check_in.yaml that has its parts."""

LINES: Final = lines(
    "money",
    "when when_again not_planned date_rules date_closing date_stopped monthly monthly_again now_monthly",
    planned="every",
    date_opening="length",
)
A_DAY: Final = timedelta(days=1)
_ANSWERS: Final = frozenset({"yes", "continue", "set_time", "no", "pass", "done"})


def plan(scene: Scene) -> Dialogue:
    """Give it a time, or have one now."""
    found = _appointment(scene)
    if found is not None and found.every is not None:
        yield Say("money.planned", {"every": say_every(found.every)})
    heard = yield from ask(["money.when", "money.when_again"], _ANSWERS, heeds=frozenset({"set_time"}))
    answer = None if heard is None else heard.intent.name
    if answer in ("yes", "continue"):
        yield from lead(scene)
    elif (
        heard is None
        or answer != "set_time"
        or not (yield from settle_time(scene, Appointment("money", scene.wall), heard.intent))
    ):
        yield Say("money.not_planned")


def lead(scene: Scene) -> Dialogue:
    """One money date, part by part."""
    people = yield from gathered(scene, deep=True)
    if not people:
        return
    form = scene.material.check_in[FORM]
    yield Be("check_in")
    yield Say("money.date_opening", {"length": length(form, people)})
    if len(people) > 1:
        yield Say("together.team")
    yield Say("money.date_rules")
    whole = yield from last_word(parts(scene, form, people), "money.date_stopped")
    yield Be("question")
    if whole:
        yield Say("money.date_closing")
        if len(people) > 1:
            yield Say("together.respect")
        yield from _less_often(scene)


def _appointment(scene: Scene) -> Appointment | None:
    return next((found for found in scene.appointments if found.what == "money"), None)


def _less_often(scene: Scene) -> Dialogue:
    """Once a month instead of every week, when they say so."""
    found = _appointment(scene)
    if found is None or found.every is None or found.every["unit"] != "week":
        return
    if (yield from ask_yes_no(["money.monthly", "money.monthly_again"])):
        every = {"unit": "month", **{key: found.every[key] for key in ("at",) if key in found.every}}
        yield Appoint("money", next_time(every, scene.wall + A_DAY, scene.wall.day), every)
        yield Say("money.now_monthly")
