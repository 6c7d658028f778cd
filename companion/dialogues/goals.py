"""Shared goals: one sentence, and a day to come back to it (S72).

Rules
1. A goal is kept when everyone says yes. It is asked after on its day, without counting: reached, still yours, or not.
2. What is reached or dropped is no longer asked about. Both are met in the same tone.
"""

from collections.abc import Sequence
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no
from companion.dialogues._free_words import free_words, listed
from companion.dialogues._gathering import all_agree, gathered
from companion.dialogues._keeping import keep
from companion.dialogues._lines import lines
from companion.dialogues._planning import offer_time
from companion.dialogues.reminders import ABOUT
from companion.scene import Entry, Scene
from companion.steps import Appoint, Change, Dialogue, Say

LINES: Final = lines(
    "goals",
    "how how_again reached dropped stays new new_again closing what when when_again no_time",
    one="what",
    read_back="what",
)
LISTS: Final = {"goals": ("examples",)}
OPEN: Final = "open"
_ANSWERS: Final = frozenset({"done", "yes", "partly", "continue", "no", "unsure", "pass"})


def goal(scene: Scene) -> Dialogue:
    """Go through the open ones, or the one whose day has come, and offer a new one."""
    people = yield from gathered(scene)
    if not people:
        return
    kept = [entry for entry in scene.journal.entries("goal") if entry.fields["state"] == OPEN]
    due = [entry for entry in kept if entry.fields["what"] == scene.intent.slots.get(ABOUT)]
    for entry in due or kept:
        yield from _review(scene, entry)
    if due:
        return
    if not kept or (yield from ask_yes_no(["goals.new", "goals.new_again"])):
        yield from _set(scene, people)
    else:
        yield Say("goals.closing")


def _review(scene: Scene, entry: Entry) -> Dialogue:
    what = str(entry.fields["what"])
    yield Say("goals.one", {"what": what})
    heard = yield from ask(["goals.how", "goals.how_again"], _ANSWERS)
    answer = None if heard is None else heard.intent.name
    if answer in ("done", "no"):
        yield Change(entry.number, {"state": "reached" if answer == "done" else "dropped"})
        yield Appoint("goal", None, about=what)
        yield Say("goals.reached" if answer == "done" else "goals.dropped")
        return
    yield Say("goals.stays")
    if not any((found.what, found.about) == ("goal", what) for found in scene.appointments):
        yield from _come_back(scene, what)


def _set(scene: Scene, people: Sequence[str]) -> Dialogue:
    what = yield from free_words(scene, "goals.what", listed(scene, "goals.examples"))
    if what is None:
        return
    yield Say("goals.read_back", {"what": what})
    if not (yield from all_agree(people)):
        return
    if (yield from keep(scene, "goal", {"what": what, "state": OPEN}, scene.solo or "")):
        yield from _come_back(scene, what)


def _come_back(scene: Scene, what: str) -> Dialogue:
    if not (yield from offer_time(scene, "goal", what, ["goals.when", "goals.when_again"])):
        yield Say("goals.no_time")
