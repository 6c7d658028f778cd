"""The door to everything that people do together (S16, S20, S73, D10, D11).

Rules
1. `pair_open` is the first thing such a dialogue does. Calm, exercises and the timeout never ask it.
2. Every refusal is the same sentence, whatever the reason, and no event, line or entry tells the reason.
3. Only a plain yes of everyone begins; silence and doubt are a no, and nobody is persuaded.
"""

from collections.abc import Generator
from datetime import timedelta
from typing import Final

from companion.dialogues._ask import ask, ask_number, ask_yes_no, number
from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Be, Heard, Intent, Keep, Lead, Remember, Resumed, Say, Step, Wait
from companion.units import Samples, samples

LINES: Final = lines(
    "together",
    "someone someone_else private settle",
    willing="name",
    willing_again="name",
    how_strong="name",
    how_strong_again="name",
)
APART: Final = "apart"
"""Remembered when nothing together shall begin any more in this session."""

INVITED: Final = "gate"
EVERY: Final = timedelta(days=30)
"""How often the private minutes are offered (D10)."""

SETTLING: Final = samples(60)
"""The quiet before a deep conversation (S20)."""

Opening = Generator[Step, Heard | Resumed | None, bool]


def pair_open(scene: Scene, deep: bool = False) -> Opening:
    """Whether everyone begins; where not, it has been said. A `deep` conversation has a minute of quiet before it.

    In a private session nobody else is asked.
    """
    if scene.solo is not None:
        return True
    if scene.memory.get(APART) or scene.journal.held():
        yield from refuse()
        return False
    yield from _invite(scene)
    people = taking_part(scene)
    for person in people:
        if not (yield from ask_yes_no(["together.willing", "together.willing_again"], {"name": person})):
            yield from refuse()
            return False
    if deep:
        yield from _settle(scene)
    for person in people:
        strength = yield from _strength(person)
        if strength is not None and strength >= scene.settings.settle_from:
            yield from refuse()
            return False
    return True


def refuse() -> Generator[Step, Heard | Resumed | None, None]:
    """The one refusal: a calming exercise for whoever wants it, or another time. What yields from it must return."""
    if (yield from ask_yes_no(["session.not_available"])):
        yield Lead(Intent("calm"))
    time = frozenset({"set_time"})
    heard = yield from ask(["session.not_available_then"], time | {"no", "yes", "done"}, heeds=time)
    if heard is not None and heard.intent.name == "set_time":
        yield Lead(heard.intent)


def named(scene: Scene) -> tuple[str, ...]:
    """The names that are there, in order, each once."""
    return tuple(dict.fromkeys(name for person in scene.people if (name := person.strip())))


def taking_part(scene: Scene) -> tuple[str, ...]:
    """The names to address people by, in order; where fewer than two are known, two."""
    lines, names = scene.material.lines, named(scene)
    return names if len(names) > 1 else (*(names or (lines["together.someone"],)), lines["together.someone_else"])


def _invite(scene: Scene) -> Generator[Step, Heard | Resumed | None, None]:
    """Offer the private minutes: once a session, and where things are kept at all, once in `EVERY`."""
    invited = [entry.made for entry in scene.journal.entries("gate") if not entry.owner]
    if scene.memory.get(INVITED) or (invited and scene.wall - max(invited) < EVERY):
        return
    yield Remember(INVITED, True)
    if scene.journal.entries():
        yield Keep("gate", {"invited": True})
    yield Say("together.private")


def _settle(scene: Scene) -> Generator[Step, Heard | Resumed | None, None]:
    yield Be("reflection")  # so that "next" is understood in the quiet
    yield Say("together.settle")
    end = Samples(scene.now + SETTLING)
    while scene.now < end:
        heard = yield Wait(Samples(end - scene.now), frozenset({"next", "done", "pass"}))
        if isinstance(heard, Heard):
            return


def _strength(person: str) -> Generator[Step, Heard | Resumed | None, float | None]:
    """How strong it is for `person`, 0 to 10; None where they would rather not say."""
    heard = yield from ask_number(["together.how_strong", "together.how_strong_again"], {"name": person})
    return number(heard)
