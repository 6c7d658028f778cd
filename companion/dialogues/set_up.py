"""The first run, and setting up: told by voice, without a form, and any of it can be passed (D13, D17, C48, S19, S64).

Rules
1. Any exercise and any word of safety ends it at once; nobody in distress has to listen to an explanation.
2. Nothing is assumed: what is passed stays as it is, and nothing is kept without a yes.
3. "Set up" and the name of a part repeats that part.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._free_words import chosen, free_words
from companion.dialogues._helplines import COUNTRY
from companion.dialogues._keeping import KEEPING, offer_to_keep
from companion.dialogues._lines import lines
from companion.dialogues._profile import HEALTH, TOPIC
from companion.dialogues._senses import senses
from companion.dialogues.pause_word import pause_word
from companion.dialogues.private import private_minutes
from companion.scene import Scene
from companion.steps import Be, Cue, Dialogue, Heard, Keep, Listen, Remember, Resumed, Say, Slot, Step
from companion.units import samples

LINES: Final = lines(
    "set_up",
    "offer later what stop keeps remains try_timeout tried voice voices_typed sight sight_fully sight_little "
    "sight_none numbers numbers_kept country person person_next names_typed topic topic_emotional_affair topic_money "
    "topic_screens topic_distance health health_yes ready",
    exit="phrase",
)
ON: Final = frozenset({"next", "pass", "done", "continue", "no"})
ROOM: Final = samples(8)
MOST_PEOPLE: Final = 6
SIGHT: Final = ("fully", "little", "none")
TOPICS: Final = ("emotional_affair", "money", "screens", "distance")
"""Each is the name of the deck nearest to it."""

Part = Generator[Step, Heard | Resumed | None, None]


def first_run(scene: Scene) -> Dialogue:
    """The first words to somebody who has never been here; a yes leads through everything."""
    yield Say("session.greeting", yields=True)
    yield Say("set_up.offer", yields=True)
    heard = yield Listen("question", ROOM)
    if isinstance(heard, Heard) and heard.intent.name == "yes":
        yield from _everything(scene)
    else:
        yield Say("set_up.later", yields=True)


def set_up(scene: Scene) -> Dialogue:
    """One part, or everything."""
    part = PARTS.get(str(scene.intent.slots.get("what", "all")))
    if part is None:
        yield from _everything(scene)
    else:
        yield Be("reflection")
        yield from part(scene)


def _everything(scene: Scene) -> Part:
    yield Be("reflection")  # in which "next" and "pass" are understood, and the exercises too
    yield from _tell("what")
    yield from _tell("stop")
    yield from _try_timeout()
    yield from _keeping(scene)
    yield from _tell("exit", phrase=scene.settings.quick_exit)
    yield from _tell("remains")
    for part in (_voice, _sight, _country, _names, _topic):
        yield from part(scene)
    yield from _tell("ready")


def _tell(line: str, **values: str) -> Part:
    """One line, which any command cuts; "repeat" says it again."""
    while True:
        heard = yield Say(f"set_up.{line}", values, heeds=ON | {"repeat"}, yields=True)
        if not isinstance(heard, Heard) or heard.intent.name != "repeat":
            return


def _try_timeout() -> Part:
    heard = yield Say("set_up.try_timeout", heeds=ON | {"timeout"}, yields=True)
    if heard is None:
        heard = yield Listen("reflection", ROOM, heeds=frozenset({"timeout"}))
    if isinstance(heard, Heard) and heard.intent.name == "timeout":
        yield Cue("stopped")
        yield from _tell("tried")


def _keeping(scene: Scene) -> Part:
    """What is kept, and whether numbers are, without being asked each time."""
    yield from _tell("keeps")
    answer = yield from ask_yes_no(["set_up.numbers"])
    if answer is None or (not answer and not scene.journal.lasting):
        return
    yield Keep("preference", {KEEPING: answer}, scene.solo or "")
    yield Say("session.not_kept" if not scene.kept else "set_up.numbers_kept" if answer else "session.let_go")


def _voice(scene: Scene) -> Part:
    """A sample, and time to change it: "faster" and the like are answered beside it, and kept on a yes (C22)."""
    before = _speech(scene)
    heard = yield Say("set_up.voice", heeds=ON, yields=True)
    if heard is None:
        yield Listen("reflection", ROOM)
    if _speech(scene) != before:
        yield from offer_to_keep(scene, "preference", _speech(scene), scene.solo or "")


def _speech(scene: Scene) -> dict[str, Slot]:
    """What the session was told of rate (words a minute) and volume (percent)."""
    return {what: scene.memory[what] for what in ("rate", "volume") if what in scene.memory}


def _voice_alone(scene: Scene) -> Part:
    yield from _voice(scene)
    yield from _tell("voices_typed")


def _sight(scene: Scene) -> Part:
    yield from _one_of(scene, "sight", SIGHT)


def _topic(scene: Scene) -> Part:
    """What is near somebody; it orders the decks, and is never said back (S1)."""
    yield from _one_of(scene, TOPIC, TOPICS)


def _one_of(scene: Scene, what: str, names: Sequence[str]) -> Part:
    """One of `names`, chosen by the lines that say them."""
    texts = [scene.material.lines[f"set_up.{what}_{name}"] for name in names]
    text = yield from chosen(f"set_up.{what}", texts)
    if text is not None:
        yield from _prefer(scene, what, names[texts.index(text)])


def _senses(scene: Scene) -> Part:
    """Sight, and what else an exercise may sound or feel like."""
    yield from _sight(scene)
    yield from senses(scene)


def _country(scene: Scene) -> Part:
    countries = {country.called: code for code, country in scene.material.helplines.items()}
    name = yield from chosen("set_up.country", list(countries))
    if name is not None:
        yield from _prefer(scene, COUNTRY, countries[name])


def _prefer(scene: Scene, what: str, value: Slot) -> Part:
    """For this session, and for the next ones on a yes."""
    yield Remember(what, value)
    yield from offer_to_keep(scene, "preference", {what: value}, scene.solo or "")


def _names(scene: Scene) -> Part:
    if not scene.dictation:
        yield from _tell("names_typed")
        return
    for number in range(MOST_PEOPLE):
        name = yield from free_words(scene, "set_up.person_next" if number else "set_up.person", ())
        if name is None or not (yield from offer_to_keep(scene, "person", {"name": name})):
            return


def _health(scene: Scene) -> Part:
    if (yield from ask_yes_no(["set_up.health"])):
        yield Remember(HEALTH, True)
        yield from _tell("health_yes")
        yield from offer_to_keep(scene, "health", {"any": True}, scene.solo or "")


PARTS: Final[Mapping[str, Callable[[Scene], Part]]] = {
    "voice": _voice_alone,
    "speed": _voice,
    "names": _names,
    "sight": _senses,
    "health": _health,
    "pause_word": pause_word,
    "keeping": _keeping,
    "country": _country,
    "private": private_minutes,
}
"""What `set_up.what` may name; anything else is everything."""
