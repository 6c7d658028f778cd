"""The people somebody can lean on: one to three names, said back when it is hard (S82).

Rules
1. Nobody is assumed to be one of them, a partner least of all; a partner may be one.
2. They are named, never rung: what happens next is for whoever listens.
3. In a private session the names belong to that person alone.
"""

from collections.abc import Sequence
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._free_words import chosen, listed, words_for
from companion.dialogues._keeping import keep
from companion.dialogues._lines import lines
from companion.scene import Entry, Scene
from companion.steps import Dialogue, Forget, Say

LINES: Final = lines(
    "my_people",
    "opening nobody_yet add add_again add_more who full change change_again which taken_off closing",
    person="name",
    would="name",
)
LISTS: Final = {"my_people": ("examples",)}
MOST: Final = 3


def my_people(scene: Scene) -> Dialogue:
    """Say who they are; name, add or take off somebody."""
    people = scene.journal.entries("my_person")
    if "who" in scene.intent.slots:
        yield from _add(scene, people)
        return
    yield Say("my_people.opening")
    if not people:
        yield Say("my_people.nobody_yet")
        if (yield from ask_yes_no(["my_people.add", "my_people.add_again"])):
            yield from _add(scene, people)
        else:
            yield Say("my_people.closing")
        return
    for entry in people:
        yield Say("my_people.person", {"name": str(entry.fields["name"])})
    yield Say("my_people.would", {"name": str(people[0].fields["name"])})
    if not (yield from ask_yes_no(["my_people.change", "my_people.change_again"])):
        yield Say("my_people.closing")
    elif len(people) < MOST and (yield from ask_yes_no(["my_people.add_more"])):
        yield from _add(scene, people)
    else:
        yield from _take_off(scene, people)


def _add(scene: Scene, people: Sequence[Entry]) -> Dialogue:
    if len(people) >= MOST:
        yield Say("my_people.full")
        yield from _take_off(scene, people)
        return
    said = yield from words_for(scene, "who", "my_people.who", listed(scene, "my_people.examples"))
    if said is None:
        return
    name = said if said in listed(scene, "my_people.examples") else said.title()
    if name not in [str(entry.fields["name"]) for entry in people]:
        yield from keep(scene, "my_person", {"name": name}, scene.solo or "")


def _take_off(scene: Scene, people: Sequence[Entry]) -> Dialogue:
    name = yield from chosen("my_people.which", [str(entry.fields["name"]) for entry in people])
    if name is not None:
        yield Forget(tuple(entry.number for entry in people if str(entry.fields["name"]) == name))
        yield Say("my_people.taken_off")
