"""Money: stories, what it means, what each of us tells, the money date, and what happened (S7, S66-S71, D30).

Rules
1. No number of an account, no balance and no free words are kept: an agreement is put together from a list.
2. What money means to one person is said next to what it means to another. None is better.
3. Gambling is answered with the one signpost. Money that is kept from somebody may be control, so where others may
   listen nothing is said about it but that each may have private minutes.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues import deck, money_date, values
from companion.dialogues._ask import ask_yes_no
from companion.dialogues._free_words import chosen, listed
from companion.dialogues._gathering import gathered
from companion.dialogues._lines import lines
from companion.dialogues.agreements import confirm
from companion.dialogues.reminders import ABOUT
from companion.scene import Scene
from companion.steps import Dialogue, Heard, Intent, Lead, Resumed, Say, Step

CHOICES: Final = ("stories", "date", "telling", "meanings", "happened")
TOPICS: Final = ("debts", "hidden", "gambling", "decided", "withheld")
LINES: Final = lines(
    "money",
    " ".join((*CHOICES, *TOPICS))
    + " which means none_better tell how_often nothing_told alone_then which_topic control named",
    meant="name text",
    meant_alone="text",
    item="text",
    each="name",
    each_alone="",
    agreement="items often",
)
LISTS: Final = {"money": ("meanings", "items", "often")}


def money(scene: Scene) -> Dialogue:
    """Lead the money date whose time has come; else one part of the set, as it is chosen."""
    if ABOUT in scene.intent.slots:
        yield from money_date.lead(scene)
        return
    text = yield from chosen("money.which", [scene.material.lines[f"money.{name}"] for name in CHOICES])
    match next((name for name in CHOICES if scene.material.lines[f"money.{name}"] == text), None):
        case "stories":
            yield from _stories(scene)
        case "date":
            yield from money_date.plan(scene)
        case "telling":
            yield from _telling(scene)
        case "meanings":
            yield from _meanings(scene)
        case "happened":
            yield from _happened(scene)


def _stories(scene: Scene) -> Dialogue:
    yield from values.tell(scene)
    yield from deck.play(scene, scene.material.decks["money"])


def _meanings(scene: Scene) -> Dialogue:
    """Everyone picks what money means most; then all are said, in the same words."""
    people = yield from gathered(scene)
    meant = []
    for person in people:
        if len(people) > 1:
            yield Say("together.turn", {"name": person})
        meant.append((yield from chosen("money.means", listed(scene, "money.meanings"))))
    for person, text in zip(people, meant, strict=True):
        if text is not None and len(people) > 1:
            yield Say("money.meant", {"name": person, "text": text})
        elif text is not None:
            yield Say("money.meant_alone", {"text": text})
    if any(meant):
        yield Say("money.none_better")


def _telling(scene: Scene) -> Dialogue:
    """What each of us tells, and how often: an agreement of everyone."""
    people = yield from gathered(scene, deep=True)
    if not people:
        return
    yield Say("money.tell")
    items = yield from _told(scene, people)
    often = (yield from chosen("money.how_often", listed(scene, "money.often"))) if items else None
    if often is None:
        yield Say("money.nothing_told")
        return
    said = {"items": ", ".join(items), "often": often}
    yield Say("money.agreement", said)
    if len(people) == 1:
        yield Say("money.alone_then")
    else:
        yield from confirm(scene, people, scene.material.lines["money.agreement"].format(**said).rstrip("."))


def _told(scene: Scene, people: Sequence[str]) -> Generator[Step, Heard | Resumed | None, list[str]]:
    """Those of the list that everyone says yes to."""
    told = []
    for text in listed(scene, "money.items"):
        yield Say("money.item", {"text": text})
        for person in people:
            asked = "money.each" if len(people) > 1 else "money.each_alone"
            if not (yield from ask_yes_no([asked], {"name": person})):
                break
        else:
            told.append(text)
    return told


def _happened(scene: Scene) -> Dialogue:
    """What is near, named only as far as somebody likes; then the stories."""
    lines = scene.material.lines
    text = yield from chosen("money.which_topic", [lines[f"money.{name}"] for name in TOPICS])
    match next((name for name in TOPICS if lines[f"money.{name}"] == text), None):
        case None:
            return
        case "gambling":
            yield Lead(Intent("support", {"about": "habit"}))
        case "withheld":
            yield Say("money.control" if scene.solo is not None else "together.private")
        case _:
            yield Say("money.named")
            yield from _stories(scene)
