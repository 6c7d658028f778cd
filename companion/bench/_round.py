"""One round: one ear hears every recording once, in one room.

Rules
1. Every recording goes the way of the command `hear`: its segments are joined and then understood.
2. The ear is opened anew, so that what it learnt from another round does not help it.
3. The delay of a result is audio time, from the last sample above a hundredth of the recording's peak: what the machine
   needs comes on top, and is told as a share of real time, by CPU time.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np

from companion.bench._clips import Clip, minutes
from companion.bench._ears import Opened
from companion.bench._figures import percentile
from companion.bench._labels import Label
from companion.bench._outcomes import Outcome, Tally, tally
from companion.bench._played import NOW
from companion.bench._rivals import plain_grammar
from companion.bench._rooms import Room
from companion.ears import transcribe
from companion.intents import Interpreter
from companion.ports import Ear, Expectation, Understanding
from companion.steps import NONE, Heard
from companion.units import Mono, Samples, seconds

STEPS: Final = 4
"""How often a round tells how far it is."""


@dataclass(frozen=True, slots=True)
class Round:
    """What `ear` made of all recordings in the `room` of that name.

    `delays` are in seconds, of the recordings in which something was understood; `factor` is CPU time over audio time.
    """

    ear: str
    room: str
    outcomes: tuple[Outcome, ...]
    delays: tuple[float, ...]
    factor: float

    @property
    def tally(self) -> Tally:
        return tally(self.outcomes)

    @property
    def told(self) -> str:
        """All of it in a few words."""
        counts, parts = self.tally, list[str]()
        if counts.labelled:
            parts.append(f"{counts.right} of {counts.labelled} right")
        if counts.others:
            parts.append(f"{counts.false} of {counts.others} false")
        if self.delays:
            parts.append(f"{percentile(self.delays, 50):.2f} s")
        return f"{self.room}: {', '.join(parts)}"


def play_round(
    name: str,
    opened: Opened,
    clips: Sequence[Clip],
    room: Room,
    understanding: Understanding,
    tell: Callable[[int], None],
) -> Round:
    """Let the ear `name` hear `clips` in `room`; `tell` is told how many it has heard."""
    ear, outcomes, delays = opened(), list[Outcome](), list[float]()
    began = time.process_time()
    for number, clip in enumerate(clips, 1):
        listener = _Listener(ear)
        outcome = told(clip, hear(clip, room.changed(clip), listener), understanding)
        outcomes.append(outcome)
        if outcome.intent is not NONE and (delay := _delay(clip, listener.came)) is not None:
            delays.append(delay)
        if number * STEPS // len(clips) > (number - 1) * STEPS // len(clips):
            tell(number)
    took = time.process_time() - began
    ear.close()
    return Round(name, room.name, tuple(outcomes), tuple(delays), took / (60 * minutes(clips)))


def play_plainly(clips: Sequence[Clip], room: Room, understanding: Interpreter) -> Round:
    """The same with a plain grammar that rejects nothing, for what is labelled as said in idle."""
    labelled = [clip for clip in clips if clip.label is not None and clip.label.state == "idle"]
    heard = plain_grammar(understanding, "idle")
    began = time.process_time()
    outcomes = tuple(
        read(clip.name, clip.group, clip.label, heard(room.changed(clip)), understanding) for clip in labelled
    )
    return Round("plain grammar", room.name, outcomes, (), (time.process_time() - began) / (60 * minutes(clips)))


def hear(clip: Clip, sound: Mono, ear: Ear) -> Sequence[Heard]:
    """What the ear makes of the clip, heard as `sound`, in the state that it is said in."""
    return transcribe(sound, ear, Expectation("idle" if clip.label is None else clip.label.state, "command"))


def told(clip: Clip, heard: Sequence[Heard], understanding: Understanding, least: float | None = None) -> Outcome:
    """Its segments joined as the command `hear` does; with `least`, those are believed that are so sure."""
    text = " ".join(part.text for part in heard if part.text)
    believed = (part for part in heard if (part.rejected is None if least is None else _sure(part) >= least))
    meant = " ".join(part.text for part in believed if part.text)
    return replace(read(clip.name, clip.group, clip.label, meant, understanding), text=text)


def read(name: str, group: str, label: Label | None, text: str, understanding: Understanding) -> Outcome:
    """What becomes of `text`."""
    state = "idle" if label is None else label.state
    intent = understanding.understand(text, state, datetime.fromisoformat(NOW)) if text else NONE
    return Outcome(name, group, label, text, intent)


def _sure(part: Heard) -> float:
    if part.confidence is None:
        return 1.0 if part.rejected is None else 0.0
    return part.confidence


def _delay(clip: Clip, came: Samples) -> float | None:
    """Seconds from the last speech of the clip to the sample `came`."""
    loud = np.flatnonzero(np.abs(clip.sound) > np.abs(clip.sound).max() / 100)
    return seconds(came - int(loud[-1])) if came and len(loud) else None


class _Listener:
    """An ear, and the position after the block with which its latest final result came."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self.came = Samples(0)
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

    @property
    def behind(self) -> Samples:
        return self._ear.behind

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        heard = self._ear.hear(mic, now)
        if any(result.final for result in heard):
            self.came = Samples(now + len(mic))
        return heard
