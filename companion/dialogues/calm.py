"""Calm: somebody is in distress, and something begins at once (S2, S18, S19, D18-D20).

Rules
1. No menu, no form: a calming word, a number if they like, an exercise. Silence and keys are enough all the way.
2. When the number has risen, or they call out again, another family follows at once: never more of the same (D19).
3. What helped before comes first. Numbers are kept only where keeping is on, or after one question a session.
4. Nothing that somebody chose against is led: no_breath, no_touch.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Final

from companion.dialogues import breathing, exercise
from companion.dialogues._ask import ask, ask_number, ask_yes_no, number
from companion.dialogues._keeping import wanted
from companion.dialogues._lines import lines
from companion.dialogues._profile import profile
from companion.scene import Scene
from companion.steps import Dialogue, Heard, Intent, Keep, Lead, Remember, Resumed, Say, Slot, Step

LINES: Final = lines(
    "calm",
    "here rate quiet quiet_no_breath usual route route_again route_last route_yes_no away after different more_again "
    "more_last more_yes_no person closing keep keep_again",
    helped="called",
    helped_again="called",
    helped_quiet="called",
    person_named="names",
    more="first second",
    more_third="first second third",
)
DISTRESS: Final = "distress"
"""How strong it is, 0 to 10, as last said in this session."""

STILL: Final = 4
"""From here on something else is offered."""

AWAY: Final = 2
_ROUTES: Final = {1: "fired_up", 3: "numb", -1: "numb"}
"""What the answers to the question of the route lead to; the second is a timeout."""

AGAIN: Final = frozenset({"calm"})
Talk = Generator[Step, Heard | Resumed | None, Heard | None]


@dataclass(frozen=True, slots=True)
class Change:
    """A number before and after an exercise."""

    name: str
    before: float
    after: float


def calm(scene: Scene) -> Dialogue:
    """From the first calming word to the last number."""
    yield Say("calm.here", heeds=AGAIN)
    heard = yield from ask_number(["calm.rate"], heeds=AGAIN, within=6)
    strength = yield from _remember(number(heard))
    silent = heard is None or heard.intent.name == "calm"
    if silent:
        yield Say("calm.quiet_no_breath" if "no_breath" in profile(scene) else "calm.quiet", heeds=AGAIN)
        plan = yield from _begin_quietly(scene)
    else:
        yield Say("calm.usual", heeds=AGAIN)
        plan = yield from _begin_asking(scene)
    changes = yield from _exercises(scene, plan, strength)
    yield from _keep(scene, changes)
    now = scene.memory.get(DISTRESS)
    if isinstance(now, int | float) and now >= scene.settings.settle_from:
        people = [str(entry.fields["name"]) for entry in scene.journal.entries("my_person")]
        yield Say("calm.person_named", {"names": " and ".join(people)}) if people else Say("calm.person")
    yield Say("calm.closing")


def _remember(strength: float | None) -> Generator[Step, Heard | Resumed | None, float | None]:
    if strength is not None:
        yield Remember(DISTRESS, strength)
    return strength


# -- what comes first ----------------------------------------------------------------------------------------------

Planning = Generator[Step, Heard | Resumed | None, list[str]]


def _begin_quietly(scene: Scene) -> Planning:
    plan = _suited(scene, scene.material.calm["quiet"])
    helped = _helped(scene)
    if helped is None:
        return plan
    yield Say("calm.helped_quiet", {"called": _called(scene, helped)}, heeds=AGAIN)
    return [helped, *plan]


def _begin_asking(scene: Scene) -> Planning:
    helped = _helped(scene)
    if helped is not None:
        values = {"called": _called(scene, helped)}
        if (yield from ask_yes_no(["calm.helped", "calm.helped_again"], values)) is not False:
            return [helped, *_suited(scene, scene.material.calm["fired_up"])]
    heard = yield from ask(
        ["calm.route"],
        frozenset({"choice", "yes", "calm", "unsure", "no"}),
        heeds=AGAIN,
        unclear=("calm.route_again", "calm.route_last", "calm.route_yes_no"),
    )
    if heard is not None and heard.intent.slots.get("index") == AWAY:
        yield Say("calm.away")
        yield Lead(Intent("timeout"))
    return _suited(scene, scene.material.calm[_route(heard)])


def _route(heard: Heard | None) -> str:
    """How somebody is, as they said it; a no to breathing leads away from it."""
    if heard is None:
        return "quiet"
    if heard.intent.name == "no":
        return "numb"
    index = heard.intent.slots.get("index")
    return _ROUTES.get(index, "quiet") if isinstance(index, int) else "quiet"


def _helped(scene: Scene) -> str | None:
    """What is known to have helped last, of what suits whoever is here."""
    names = [str(entry.fields.get("exercise")) for entry in reversed(scene.journal.entries("helped"))]
    return next((name for name in _suited(scene, names) if _known(scene, name)), None)


def _known(scene: Scene, name: str) -> bool:
    return name in scene.material.breathing or name in scene.material.exercises


def _suited(scene: Scene, names: Sequence[str]) -> list[str]:
    flags = profile(scene)
    spared = {"breath": "no_breath", "touch": "no_touch"}
    return [name for name in names if spared.get(_family(scene, name)) not in flags]


def _family(scene: Scene, name: str) -> str:
    found = scene.material.exercises.get(name)
    return "breath" if found is None else found.family


def _called(scene: Scene, name: str) -> str:
    styles = scene.material.breathing
    return styles[name].called if name in styles else scene.material.exercises[name].called


# -- one exercise after another ------------------------------------------------------------------------------------


def _exercises(
    scene: Scene, plan: Sequence[str], strength: float | None
) -> Generator[Step, Heard | Resumed | None, list[Change]]:
    """Lead what is planned, until it is lower, silent, or nothing of another family is left."""
    changes: list[Change] = []
    left = list(plan)
    while left:
        name = left[0]
        left = [other for other in left if _family(scene, other) != _family(scene, name)]
        called = yield from _lead(scene, name)
        if called is None:
            called = yield from ask_number(["calm.after"], heeds=AGAIN)
        now = yield from _remember(number(called))
        if now is not None and strength is not None:
            changes.append(Change(name, strength, now))
        rose = now is not None and strength is not None and now > strength
        if rose or (called is not None and called.intent.name == "calm"):
            if left:
                yield Say("calm.different", heeds=AGAIN)
        elif now is None or now < STILL:
            return changes
        else:
            chosen = yield from _something_else(scene, left)
            if chosen is None:
                return changes
            left = [chosen, *left]
        strength = now if now is not None else strength
    return changes


def _lead(scene: Scene, name: str) -> Talk:
    if name in scene.material.exercises:
        return (yield from exercise.lead(scene, scene.material.exercises[name], AGAIN))
    return (yield from breathing.lead(scene, name, AGAIN))


def _something_else(scene: Scene, left: Sequence[str]) -> Generator[Step, Heard | Resumed | None, str | None]:
    """One of what is left, or what is only ever chosen; None for a no, or silence (D22).

    Whoever calls out again is not asked any further.
    """
    if len(left) < 2:
        return None
    offered = [*left[:2], *_suited(scene, scene.material.calm["chosen"])]
    named = ("first", "second", "third")
    heard = yield from ask(
        ["calm.more_third" if len(offered) == len(named) else "calm.more"],
        frozenset({"choice", "yes", "no", "done", "calm"}),
        {place: _called(scene, name) for place, name in zip(named, offered, strict=False)},
        heeds=AGAIN,
        unclear=("calm.more_again", "calm.more_last", "calm.more_yes_no"),
    )
    if heard is None or heard.intent.name in ("no", "done", "yes"):
        return None
    index = heard.intent.slots.get("index")
    if not isinstance(index, int):
        return left[0]
    return offered[min(index, len(offered)) - 1] if index > 0 else offered[index]


def _keep(scene: Scene, changes: Sequence[Change]) -> Dialogue:
    """Keep the numbers, and what was followed by a lower one, where that is wanted."""
    if not changes or not (yield from wanted(scene, ["calm.keep", "calm.keep_again"])):
        return
    owner = scene.solo or ""
    for change in changes:
        fields: dict[str, Slot] = {
            "exercise": change.name,
            "before": change.before,
            "after": change.after,
        }
        yield Keep("rating", {"activity": "calm", **fields}, owner)
        if change.after < change.before:
            yield Keep("helped", fields, owner)
    if not scene.kept:
        yield Say("session.not_kept")
