"""`bench hearing --pause-word`: how often a couple's own word is missed, against how often other speech is taken.

Rules
1. The recordings in the folder that has the word's name are the word; everything else among them is not for us.
2. Every recording is heard once. What would have come of it at another operating point follows from how sure the ear
   was (0.5 is where it believes), so that the whole curve costs no more than one point.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from companion.app import Furniture
from companion.bench._clips import Clip, minutes
from companion.bench._ears import Opened
from companion.bench._figures import Chart, Finding, Share, Table, at_most
from companion.bench._labels import Label
from companion.bench._outcomes import Outcome, Tally, tally
from companion.bench._round import hear, told
from companion.errors import UsageError
from companion.ports import Understanding
from companion.steps import Heard

MISSED: Final = 0.1
"""The goal: so many are missed at most, where nothing else is taken."""

_TIMEOUT: Final = Label(intent="timeout")

POINTS: Final = tuple(number / 100 for number in range(1, 100))


def pause_word(furniture: Furniture, ears: Mapping[str, Opened], clips: Sequence[Clip], word: str) -> Iterator[Finding]:
    """Raises UsageError where no folder has the name of `word`."""
    own = [replace(clip, label=_TIMEOUT if clip.group.replace("_", " ") == word else None) for clip in clips]
    others = [clip for clip in own if clip.label is None]
    if len(others) == len(own):
        raise UsageError(f'No folder is called "{word}". Put recordings of the word into a folder of its name.')
    furniture.interpreter.adopt(word)
    curves = {}
    for engine, opened in ears.items():
        ear = opened()
        heard = [hear(clip, clip.sound, ear) for clip in own]
        ear.close()
        points = [_outcomes(own, heard, furniture.interpreter, least) for least in (None, *POINTS)]
        yield Table(f'{engine}, "{word}"', tuple(outcome.data() for outcome in points[0]))
        ships, *swept = map(tally, points)
        yield from _point(f'{engine}, "{word}", as it ships', ships, minutes(others))
        for least, counts in zip(POINTS, swept, strict=True):
            if not counts.false:
                yield from _point(f'{engine}, "{word}", where it must be sure {least:g}', counts, minutes(others))
                break
        curves[engine] = [
            (100 * counts.false / counts.others, 100 * _missed(counts) / counts.labelled) for counts in swept
        ]
    yield Chart(f'"{word}"', "percent of other recordings taken", "percent missed", curves)


def _outcomes(
    clips: Sequence[Clip], heard: Sequence[Sequence[Heard]], understanding: Understanding, least: float | None
) -> list[Outcome]:
    return [told(clip, parts, understanding, least) for clip, parts in zip(clips, heard, strict=True)]


def _point(name: str, counts: Tally, length: float) -> Iterator[Finding]:
    yield Share(f"{name}: missed", _missed(counts), counts.labelled, MISSED, "less")
    yield Share(f"{name}: other recordings taken", counts.false, counts.others, better="less")
    bound = at_most(counts.false)
    yield f"{name}: in {length:.1f} minutes of them, so at most {60 * bound / length:.0f} an hour (95 %)"


def _missed(counts: Tally) -> int:
    return counts.labelled - counts.right
