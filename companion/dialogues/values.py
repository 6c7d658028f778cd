"""Values: everyone chooses up to three from one list, and what several chose is said and kept (S62).

Rules
1. Everyone hears the same list in the same order. "Done" ends a choice early, and choosing nothing is fine.
2. What nobody shares is no failing, and is met as kindly.
3. Kept are the shared ones, when everyone says yes; alone in a private session one's own.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no
from companion.dialogues._free_words import free_words, listed
from companion.dialogues._gathering import all_agree, gathered
from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Dialogue, Heard, Keep, Resumed, Say, Step

LINES: Final = lines(
    "values",
    "again again_again opening own nothing_shared keep keep_own keep_own_again closing",
    kept="values",
    everything="values",
    yours="value",
    chosen="values",
    chosen_by="name values",
    shared="values",
)
LISTS: Final = {"values": ("words",)}
MOST: Final = 3
SILENT: Final = 3
"""After so many unanswered words in a row nobody is asked on."""

EACH: Final = 5.0
_ANSWERS: Final = frozenset({"yes", "no", "unsure", "partly", "pass", "done"})

Choosing = Generator[Step, Heard | Resumed | None, list[str]]


def values(scene: Scene) -> Dialogue:
    """Say what is kept, and choose."""
    people = yield from gathered(scene)
    if not people:
        return
    if kept_values(scene):
        yield from tell(scene)
        if not (yield from ask_yes_no(["values.again", "values.again_again"])):
            yield Say("values.closing")
            return
    yield Say("values.opening")
    yield Say("values.everything", {"values": _joined(listed(scene, "values.words"))})
    chosen = []
    for person in people:
        if len(people) > 1:
            yield Say("together.turn", {"name": person})
        chosen.append((yield from _choose(scene)))
    yield from _compare(scene, people, chosen)
    yield Say("values.closing")


def kept_values(scene: Scene) -> list[str]:
    """The values that are kept, each once."""
    return list(dict.fromkeys(str(entry.fields["what"]) for entry in scene.journal.entries("value")))


def tell(scene: Scene) -> Dialogue:
    """Say the kept ones; nothing where there are none."""
    if kept_values(scene):
        yield Say("values.kept", {"values": _joined(kept_values(scene))})


def _joined(words: Sequence[str]) -> str:
    return ", ".join(words)


def _choose(scene: Scene) -> Choosing:
    """What one person chooses, word by word."""
    chosen: list[str] = []
    silent = 0
    for value in listed(scene, "values.words"):
        heard = yield from ask(["values.yours"], _ANSWERS, {"value": value}, within=EACH)
        name = None if heard is None else heard.intent.name
        silent = silent + 1 if name is None else 0
        if name in ("yes", "partly"):
            chosen.append(value)
        if name == "done" or silent == SILENT or len(chosen) == MOST:
            break
    if scene.dictation and not silent and len(chosen) < MOST:
        own = yield from free_words(scene, "values.own", ())
        chosen += [] if own is None else [own.casefold()]
    return chosen


def _compare(scene: Scene, people: Sequence[str], chosen: Sequence[Sequence[str]]) -> Dialogue:
    for person, values in zip(people, chosen, strict=True):
        if values and len(people) > 1:
            yield Say("values.chosen_by", {"name": person, "values": _joined(values)})
        elif values:
            yield Say("values.chosen", {"values": _joined(values)})
    if len(people) == 1:
        yield from _keep_own(scene, chosen[0])
        return
    shared = [value for value in chosen[0] if all(value in others for others in chosen)]
    if shared:
        yield Say("values.shared", {"values": _joined(shared)})
        yield Say("values.keep")
        if (yield from all_agree(people)):
            yield from _keep(scene, shared, "")
    elif any(chosen):
        yield Say("values.nothing_shared")


def _keep_own(scene: Scene, chosen: Sequence[str]) -> Dialogue:
    if chosen and scene.solo is not None and (yield from ask_yes_no(["values.keep_own", "values.keep_own_again"])):
        yield from _keep(scene, chosen, scene.solo)


def _keep(scene: Scene, values: Sequence[str], owner: str) -> Dialogue:
    done = True
    for value in values:
        if value not in kept_values(scene):
            yield Keep("value", {"what": value}, owner)
            done = done and scene.kept
    yield Say("session.kept" if done else "session.not_kept")
