"""The ear of an installed Vosk model.

Rules
1. The package is imported when a model is opened and not before: it brings `requests` along.
2. The model is opened by its path, after its folder has been checked, with Kaldi's messages off.
3. A grammar is the phrases of the state that the model knows all words of, and `[unk]`. A phrase with an unknown word
   is left out whole: Vosk would leave out the word and expect the rest. A model without `[unk]` cannot reject: no ear.
4. One recogniser a state, reset between utterances. When an utterance ends is not asked of Vosk: what it finishes by
   itself is joined. Its word times count all that the recogniser was ever fed, so that is taken off.
5. The confidence is no gate, it is 1.0 on wrong words too: what counts is how much of the speech was `[unk]`.
"""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np

from companion.ears._listening import NOT_A_COMMAND, Result
from companion.ears._vosk_model import checked
from companion.errors import EarError
from companion.ports import Commands, Expectation
from companion.steps import Word
from companion.units import RATE, Mono, Samples

REJECTION: Final = 0.25
"""The largest share of the spoken time that may be `[unk]`."""

UNKNOWN: Final = "[unk]"
_STEP: Final = RATE // 10
_SILENT: Final = -2
"""Kaldi's log level without warnings; -1 would leave them."""


class Vosk:
    """A `Recogniser`. Raises EarError where the folder is no model, or knows too little."""

    engine = "vosk"

    def __init__(self, folder: Path, commands: Commands, rejection: float | None = None) -> None:
        self.model = checked(folder).name
        self._commands = commands
        self._rejection = REJECTION if rejection is None else rejection
        self._model = _opened(folder)
        self.unknown_words = frozenset(word for word in commands.vocabulary() if not self._knows(word))
        if not self._knows(UNKNOWN):
            raise EarError(
                f"The model in {folder} has no [unk], so it takes any noise for a command: use another model."
            )
        self._recognisers: dict[str, Any] = {}
        self._phrases: dict[str, frozenset[str]] = {}
        self._current: Any = None
        self._name = ""
        self._finished: list[Word] = []
        self._fed: dict[str, int] = {}
        self._base = 0

    def prepare(self, expectation: Expectation) -> None:
        name = _name(expectation)
        if name in self._recognisers:
            return
        if not expectation.free:
            self._phrases[name] = self._heard_phrases(expectation)
        self._recognisers[name] = self._recogniser(expectation)
        self._fed[name] = 0

    def begin(self, expectation: Expectation) -> None:
        self.prepare(expectation)
        self._name = _name(expectation)
        self._current = self._recognisers[self._name]
        self._current.Reset()
        self._finished = []
        self._base = self._fed[self._name]

    def feed(self, sound: Mono) -> None:
        self._fed[self._name] += len(sound)
        for at in range(0, len(sound), _STEP):
            if self._current.AcceptWaveform(sound[at : at + _STEP].tobytes()):
                self._finished += self._words(self._current.Result(), "result")

    def partial(self) -> Result:
        return self._judged([*self._finished, *self._words(self._current.PartialResult(), "partial_result")])

    def is_likely(self) -> bool:
        return self.partial().rejected is None

    def finish(self) -> Result:
        result = self._judged([*self._finished, *self._words(self._current.FinalResult(), "result")])
        self._current.Reset()
        return result

    def close(self) -> None:
        self._recognisers.clear()
        self._current = None

    def _judged(self, words: list[Word]) -> Result:
        known = tuple(word for word in words if word.text != UNKNOWN)
        if not known:
            return Result(tuple(words), NOT_A_COMMAND) if words else Result()
        scores = [word.confidence for word in known if word.confidence is not None]
        confidence = round(float(np.mean(scores)), 3) if scores else None
        if self._name not in self._phrases:
            return Result(known, None, confidence)
        spoken = sum(word.end - word.start for word in words)
        unknown = sum(word.end - word.start for word in words if word.text == UNKNOWN)
        foreign = unknown > self._rejection * spoken
        return Result(known, NOT_A_COMMAND if foreign else None, confidence)

    def _heard_phrases(self, expectation: Expectation) -> frozenset[str]:
        phrases = self._commands.phrases(expectation.state)
        return frozenset(phrase for phrase in phrases if not self.unknown_words.intersection(phrase.split()))

    def _recogniser(self, expectation: Expectation) -> Any:
        from vosk import KaldiRecognizer

        try:
            if expectation.free:
                recogniser = KaldiRecognizer(self._model, RATE)
            else:
                phrases = sorted(self._phrases[_name(expectation)])
                recogniser = KaldiRecognizer(self._model, RATE, json.dumps([*phrases, UNKNOWN]))
        except Exception as error:
            raise EarError(f"The model {self.model} cannot be told what to expect: use another model.") from error
        recogniser.SetWords(True)
        recogniser.SetPartialWords(True)
        return recogniser

    def _words(self, answer: str, key: str) -> list[Word]:
        return [
            Word(word["word"], self._position(word["start"]), self._position(word["end"]), word.get("conf"))
            for word in json.loads(answer).get(key, ())
        ]

    def _position(self, stream_seconds: float) -> Samples:
        return Samples(round(stream_seconds * RATE) - self._base)

    def _knows(self, word: str) -> bool:
        return bool(self._model.vosk_model_find_word(word) >= 0)


def _opened(folder: Path) -> Any:
    import vosk

    vosk.SetLogLevel(_SILENT)
    try:
        return vosk.Model(model_path=str(folder))
    except Exception as error:
        raise EarError(f"The model in {folder} cannot be read: unpack it anew, or remove it.") from error


def _name(expectation: Expectation) -> str:
    return "free" if expectation.free else expectation.state
