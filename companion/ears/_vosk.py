"""The ear of an installed Vosk model.

Rules
1. The package is imported when a model is opened and not before, and without what it fetches models with: 5 MB.
2. The model is opened by its path, after it has been proven, with Kaldi's messages off.
3. A grammar is the phrases of the state that the model knows all words of, and `[unk]`. A phrase with an unknown word
   is left out whole: Vosk would leave out the word and expect the rest. A model without `[unk]` cannot reject: no ear.
4. Two recognisers a state, reset between utterances: one runs with the speech, one looks at all of it in a pause, since
   a running one is half a second behind. When an utterance ends is not asked of Vosk: what it finishes by itself is
   joined. Its word times count all that the recogniser was ever fed, so that is taken off.
5. The confidence is no gate, it is 1.0 on wrong words too: what counts is how much of the speech was `[unk]`, and that
   the words are understood for certain. Vosk mixes the phrases of a grammar: where the model lacks a word of "i want to
   die", it may hear "i one goodbye".
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

from companion.ears._recogniser import NOT_A_COMMAND, Result
from companion.errors import EarError
from companion.models import UNKNOWN, fit, proven
from companion.ports import Commands, Expectation
from companion.steps import State, Word
from companion.units import RATE, Mono, Samples

REJECTION: Final = 0.25
"""The largest share of the spoken time that may be `[unk]`."""

_UNUSED: Final = ("requests", "tqdm", "srt")
"""What the package imports to fetch models and to write subtitles."""

CERTAIN: Final = 1.0
"""How surely words must mean something that are no phrase of the grammar. Of 72 commands that the miniature heard right
(three voices, 140 sentences) this rejects 20, of 26 that it took for something else 17."""

_FREE: Final = "free"
_STEP: Final = RATE // 10
_SILENT: Final = -2
"""Kaldi's log level without warnings; -1 would leave them."""


class Vosk:
    """A `Recogniser`. Raises EarError where the folder is no model, or knows too little."""

    engine = "vosk"

    def __init__(
        self, folder: Path, commands: Commands, rejection: float | None = None, memory: Path | None = None
    ) -> None:
        self.model = proven(folder, memory).name
        self._commands = commands
        self._rejection = REJECTION if rejection is None else rejection
        self._model = _opened(folder)
        fit(folder, commands, self.knows)
        self._running: dict[str, _Stream] = {}
        self._whole: dict[str, _Stream] = {}
        self._phrases: dict[str, frozenset[str]] = {}
        self._name = ""
        self._state: State = "idle"
        self.learn()

    def prepare(self, expectation: Expectation) -> None:
        name = _name(expectation)
        if name in self._running:
            return
        if not expectation.free:
            self._phrases[name] = self._heard_phrases(expectation)
        self._running[name] = self._recogniser(expectation)
        self._whole[name] = self._recogniser(expectation)

    def begin(self, expectation: Expectation) -> None:
        self.prepare(expectation)
        self._name, self._state = _name(expectation), expectation.state
        self._running[self._name].begin()

    def feed(self, sound: Mono) -> None:
        self._running[self._name].feed(sound)

    def so_far(self) -> str:
        return " ".join(word.text for word in self._running[self._name].so_far() if word.text != UNKNOWN)

    def look(self, sound: Mono) -> Result:
        if self._name == _FREE:
            return replace(self._judged(self._running[_FREE].so_far()), whole=False)
        whole = self._whole[self._name]
        whole.begin()
        whole.feed(sound)
        return self._judged(whole.finish())

    def finish(self, sound: Mono) -> Result:
        running = self._running[self._name].finish()
        return self._judged(running) if self._name == _FREE else self.look(sound)

    def leave(self) -> None:
        self._running[self._name].finish()

    def knows(self, word: str) -> bool:
        return bool(self._model.vosk_model_find_word(word) >= 0)

    def learn(self) -> None:
        self.unknown_words = frozenset(word for word in self._commands.vocabulary() if not self.knows(word))
        self._running.clear()
        self._whole.clear()

    def forget(self) -> None:
        pass

    def close(self) -> None:
        self._running.clear()
        self._whole.clear()

    def _judged(self, words: list[Word]) -> Result:
        known = tuple(word for word in words if word.text != UNKNOWN)
        if not known:
            return Result(tuple(words), NOT_A_COMMAND) if words else Result()
        scores = [word.confidence for word in known if word.confidence is not None]
        confidence = round(float(np.mean(scores)), 3) if scores else None
        if self._name == _FREE:
            return Result(known, None, confidence)
        spoken = sum(word.end - word.start for word in words)
        unknown = sum(word.end - word.start for word in words if word.text == UNKNOWN)
        is_one = unknown <= self._rejection * spoken and self._certain(" ".join(word.text for word in known))
        return Result(known, None if is_one else NOT_A_COMMAND, confidence)

    def _certain(self, text: str) -> bool:
        """Rule 5: Whether `text` is a phrase, or means something for certain."""
        return text in self._phrases[self._name] or self._commands.sureness(text, self._state) >= CERTAIN

    def _heard_phrases(self, expectation: Expectation) -> frozenset[str]:
        phrases = self._commands.phrases(expectation.state)
        return frozenset(phrase for phrase in phrases if not self.unknown_words.intersection(phrase.split()))

    def _recogniser(self, expectation: Expectation) -> "_Stream":
        KaldiRecognizer = _vosk().KaldiRecognizer  # noqa: N806  - a class

        try:
            if expectation.free:
                return _Stream(KaldiRecognizer(self._model, RATE))
            phrases = [*sorted(self._phrases[expectation.state]), UNKNOWN]
            return _Stream(KaldiRecognizer(self._model, RATE, json.dumps(phrases)))
        except Exception as error:
            raise EarError(f"The model {self.model} cannot be told what to expect: use another model.") from error


