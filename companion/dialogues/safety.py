"""Safety: what is said when somebody may come to harm, from every state (D1-D5, D8, D9, D12, D31).

Rules
1. No line is generated, asks for detail, judges, promises, or claims that anybody was told.
2. Silence is met kindly at each question, and leads on. A no to the first question is asked about once, gently, and
   then respected for the rest of the session.
3. What somebody says about being afraid is answered with the neutral line and the end of the session; more is said
   only in a private session, quietly, and after a yes to "are you alone".
4. Nothing together begins in this session any more.
"""

from collections.abc import Generator
from contextlib import suppress
from typing import Final

from companion.dialogues._ask import ask
from companion.dialogues._gate import APART
from companion.dialogues._helplines import emergency, numbers
from companion.dialogues._lines import lines
from companion.scene import RETURN, Scene
from companion.steps import (
    Adjust,
    Appoint,
    Dialogue,
    Heard,
    Intent,
    Interrupted,
    Lead,
    Leave,
    Remember,
    Resumed,
    Say,
    Step,
    Wait,
)
from companion.units import samples

LINES: Final = lines(
    "safety",
    "crisis_self ask_direct ask_safe no_need_to_answer check_once respected cannot_ring someone someone_yes someone_no "
    "someone_quiet stay stay_quiet still_here quietly crisis_other threat did_harm afraid alone not_alone help_alone "
    "watched signpost support_ends decoy",
    someone_named="names",
)
CRISIS: Final = "crisis"
"""Remembered: how far these words have led in this session, "spoken" or "denied"."""

QUIETER: Final = 2
"""Steps of volume by which private help is lowered (D9)."""

BREATH: Final = samples(0.5)
"""Silence before the everyday answer, as somebody takes who was asked something (D12)."""

_TOO_LATE: Final = frozenset({"stop", "timeout", "pause", "wait"})
_NEED: Final = frozenset({"crisis", "danger"})
"""Said as an answer, they are no new beginning."""

Answer = Generator[Step, Heard | Resumed | None, Intent | None]


def crisis(scene: Scene) -> Dialogue:
    """Words of self-harm, one's own or somebody else's."""
    yield Remember(APART, True)
    if scene.intent.slots.get("who") == "other":
        yield Say("safety.crisis_other")
        yield from numbers(scene, "crisis")
        yield from _stay()
        return
    before = scene.memory.get(CRISIS)
    yield Remember(CRISIS, before or "spoken")
    if before == "denied":
        answer = yield from _answer("safety.quietly")
        wanted = answer is not None and answer.name in {"yes", *_NEED}
    elif before == "spoken":
        yield Say("safety.still_here")
        wanted = True
    else:
        yield Say("safety.crisis_self")
        wanted = yield from _in_need(scene)
    if not wanted:
        yield Remember(CRISIS, "denied")
        yield Say("safety.respected")
        return
    yield Say("safety.cannot_ring")
    yield from numbers(scene, "crisis")
    yield from _someone(scene)
    yield from _stay()


def danger(scene: Scene) -> Dialogue:
    """Violence, fear, coercion."""
    kind = scene.intent.slots.get("kind", "afraid")
    if kind in ("threat", "did_harm"):
        yield Remember(APART, True)
        yield Say(f"safety.{kind}")
        yield from emergency(scene)
    elif scene.solo is None:
        yield from _leave_it(scene)
    else:
        yield from _help_alone(scene)


def support(scene: Scene) -> Dialogue:
    """Where help can be found; of a habit that has a hold on somebody, one sentence and no more (D30)."""
    if "about" in scene.intent.slots:
        yield Say("safety.signpost")
        return
    kinds = ("crisis",) if scene.solo is None else ("crisis", "violence")
    yield from numbers(scene, *kinds)
    yield Say("safety.support_ends")


def quick_exit(_: Scene) -> Dialogue:
    """Silence, an everyday answer, and gone, whatever is said meanwhile."""
    with suppress(Interrupted):
        yield Wait(BREATH, _TOO_LATE)
        yield Say("safety.decoy", heeds=_TOO_LATE)
    yield Leave(quick=True)


def _in_need(scene: Scene) -> Generator[Step, Heard | Resumed | None, bool]:
    """Ask once, and once more where it is denied. Only two denials end it (D3)."""
    direct = scene.settings.crisis_ask_direct
    answer = yield from _answer("safety.ask_direct" if direct else "safety.ask_safe")
    if answer is None or answer.name in {"unsure", "pass"}:
        yield Say("safety.no_need_to_answer")
        return True
    denied = "misheard" in answer.slots or answer.name == ("no" if direct else "yes")
    if not denied:
        return True
    again = yield from _answer("safety.check_once")
    return again is None or again.name != "no"


def _someone(scene: Scene) -> Dialogue:
    """Whether there is someone to be with; people they have named are named (S82)."""
    people = [str(entry.fields["name"]) for entry in scene.journal.entries("my_person")]
    if people:
        answer = yield from _answer("safety.someone_named", names=" and ".join(people))
    else:
        answer = yield from _answer("safety.someone")
    if answer is None:
        yield Say("safety.someone_quiet")
    elif answer.name == "yes":
        yield Say("safety.someone_yes")
    else:
        yield Say("safety.someone_no")


def _stay() -> Dialogue:
    answer = yield from _answer("safety.stay")
    if answer is not None and answer.name == "yes":
        yield Lead(Intent("breathing"))
    yield Say("safety.stay_quiet")


def _leave_it(scene: Scene) -> Dialogue:
    """The neutral line, and the end of the session, with nobody to be called back later (D9, D26)."""
    yield Appoint(RETURN, None)
    yield Say("safety.afraid")
    yield Say("session.goodbye")
    yield Leave()


def _help_alone(scene: Scene) -> Dialogue:
    yield Adjust("volume", -QUIETER)
    answer = yield from _answer("safety.alone")
    if answer is not None and answer.name == "yes":
        yield Say("safety.help_alone")
        yield from numbers(scene, "violence")
        yield Say("safety.watched")
    else:
        yield Say("safety.not_alone")
    yield Adjust("volume", QUIETER)


def _answer(line: str, **values: str) -> Answer:
    """What was answered, by voice or key; None for silence and for what was not understood."""
    heard = yield from ask([line], frozenset({"yes", "no", "unsure", "pass", *_NEED}), values, heeds=_NEED)
    return heard.intent if heard is not None else None
