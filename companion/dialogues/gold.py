"""Gold moments: one small moment of repair, kept and said again (S13).

Rules
1. In a private session it belongs to that person alone. With others about it is kept only when everyone says yes,
   and then everyone here may hear it.
2. They are only said when somebody asks for them.
"""

from collections.abc import Generator
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._company import company
from companion.dialogues._free_words import listed, words_for
from companion.dialogues._keeping import keep
from companion.dialogues._lines import lines
from companion.dialogues.moments import IDEA
from companion.scene import Scene
from companion.steps import Dialogue, Heard, Resumed, Say, Step, Wait
from companion.units import samples

LINES: Final = lines(
    "gold",
    "what share_alone share_alone_again nothing_yet opening more more_again closing",
    share="name",
    share_again="name",
    moment="text",
)
LISTS: Final = {"gold": ("examples",)}
AT_ONCE: Final = 5
BREATH: Final = samples(1)


def keep_moment(scene: Scene) -> Dialogue:
    """Keep one moment."""
    text = yield from words_for(scene, "what", "gold.what", listed(scene, "gold.examples"))
    if text is None:
        return
    if scene.solo is None and not (yield from _shared(scene)):
        yield Say("session.let_go")
        return
    yield from keep(scene, "moment", {"text": text}, scene.solo or "")


def _shared(scene: Scene) -> Generator[Step, Heard | Resumed | None, bool]:
    """Whether everyone who is here lets everyone hear it later."""
    people = yield from company(scene)
    if len(people) == 1:
        return bool((yield from ask_yes_no(["gold.share_alone", "gold.share_alone_again"])))
    for person in people:
        if not (yield from ask_yes_no(["gold.share", "gold.share_again"], {"name": person})):
            return False
    return True


def read_moments(scene: Scene) -> Dialogue:
    """Say those that are kept, a few at a time, the newest first."""
    kept = [entry for entry in scene.journal.entries("moment") if not entry.fields.get(IDEA)]
    if not kept:
        yield Say("gold.nothing_yet")
        return
    yield Say("gold.opening")
    for number, entry in enumerate(reversed(kept)):
        if number and number % AT_ONCE == 0 and not (yield from ask_yes_no(["gold.more", "gold.more_again"])):
            break
        yield Say("gold.moment", {"text": str(entry.fields["text"])})
        yield Wait(BREATH)
    yield Say("gold.closing")
