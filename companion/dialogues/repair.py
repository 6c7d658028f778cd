"""The repair statement, in three steps: what it did, the regret, one thing to do together (S41).

Rules
1. Everyone is asked whether they want to say something, in turn and with the same time; a no is as good.
2. Whoever listens may say "I heard", or "not ready", or nothing. All are met with the same words: nobody has to accept.
3. Where somebody spoke, a ritual and a time for it can be chosen by everyone. None is as good.
4. Alone it is practised, in open time. Nothing that is said is kept.
"""

from collections.abc import Sequence
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._company import company, in_order
from companion.dialogues._gate import pair_open
from companion.dialogues._last_word import last_word
from companion.dialogues._lines import lines
from companion.dialogues._turns import take_turn
from companion.dialogues.rituals import build
from companion.scene import Scene
from companion.steps import Be, Dialogue, Listen, Say
from companion.units import samples

STEPS: Final = ("impact", "regret", "together")
LINES: Final = lines(
    "repair",
    " ".join(STEPS) + " opening opening_alone received choose nobody closing closing_alone stopped",
    would="name",
    would_again="name",
    answer="name",
)
EACH: Final = samples(90)
ROOM: Final = samples(10)
"""How long whoever listened may take for an answer."""


def repair(scene: Scene) -> Dialogue:
    """Lead through the statement, of one or of each in turn."""
    people = yield from company(scene)
    if len(people) > 1:
        if not (yield from pair_open(scene, deep=True)):
            return
        people = yield from in_order(scene, people)
    yield Be("reflection")
    yield from last_word(_practise(scene) if len(people) == 1 else _together(scene, people), "repair.stopped")


def _practise(scene: Scene) -> Dialogue:
    yield Say("repair.opening_alone")
    for step in STEPS:
        yield from take_turn(scene, "", f"repair.{step}", None, "reflection")
    yield Say("repair.closing_alone")


def _together(scene: Scene, people: Sequence[str]) -> Dialogue:
    yield Say("together.team")
    yield Say("repair.opening")
    spoke = False
    for person in people:
        if not (yield from ask_yes_no(["repair.would", "repair.would_again"], {"name": person})):
            continue
        spoke = True
        for step in STEPS:
            yield from take_turn(scene, person, f"repair.{step}", EACH, "reflection")
        for listener in people:
            if listener != person:
                answer = Say("repair.answer", {"name": listener})
                yield answer
                yield Listen("question", ROOM, question=(answer,))
                yield Say("repair.received")
    if not spoke:
        yield Say("repair.nobody")
        return
    yield Say("repair.choose")
    yield from build(scene, people)
    yield Say("repair.closing")
    yield Say("together.respect")
