"""Agreements: in one sentence, confirmed by everyone, and brought up again after a month (S8, S10).

Rules
1. Only what everyone says yes to is kept, in the words that everyone heard. Silence and doubt leave it open.
2. An agreement that no longer fits one person is none: it is taken off, and nobody asks why.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._free_words import free_words
from companion.dialogues._gate import pair_open
from companion.dialogues._lines import lines
from companion.phrases import next_time
from companion.scene import Scene
from companion.steps import Appoint, Dialogue, Forget, Keep, Say

LINES: Final = lines(
    "agreements",
    "sentence open agreed again again_again still still_again stays goes none",
    agree="name",
    agree_again="name",
    kept="what",
    one="what",
)
MONTHLY: Final = {"unit": "month", "at": "19:00"}
FOUR_WEEKS: Final = timedelta(weeks=4)


def agree_on(scene: Scene, people: Sequence[str], offers: Sequence[str]) -> Dialogue:
    """One agreement of everyone, in free words or one of the lines `offers`; kept once everyone has said yes."""
    words = yield from free_words(scene, "agreements.sentence", [scene.material.lines[line] for line in offers])
    if words is not None:
        yield Say("agreements.one", {"what": words.rstrip(".")})
        yield from confirm(scene, people, words)


def confirm(scene: Scene, people: Sequence[str], words: str) -> Dialogue:
    """Keep the agreement that was just said, in these `words`, once everyone has said yes; offer to come back to it."""
    for person in people:
        if not (yield from ask_yes_no(["agreements.agree", "agreements.agree_again"], {"name": person})):
            yield Say("agreements.open")
            return
    yield Keep("agreement", {"what": words})
    if not scene.kept:
        yield Say("session.not_kept")
        return
    yield Say("agreements.agreed")
    if any(planned.what == "agreement" for planned in scene.appointments):
        return
    if (yield from ask_yes_no(["agreements.again", "agreements.again_again"])):
        yield Appoint("agreement", next_time(MONTHLY, scene.wall + FOUR_WEEKS), MONTHLY)


def revisit(scene: Scene) -> Dialogue:
    """Every agreement that is kept, and whether it still fits everyone."""
    kept = scene.journal.entries("agreement")
    if not kept:
        yield Say("agreements.none")
        return
    if not (yield from pair_open(scene)):
        return
    for entry in kept:
        yield Say("agreements.kept", {"what": str(entry.fields["what"]).rstrip(".")})
        fits = yield from ask_yes_no(["agreements.still", "agreements.still_again"])
        if fits is False:
            yield Forget((entry.number,))
        if fits is not None:
            yield Say("agreements.stays" if fits else "agreements.goes")
