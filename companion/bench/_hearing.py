"""`bench hearing`: what recordings are heard and understood as, clean and in noise, by each recogniser.

Rules
1. Without recordings, phrases and everyday talk spoken on the spot stand in, and by what voices is told. Talk is not
   for the companion: any command in it is a false activation.
2. Every ear is put through the same rounds (`_round`), clean first; so is a plain grammar without rejection, if wanted.
3. The memory of an ear is what opening it and hearing one recording add to a process of its own. It is weighed before
   any ear is opened in this one, whose memory the other would find there.
4. At the end each ear has one line with all that counts, so that ears can be read side by side.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from companion.app import Furniture
from companion.bench._clips import Clip, Recordings, clips_spoken, minutes
from companion.bench._ears import Opened
from companion.bench._figures import Chart, Figure, Finding, Table, size
from companion.bench._labels import Label
from companion.bench._outcomes import LISTED, confusions, of_groups, shares
from companion.bench._pause_word import pause_word
from companion.bench._played import added_memory, can_weigh
from companion.bench._rooms import CLEAN, Room, hard, noisy
from companion.bench._round import Round, play_plainly, play_round, read
from companion.bench._speakers import CHANGED, NEW, Speaker, present
from companion.bench._spoken import wording
from companion.ears import transcribe
from companion.ports import Ear, Expectation
from companion.room import read_sound
from companion.units import Mono

RATIOS: Final = (24.0, 18.0, 12.0, 6.0, 0.0)
"""Signal to noise in dB, for recordings."""

SPOKEN_RATIOS: Final = (12.0, 6.0)
"""Those for phrases spoken on the spot."""

GOAL: Final = 0.95
"""Of clean synthetic phrases by voices that no ear was developed with."""

VOICES: Final = 1
"""By how many voices of each kind a phrase is spoken."""

Tell = Callable[[str], None]
"""Takes a line of progress."""


def hearing(
    furniture: Furniture,
    ears: Mapping[str, Opened],
    recordings: Recordings | None = None,
    noise: Path | None = None,
    plain: bool = False,
    voices: int = VOICES,
    tell: Tell = print,
) -> Iterator[Finding]:
    """Measure the recognisers `ears`, each opened by its name, and a `plain` grammar beside them.

    Raises UsageError, RoomError, EarError.
    """
    bed = None if noise is None else read_sound(noise)
    if recordings is None:
        yield from _phrases(furniture, ears, bed, plain, voices, tell)
        return
    clips = recordings.clips()
    yield f"{len(clips)} recordings, {minutes(clips):.1f} minutes."
    if recordings.pause_word is not None:
        yield from pause_word(furniture, ears, clips, recordings.pause_word)
        return
    rooms = [*_rooms(bed, RATIOS), *(hard(clips) if recordings.rooms else ())]
    memory = _memory(ears, clips[0])
    yield from memory.values()
    yield from _compared(furniture, ears, memory, plain, clips, rooms, "", tell)


def _rooms(bed: Mono | None, ratios: Sequence[float]) -> list[Room]:
    return [CLEAN, *([] if bed is None else noisy(bed, ratios))]


def _phrases(
    furniture: Furniture, ears: Mapping[str, Opened], bed: Mono | None, plain: bool, voices: int, tell: Tell
) -> Iterator[Finding]:
    """Phrases spoken on the spot, by voices new to the ears, and by changed ones."""
    said = wording()
    written = [read(text, "", label, text, furniture.interpreter) for text, label in said.phrases.items()]
    yield from shares("The phrases as text", written)
    texts: dict[str, Label | None] = {**said.phrases, **dict.fromkeys(said.talk)}
    memory = dict[str, Figure]()
    for called, speakers, goal in (("new voices", NEW, GOAL), ("changed voices", CHANGED, None)):
        there = present(speakers)
        clips = list(clips_spoken(texts, there, voices))
        yield _voices(called, there, len(speakers), clips)
        if clips and not memory:
            memory = _memory(ears, clips[0])
            yield from memory.values()
        if clips:
            rooms = _rooms(bed, SPOKEN_RATIOS)
            yield from _compared(furniture, ears, memory, plain, clips, rooms, f", {called}", tell, goal)


def _voices(called: str, there: Sequence[Speaker], wanted: int, clips: Sequence[Clip]) -> str:
    named = "; ".join(f"{speaker.program} {speaker.name}" for speaker in there) or "none is installed"
    missing = "" if len(there) == wanted else " More: apt install flite festival festvox-kdlpc16k."
    phrases = sum(clip.label is not None for clip in clips)
    talk = f"{phrases} phrases and {len(clips) - phrases} sentences of talk, {minutes(clips):.1f} minutes"
    return f"{talk}, by {called}: {named}.{missing}"


def _compared(
    furniture: Furniture,
    ears: Mapping[str, Opened],
    memory: Mapping[str, Figure],
    plain: bool,
    clips: Sequence[Clip],
    rooms: Sequence[Room],
    called: str,
    tell: Tell,
    goal: float | None = None,
) -> Iterator[Finding]:
    """Every ear in every room; the goal is for clean sound."""
    rounds = dict[str, list[Round]]()
    for engine, opened in ears.items():
        for room in rooms:
            where = f"{engine}{called}, {room.name}"
            counted = partial(_count, tell, where, len(clips))
            heard = play_round(engine, opened, clips, room, furniture.interpreter, counted)
            rounds.setdefault(engine, []).append(heard)
            yield from _figures(where, heard, goal if room is CLEAN else None)
    for room in rooms if plain else ():
        heard = play_plainly(clips, room, furniture.interpreter)
        rounds.setdefault(heard.ear, []).append(heard)
        yield from _figures(f"{heard.ear}{called}, {room.name}", heard, None)
    for engine, played in rounds.items():
        yield _line(f"{engine}{called}", played, memory.get(engine))
    if len(rooms) > 1:
        yield _chart(f"Hearing{called}", rounds)


def _figures(where: str, heard: Round, goal: float | None) -> Iterator[Finding]:
    yield from shares(where, heard.outcomes, goal)
    yield from of_groups(where, heard.outcomes)
    yield from confusions(heard.outcomes)[:LISTED]
    yield Figure(f"{where}: real-time factor on one core", (heard.factor,), "of the length of the recordings")
    if heard.delays:
        yield Figure(f"{where}: end of the recording's speech to its result", heard.delays, "s")
    yield Table(where, tuple(outcome.data() for outcome in heard.outcomes))


def _memory(ears: Mapping[str, Opened], clip: Clip) -> dict[str, Figure]:
    """What each ear weighs, where that can be found out."""
    if not can_weigh():
        return {}
    return {
        engine: Figure(f"{engine}: memory", (added_memory(partial(_used, opened, clip)),), "MB")
        for engine, opened in ears.items()
    }


def _line(where: str, played: Sequence[Round], memory: Figure | None) -> str:
    """An ear in one line."""
    parts = [heard.told for heard in played]
    parts += [] if memory is None else [f"{memory.median:.0f} MB"]
    factor = sum(heard.factor for heard in played) / len(played)
    return f"In short, {where}: {'; '.join(parts)}; real-time factor {size(factor)}."


def _chart(title: str, rounds: Mapping[str, Sequence[Round]]) -> Chart:
    """Right commands and false activations of every ear in every room."""
    curves: dict[str, list[tuple[float, float]]] = {}
    for engine, played in rounds.items():
        for number, heard in enumerate(played):
            counts = heard.tally
            for name, count, of in (
                ("right intent and slots", counts.whole, counts.labelled),
                ("false activations", counts.false, counts.others),
            ):
                if of:
                    curves.setdefault(f"{engine}: {name}", []).append((float(number), 100 * count / of))
    ticks = tuple(heard.room for heard in next(iter(rounds.values())))
    return Chart(title, "", "percent of recordings", curves, ticks)


def _count(tell: Tell, where: str, of: int, heard: int) -> None:
    tell(f"{where}: {heard} of {of} heard.")


def _used(opened: Opened, clip: Clip) -> Ear:
    ear = opened()
    transcribe(clip.sound, ear, Expectation())
    return ear
