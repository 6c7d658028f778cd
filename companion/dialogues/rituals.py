"""Rituals of connection: what, how long, how often; and how the ones there are going (S61).

Rules
1. A ritual is kept when everyone says yes. One that no longer fits is taken off, with its times, and nobody asks why.
2. Its time is an appointment with a rhythm; when it has come the time is kept quietly on the clock.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no, picked
from companion.dialogues._free_words import free_words, listed
from companion.dialogues._gathering import all_agree, gathered
from companion.dialogues._keeping import keep
from companion.dialogues._last_word import last_word
from companion.dialogues._lines import lines
from companion.dialogues._planning import offer_time
from companion.dialogues._span import span
from companion.dialogues.reminders import ABOUT
from companion.phrases import say_duration, say_every
from companion.scene import Entry, Scene
from companion.steps import Appoint, Dialogue, Forget, Heard, Resumed, Say, Slot, Step

LINES: Final = lines(
    "rituals",
    "still still_again goes new new_again closing what how_long how_long_again when when_again no_time over stopped",
    one="what",
    one_often="what every",
    read_back="what length",
    read_back_open="what",
    begins="what",
)
LISTS: Final = {"rituals": ("examples",)}
LENGTHS: Final = (5, 15, 30)
"""Minutes to choose from."""


def ritual(scene: Scene) -> Dialogue:
    """Lead the one whose time has come; else go through what there is, and build a new one."""
    people = yield from gathered(scene)
    if not people:
        return
    kept = scene.journal.entries("ritual")
    due = [entry for entry in kept if entry.fields["what"] == scene.intent.slots.get(ABOUT)]
    if not due and ABOUT in scene.intent.slots:
        due = list(kept)  # a time that was planned for "a ritual of yours"
    if len(due) == 1:
        yield from _lead(scene, due[0])
        return
    for entry in kept:
        yield from _review(scene, entry)
    if not kept or (yield from ask_yes_no(["rituals.new", "rituals.new_again"])):
        yield from build(scene, people)
    else:
        yield Say("rituals.closing")


def _lead(scene: Scene, entry: Entry) -> Dialogue:
    yield Say("rituals.begins", {"what": str(entry.fields["what"])})
    minutes = entry.fields["minutes"]
    if not isinstance(minutes, int) or not minutes:
        return
    yield from last_word(span(scene, minutes), "rituals.stopped")
    yield Say("rituals.over")


def _review(scene: Scene, entry: Entry) -> Dialogue:
    what = str(entry.fields["what"])
    planned = (found for found in scene.appointments if (found.what, found.about) == ("ritual", what))
    every = next((found.every for found in planned if found.every is not None), None)
    if every is None:
        yield Say("rituals.one", {"what": what})
    else:
        yield Say("rituals.one_often", {"what": what, "every": say_every(every)})
    if (yield from ask_yes_no(["rituals.still", "rituals.still_again"])) is False:
        yield Forget((entry.number,))
        yield Appoint("ritual", None, about=what)
        yield Say("rituals.goes")


def build(scene: Scene, people: Sequence[str]) -> Dialogue:
    """What, how long, and a time for it: kept on a yes of everyone, and any of it can be passed."""
    what = yield from free_words(scene, "rituals.what", listed(scene, "rituals.examples"))
    if what is None:
        return
    minutes = yield from _how_long()
    if minutes:
        yield Say("rituals.read_back", {"what": what, "length": say_duration(minutes)})
    else:
        yield Say("rituals.read_back_open", {"what": what})
    if not (yield from all_agree(people)):
        return
    fields: dict[str, Slot] = {"what": what, "minutes": minutes}
    if not (yield from keep(scene, "ritual", fields, scene.solo or "")):
        return
    if not (yield from offer_time(scene, "ritual", what, ["rituals.when", "rituals.when_again"])):
        yield Say("rituals.no_time")


def _how_long() -> Generator[Step, Heard | Resumed | None, int]:
    """Minutes; 0 for as long as they like."""
    answers = frozenset({"choice", "pass", "no", "done", "unsure"})
    heard = yield from ask(["rituals.how_long", "rituals.how_long_again"], answers)
    return picked(heard, LENGTHS) or 0
