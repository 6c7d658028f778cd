"""The embedded ear: PocketSphinx with the English model of its own wheel.

Rules
1. One grammar a state, made when the state is expected. The latest few are kept, since each takes 7 to 20 MB in each of
   two decoders (measured). Searches are switched between utterances only.
2. While speech runs it is followed with the means of the speech before. What it is said to be is decoded as a whole,
   with its own means: what comes out depends on nothing that was said before.
3. What was heard is held against another decoder that may put any phone after any other. Where that explains the same
   sound clearly better, and finds other phones, it was no command. A phone loop inside the grammar would do the same at
   a hundred times the cost. Both score every sound of the model in every frame, or they could not be compared.
4. A word without pronunciation is an error, never a shorter grammar.
"""

import ctypes
import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pocketsphinx

from companion.ears._dictionary import model_file, pronunciations
from companion.ears._grammar import Network, network
from companion.ears._phones import distance
from companion.ears._recogniser import NOT_A_COMMAND, Result
from companion.errors import EarError
from companion.ports import Commands, Expectation
from companion.steps import Word
from companion.units import RATE, Mono, Samples

REJECTION: Final = 0.14
"""How unlike a command may sound what was taken for one: how much better free phones explain it (the logarithm of the
likelihood ratio as PocketSphinx scales it, times 100, a frame of speech), and what is added to that:"""

APART: Final = 0.32
"""for phones that have nothing in common with the free ones;"""

SHORT: Final = 0.45
"""taken off, shared among the phones of the words: few phones are found badly;"""

SLOW: Final = 0.03
"""for each hundredth of a second that a phone takes on the average beyond ten.

Fitted by logistic regression on 369 commands that were found right (eight voices, four of them changed or in kitchen
noise at 12 dB) and 177 utterances that are no command and were taken for one (orders, single words, everyday talk).
Of the commands 179 of 182 by plain voices are kept, 124 of 129 by changed ones, 38 of 58 in noise; 7 of the others are
let through. Limits for the likelihood and the phones apart, at 6 let through, kept 180, 116 and 38."""

UNLIKE: Final = 0.82
"""The distance of phones beyond which nothing is a command: of the right ones above, none was farther than 0.8."""

ASKED: Final = 0.04
"""Added to it when the person was asked something: what is said then is meant for us."""

_FRAME: Final = RATE // 100
_FREE: Final = "free"
_GRAMMAR: Final = {"lw": 3.0, "silprob": 0.3, "bestpath": False, "beam": 1e-60, "pbeam": 1e-60, "wbeam": 1e-40}
"""The wheel's own beams, 1e-48 and 7e-29, lose 6 of 96 commands of three voices in the idle grammar; these lose 4, and
cost 5 % more. With its silence weight, 0.005, 50 % of 90 short commands (slt, rms, awb) were heard in kitchen noise at
12 dB, with 0.3 it was 62 %. The search for a best path takes up to 5 s an utterance in a large grammar."""

_PHONES: Final = {"lw": 2.0, "beam": 1e-20, "pbeam": 1e-20, "compallsen": True}

_KEPT: Final = 2
"""Grammars that are kept: what it is doing, and what it may hear while it speaks."""


