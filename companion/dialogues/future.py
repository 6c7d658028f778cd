"""The future, together or apart (S51-S54, S63).

Rules
1. What somebody wants for themselves is asked only of one person alone. Nothing of it is kept or said to anybody.
2. Every answer, and none, is met with the same words. Both ways have the same length.
3. Whoever cannot feel safe is offered help, and nothing together begins any more in this session, without a word on it.
"""

from typing import Final

from companion.dialogues import values
from companion.dialogues._ask import ask, ask_yes_no
from companion.dialogues._company import alone
from companion.dialogues._gate import APART
from companion.dialogues._keeping import offer_to_keep
from companion.dialogues._lines import lines
from companion.dialogues._turns import ENDS, take_turn
from companion.dialogues.deck import play, settled
from companion.scene import Scene
from companion.steps import Be, Dialogue, Intent, Lead, Remember, Say

LINES: Final = lines("future", "opening stay safe safe_again help help_again form form_again any_answer")


def future(scene: Scene) -> Dialogue:
    """For one alone three private questions first; then the kept values, and the two futures as cards."""
    deck = scene.material.decks["future"]
    if (yield from alone(scene)):
        if not (yield from settled(scene, deck)):
            return
        yield from _private(scene)
    yield from values.tell(scene)
    yield from play(scene, deck)


def _private(scene: Scene) -> Dialogue:
    yield Be("reflection")
    yield Say("future.opening")
    yield from take_turn(scene, "", "future.stay", None, "reflection", ends=ENDS | {"continue"})
    yield Be("question")
    safe = yield from ask_yes_no(["future.safe", "future.safe_again"])
    yield Say("future.any_answer")
    if safe is False:
        yield from _not_safe(scene)
    yield from ask(["future.form", "future.form_again"], frozenset({"choice", "pass", "no", "unsure", "done"}))
    yield Say("future.any_answer")


def _not_safe(scene: Scene) -> Dialogue:
    """Nothing together from here on; help, where it is wanted."""
    yield Remember(APART, True)
    if scene.solo:
        yield from offer_to_keep(scene, "gate", {"open": False}, scene.solo)
    if (yield from ask_yes_no(["future.help", "future.help_again"])):
        private = Intent("danger", {"kind": "afraid"})
        yield Lead(private if scene.solo is not None else Intent("support"))
