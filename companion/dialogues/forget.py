"""Forgetting by voice: what will go is told by kind and number, and goes on a plain yes (C42, D15).

Rules
1. Only "yes" is a yes; silence and anything else keep everything as it is. For everything it is asked twice.
2. What is kept is counted, never said aloud: others may be listening.
3. Whatever could not be forgotten is said to be so.
4. With a promise go the reminders that have its words.
"""

from collections import Counter
from collections.abc import Generator, Sequence
from datetime import datetime, time
from typing import Final

from companion.dialogues._ask import ask
from companion.dialogues._lines import lines
from companion.phrases import say_number
from companion.scene import LAST_KEPT, Entry, Scene
from companion.steps import KINDS, Appoint, Dialogue, Forget, Heard, Remember, Resumed, Say, Step

LINES: Final = lines(
    "forget",
    "which nothing_that nothing_today nothing_seen private_too sure sure_again really really_again "
    "forgotten forgotten_everything not_forgotten left "
    + " ".join(f"one_{kind}" for kind in KINDS),
    read_back="things",
    listed="some more",
    **{f"many_{kind}": "count" for kind in KINDS},
)  # fmt: skip

Asked = Generator[Step, Heard | Resumed | None, bool]


def forget(scene: Scene) -> Dialogue:
    """Forget that, today, or everything."""
    match scene.intent.slots.get("what"):
        case "that":
            number = scene.memory.get(LAST_KEPT)
            found = [entry for entry in scene.journal.entries() if entry.number == number]
            yield from _forget_some(scene, "that", [*found, *_reminding(scene, found)])
        case "today":
            midnight = datetime.combine(scene.wall, time.min)
            found = [e for e in scene.journal.entries(since=midnight) if e.made.date() == midnight.date()]
            yield from _forget_some(scene, "today", [*found, *_reminding(scene, found)])
        case "everything":
            yield from _forget_everything(scene)
        case _:
            yield Say("forget.which")


def _reminding(scene: Scene, found: Sequence[Entry]) -> list[Entry]:
    """The appointments that would go on saying the words of what is forgotten."""
    words = {entry.fields["what"] for entry in found if entry.kind == "commitment"}
    planned = scene.journal.entries("appointment")
    return [entry for entry in planned if entry.fields.get("about") in words and entry not in found]


def _forget_some(scene: Scene, what: str, found: Sequence[Entry]) -> Dialogue:
    if not found:
        yield Say(f"forget.nothing_{what}")
        return
    yield Say("forget.read_back", {"things": _counted(scene, found)})
    if not (yield from _sure("sure")):
        yield Say("forget.left")
        return
    yield Forget(tuple(entry.number for entry in found))
    yield Say("forget.forgotten" if scene.kept else "forget.not_forgotten")


def _forget_everything(scene: Scene) -> Dialogue:
    found = scene.journal.entries()
    if found:
        yield Say("forget.read_back", {"things": _counted(scene, found)})
    else:
        yield Say("forget.nothing_seen")
    yield Say("forget.private_too")
    if not ((yield from _sure("sure")) and (yield from _sure("really"))):
        yield Say("forget.left")
        return
    yield Forget("everything")
    if not scene.kept:
        yield Say("forget.not_forgotten")
        return
    for what in tuple(scene.memory):
        yield Remember(what, None)
    for agreed in scene.appointments:
        yield Appoint(agreed.what, None, about=agreed.about)
    yield Say("forget.forgotten_everything")


def _sure(line: str) -> Asked:
    """Whether "yes" is said to the question."""
    heard = yield from ask([f"forget.{line}", f"forget.{line}_again"], frozenset({"yes", "no", "unsure"}))
    return heard is not None and heard.intent.name == "yes"


def _counted(scene: Scene, found: Sequence[Entry]) -> str:
    """ "two moments and one note", in the words of the scripts."""
    words = scene.material.lines
    counts = Counter(entry.kind for entry in found)
    said = [
        words[f"forget.one_{kind}"]
        if count == 1
        else words[f"forget.many_{kind}"].format(count=say_number(count))
        for kind, count in counts.items()
    ]  # fmt: skip
    together = said[-1]
    for some in reversed(said[:-1]):
        together = words["forget.listed"].format(some=some, more=together)
    return together
