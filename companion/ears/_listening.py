"""An ear made of an endpoint and a recogniser.

Rules
1. A turn is ours: the recogniser decodes what the endpoint gives it, and is never asked when speech ends.
2. All results of one utterance have the same `start`. A partial result is given when the words have become another
   whole command, and sound like it; a command taken back is a partial result without words.
3. Running speech is looked at every 100 ms, and at the beginning of a pause. Where the pause turns out to be the end,
   what was found at its beginning is the final result.
4. Who starts to speak before the companion has ended is heard with the commands that hold now: an utterance that is
   still short is heard anew when the state changes.
5. A result made only of fillers is silence (C8).
6. A jump of the clock is another recording: nothing is carried over.
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

_PAUSE: Final = samples(0.1)
"""How long a pause is when it is looked at: a closed consonant in a word is shorter than that, mostly."""

_HEARD_ANEW: Final = samples(3)
"""The longest utterance that is decoded anew: at a real-time factor of 0.1 it costs 0.3 s."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was recognised. Word times count from the first sample that was fed. `whole` says that it is as good as
    final: if no more is said, this is it."""

    words: tuple[Word, ...] = ()
    rejected: str | None = None
    confidence: float | None = None
    whole: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def is_silence(self) -> bool:
        return all(word.text in FILLERS for word in self.words)


class Recogniser(Protocol):
    """Sound to words, one utterance at a time: `begin`, then `feed` and `partial`, then `finish` or `leave`."""

    @property
    def engine(self) -> str: ...
    @property
    def model(self) -> str: ...
    def prepare(self, expectation: Expectation) -> None:
        """Make ready what takes time; speech may begin any moment."""
        ...

    def begin(self, expectation: Expectation) -> None: ...
    def feed(self, sound: Mono) -> None: ...
    def partial(self, pausing: bool) -> Result:
        """The words so far; in a pause, where that can be had, as if they were all that is said."""
        ...

    def is_likely(self) -> bool:
        """Whether the words of running speech sound like what was said."""
        ...

    def finish(self) -> Result: ...
    def leave(self) -> None:
        """End the utterance; its words are not wanted."""
        ...

    def forget(self) -> None:
        """Forget what was learnt from the speech before."""
        ...

    def close(self) -> None: ...


class ListeningEar:
    """An `Ear` that recognises with `recogniser`."""

    def __init__(self, recogniser: Recogniser, commands: Commands, settings: EarSettings) -> None:
        self._recogniser = recogniser
        self._commands = commands
        self._settings = settings
        self._endpoint = Endpoint(settings)
        self._expectation = Expectation()
        self._next = Samples(0)
        self._sound: list[Mono] = []
        self._shown = ""
        self._judged = ""
        self._completeness: Completeness = "no"
        self._looked = Samples(0)
        self._in_pause: Result | None = None
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
        if expectation.fresh and self._endpoint.engaged:
            self._recogniser.leave()
            self._endpoint.rest()
            self._sound = []
        if (before.state, before.free) == (expectation.state, expectation.free):
            return
        if not self._endpoint.engaged:
            self._recogniser.prepare(expectation)
        elif sum(map(len, self._sound)) <= _HEARD_ANEW:
            self._recogniser.leave()
            self._recogniser.begin(expectation)
            self._recogniser.feed(np.concatenate(self._sound))
            self._judged, self._in_pause = "", None

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        if now != self._next:
            self._start_over()
        self._next = Samples(now + len(mic))
        began = not self._endpoint.engaged
        sound = self._endpoint.take(mic, now)
        if sound is None:
            return ()
        if began:
            self._begin(now)
        self._recogniser.feed(sound)
        self._sound.append(sound)
        heard = self._look(now)
        if self._endpoint.ended(self._expectation.patience, self._completeness):
            heard += self._finish()
        return heard

    def close(self) -> None:
        self._recogniser.close()

    def _start_over(self) -> None:
        if self._endpoint.engaged:
            self._recogniser.leave()
        self._recogniser.forget()
        self._endpoint = Endpoint(self._settings)

    def _begin(self, now: Samples) -> None:
        self._recogniser.begin(self._expectation)
        self._sound = []
        self._shown = self._judged = ""
        self._completeness = "no"
        self._looked = now
        self._in_pause = None

    def _look(self, now: Samples) -> list[Heard]:
        pausing = self._endpoint.silence >= _PAUSE
        if not pausing:
            self._in_pause = None
        if self._in_pause is not None or (not pausing and now - self._looked < self._settings.partial):
            return []
        self._looked = now
        result = self._recogniser.partial(pausing)
        if pausing:
            self._in_pause = result
        return self._show(result)

    def _show(self, result: Result) -> list[Heard]:
        text = "" if result.rejected or result.is_silence else result.text
        if result.whole or text != self._judged:
            self._judged = text
            self._completeness = self._commands.completeness(text, self._expectation.state) if text else "no"
            if self._completeness != "no" and not result.whole and not self._recogniser.is_likely():
                self._completeness = "no"
        shown = text if self._completeness != "no" else ""
        if shown == self._shown:
            return []
        self._shown = shown
        return [self._heard(result if shown else Result(), final=False)]

    def _finish(self) -> list[Heard]:
        if self._in_pause is not None and self._in_pause.whole:
            result = self._in_pause
            self._recogniser.leave()
        else:
            result = self._recogniser.finish()
        heard = [] if result.is_silence else [self._heard(result, final=True)]
        if not heard and self._shown:
            heard = [self._heard(Result(), final=False)]
        self._endpoint.rest()
        self._sound = []
        return heard

    def _heard(self, result: Result, final: bool) -> Heard:
        base = self._endpoint.base
        words = tuple(replace(w, start=Samples(base + w.start), end=Samples(base + w.end)) for w in result.words)
        start = self._endpoint.start
        end = words[-1].end if words else self._endpoint.end
        return Heard(result.text, start, max(start, end), final, words, result.confidence, result.rejected)
