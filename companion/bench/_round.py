"""One round: one ear hears every recording once, clean or in noise.

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

from companion.bench._clips import Clip, in_noise
from companion.bench._ears import Opened
from companion.bench._figures import percentile
from companion.bench._outcomes import Outcome, Tally, tally
from companion.bench._played import NOW
from companion.ears import transcribe
from companion.ports import Ear, Expectation, Understanding
from companion.steps import NONE, Heard
from companion.units import Mono, Samples, seconds

STEPS: Final = 4
"""How often a round tells how far it is."""


@dataclass(frozen=True, slots=True)
class Round:
    """What `ear` made of all recordings at `ratio` dB, None for clean ones.

    `delays` are in seconds, of the recordings in which something was understood; `factor` is CPU time over audio time.
    """

    ear: str
    ratio: float | None
    outcomes: tuple[Outcome, ...]
    delays: tuple[float, ...]
    factor: float

    @property
    def condition(self) -> str:
        return "clean" if self.ratio is None else f"{self.ratio:g} dB"

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
        return f"{self.condition}: {', '.join(parts)}"


def play_round(
    name: str,
    opened: Opened,
    clips: Sequence[Clip],
    bed: Mono | None,
    ratio: float | None,
    understanding: Understanding,
    tell: Callable[[int], None],
) -> Round:
    """Let the ear `name` hear `clips` with `bed` under them; `tell` is told how many it has heard."""
    ear, outcomes, delays = opened(), list[Outcome](), list[float]()
    began = time.process_time()
    for number, clip in enumerate(clips, 1):
        listener = _Listener(ear)
        outcome = hear(_mixed(clip, bed, ratio), listener, understanding)
        outcomes.append(outcome)
        if outcome.intent is not NONE and (delay := _delay(clip, listener.came)) is not None:
            delays.append(delay)
        if number * STEPS // len(clips) > (number - 1) * STEPS // len(clips):
            tell(number)
    took = time.process_time() - began
    ear.close()
    length = sum(seconds(len(clip.sound)) for clip in clips)
    return Round(name, ratio, tuple(outcomes), tuple(delays), took / length)


def hear(clip: Clip, ear: Ear, understanding: Understanding) -> Outcome:
    """One clip through ear and understanding, its segments joined as the command `hear` does."""
    state = "idle" if clip.label is None else clip.label.state
    heard = transcribe(clip.sound, ear, Expectation(state, "command"))
    text = " ".join(part.text for part in heard if part.text)
    meant = " ".join(part.text for part in heard if part.text and part.rejected is None)
    intent = understanding.understand(meant, state, datetime.fromisoformat(NOW)) if meant else NONE
    return Outcome(clip.name, clip.group, clip.label, text, intent)


def _delay(clip: Clip, came: Samples) -> float | None:
    """Seconds from the last speech of the clip to the sample `came`."""
    loud = np.flatnonzero(np.abs(clip.sound) > np.abs(clip.sound).max() / 100)
    return seconds(came - int(loud[-1])) if came and len(loud) else None


def _mixed(clip: Clip, bed: Mono | None, ratio: float | None) -> Clip:
    """The clip in noise; each clip has its own place in the noise, a prime number of samples after the last one's."""
    if bed is None or ratio is None:
        return clip
    return replace(clip, sound=in_noise(clip.sound, bed, ratio, clip.number * 48_611))


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
