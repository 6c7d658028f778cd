"""Typing as an ear: a script from a pipe in virtual time, and lines from a terminal in real time.

Rules
1. What is typed has been heard: `start` and `end` are now, and there is no doubt about it.
2. A line of a script is said at the next moment the stage listens, one a moment. `+90` lets 90 s go by first.
   `<speaking> words` is said half a second into the companion's own speech.
3. `<key space>` presses a key. An empty line is "timeout", because the big key is the pause card (S25).
"""

import queue
import re
import threading
from collections import deque
from collections.abc import Sequence
from typing import Final, TextIO

import numpy as np

from companion.errors import UsageError
from companion.ports import Expectation
from companion.steps import Heard
from companion.units import Mono, Samples, samples

INTO_SPEECH: Final = samples(0.5)
"""How far into the companion's speech the words of a `<speaking>` line come."""

WITHOUT_SPEECH: Final = samples(3600)
"""How long a `<speaking>` line waits for speech before it is taken for a mistake in the script."""

_KEY: Final = re.compile(r"<key\s+(space|enter|escape|\S)>")
_SPEAKING: Final = re.compile(r"<speaking>\s*(.*)")
_PASSING: Final = re.compile(r"\+(\d+(?:\.\d+)?)")
_PAUSE_SIGNAL: Final = "timeout"


class TypedKeys:
    """The keys that are typed as `<key space>`: a `Keys` port."""

    def __init__(self) -> None:
        self._pressed: list[str] = []

    def press(self, name: str) -> None:
        self._pressed.append(name)

    def pressed(self, now: Samples) -> Sequence[str]:
        del now
        keys, self._pressed = self._pressed, []
        return keys

    def close(self) -> None:
        pass


class _Typing:
    """What both kinds have in common: no recogniser, and no utterance that goes on."""

    engine = "typed"
    model = ""
    engaged = False
    behind = Samples(0)

    def __init__(self) -> None:
        self.keys = TypedKeys()
        self._expectation = Expectation()

    def expect(self, expectation: Expectation) -> None:
        self._expectation = expectation

    def knows(self, word: str) -> bool:
        return True

    def learn(self) -> None: ...

    def close(self) -> None:
        pass


class TypedScript(_Typing):
    """The lines of `stream`, read at once. `keys` are the keys it presses, `finished` tells that all has been said.

    Raises UsageError with the number of the line that cannot be.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        try:
            self._lines = deque(line.strip() for line in stream)
        except UnicodeDecodeError as error:
            raise UsageError("What is typed must be UTF-8 text.") from error
        for number, line in enumerate(self._lines, 1):
            if line[:1] in ("+", "<") and not any(kind.fullmatch(line) for kind in (_KEY, _SPEAKING, _PASSING)):
                raise UsageError(
                    f'Line {number} of what is typed, "{line}": write words, +SECONDS, <key NAME> or <speaking> WORDS.'
                )
        self._due: Samples | None = None
        self._spoken_since: Samples | None = None
        self._silent_since = Samples(0)

    @property
    def finished(self) -> bool:
        return not self._lines

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        if not self._expectation.speaking:
            self._spoken_since = None
        elif self._spoken_since is None:
            self._spoken_since = now
        return self._take(self._lines[0], now) if self._lines else ()

    def _take(self, line: str, now: Samples) -> Sequence[Heard]:
        if passing := _PASSING.fullmatch(line):
            return self._let_pass(samples(float(passing[1])), now)
        if key := _KEY.fullmatch(line):
            self._next(now)
            self.keys.press(key[1])
            return ()
        if speaking := _SPEAKING.fullmatch(line):
            return self._say_into_speech(speaking[1], now)
        if self._expectation.speaking:
            return ()
        self._next(now)
        return (_said(line, now),)

    def _let_pass(self, length: Samples, now: Samples) -> Sequence[Heard]:
        if self._due is None:
            self._due = Samples(now + length)
        if now < self._due:
            return ()
        self._next(now)
        return self.hear(_NOTHING, now)

    def _say_into_speech(self, words: str, now: Samples) -> Sequence[Heard]:
        if self._spoken_since is None:
            if now - self._silent_since >= WITHOUT_SPEECH:
                raise UsageError(f'"<speaking> {words}" is waiting, and nothing has been spoken for an hour.')
            return ()
        if now - self._spoken_since < INTO_SPEECH:
            return ()
        self._next(now)
        return (_said(words, now),)

    def _next(self, now: Samples) -> None:
        self._lines.popleft()
        self._due = None
        self._silent_since = now


class TypedLines(_Typing):
    """Lines from a terminal, fetched by a thread that waits for them. `finished` tells that the input has ended."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self.finished = False
        self._typed: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(stream,), name="typing", daemon=True).start()

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        heard = []
        while not self._typed.empty():
            line = self._typed.get()
            if line is None:
                self.finished = True
            elif key := _KEY.fullmatch(line):
                self.keys.press(key[1])
            else:
                heard.append(_said(line, now))
        return heard

    def _read(self, stream: TextIO) -> None:
        try:
            for line in stream:
                self._typed.put(line.strip())
        except (OSError, ValueError):
            pass  # the terminal has gone, or is closed at exit, or sends what is no text: no more lines either way
        finally:
            self._typed.put(None)


_NOTHING: Final[Mono] = np.zeros(0, np.int16)


def _said(words: str, now: Samples) -> Heard:
    return Heard(words or _PAUSE_SIGNAL, now, now)
