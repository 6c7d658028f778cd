"""Micro-moments: their own small things first, then the ones that ship (S42, S45, S46, S48, S49).

Rules
1. A list is read, their own first; a no brings more, and silence ends it kindly. Nothing on it is a touch.
2. It is done now, or planned for a time that is read back. Whoever finds it too much says so and has smaller ones.
3. Own ones are kept as a `moment` with `idea`; the gold moments of `gold` are the others.
"""

from collections.abc import Generator, Mapping, Sequence
from typing import Final

from companion.dialogues import appreciation
from companion.dialogues._ask import ask, picked
from companion.dialogues._free_words import chosen, listed, words_for
from companion.dialogues._gathering import gathered
from companion.dialogues._keeping import keep
from companion.dialogues._last_word import last_word
from companion.dialogues._lines import lines
from companion.dialogues._span import span
from companion.dialogues._turns import take_turn
from companion.dialogues.reminders import ABOUT, settle_time
from companion.phrases import say_duration
from companion.scene import Appointment, Scene
from companion.steps import Be, Dialogue, Heard, Intent, Lead, Resumed, Say, Step
from companion.units import samples

SHIPPED: Final = ("walk", "appreciation", "note")
LINES: Final = lines(
    "moments",
    " ".join(SHIPPED)
    + " opening which smaller now now_again another_time add how_long how_long_again walk_over closing stopped",
    walk_begins="length",
    yours="text",
)
LISTS: Final = {"moments": ("questions", "examples", "small")}
IDEA: Final = "idea"
WALKS: Final = (10, 20)
"""Minutes of a walk; the first is the usual one (S45)."""

EACH: Final = samples(60)
NOW: Final = "now"
SMALLER: Final = "smaller"
"""The slot of a no that asks for less."""

_NOW: Final = frozenset({"yes", "continue", "set_time", "no", "pass", "done", "unsure"})


def add_moment(scene: Scene) -> Dialogue:
    """Put a small thing of their own on the list."""
    text = yield from words_for(scene, "what", "moments.add", listed(scene, "moments.examples"))
    if text is not None:
        yield from keep(scene, "moment", {"text": text, IDEA: True}, scene.solo or "")


def micro_moment(scene: Scene) -> Dialogue:
    """Choose a small thing, and do it now or plan it."""
    people = yield from gathered(scene)
    if not people:
        return
    lines = scene.material.lines
    lines_of = {lines[line]: line for line in _shipped(scene)}
    text = str(scene.intent.slots.get(ABOUT, ""))
    if not text:
        yield Say("moments.opening")
        wanted = yield from _agreed(scene, lines_of)
        if wanted is None:
            return
        text = wanted
    yield from last_word(_lead(scene, text, lines_of.get(text), people), "moments.stopped")


def _agreed(scene: Scene, lines_of: Mapping[str, str]) -> Generator[Step, Heard | Resumed | None, str | None]:
    """What is done now; whoever finds it too much has the small ones to choose from, once (S42)."""
    for question, choices in (
        ("moments.which", [*_own(scene), *lines_of]),
        ("moments.smaller", listed(scene, "moments.small")),
    ):
        wanted = yield from chosen(question, choices)
        if wanted is None:
            return None
        answer = yield from _now(scene, "" if lines_of.get(wanted) in _questions(scene) else wanted)
        if answer != SMALLER:
            return wanted if answer == NOW else None
    yield Say("moments.another_time")
    return None


def _own(scene: Scene) -> list[str]:
    """Their own small things, the newest first, each once."""
    ideas = [str(entry.fields["text"]) for entry in scene.journal.entries("moment") if entry.fields.get(IDEA)]
    return list(dict.fromkeys(reversed(ideas)))


def _shipped(scene: Scene) -> list[str]:
    walk, *others = (f"moments.{name}" for name in SHIPPED)
    return [walk, *_questions(scene), *others]


def _questions(scene: Scene) -> Sequence[str]:
    return scene.material.lists["moments.questions"]


def _now(scene: Scene, about: str) -> Generator[Step, Heard | Resumed | None, str]:
    """NOW, SMALLER, or "" for neither; a time that is said plans it, in the words `about` where it has a name."""
    time = frozenset({"set_time"})
    heard = yield from ask(["moments.now", "moments.now_again"], _NOW, heeds=time)
    answer = None if heard is None else heard.intent.name
    if answer in ("yes", "continue"):
        return NOW
    if heard is not None and heard.intent.slots.get(SMALLER):
        return SMALLER
    if heard is not None and answer == "set_time":
        planned = Appointment("micro_moment", scene.wall, about=about)
        if (yield from settle_time(scene, planned, heard.intent)):
            return ""
    yield Say("moments.another_time")
    return ""


def _lead(scene: Scene, text: str, line: str | None, people: Sequence[str]) -> Dialogue:
    match line:
        case None:
            yield Say("moments.yours", {"text": text})
        case "moments.walk":
            yield from _walk(scene)
        case "moments.appreciation":
            yield from appreciation.turns(scene, people)
        case "moments.note":
            yield Lead(Intent("note"))
        case question:
            yield from _everyone(scene, question, people)


def _walk(scene: Scene) -> Dialogue:
    answers = frozenset({"choice", "no", "pass", "done", "unsure"})
    heard = yield from ask(["moments.how_long", "moments.how_long_again"], answers)
    minutes = picked(heard, WALKS) or WALKS[0]
    yield Say("moments.walk_begins", {"length": say_duration(minutes)})
    yield from span(scene, minutes)
    yield Say("moments.walk_over")


def _everyone(scene: Scene, question: str, people: Sequence[str]) -> Dialogue:
    yield Be("reflection")
    for person in people:
        yield from take_turn(scene, person, question, None if len(people) == 1 else EACH, "reflection")
    yield Be("question")
    yield Say("moments.closing")
