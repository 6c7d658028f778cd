"""A line being spoken: sentence after sentence, with real pauses between, each placed at an exact sample. Pure.

Rules
1. A sentence is asked of the voice when it is wanted; while it is still being rendered, time passes and nothing breaks.
2. When the voice fails, or is later than LATE, the line takes as long as it would to read, so that the text can be read
   and the rhythm holds.
"""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from companion.errors import VoiceError
from companion.ports import Voice
from companion.stage._mixer import Mixer
from companion.units import RATE, Mono, Samples, samples

READING: Final = 170
"""Words a minute granted for reading a line that could not be spoken."""

LATE: Final = samples(5)
"""How long a sentence is waited for: nobody is left in silence for longer, whatever has become of the voice."""

_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+")


def sentences(text: str) -> tuple[str, ...]:
    """`text` cut after each full stop, question mark and exclamation mark."""
    return tuple(part for part in _SENTENCE_END.split(text.strip()) if part)


def reading_time(text: str) -> Mono:
    """Silence as long as `text` takes to read."""
    return np.zeros(round(len(text.split()) * 60 / READING * RATE), np.int16)


class Speech:
    """One utterance of the line `line`. `gap` lies between its sentences; `cue` is the word of a breath.

    `sounded` are the sentences that have begun so far, each with its first sample and the one after its last.
    """

    def __init__(self, line: str, text: str, gap: Samples, cue: bool) -> None:
        self.cue = cue
        self.line = line
        self.text = text
        self.started: Samples | None = None
        self.failure: VoiceError | None = None
        self.sounded: list[tuple[str, Samples, Samples]] = []
        self._sentences: Sequence[str] = sentences(text)
        self._next = 0
        self._gap = gap
        self._wanted: Samples | None = None
        self._sounding = False

    def rewind(self) -> None:
        """Begin the sentence that was cut off once more."""
        if self._sounding:
            self._next -= 1
            self._sounding = False

    def fits(self, length: Samples, voice: Voice) -> bool:
        """Whether all of it is rendered and shorter than `length`."""
        clips = [self._render(sentence, voice) for sentence in self._sentences]
        return self.failure is None and all(clip is not None for clip in clips) and self._total(clips) < length

    def _total(self, clips: Sequence[Mono | None]) -> int:
        return sum(len(clip) for clip in clips if clip is not None) + self._gap * (len(clips) - 1)

    def advance(self, at: Samples, end: Samples, voice: Voice, mixer: Mixer) -> Samples | None:
        """Place what is due before `end`, from `at` on. Returns the sample where the line ended, None before."""
        while True:
            if self._sounding:
                over = mixer.voice_ends(at)
                if over is None or over > end:
                    return None
                self._sounding = False
                if self._next == len(self._sentences):
                    return over
                at = Samples(over + self._gap)
            if self._next == len(self._sentences):
                return at
            clip = self._render(self._sentences[self._next], voice)
            if clip is None:
                self._wanted = at if self._wanted is None else self._wanted
                if self.failure is None and at - self._wanted < LATE:
                    return None
                self.failure = VoiceError("The voice is late, so this is shown only.")
                clip = reading_time(self._sentences[self._next])
            self._wanted = None
            mixer.speak(clip, at)
            self.sounded.append((self._sentences[self._next], at, Samples(at + len(clip))))
            self.started = at if self.started is None else self.started
            self._next += 1
            self._sounding = True

    def _render(self, sentence: str, voice: Voice) -> Mono | None:
        try:
            return voice.clip(sentence)
        except VoiceError as failure:
            self.failure = failure
            return reading_time(sentence)
