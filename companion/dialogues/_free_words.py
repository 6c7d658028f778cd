"""Words of people's own: taken down where the ear can, else chosen from a list; read back, and used only after a yes.

Rules
1. Dictation is offered only where free words are understood; otherwise a short list is read, one number an answer.
2. What was taken down is read back. A no asks once more; after that nothing is taken.
3. "Pass", "no", "done" and silence take nothing, and nobody asks why.
"""

from collections.abc import Generator, Sequence
from typing import Final

from companion.dialogues._ask import ask, ask_yes_no
from companion.dialogues._lines import lines
from companion.phrases import say_number
from companion.scene import Scene
from companion.steps import Heard, Listen, Resumed, Say, Step
from companion.units import samples

LINES: Final = lines("words", "which which_again nothing right", item="number text", read_back="text")
ROOM: Final = samples(20)
"""How long nobody need say a word."""

_NOTHING: Final = frozenset({"pass", "no", "done", "next", "unsure"})

Words = Generator[Step, Heard | Resumed | None, str | None]


def free_words(scene: Scene, question: str, choices: Sequence[str]) -> Words:
    """The words that answer the line `question`; `choices` are texts to choose from. None when there are none."""
    if scene.dictation:
        return (yield from _taken_down(question))
    return (yield from chosen(scene, question, choices))


def _taken_down(question: str) -> Words:
    for _ in range(2):
        yield Say(question)
        heard = yield Listen("question", ROOM, "reflection", free=True)
        if not isinstance(heard, Heard) or heard.intent.name in _NOTHING:
            break
        yield Say("words.read_back", {"text": heard.text})
        if (yield from ask_yes_no(["words.right"])):
            return heard.text
    yield Say("words.nothing")
    return None


def chosen(scene: Scene, question: str, choices: Sequence[str]) -> Words:
    """One of the `choices`, by its number; None for none of them."""
    yield Say(question)
    for number, text in enumerate(choices, 1):
        yield Say("words.item", {"number": say_number(number), "text": text})
    heard = yield from ask(["words.which", "words.which_again"], frozenset({"choice"}) | _NOTHING)
    index = heard.intent.slots.get("index") if heard is not None else None
    if isinstance(index, int) and 1 <= index <= len(choices):
        return choices[index - 1]
    yield Say("words.nothing")
    return None
