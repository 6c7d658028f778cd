"""An ear made of an endpoint and a recogniser.

Rules
1. A turn is ours: the recogniser decodes what the endpoint gives it, and is never asked when speech ends.
2. All results of one utterance have the same `start`. A partial result is a whole command that sounds like it; a
   command taken back is a partial result without words.
3. Looking at all that was said costs more than following it. So it is done where something may come of it: when running
   speech has become a stop, timeout or pause phrase, at the beginning of a pause, and at the end. Where the pause turns
   out to be the end, what was found at its beginning is the final result.
4. Who starts to speak before the companion has ended is heard with the commands that hold now: an utterance that is
   still short is heard anew when the state changes.
5. Who may take their time to answer may be heard in parts. A part that is no command is put aside after as much silence
   as ends a command: a "stop" after a pause is heard as that, and not as the end of what was said before it. Of a turn
   without a command the last part is what was heard, given when the patience is over.
6. A jump of the clock is another recording: nothing is carried over.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from companion.ears._endpoint import Completeness, Endpoint
from companion.ears._recogniser import NOT_A_COMMAND, Recogniser, Result
from companion.ears._settings import EarSettings
from companion.ports import Commands, Expectation
from companion.steps import Heard, Word
from companion.units import Mono, Samples, samples

_PAUSE: Final = samples(0.1)
"""How long a pause is when it is looked at: a closed consonant in a word is shorter than that, mostly."""

_SHORT: Final = samples(2.5)
"""The longest utterance that may be a stop, timeout or pause phrase and nothing else, that is looked at in every pause,
and heard anew when the state changes. A longer one is looked at where it may be a command and the pause its end."""

_LONG: Final = samples(8)
"""Longer than any command is: talk, music, a television. Looking at that as a whole in every pause costs more
than real time and comes to nothing. Nor is it followed any further: each second of it takes memory, up to 4 MB."""

_TAIL: Final = samples(0.2)
"""What is looked at beyond the last voiced block: soft consonants end there."""


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
        self._shown = self._followed = ""
        self._completeness: Completeness = "no"
        self._looked = Samples(0)
        self._pausing = False
        self._found: Result | None = None
        self._aside: Heard | None = None
        self._since = Samples(0)
        recogniser.prepare(self._expectation)

    @property
    def engine(self) -> str:
        return self._recogniser.engine

    @property
    def model(self) -> str:
        return self._recogniser.model

    @property
    def engaged(self) -> bool:
        return self._endpoint.engaged or self._aside is not None

    @property
    def behind(self) -> Samples:
        return Samples(0)

    def expect(self, expectation: Expectation) -> None:
        before, self._expectation = self._expectation, expectation
        self._endpoint.speaking(expectation.speaking, expectation.clear)
        if expectation.fresh:
            self._aside = None
        if expectation.fresh and self._endpoint.engaged:
            self._recogniser.leave()
            self._endpoint.rest()
            self._sound = []
        if (before.state, before.free) == (expectation.state, expectation.free):
            return
        if not self._endpoint.engaged:
            self._recogniser.prepare(expectation)
        elif self._length <= _SHORT:
            self._recogniser.leave()
            self._hear_anew()

    def knows(self, word: str) -> bool:
        return self._recogniser.knows(word)

    def learn(self) -> None:
        if self._endpoint.engaged:
            self._recogniser.leave()
        self._recogniser.learn()
        if self._endpoint.engaged:
            self._hear_anew()
        else:
            self._recogniser.prepare(self._expectation)

    def _hear_anew(self) -> None:
        self._recogniser.begin(self._expectation)
        self._recogniser.feed(np.concatenate(self._sound))
        self._followed, self._pausing, self._found = "", False, None

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        if now != self._next:
            self._start_over()
        self._next = Samples(now + len(mic))
        began = not self._endpoint.engaged
        sound = self._endpoint.take(mic, now)
        if sound is None:
            return self._waited()
        if began:
            self._begin(now)
        if not self._is_talk:
            self._recogniser.feed(sound)
        self._sound.append(sound)
        heard = self._look(now)
        if self._endpoint.ended(self._expectation.patience, self._completeness):
            self._aside = None
            heard += self._finish()
            self._endpoint.over()
        elif self._endpoint.silence >= self._endpoint.patient("command", "no") and self._completeness == "no":
            heard += self._put_aside()
        return heard

    def close(self) -> None:
        self._recogniser.close()

    def _start_over(self) -> None:
        if self._endpoint.engaged:
            self._recogniser.leave()
        self._recogniser.forget()
        self._endpoint = Endpoint(self._settings)
        self._aside = None

    def _begin(self, now: Samples) -> None:
        self._recogniser.begin(self._expectation)
        self._sound = []
        self._shown = self._followed = ""
        self._completeness = "no"
        self._looked = now
        self._pausing, self._found = False, None

    @property
    def _length(self) -> int:
        return sum(map(len, self._sound))

    def _spoken(self) -> Mono:
        """What was fed, up to a little after the last voiced block."""
        return np.concatenate(self._sound)[: self._endpoint.end + _TAIL - self._endpoint.base]

    def _look(self, now: Samples) -> list[Heard]:
        is_long = self._length > _SHORT
        if self._endpoint.silence >= (self._settings.silence_complete if is_long else _PAUSE):
            return [] if self._pausing else self._look_at_pause(is_long)
        self._pausing, self._found = False, None
        return [] if is_long or now - self._looked < self._settings.partial else self._follow()

    def _look_at_pause(self, is_long: bool) -> list[Heard]:
        self._pausing, self._followed = True, ""
        if self._is_talk or (is_long and self._extent(self._recogniser.so_far()) == "no"):
            return self._show(Result())
        result = self._recogniser.look(self._spoken())
        self._found = result if result.whole else None
        return self._show(result)

    def _follow(self) -> list[Heard]:
        """Look at running speech where it has become what is acted upon at once."""
        self._looked = self._endpoint.now
        text = self._recogniser.so_far()
        if text == self._followed:
            return []
        self._followed = text
        urgent = self._commands.reflex(text, self._expectation.state) is not None
        return self._show(self._recogniser.look(self._spoken()) if urgent else Result())

    def _extent(self, text: str) -> Completeness:
        return self._commands.completeness(text, self._expectation.state) if text else "no"

    def _show(self, result: Result) -> list[Heard]:
        text = "" if result.rejected or result.is_silence else result.text
        self._completeness = self._extent(text)
        shown = text if self._completeness != "no" else ""
        if shown == self._shown:
            return []
        self._shown = shown
        return [self._heard(result if shown else Result(), final=False)]

    def _put_aside(self) -> list[Heard]:
        """What was said so far is no command, and more may come."""
        if self._expectation.free:
            return []
        self._since = self._endpoint.end
        heard = self._finish()
        self._aside = next((part for part in heard if part.final), self._aside)
        return [part for part in heard if not part.final]

    def _waited(self) -> list[Heard]:
        aside, silence = self._aside, self._endpoint.now - self._since
        if aside is None or silence < self._endpoint.patient(self._expectation.patience, "no"):
            return []
        self._aside = None
        self._endpoint.over()
        return [aside]

    @property
    def _is_talk(self) -> bool:
        return self._length > _LONG and not self._expectation.free

    def _talk(self) -> Result:
        """What ran along at the beginning of what is too long for a command."""
        text = self._recogniser.so_far()
        self._recogniser.leave()
        whole = Word(text, Samples(0), Samples(self._endpoint.end - self._endpoint.base))
        return Result((whole,) if text else (), NOT_A_COMMAND)

    def _finish(self) -> list[Heard]:
        if self._is_talk:
            result = self._talk()
        elif self._found is None:
            result = self._recogniser.finish(self._spoken())
        else:
            result = self._found
            self._recogniser.leave()
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
