"""`bench hearing`: what recordings are heard and understood as, clean and in noise, by each recogniser.

Rules
1. Every recording goes the way of the command `hear`: its segments are joined and then understood.
2. Without recordings, phrases spoken on the spot stand in, and what voices they were spoken by is told.
3. An ear is opened anew for each condition, so that what it learnt from one does not help it in the next.
4. The delay of a result is audio time, from the last sample above a hundredth of the recording's peak: what the machine
   needs comes on top, and is told as its share of real time, by CPU time.
5. The memory of an ear is what opening it and hearing one recording add to a process of its own.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from companion.app import Furniture
from companion.bench._clips import Clip, clips_in, clips_spoken, in_noise
from companion.bench._ears import Opened
from companion.bench._figures import Chart, Figure, Finding, Table
from companion.bench._labels import Label, read_labels
from companion.bench._outcomes import LISTED, Outcome, confusions, of_groups, shares, tally
from companion.bench._played import NOW, added_memory, can_weigh
from companion.bench._speakers import CHANGED, NEW, Speaker, present
from companion.bench._spoken import wording
from companion.ears import transcribe
from companion.ports import Ear, Expectation, Understanding
from companion.room import read_sound
from companion.steps import NONE, Heard
from companion.units import Mono, Samples, seconds

RATIOS: Final = (24.0, 21.0, 18.0, 15.0, 12.0, 9.0, 6.0)
"""Signal to noise in dB: those of the public spoken command benchmark whose figures this is held against."""

SPOKEN_RATIOS: Final = (12.0, 6.0)
"""Those for phrases spoken on the spot."""

GOAL: Final = 0.95
"""Of clean synthetic phrases by voices that no ear was developed with."""


def hearing(
    furniture: Furniture,
    ears: Mapping[str, Opened],
    folder: Path | None = None,
    labels: Path | None = None,
    noise: Path | None = None,
) -> Iterator[Finding]:
    """Measure the recognisers `ears`, each opened by its name. Raises UsageError, RoomError, EarError."""
    bed = None if noise is None else read_sound(noise)
    if folder is None:
        yield from _phrases(furniture, ears, bed)
        return
    clips = list(clips_in(folder, {} if labels is None else read_labels(labels)))
    yield f"{len(clips)} recordings, {sum(seconds(len(clip.sound)) for clip in clips) / 60:.1f} minutes."
    yield from _compared(furniture, ears, clips, bed, RATIOS, "")


def _phrases(furniture: Furniture, ears: Mapping[str, Opened], bed: Mono | None) -> Iterator[Finding]:
    """Phrases spoken on the spot, by voices new to the ears, and by changed ones."""
    phrases = wording().phrases
    written = [_read(text, label, furniture.interpreter) for text, label in phrases.items()]
    yield from shares("The phrases as text", written)
    for called, speakers, goal in (("new voices", NEW, GOAL), ("changed voices", CHANGED, None)):
        there = present(speakers)
        yield _voices(called, there, len(speakers), len(phrases))
        if there:
            clips = list(clips_spoken(phrases, there))
            yield from _compared(furniture, ears, clips, bed, SPOKEN_RATIOS, f", {called}", goal)


def _voices(called: str, there: Sequence[Speaker], wanted: int, phrases: int) -> str:
    named = "; ".join(f"{speaker.program} {speaker.name}" for speaker in there) or "none is installed"
    missing = "" if len(there) == wanted else " More: apt install flite festival festvox-kdlpc16k."
    return f"{phrases} phrases by {called}: {named}.{missing}"


def _compared(
    furniture: Furniture,
    ears: Mapping[str, Opened],
    clips: Sequence[Clip],
    bed: Mono | None,
    ratios: Sequence[float],
    called: str,
    goal: float | None = None,
) -> Iterator[Finding]:
    """Every ear in every condition; the goal is for clean sound."""
    conditions: list[float | None] = [None, *(() if bed is None else ratios)]
    curves: dict[str, list[tuple[float, float]]] = {}
    for engine, opened in ears.items():
        if can_weigh():
            yield Figure(f"{engine}{called}: memory", (added_memory(partial(_used, opened, clips[0])),), "MB")
        for number, ratio in enumerate(conditions):
            where = f"{engine}{called}, {'clean' if ratio is None else f'{ratio:g} dB'}"
            ear = opened()
            began = time.process_time()
            heard = [_timed(clip, _mixed(clip, bed, ratio), ear, furniture.interpreter) for clip in clips]
            took = time.process_time() - began
            ear.close()
            outcomes = [outcome for outcome, _ in heard]
            yield from shares(where, outcomes, goal if ratio is None else None)
            yield from of_groups(where, outcomes)
            yield from confusions(outcomes)[:LISTED]
            length = sum(seconds(len(clip.sound)) for clip in clips)
            yield Figure(f"{where}: share of one core while it hears", (100 * took / length,), "%")
            if delays := tuple(delay for outcome, delay in heard if outcome.intent is not NONE and delay is not None):
                yield Figure(f"{where}: end of the recording's speech to its result", delays, "s")
            yield Table(where, tuple(outcome.data() for outcome in outcomes))
            counts = tally(outcomes)
            for name, count, of in (
                ("right intent and slots", counts.whole, counts.labelled),
                ("false activations", counts.false, counts.others),
            ):
                if of:
                    curves.setdefault(f"{engine}: {name}", []).append((float(number), 100 * count / of))
    if bed is not None:
        ticks = tuple("clean" if ratio is None else f"{ratio:g} dB" for ratio in conditions)
        yield Chart(f"Hearing{called}", "signal to noise", "percent of recordings", curves, ticks)


def _used(opened: Opened, clip: Clip) -> Ear:
    ear = opened()
    transcribe(clip.sound, ear, Expectation())
    return ear


def _timed(clip: Clip, mixed: Clip, ear: Ear, understanding: Understanding) -> tuple[Outcome, float | None]:
    """What became of the clip, and how long after its last speech the last result came."""
    listener = _Listener(ear)
    outcome = hear(mixed, listener, understanding)
    loud = np.flatnonzero(np.abs(clip.sound) > np.abs(clip.sound).max() / 100)
    return outcome, seconds(listener.came - int(loud[-1])) if listener.came and len(loud) else None


class _Listener:
    """An ear, and the position after the block with which its latest final result came."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self.came = 0
        self.expect, self.close, self.knows, self.learn = ear.expect, ear.close, ear.knows, ear.learn

    @property
    def engine(self) -> str:
        return self._ear.engine

    @property
    def model(self) -> str:
        return self._ear.model

    @property
    def engaged(self) -> bool:
        return self._ear.engaged

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        heard = self._ear.hear(mic, now)
        if any(result.final for result in heard):
            self.came = now + len(mic)
        return heard


def _mixed(clip: Clip, bed: Mono | None, ratio: float | None) -> Clip:
    """The clip in noise; each clip has its own place in the noise, a prime number of samples after the last one's."""
    if bed is None or ratio is None:
        return clip
    return replace(clip, sound=in_noise(clip.sound, bed, ratio, clip.number * 48_611))


def _read(text: str, label: Label, understanding: Understanding) -> Outcome:
    return Outcome(text, "", label, text, understanding.understand(text, label.state, datetime.fromisoformat(NOW)))


def hear(clip: Clip, ear: Ear, understanding: Understanding) -> Outcome:
    """One clip through ear and understanding, its segments joined as the command `hear` does."""
    state = "idle" if clip.label is None else clip.label.state
    heard = transcribe(clip.sound, ear, Expectation(state, "command"))
    text = " ".join(part.text for part in heard if part.text)
    meant = " ".join(part.text for part in heard if part.text and part.rejected is None)
    intent = understanding.understand(meant, state, datetime.fromisoformat(NOW)) if meant else NONE
    return Outcome(clip.name, clip.group, clip.label, text, intent)
