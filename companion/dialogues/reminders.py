"""What was agreed for later, and its time has come; and the agenda, read out and changed (S26, S38, S61, S71).

Rules
1. Once announced, once repeated, then left alone until its next time (D27). Nobody is chased.
2. An announcement names what was planned and nothing that anybody said.
3. A new time is read back in full and counts only after a yes; so does taking something off.
"""

from collections.abc import Generator, Sequence
from datetime import datetime, timedelta
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no, picked
from companion.dialogues._lines import lines
from companion.material import Material
from companion.phrases import next_time, say_every, say_number, say_time
from companion.scene import RETURN, Appointment, Scene
from companion.steps import Appoint, Cue, Dialogue, Heard, Intent, Lead, Leave, Resumed, Say, Step

NAMED: Final = (
    "check_in",
    "money",
    "ritual",
    "goal",
    "agreement",
    "commitment",
    "commitment_soon",
    "note",
    "micro_moment",
    RETURN,
)
"""What may be planned; each is said by the line of its name, where the appointment has no words of its own."""

LEADS: Final[dict[str, str]] = {"commitment": "commitment_review"}
"""Where the intent that leads to it has another name."""

LINES: Final = lines(
    "reminders",
    "begin begin_again later nothing change change_again which which_again new_time new_time_again unchanged taken_off "
    + " ".join(NAMED),
    now="what",
    soon="what",
    return_due="time",
    missed="what time",
    planned="what time",
    planned_often="what every time",
    more="number",
    item="number what",
    read_back="what time",
    read_back_often="what every time",
    right="",
    take_off="what",
    set="",
)
ABOUT: Final = "about"
"""The slot in which an announcement hands on the words of the appointment; it is there even when there are none."""

LATE: Final = timedelta(minutes=15)
"""An announcement later than this says that it was missed."""

MOST: Final = 5
"""As many planned things are read out at once."""

Changing = Generator[Step, Heard | Resumed | None, bool]


def planned_names(material: Material) -> dict[str, str]:
    """What an appointment leads to -> its words."""
    return {what: material.lines[f"reminders.{what}"] for what in NAMED}


def called(scene: Scene, found: Appointment) -> str:
    """What the appointment is for, in words."""
    return found.about or planned_names(scene.material)[found.what]


def reminder(scene: Scene) -> Dialogue:
    """Announce the first thing that is due, and offer to begin."""
    found = scene.due[0]
    what = called(scene, found)
    late = scene.wall - found.when > LATE
    yield from _move_on(scene, found)
    yield Cue("turn")
    yield from _announce(scene, found, what, late)
    if found.what == "commitment_soon":
        return
    if (yield from ask_yes_no(["reminders.begin", "reminders.begin_again"])):
        if found.every is None:
            yield Appoint(found.what, None, about=found.about)
        yield Lead(Intent(LEADS.get(found.what, found.what), {ABOUT: found.about}))
    else:
        yield Say("reminders.later")


def _announce(scene: Scene, found: Appointment, what: str, late: bool) -> Dialogue:
    if found.what == "commitment_soon":
        yield Say("reminders.soon", {"what": what})
    elif found.what == RETURN:
        yield Say("reminders.return_due", {"time": say_time(found.when, scene.wall)})
    elif late:
        yield Say("reminders.missed", {"what": what, "time": say_time(found.when, scene.wall)})
    else:
        yield Say("reminders.now", {"what": what})


def tell_due(scene: Scene) -> Dialogue:
    """Say everything that is due, ask nothing, and end the session: for a timer that nobody answers."""
    for found in [found for found in scene.due if not found.announced]:
        what = called(scene, found)
        late = scene.wall - found.when > LATE
        yield from _move_on(scene, found)
        yield from _announce(scene, found, what, late)
    yield Leave()


def _move_on(scene: Scene, found: Appointment) -> Generator[Step, Heard | Resumed | None, None]:
    """Put its next time down before a word is said, so that nothing repeats it without end.

    A return stays where it is agreed, for the next session to lead it.
    """
    if found.what == RETURN:
        yield Appoint(RETURN, found.when, told=1)
        return
    repeat = scene.wall + timedelta(minutes=scene.settings.reminder_repeat_minutes)
    following = None if found.every is None else next_time(found.every, scene.wall, found.when.day)
    if found.told == 0 and found.what != "commitment_soon" and (following is None or repeat < following):
        yield Appoint(found.what, repeat, found.every, found.about, told=1)
    else:
        yield Appoint(found.what, following, found.every, found.about)


def agenda(scene: Scene) -> Dialogue:
    """What is planned, and whether one of them shall change."""
    planned = scene.appointments
    if not planned:
        yield Say("reminders.nothing")
        return
    for found in planned[:MOST]:
        values = {"what": called(scene, found), "time": say_time(found.when, scene.wall)}
        if found.every is None:
            yield Say("reminders.planned", values)
        else:
            yield Say("reminders.planned_often", {**values, "every": say_every(found.every)})
    if len(planned) > MOST:
        yield Say("reminders.more", {"number": say_number(len(planned) - MOST)})
    if (yield from ask_yes_no(["reminders.change", "reminders.change_again"])):
        yield from _change(scene, planned[:MOST])


def _change(scene: Scene, planned: Sequence[Appointment]) -> Dialogue:
    chosen = planned[0] if len(planned) == 1 else (yield from _choose(scene, planned))
    if chosen is not None:
        wanted = frozenset({"set_time"})
        heard = yield from ask(["reminders.new_time", "reminders.new_time_again"], wanted | {"no"}, heeds=wanted)
        if heard is not None and heard.intent.name == "no":
            if (yield from ask_yes_no(["reminders.take_off"], {"what": called(scene, chosen)})):
                yield Appoint(chosen.what, None, about=chosen.about)
                yield Say("reminders.taken_off")
                return
        elif heard is not None and (yield from settle_time(scene, chosen, heard.intent)):
            return
    yield Say("reminders.unchanged")


def _choose(
    scene: Scene, planned: Sequence[Appointment]
) -> Generator[Step, Heard | Resumed | None, Appointment | None]:
    """Which of them shall change; None for none."""
    for place, found in enumerate(planned, 1):
        yield Say("reminders.item", {"number": say_number(place), "what": called(scene, found)})
    heard = yield from ask(["reminders.which", "reminders.which_again"], frozenset({"choice", "no", "done", "pass"}))
    return picked(heard, planned)


def settle_time(scene: Scene, found: Appointment, said: Intent) -> Changing:
    """Read the time that was `said` back for the appointment `found`, and put it down on a yes. Whether it is set."""
    every, when = said.slots.get("every"), said.slots.get("when")
    rhythm = every if isinstance(every, dict) else None
    if isinstance(when, str):
        moment = datetime.fromisoformat(when)
    elif rhythm is not None:
        moment = next_time(rhythm, scene.wall)
    else:
        return False
    values = {"what": called(scene, found), "time": say_time(moment, scene.wall)}
    if rhythm is None:
        yield Say("reminders.read_back", values)
    else:
        yield Say("reminders.read_back_often", {**values, "every": say_every(rhythm)})
    if not (yield from ask_yes_no(["reminders.right"])):
        return False
    yield Appoint(found.what, moment, rhythm, found.about)
    yield Say("reminders.set")
    return True
