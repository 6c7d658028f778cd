"""Words of people's own: taken down where the ear can, else chosen from a list; read back, and used only after a yes.

Rules
1. Dictation is offered only where free words are understood; otherwise a short list is read, one number an answer.
2. What was taken down is read back. A no asks once more; after that nothing is taken.
3. "Pass", "no", "done" and silence take nothing, and nobody asks why.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no, picked
from companion.dialogues._lines import lines
from companion.phrases import say_number
from companion.scene import Scene
from companion.steps import Heard, Listen, Resumed, Say, Step
from companion.units import samples

LINES: Final = lines("words", "which which_more which_again nothing right", item="number text", read_back="text")
AT_ONCE: Final = 4
"""So many choices are read out before a number is asked for."""

ROOM: Final = samples(20)
"""How long nobody need say a word."""

_NOTHING: Final = frozenset({"pass", "no", "done", "next", "unsure"})

Words = Generator[Step, Heard | Resumed | None, str | None]


def free_words(scene: Scene, question: str, choices: Sequence[str]) -> Words:
    """The words that answer the line `question`; `choices` are texts to choose from. None when there are none."""
    if scene.dictation:
        return (yield from _taken_down(question))
    return (yield from chosen(question, choices))


def unconfirmed(scene: Scene, question: str, choices: Sequence[str]) -> Words:
    """As `free_words`, for who reads back what was taken down."""
    if not scene.dictation:
        return (yield from chosen(question, choices))
    text = yield from _heard(question)
    if text is None:
        yield Say("words.nothing")
    return text


def words_for(scene: Scene, slot: str, question: str, choices: Sequence[str]) -> Words:
    """The words that were said with what led here, once they are confirmed; else what answers `question`."""
    said = scene.intent.slots.get(slot)
    if isinstance(said, str):
        yield Say("words.read_back", {"text": said})
        if (yield from ask_yes_no(["words.right"])):
            return said
    return (yield from free_words(scene, question, choices))


def listed(scene: Scene, name: str) -> list[str]:
    """The texts of a list of the scripts, in order."""
    return [scene.material.lines[line] for line in scene.material.lists[name]]


def _taken_down(question: str) -> Words:
    for _ in range(2):
        text = yield from _heard(question)
        if text is None:
            break
        yield Say("words.read_back", {"text": text})
        if (yield from ask_yes_no(["words.right"])):
            return text
    yield Say("words.nothing")
    return None


def _heard(question: str) -> Words:
    asked = Say(question)
    yield asked
    heard = yield Listen("question", ROOM, "reflection", free=True, question=(asked,))
    return heard.text if isinstance(heard, Heard) and heard.intent.name not in _NOTHING else None


def chosen(question: str, choices: Sequence[str]) -> Words:
    """One of the `choices`, by its number; None for none of them. A no, or silence, brings the next few."""
    yield Say(question)
    for first in range(0, len(choices), AT_ONCE):
        for number, item in enumerate(choices[first : first + AT_ONCE], first + 1):
            yield Say("words.item", {"number": say_number(number), "text": item})
        more = first + AT_ONCE < len(choices)
        asked = ["words.which_more"] if more else ["words.which", "words.which_again"]
        heard = yield from ask(asked, frozenset({"choice"}) | _NOTHING)
        text = picked(heard, choices, first + AT_ONCE)
        if text is not None:
            return text
        if heard is not None and heard.intent.name != "no":
            break
    yield Say("words.nothing")
    return None