class _Stream:
    """A Kaldi recogniser that is fed one utterance after the other."""

    def __init__(self, kaldi: Any) -> None:
        kaldi.SetWords(True)
        kaldi.SetPartialWords(True)
        self._kaldi = kaldi
        self._fed = 0
        self._base = 0
        self._ended: list[Word] = []

    def begin(self) -> None:
        self._kaldi.Reset()
        self._base = self._fed
        self._ended = []

    def feed(self, sound: Mono) -> None:
        self._fed += len(sound)
        for at in range(0, len(sound), _STEP):
            if self._kaldi.AcceptWaveform(sound[at : at + _STEP].tobytes()):
                self._ended += self._words(self._kaldi.Result(), "result")

    def so_far(self) -> list[Word]:
        return [*self._ended, *self._words(self._kaldi.PartialResult(), "partial_result")]

    def finish(self) -> list[Word]:
        return [*self._ended, *self._words(self._kaldi.FinalResult(), "result")]

    def _words(self, answer: str, key: str) -> list[Word]:
        return [
            Word(word["word"], self._position(word["start"]), self._position(word["end"]), word.get("conf"))
            for word in json.loads(answer).get(key, ())
        ]

    def _position(self, stream_seconds: float) -> Samples:
        return Samples(round(stream_seconds * RATE) - self._base)


def _opened(folder: Path) -> Any:
    vosk = _vosk()
    vosk.SetLogLevel(_SILENT)
    try:
        with _hushed():
            return vosk.Model(model_path=str(folder))
    except Exception as error:
        raise EarError(f"The model in {folder} cannot be read: unpack it anew, or remove it.") from error


def _vosk() -> Any:
    """The package. What stands in for the modules of `_UNUSED` while it is imported is taken away again."""
    absent = [name for name in _UNUSED if name not in sys.modules]
    sys.modules.update({name: ModuleType(name) for name in absent})
    try:
        for name in absent:
            setattr(sys.modules[name], name, None)
        return import_module("vosk")
    finally:
        for name in absent:
            del sys.modules[name]


def _name(expectation: Expectation) -> str:
    return _FREE if expectation.free else expectation.state


@contextmanager
def _hushed() -> Iterator[None]:
    """What C writes to file descriptor 2 leads nowhere: Kaldi reports its errors there at every log level."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
