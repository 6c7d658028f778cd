"""Small promises that are followed up: who, what and by when; told before, asked after (S37, S39).

Rules
1. What was understood is read back, and counts only after a yes.
2. One word before it is due, one question after: did it happen, partly, or not yet? No streak, no score, no remark.
3. What did not happen gets a new time, or is let go by whoever made it. Both hear the same words.
"""

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no
from companion.dialogues._free_words import free_words
from companion.dialogues._keeping import keep
from companion.dialogues._lines import lines
from companion.phrases import next_time, say_time
from companion.scene import Entry, Scene
from companion.steps import Appoint, Change, Dialogue, Heard, Intent, Resumed, Say, Slot, Step

EXAMPLES: Final = ("example_home", "example_message", "example_money", "example_listen")
LINES: Final = lines(
    "commitments",
    "what when when_again right nothing_yet how how_again well partly not_yet new_time new_time_again let_go stays "
    "changed someone undated " + " ".join(EXAMPLES),
    who="name",
    who_again="name",
    read_back="name what time",
    open="name what time",
)
OPEN: Final = "open"
_TIME: Final = frozenset({"set_time"})
When = Generator[Step, Heard | Resumed | None, datetime | None]


def add(scene: Scene) -> Dialogue:
    """Put a commitment down."""
    said = scene.intent.slots.get("what")
    examples = [scene.material.lines[f"commitments.{name}"] for name in EXAMPLES]
    what = said if isinstance(said, str) else (yield from free_words(scene, "commitments.what", examples))
    if what is None:
        return
    who = yield from _who(scene)
    when = _moment(scene, scene.intent) or (yield from _when(scene))
    time = scene.material.lines["commitments.undated"] if when is None else say_time(when, scene.wall)
    yield Say("commitments.read_back", {"name": who, "what": what, "time": time})
    if not (yield from ask_yes_no(["commitments.right"])):
        yield Say("session.let_go")
        return
    fields: dict[str, Slot] = {"who": who, "what": what, "due": "" if when is None else when.isoformat(), "state": OPEN}
    if (yield from keep(scene, "commitment", fields)) and when is not None:
        yield from _remind(scene, what, when)


def _who(scene: Scene) -> Generator[Step, Heard | Resumed | None, str]:
    if scene.solo:
        return scene.solo
    for person in scene.people:
        if len(scene.people) == 1 or (
            yield from ask_yes_no(["commitments.who", "commitments.who_again"], {"name": person})
        ):
            return person
    return scene.material.lines["commitments.someone"]


def _moment(scene: Scene, said: Intent) -> datetime | None:
    when, every = said.slots.get("when"), said.slots.get("every")
    if isinstance(when, str):
        return datetime.fromisoformat(when)
    return next_time(every, scene.wall) if isinstance(every, dict) else None


def _when(scene: Scene) -> When:
    heard = yield from ask(
        ["commitments.when", "commitments.when_again"], _TIME | {"pass", "no", "unsure", "done"}, heeds=_TIME
    )
    return None if heard is None else _moment(scene, heard.intent)


def _remind(scene: Scene, what: str, when: datetime) -> Generator[Step, Heard | Resumed | None, None]:
    """A word a day before, or after three quarters of a shorter time; a question when it is due."""
    ahead = min(timedelta(days=1), (when - scene.wall) / 4)
    yield Appoint("commitment_soon", when - ahead, about=what)
    yield Appoint("commitment", when, about=what)


def review(scene: Scene) -> Dialogue:
    """Go through what is open; what is due is asked after."""
    found = [entry for entry in scene.journal.entries("commitment") if entry.fields["state"] == OPEN]
    if not found:
        yield Say("commitments.nothing_yet")
    for entry in found:
        due = _due(entry)
        time = scene.material.lines["commitments.undated"] if due is None else say_time(due, scene.wall)
        who, what = str(entry.fields["who"]), str(entry.fields["what"])
        yield Say("commitments.open", {"name": who, "what": what, "time": time})
        if due is None or scene.reached(due):
            yield from _follow_up(scene, entry, what)


def _due(entry: Entry) -> datetime | None:
    due = str(entry.fields["due"])
    return datetime.fromisoformat(due) if due else None


def _follow_up(scene: Scene, entry: Entry, what: str) -> Dialogue:
    heard = yield from ask(["commitments.how", "commitments.how_again"], frozenset({"yes", "done", "partly", "no"}))
    match heard.intent.name if heard is not None else None:
        case "yes" | "done":
            yield from _settle(entry, what, "happened")
            yield Say("commitments.well")
        case "partly":
            yield Say("commitments.partly")
            yield from _plan_again(scene, entry, what)
        case "no":
            yield Say("commitments.not_yet")
            yield from _plan_again(scene, entry, what)
        case _:
            yield Say("commitments.stays")


def _plan_again(scene: Scene, entry: Entry, what: str) -> Dialogue:
    lines = ["commitments.new_time", "commitments.new_time_again"]
    heard = yield from ask(lines, _TIME | {"no", "pass"}, heeds=_TIME)
    if heard is None or heard.intent.name == "pass":
        yield Say("commitments.stays")
        return
    when = _moment(scene, heard.intent)
    if when is None:
        yield from _settle(entry, what, "let go")
        yield Say("commitments.let_go")
        return
    yield Change(entry.number, {"due": when.isoformat()})
    yield from _remind(scene, what, when)
    yield Say("commitments.changed")


def _settle(entry: Entry, what: str, state: str) -> Dialogue:
    yield Change(entry.number, {"state": state})
    yield Appoint("commitment_soon", None, about=what)
    yield Appoint("commitment", None, about=what)