class PocketSphinx:
    """A `Recogniser`. Raises EarError where words have no pronunciation."""

    engine = "pocketsphinx"
    model = "en-us"

    def __init__(self, commands: Commands, rejection: float | None = None) -> None:
        self._commands = commands
        self._rejection = REJECTION if rejection is None else rejection
        self._ways = pronunciations(commands)
        self._running = _words(self._ways)
        self._whole = _words(self._ways, compallsen=True)
        self._phones = _decoder(dict=None, allphone=model_file("en-us-phone.lm.bin"), **_PHONES)
        self._fresh_means: str = self._running.get_cmn()
        self._free: Any = None
        self._prepared: list[str] = []
        self._learnt = 0
        self._name = ""
        self._limit = self._rejection

    def prepare(self, expectation: Expectation) -> None:
        if expectation.free and self._free is None:
            self._free = _decoder(dict=model_file("cmudict-en-us.dict"), bestpath=False)
            self._free.add_lm_file(_FREE, model_file("en-us.lm.bin"))
            self._free.activate_search(_FREE)
        if expectation.free:
            return
        name = self._search(expectation)
        if name in self._prepared:
            self._prepared.remove(name)
            self._prepared.append(name)
            return
        if len(self._prepared) == _KEPT:
            self._drop_oldest()
        grammar = network(self._commands.jsgf(expectation.state))
        for decoder in (self._running, self._whole):
            _add(decoder, name, grammar)
        self._prepared.append(name)

    def _drop_oldest(self) -> None:
        oldest = self._prepared.pop(0)
        for decoder in (self._running, self._whole):
            decoder.activate_search(self._prepared[0])
            decoder.remove_search(oldest)
        _give_back()

    def begin(self, expectation: Expectation) -> None:
        self.prepare(expectation)
        self._name = self._search(expectation)
        self._limit = self._rejection + (0 if expectation.patience == "command" else ASKED)
        if not expectation.free:
            self._running.activate_search(self._name)
            self._whole.activate_search(self._name)
        self._live.start_utt()

    def feed(self, sound: Mono) -> None:
        self._live.process_raw(sound.tobytes())

    def so_far(self) -> str:
        found = self._live.hyp()
        return found.hypstr if found is not None else ""

    def look(self, sound: Mono) -> Result:
        if self._name == _FREE:
            return Result(_spoken(self._free), whole=False)
        _decode(self._whole, sound)
        words = _spoken(self._whole)
        if not words:
            return Result()
        return Result(words, NOT_A_COMMAND if self._is_unlike(sound, words) else None)

    def finish(self, sound: Mono) -> Result:
        self._live.end_utt()
        return self.look(sound)

    def leave(self) -> None:
        self._live.end_utt()

    def knows(self, word: str) -> bool:
        return True

    def learn(self) -> None:
        """Grammars get new names, so that those of before are dropped like any that are not used."""
        new = {name: phones for name, phones in pronunciations(self._commands).items() if name not in self._ways}
        for decoder in (self._running, self._whole):
            for name, phones in new.items():
                decoder.add_word(name, phones, False)
        self._ways |= new
        self._learnt += 1

    def forget(self) -> None:
        self._running.set_cmn(self._fresh_means)

    def close(self) -> None:
        pass

    def _search(self, expectation: Expectation) -> str:
        return _FREE if expectation.free else f"{expectation.state} {self._learnt}"

    @property
    def _live(self) -> Any:
        return self._free if self._name == _FREE else self._running

    def _is_unlike(self, sound: Mono, words: Sequence[Word]) -> bool:
        """Whether `sound` is something else than the `words` that `_whole` found there."""
        wanted = [phone for name in _names(self._whole) if _is_word(name) for phone in self._ways[name].split()]
        frames = sum(word.end - word.start for word in words) // _FRAME
        _decode(self._phones, sound)
        apart = distance(wanted, [name for name in _names(self._phones) if _is_phone(name)])
        if apart > UNLIKE:
            return True
        better = 100 * (_likelihood(self._phones) - _likelihood(self._whole)) / frames
        slow = max(0.0, frames / len(wanted) - 10)
        return better + APART * apart + SLOW * slow - SHORT / len(wanted) > self._limit


def _give_back() -> None:
    """What was freed goes back to the system: the GNU library keeps 15 MB of a grammar that is gone (measured)."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)


def _words(ways: Mapping[str, str], **options: Any) -> Any:
    decoder = _decoder(dict=None, **_GRAMMAR, **options)
    for word, phones in ways.items():
        decoder.add_word(word, phones, False)
    return decoder


def _add(decoder: Any, name: str, grammar: Network) -> None:
    arcs = [(a, b, 1.0) if word is None else (a, b, 1.0, word) for a, b, word in grammar.arcs]
    decoder.add_fsg(name, decoder.create_fsg(name, grammar.start, grammar.end, arcs))


def _decoder(**options: Any) -> Any:
    try:
        return pocketsphinx.Decoder(hmm=model_file("en-us"), lm=None, loglevel="FATAL", **options)
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


def _names(decoder: Any) -> list[str]:
    return [segment.word for segment in decoder.seg() or ()]


def _is_word(name: str) -> bool:
    return name[0] not in "<[(+"


def _is_phone(name: str) -> bool:
    return name.isalpha() and name != "SIL"


def _likelihood(decoder: Any) -> float:
    """The logarithm of how well the best path explains the sound; minus infinity where there is none."""
    found = decoder.hyp()
    return math.log(found.score) if found is not None and found.score > 0 else -math.inf
