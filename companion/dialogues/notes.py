"""Notes that one person leaves for another to hear here; nothing is sent (S48).

Rules
1. A note stays until it was heard once; then it is gone, unless whoever heard it wants it kept.
2. Before it is kept it is said who else can hear it. It is said aloud only after a yes.
3. Whoever has no words now may be reminded once.
"""

from collections.abc import Generator
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._free_words import chosen, free_words, listed
from companion.dialogues._keeping import keep, offer_to_keep
from companion.dialogues._lines import lines
from companion.dialogues._planning import offer_time
from companion.scene import Entry, Scene
from companion.steps import Dialogue, Forget, Heard, Resumed, Say, Step

LINES: Final = lines(
    "notes",
    "who somebody what remind remind_again not_now nothing_yet now_again closing gone",
    to="name",
    hold="name",
    hold_again="name",
    waiting="name",
    now="name",
    text="text",
)
LISTS: Final = {"notes": ("examples", "loved")}
STAYS: Final = "stays"
"""The field of a note that somebody who heard it wants kept."""

Naming = Generator[Step, Heard | Resumed | None, str]


def note(scene: Scene) -> Dialogue:
    """Leave a note."""
    name = yield from _to(scene)
    yield Say("notes.to", {"name": name})
    text = yield from free_words(scene, "notes.what", listed(scene, "notes.examples"))
    if text is None:
        if not (yield from offer_time(scene, "note", "", ["notes.remind", "notes.remind_again"])):
            yield Say("notes.not_now")
        return
    if (yield from ask_yes_no(["notes.hold", "notes.hold_again"], {"name": name})):
        yield from keep(scene, "note", {"to": name, "text": text})
    else:
        yield Say("session.let_go")


def _to(scene: Scene) -> Naming:
    """Who it is for: the name that was said, written as it is known here; else one of those who are not speaking.

    "My wife" is one of those, where anybody's name is known.
    """
    said = scene.intent.slots.get("to")
    others = [name for name in dict.fromkeys(scene.people) if name != scene.solo]
    loved = others and isinstance(said, str) and said.casefold() in listed(scene, "notes.loved")
    if isinstance(said, str) and not loved:
        return next((name for name in others if name.casefold() == said.casefold()), said.title())
    if len(others) == 1:
        return others[0]
    picked = (yield from chosen("notes.who", others)) if others else None
    return picked or scene.material.lines["notes.somebody"]


def read_notes(scene: Scene) -> Dialogue:
    """Say the notes that wait, each after a yes."""
    waiting = [entry for entry in scene.journal.entries("note") if _for(scene, entry)]
    if not waiting:
        yield Say("notes.nothing_yet")
        return
    for entry in waiting:
        name = str(entry.fields["to"])
        yield Say("notes.waiting", {"name": name})
        if (yield from ask_yes_no(["notes.now", "notes.now_again"], {"name": name})):
            yield from _play(scene, entry)
    yield Say("notes.closing")


def _for(scene: Scene, entry: Entry) -> bool:
    """In a private session the notes for others stay closed."""
    to = str(entry.fields["to"])
    return not scene.solo or to == scene.solo or to not in scene.people


def _play(scene: Scene, entry: Entry) -> Dialogue:
    yield Say("notes.text", {"text": str(entry.fields["text"])})
    if entry.fields.get(STAYS):
        return
    yield Forget((entry.number,))
    if not (yield from offer_to_keep(scene, "note", {**entry.fields, STAYS: True})):
        yield Say("notes.gone")
