"""Who takes part in something together, and what counts as everyone's yes (S57, S64, D11).

Rules
1. Several people go through the door of `_gate`; somebody alone needs none.
2. Only a plain yes of everyone counts. One no, doubt or silence leaves it, and nobody asks why.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._company import company, in_order
from companion.dialogues._gate import pair_open
from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Heard, Resumed, Say, Step

LINES: Final = lines("together", "fits fits_again left_open", each_fits="name", each_fits_again="name")

Gathering = Generator[Step, Heard | Resumed | None, tuple[str, ...]]
Agreeing = Generator[Step, Heard | Resumed | None, bool]


def gathered(scene: Scene, deep: bool = False) -> Gathering:
    """Who takes part, beginning with whoever did not begin last time; nobody where it does not begin.

    For one alone it is their name, or "".
    """
    people = yield from company(scene)
    if len(people) == 1:
        return people
    if not (yield from pair_open(scene, deep)):
        return ()
    return (yield from in_order(scene, people))


def all_agree(people: Sequence[str]) -> Agreeing:
    """Whether what was just said fits everyone; where not, it is left open and that is said."""
    for person in people:
        if len(people) == 1:
            fits = yield from ask_yes_no(["together.fits", "together.fits_again"])
        else:
            fits = yield from ask_yes_no(["together.each_fits", "together.each_fits_again"], {"name": person})
        if not fits:
            yield Say("together.left_open")
            return False
    return True
