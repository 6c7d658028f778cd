"""The embedded ear: PocketSphinx with the English model of its own wheel.

Rules
1. One grammar a state, made when the state is first expected. Searches are switched between utterances only.
2. Partial results are decoded as the speech comes in, with the means of the speech before. The final result is decoded
   anew from the whole utterance with its own means: it depends on nothing that was said before.
3. What was heard is held against the free phone string of a second decoder: too far apart is no command. A phone loop
   inside the grammar would do the same at a hundred times the cost.
4. A word without pronunciation is an error, never a shorter grammar.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pocketsphinx

from companion.ears._listening import NOT_A_COMMAND, Result
from companion.ears._phones import distance
from companion.errors import EarError
from companion.ports import Commands, Expectation
from companion.steps import Word
from companion.units import RATE, Mono, Samples

REJECTION: Final = 0.55
"""The farthest a command may be from its free phone string."""

_FRAME: Final = RATE // 100
_FREE: Final = "free"
_GRAMMAR: Final = {"lw": 3.0, "silprob": 0.3, "bestpath": False}
"""Weights of the grammar. The wheel's own (6.5 and 0.005) lose one short command in five in kitchen noise at 12 dB."""

_PHONES: Final = {"lw": 2.0, "beam": 1e-20, "pbeam": 1e-20}


class PocketSphinx:
    """A `Recogniser`. Raises EarError where words have no pronunciation."""

    engine = "pocketsphinx"
    model = "en-us"

    def __init__(self, commands: Commands, rejection: float | None = None) -> None:
        self._commands = commands
        self._rejection = REJECTION if rejection is None else rejection
        self._words = _decoder(dict=_path("cmudict-en-us.dict"), **_GRAMMAR)
        self._phones = _decoder(dict=None, allphone=_path("en-us-phone.lm.bin"), **_PHONES)
        self._prepared: set[str] = set()
        self._running = False
        self._free = False
        self._sound: list[Mono] = []
        self._learn(commands)

    def prepare(self, expectation: Expectation) -> None:
        name = _search(expectation)
        if name in self._prepared:
            return
        if expectation.free:
            self._words.add_lm_file(name, _path("en-us.lm.bin"))
        else:
            self._words.add_jsgf_string(name, self._commands.jsgf(expectation.state))
        self._prepared.add(name)

    def begin(self, expectation: Expectation) -> None:
        self.prepare(expectation)
        self._free = expectation.free
        self._words.activate_search(_search(expectation))
        self._words.start_utt()
        self._running = True
        self._sound = []

    def feed(self, sound: Mono) -> None:
        self._words.process_raw(sound.tobytes())
        self._sound.append(sound)

    def partial(self) -> Result:
        return Result(_spoken(self._words))

    def is_likely(self) -> bool:
        return self._free or not self._is_far(self._pronounced(), np.concatenate(self._sound))

    def finish(self) -> Result:
        self._words.end_utt()
        self._running = False
        sound = np.concatenate(self._sound)
        _decode(self._words, sound)
        words = _spoken(self._words)
        if not words or self._free:
            return Result(words)
        return Result(words, NOT_A_COMMAND if self._is_far(self._pronounced(), sound) else None)

    def close(self) -> None:
        if self._running:
            self._words.end_utt()
            self._running = False

    def _is_far(self, wanted: Sequence[str], sound: Mono) -> bool:
        _decode(self._phones, sound)
        free = [segment.word for segment in self._phones.seg() or () if _is_phone(segment.word)]
        return distance(wanted, free) > self._rejection

    def _pronounced(self) -> list[str]:
        phones: list[str] = []
        for segment in self._words.seg() or ():
            if _is_word(segment.word):
                phones += (self._words.lookup_word(segment.word) or "").split()
        return phones

    def _learn(self, commands: Commands) -> None:
        """Add what the dictionary lacks. Each word's further pronunciations follow the dictionary's own."""
        for word, ways in commands.pronunciations().items():
            if self._words.lookup_word(word) is None:
                for number, phones in enumerate(ways, 1):
                    self._words.add_word(word if number == 1 else f"{word}({number})", phones, False)
        lacking = sorted(word for word in commands.vocabulary() if self._words.lookup_word(word) is None)
        if lacking:
            raise EarError(
                f"The recogniser cannot hear {_listed(lacking)}: write how to say it under pronunciations "
                "in scripts/, or use other words."
            )


def _decoder(**options: Any) -> Any:
    try:
        return pocketsphinx.Decoder(hmm=_path("en-us"), lm=None, loglevel="FATAL", **options)
    except RuntimeError as error:
        raise EarError("The recogniser's own model cannot be loaded: install the package pocketsphinx anew.") from error


def _decode(decoder: Any, sound: Mono) -> None:
    decoder.start_utt()
    decoder.process_raw(sound.tobytes(), full_utt=True)
    decoder.end_utt()


def _spoken(decoder: Any) -> tuple[Word, ...]:
    if decoder.hyp() is None:
        return ()
    return tuple(
        Word(
            segment.word.partition("(")[0],
            Samples(segment.start_frame * _FRAME),
            Samples((segment.end_frame + 1) * _FRAME),
        )
        for segment in decoder.seg() or ()
        if _is_word(segment.word)
    )


def _is_word(name: str) -> bool:
    return name[0] not in "<[(+"


def _is_phone(name: str) -> bool:
    return name.isalpha() and name != "SIL"


def _search(expectation: Expectation) -> str:
    return _FREE if expectation.free else expectation.state


def _path(name: str) -> str:
    return str(pocketsphinx.get_model_path(f"en-us/{name}"))


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
