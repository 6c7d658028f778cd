"""An ear made of an endpoint and a recogniser.

Rules
1. A turn is ours: the recogniser decodes what the endpoint gives it, and is never asked when speech ends.
2. All results of one utterance have the same `start`. A partial result is given when the words have become another whole
   command, and sound like it; a command taken back is a partial result without words.
3. Who starts to speak before the companion has ended is heard with the commands that hold now: an utterance that is
   still short is heard anew when the state changes.
4. A result made only of fillers is silence (C8).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from companion.ears._endpoint import Completeness, Endpoint
from companion.ears._settings import EarSettings
from companion.ports import Commands, Expectation
from companion.steps import Heard, Word
from companion.units import Mono, Samples, samples

NOT_A_COMMAND: Final = "not a command"

FILLERS: Final = frozenset({"the", "a", "ah", "oh", "um", "uh", "er", "erm", "huh", "hm", "hmm", "and", "[unk]"})
"""What recognisers make of breath and noise (C8)."""

_HEARD_ANEW: Final = samples(3)
"""The longest utterance that is decoded anew: at a real-time factor of 0.1 it costs 0.3 s."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was recognised. Word times count from the first sample that was fed."""

    words: tuple[Word, ...] = ()
    rejected: str | None = None
    confidence: float | None = None

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class Recogniser(Protocol):
    """Sound to words, one utterance at a time."""

    @property
    def engine(self) -> str: ...
    @property
    def model(self) -> str: ...
    def prepare(self, expectation: Expectation) -> None:
        """Make ready what takes time; speech may begin any moment."""
        ...

    def begin(self, expectation: Expectation) -> None: ...
    def feed(self, sound: Mono) -> None: ...
    def partial(self) -> Result:
        """The words so far. They have not been held against anything yet."""
        ...

    def is_likely(self) -> bool:
        """Whether the words so far sound like what was said."""
        ...

    def finish(self) -> Result: ...
    def close(self) -> None: ...


class ListeningEar:
    """An `Ear` that recognises with `recogniser`."""

    def __init__(self, recogniser: Recogniser, commands: Commands, settings: EarSettings) -> None:
        self._recogniser = recogniser
        self._commands = commands
        self._settings = settings
        self._endpoint = Endpoint(settings)
        self._expectation = Expectation()
        self._sound: list[Mono] = []
        self._words_so_far = ""
        self._shown = ""
        self._completeness: Completeness = "no"
        self._looked = Samples(0)
        recogniser.prepare(self._expectation)

    @property
    def engine(self) -> str:
        return self._recogniser.engine

    @property
    def model(self) -> str:
        return self._recogniser.model

    @property
    def engaged(self) -> bool:
        return self._endpoint.engaged

    def expect(self, expectation: Expectation) -> None:
        before, self._expectation = self._expectation, expectation
        if (before.state, before.free) == (expectation.state, expectation.free):
            return
        if not self._endpoint.engaged:
            self._recogniser.prepare(expectation)
        elif sum(map(len, self._sound)) <= _HEARD_ANEW:
            self._recogniser.finish()
            self._recogniser.begin(expectation)
            self._recogniser.feed(np.concatenate(self._sound))
            self._words_so_far = ""

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        began = not self._endpoint.engaged
        sound = self._endpoint.take(mic, now)
        if sound is None:
            return ()
        if began:
            self._begin(now)
        self._recogniser.feed(sound)
        self._sound.append(sound)
        heard = []
        if now - self._looked >= self._settings.partial:
            self._looked = now
            heard += self._look()
        if self._endpoint.ended(self._expectation.patience, self._completeness):
            heard += self._finish()
        return heard

    def close(self) -> None:
        self._recogniser.close()

    def _begin(self, now: Samples) -> None:
        self._recogniser.begin(self._expectation)
        self._sound = []
        self._words_so_far = ""
        self._shown = ""
        self._completeness = "no"
        self._looked = now

    def _look(self) -> list[Heard]:
        result = self._recogniser.partial()
        text = "" if _is_silence(result) else result.text
        if text != self._words_so_far:
            self._words_so_far = text
            self._completeness = self._commands.completeness(text, self._expectation.state) if text else "no"
            if self._completeness != "no" and not self._recogniser.is_likely():
                self._completeness = "no"
        shown = text if self._completeness != "no" else ""
        if shown == self._shown:
            return []
        self._shown = shown
        return [self._heard(result if shown else Result(), final=False)]

    def _finish(self) -> list[Heard]:
        result = self._recogniser.finish()
        heard = [] if _is_silence(result) else [self._heard(result, final=True)]
        if not heard and self._shown:
            heard = [self._heard(Result(), final=False)]
        self._endpoint.rest()
        self._sound = []
        return heard

    def _heard(self, result: Result, final: bool) -> Heard:
        base = self._endpoint.base
        words = tuple(replace(w, start=Samples(base + w.start), end=Samples(base + w.end)) for w in result.words)
        end = words[-1].end if words else self._endpoint.end
        start = self._endpoint.start
        return Heard(result.text, start, max(start, end), final, words, result.confidence, result.rejected)


def _is_silence(result: Result) -> bool:
    return all(word.text in FILLERS for word in result.words)
