"""The spoken check-in: short parts, everyone in turn, the same time for each, no replies between (S38, S57, D11).

Rules
1. It begins only after everyone was asked and said yes; a no, or silence, ends it without remark.
2. Who begins alternates from part to part. Everyone hears the same words and has the same time on the clock.
3. "Done" and "pass" end a turn early; a minute asked for is given to whoever asks and is not counted.
4. What is said in a turn goes nowhere: it is not kept, not repeated, not answered.
"""

from collections.abc import Sequence
from typing import Final

from companion.dialogues._ask import A_MINUTE, ask_yes_no
from companion.dialogues._lines import lines
from companion.phrases import say_duration
from companion.scene import Form, Part, Scene
from companion.steps import Be, Cue, Dialogue, Heard, Interrupted, Listen, Say, Turn, Wait
from companion.units import RATE, Samples, samples

LINES: Final = lines(
    "check_in",
    "not_now rules minute closing someone someone_else",
    opening="length",
    consent="name",
    consent_again="name",
    turn="name",
)
SETTLED: Final = samples(5)
"""A final result that comes this long after its last word came because the person fell silent (C30)."""


def check_in(scene: Scene) -> Dialogue:
    """Lead one check-in."""
    form = scene.material.check_in[str(scene.intent.slots.get("form", scene.settings.check_in_form))]
    people = scene.settings.people or (
        scene.material.lines["check_in.someone"],
        scene.material.lines["check_in.someone_else"],
    )
    yield Say("check_in.opening", {"length": _length(form, people)})
    for person in people:
        if not (yield from ask_yes_no(["check_in.consent", "check_in.consent_again"], {"name": person})):
            yield Say("check_in.not_now")
            return
    yield Be("check_in")
    yield Say("check_in.rules")
    for number, part in enumerate(form.parts):
        first = number % len(people)
        for person in (*people[first:], *people[:first]):
            yield from _turn(scene, part, person)
    yield Say("check_in.closing")


def _length(form: Form, people: Sequence[str]) -> str:
    spoken = sum(part.length for part in form.parts) * len(people)
    return say_duration(max(1, round(spoken / RATE / 60)))


def _turn(scene: Scene, part: Part, person: str) -> Dialogue:
    """One person's turn: `part.length` on the clock, or until they are done."""
    yield Say("check_in.turn", {"name": person})
    yield Say(part.line)
    yield Cue("turn")
    yield Turn(person, "start")
    try:
        yield from _listen(scene, part.length)
    except Interrupted:
        yield Turn(person, "end")
        raise
    yield Turn(person, "end")


def _listen(scene: Scene, length: Samples) -> Dialogue:
    began = scene.now
    end = Samples(began - scene.covered + length)  # on the turn's own clock, which stands still while it is covered
    while (left := Samples(end + scene.covered - scene.now)) > 0:
        heard = yield Listen("check_in", left, "reflection", frozenset({"wait"}), firm=True)
        if not isinstance(heard, Heard) or heard.start < began:
            continue
        match heard.intent.name:
            case "done" | "pass" | "next":
                return
            case "wait":
                asked = Samples(scene.now - scene.covered)
                yield Say("check_in.minute")
                yield Wait(A_MINUTE, frozenset({"done", "continue", "next", "pass"}))
                end = Samples(end + scene.now - scene.covered - asked)
            case "none" if scene.now - heard.end >= SETTLED:
                return
            case _:
                continue
