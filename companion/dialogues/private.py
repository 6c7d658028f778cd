"""Two private minutes: whether somebody takes part freely and without fear (D10).

Rules
1. Asked only of somebody who says they are alone; keys answer as well as words.
2. Every question is asked, and the closing is the same, whatever is answered: nobody can tell from its length.
3. Any worry, doubt or silence closes what is done together. The answers themselves are not kept, only whether it is
   open, for the eyes of that person alone.
"""

from typing import Final

from companion.dialogues._ask import ask
from companion.dialogues._gate import APART
from companion.dialogues._keeping import offer_to_keep
from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Dialogue, Remember, Say

LINES: Final = {
    **lines("private", "only_alone opening again by_choice say_no afterwards means this_session closing"),
    **lines("safety", "alone"),
}
QUESTIONS: Final = {"by_choice": "yes", "say_no": "yes", "afterwards": "no", "means": "yes"}
"""Each question, and the answer without a worry."""

_ANSWERS: Final = frozenset({"yes", "no", "unsure", "pass"})


def private_minutes(scene: Scene) -> Dialogue:
    """The four questions of the private gate."""
    heard = yield from ask(["safety.alone"], _ANSWERS)
    if heard is None or heard.intent.name != "yes":
        yield Say("private.only_alone")
        return
    yield Say("private.opening")
    worry = False
    for question, calm in QUESTIONS.items():
        heard = yield from ask([f"private.{question}", "private.again"], _ANSWERS)
        worry = worry or heard is None or heard.intent.name != calm
    if worry:
        yield Remember(APART, True)
    if scene.solo:
        yield from offer_to_keep(scene, "gate", {"open": not worry}, scene.solo)
    else:
        yield Say("private.this_session")
    yield Say("private.closing")
