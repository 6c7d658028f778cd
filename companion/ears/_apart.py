"""An ear in a process of its own: what takes it long keeps no sound waiting.

Rules
1. Blocks go there and reports come back. What has not come back within `PATIENCE` comes with a later block; its own
   positions say when the words were said. While nobody speaks it is woken for every fourth block only.
2. Orders are carried out in the order in which they were given, so what is heard does not depend on how long it takes.
3. An ear that has fallen too far behind drops the sound it has not got to, and begins anew with what is said now.
4. When the process dies the ear is opened in this one, knows what it knew, and goes on.
5. The process is forked, and shares what was loaded before. Open it before anything starts a thread.
"""

import gc
import os
import signal
import sys
import warnings
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Final, NoReturn, Protocol

from companion.errors import EarError
from companion.ports import Ear, Expectation
from companion.steps import Heard
from companion.units import BLOCK, RATE, Mono, Samples

CAN_BE: Final = sys.platform == "linux"
"""Elsewhere a process cannot be forked, or not safely."""

PATIENCE: Final = 0.004
"""Seconds. With nothing to decode the report is there within 1 ms, in the same block as from an ear in this process."""

TOGETHER: Final = 4
"""Blocks that go there at once while nobody speaks, 80 ms. One by one half of the cost of silence was the waking."""

UNDERWAY: Final = RATE // BLOCK
"""Blocks on their way at once, 1 s: the pipe holds these without making anybody wait."""

TOO_FAR: Final = 5 * RATE // BLOCK
"""Blocks waiting behind those at which they are dropped: an answer six seconds late is none."""


class Words(Protocol):
    """The understanding that the ear was given, as far as it changes: a couple's own word for a timeout."""

    @property
    def pause_word(self) -> str | None: ...
    def adopt(self, pause_word: str | None) -> None: ...


@dataclass(frozen=True, slots=True)
class _Ready:
    engine: str
    model: str


@dataclass(frozen=True, slots=True)
class _Report:
    heard: Sequence[Heard]
    engaged: bool


class EarApart:
    """The ear that `open_ear` opens, in a process of its own, and `words` its understanding.

    `dropped`: how many blocks it has not got to.
    """

    def __init__(self, open_ear: Callable[[], Ear], words: Words) -> None:
        """Does not wait for the process: `engine` and `model` do, and raise what was wrong with opening it."""
        self._open_ear = open_ear
        self._words = words
        self._expectation = Expectation()
        self.dropped = 0
        self._held: list[tuple[Mono, Samples]] = []
        self._orders: deque[tuple[str, tuple[Any, ...]]] = deque()
        self._underway = 0
        self._heard: list[Heard] = []
        self._engaged = False
        self._ready: _Ready | None = None
        self._here: Ear | None = None
        self._line, theirs = Pipe()
        gc.freeze()  # to look through what is shared would be to copy it
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # numpy has threads, and is made for being forked
            self.pid = os.fork()
        if not self.pid:
            self._line.close()
            _serve(theirs, open_ear, words)
        theirs.close()

    @property
    def engine(self) -> str:
        return self._opened().engine

    @property
    def model(self) -> str:
        return self._opened().model

    @property
    def engaged(self) -> bool:
        """An ear that is behind may hear something that it has not told."""
        return self._here.engaged if self._here else self._engaged or self._underway > 1

    @property
    def behind(self) -> Samples:
        waiting = 0 if self._here else self._underway + sum(name == "hear" for name, _ in self._orders)
        return Samples(waiting * BLOCK)

    def expect(self, expectation: Expectation) -> None:
        self._expectation = expectation
        if self._here:
            self._here.expect(expectation)
        else:
            self._order("expect", expectation)

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        if not self._here:
            self._held.append((mic, now))
            if self.engaged or len(self._held) == TOGETHER:
                self._hand_over()
            if self._underway or self._orders:
                self._take(PATIENCE if self._underway == 1 else 0.0)
        heard, self._heard = self._heard, []
        return [*heard, *self._here.hear(mic, now)] if self._here else heard

    def knows(self, word: str) -> bool:
        if not self._here:
            self._order("knows", word)
        while not self._here:
            answer = self._answer()
            if isinstance(answer, bool):
                return answer
        return self._here.knows(word)

    def learn(self) -> None:
        if self._here:
            self._here.learn()
        else:
            self._order("learn", self._words.pause_word)

    def close(self) -> None:
        """A second call does nothing."""
        if self._here:
            self._here.close()
        elif not self._line.closed:
            self._end()

    def _opened(self) -> Ear | _Ready:
        while not (opened := self._here or self._ready):
            self._answer()
        return opened

    def _hand_over(self) -> None:
        held, self._held = self._held, []
        if held:
            self._order("hear", *held)

    def _order(self, name: str, *arguments: Any) -> None:
        self._hand_over()
        self._orders.append((name, arguments))
        if len(self._orders) > TOO_FAR:
            kept = deque(order for order in self._orders if order[0] != "hear")
            self.dropped += sum(len(blocks) for name, blocks in self._orders if name == "hear")
            self._orders = kept
        self._send()

    def _send(self) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # the next answer tells
            while self._orders and self._underway < UNDERWAY:
                self._line.send(self._orders[0])
                self._underway += self._orders.popleft()[0] == "hear"

    def _take(self, patience: float) -> None:
        """Every answer that is there, and the one that comes within `patience` seconds."""
        while not self._here and self._line.poll(patience):
            self._answer()
            patience = 0.0

    def _answer(self) -> object:
        """The next answer, waited for; None where there will be none, and the ear is here from now on."""
        try:
            answer = self._line.recv()
        except (EOFError, OSError):
            self._open_here()
            return None
        match answer:
            case _Ready():
                self._ready = answer
            case _Report():
                self._underway -= 1
                self._engaged = answer.engaged
                self._heard += answer.heard
                self._send()
            case EarError():
                self._end()
                raise answer
        return answer

    def _open_here(self) -> None:
        self._end()
        self._held = []
        self._here = self._open_ear()
        self._here.expect(self._expectation)

    def _end(self) -> None:
        self._line.close()
        os.kill(self.pid, signal.SIGKILL)  # it has nothing that could be lost
        os.waitpid(self.pid, 0)


def _serve(line: Connection, open_ear: Callable[[], Ear], words: Words) -> NoReturn:
    """The other process: carry out orders until there are none. Never goes back to where it was forked."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who sits at the keyboard means the companion
        _listen(line, open_ear, words)
    except (EOFError, OSError):
        pass  # nobody is there any more
    finally:
        os._exit(0)


def _listen(line: Connection, open_ear: Callable[[], Ear], words: Words) -> None:
    try:
        ear = open_ear()
    except EarError as error:
        line.send(error)
        return
    line.send(_Ready(ear.engine, ear.model))
    while True:
        match line.recv():
            case "hear", blocks:
                line.send(_Report([heard for mic, now in blocks for heard in ear.hear(mic, now)], ear.engaged))
            case "expect", (expectation,):
                ear.expect(expectation)
            case "knows", (word,):
                line.send(ear.knows(word))
            case "learn", (pause_word,):
                words.adopt(pause_word)
                ear.learn()
