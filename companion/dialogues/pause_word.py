"""A pause word of one's own, beside "timeout": chosen, judged, confirmed, and there from that moment on (S24, C6).

Rules
1. A word that would not be heard, or be heard where nobody said it, is refused at once: why, and what is better.
2. What was judged fine is read back; nothing changes without a yes. "Timeout" goes on meaning what it means.
3. It can be tried at once, and nobody has to. Only one whose sound was guessed counts no longer where it was not heard.
"""

from collections.abc import Generator, Mapping, Sequence
from typing import Final

from companion.dialogues._ask import ask_yes_no
from companion.dialogues._free_words import listed, unconfirmed
from companion.dialogues._lines import lines
from companion.scene import Scene
from companion.steps import Adopt, Be, Cue, Dialogue, Heard, Keep, Listen, Remember, Resumed, Say, Step
from companion.units import samples

LINES: Final = lines(
    "pause_word",
    "another ask which sure kept for_now unchanged try tried untried prove unproven",
    current="word",
    read_back="word",
    guessed="word",
    better="words",
    unknown="other",
    everyday="word",
    command="word",
    short="word",
    alike="word other",
)
LISTS: Final[Mapping[str, Sequence[str]]] = {"pause_word": ["suggestions"]}
SUGGESTIONS: Final = "pause_word.suggestions"

PREFERENCE: Final = "pause_word"
TRIES: Final = 3
"""After so many words that would not do nobody is asked for another one."""
ROOM: Final = samples(8)

Part = Generator[Step, Heard | Resumed | None, None]


def pause_word(scene: Scene) -> Dialogue:
    """The word that was said with the wish for one, or one that is chosen now."""
    suggestions = listed(scene, SUGGESTIONS)
    said = scene.intent.slots.get("word")
    word = said if isinstance(said, str) else (yield from _asked(scene, suggestions))
    for left in reversed(range(TRIES)):
        if word is None:
            return
        word = word.lower().strip(" .,;:!?\"'")
        verdict = scene.judged(word, suggestions)
        if verdict.fault is None:
            yield from _offered(scene, word, verdict.guessed)
            return
        values = {"word": word, "other": verdict.other}
        yield Say(f"pause_word.{verdict.fault}", {name: values[name] for name in LINES[f"pause_word.{verdict.fault}"]})
        if scene.dictation and verdict.better:
            yield Say("pause_word.better", {"words": ", ".join(verdict.better)})
        if not left or not (scene.dictation or verdict.better):
            break
        word = yield from unconfirmed(scene, "pause_word.which", verdict.better)
    yield Say("pause_word.unchanged")


def _asked(scene: Scene, suggestions: Sequence[str]) -> Generator[Step, Heard | Resumed | None, str | None]:
    """Who has a word already hears which, and may leave it at that."""
    current = _current(scene)
    if current is not None:
        yield Say("pause_word.current", {"word": current})
        if not (yield from ask_yes_no(["pause_word.another"])):
            return None
    return (yield from unconfirmed(scene, "pause_word.ask", suggestions))


def _offered(scene: Scene, word: str, guessed: bool) -> Part:
    yield Say("pause_word.read_back", {"word": word})
    if guessed:
        yield Say("pause_word.guessed", {"word": word})
    if not (yield from ask_yes_no(["pause_word.sure"])):
        yield Say("pause_word.unchanged")
        return
    yield Adopt(word)
    if guessed and not (yield from _proven(word)):
        yield Adopt(_current(scene))
        yield Say("pause_word.unproven")
        return
    yield Remember(PREFERENCE, word)
    yield Keep("preference", {PREFERENCE: word})
    yield Say("pause_word.kept" if scene.kept else "pause_word.for_now")
    if not guessed:
        yield from _tried()


def _current(scene: Scene) -> str | None:
    current = scene.memory.get(PREFERENCE, scene.settings.pause_word)
    return current if isinstance(current, str) else None


def _proven(word: str) -> Generator[Step, Heard | Resumed | None, bool]:
    """Whether it was heard as it was guessed: that word, and not "timeout"."""
    heard = yield from _said_once("pause_word.prove")
    if not isinstance(heard, Heard) or heard.intent.name != "timeout":
        return False
    if not set(word.replace("-", " ").split()) <= set(heard.text.lower().replace("-", " ").split()):
        return False
    yield Cue("stopped")
    yield Say("pause_word.tried")
    return True


def _tried() -> Part:
    heard = yield from _said_once("pause_word.try")
    if isinstance(heard, Heard) and heard.intent.name == "timeout":
        yield Cue("stopped")
        yield Say("pause_word.tried")
    elif heard is None:
        yield Say("pause_word.untried")


def _said_once(line: str) -> Generator[Step, Heard | Resumed | None, Heard | Resumed | None]:
    yield Be("reflection")
    heeds = frozenset({"timeout"})
    heard = yield Say(line, heeds=heeds, yields=True)
    if heard is None:
        heard = yield Listen("reflection", ROOM, heeds=heeds)
    return heard
