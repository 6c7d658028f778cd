"""The embedded ear: PocketSphinx with the English model of its own wheel.

Rules
1. One grammar a state, made when the state is expected. The latest few are kept, since each takes 7 to 20 MB. Searches
   are switched between utterances only.
2. While speech runs it is followed with the means of the speech before (`_following`). What it is said to be is decoded
   as a whole, with its own means: what comes out depends on nothing that was said before.
3. What was heard is held against another decoder that may put any phone after any other. Where that explains the same
   sound clearly better, and finds other phones, it was no command. A phone loop inside the grammar would do the same at
   a hundred times the cost. Both score every sound of the model in every frame, or they could not be compared.
4. First asked is a language model of what people say, where there is one: its words count by how surely they mean
   something, and are held against the free phones in the same way. Where they are not clearly right, so are those that
   it held for almost as likely, and what sounds most like it counts. Danger need not be heard as clearly (see ALARM).
5. Then the grammar is asked, for what that model does not know; nobody having been asked anything, it must be heard
   more clearly, since the other did not hear it. Where both find the same words, they need not be heard as clearly.
6. A word whose sounds nobody gives or can guess is an error, never a shorter grammar.
"""

import ctypes
import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from companion.ears import _decoding as decoding
from companion.ears._dictionary import model_file, pronunciations
from companion.ears._following import Follower
from companion.ears._grammar import Network, network
from companion.ears._likeness import (
    AGREED,
    ALARM,
    ASKED,
    CLEAR,
    DOUBT,
    REJECTION,
    SECOND,
    UNLIKE,
    Likeness,
    confidence,
)
from companion.ears._other_words import LanguageModel, OtherWords
from companion.ears._recogniser import NOT_A_COMMAND, Result
from companion.ports import Commands, Expectation
from companion.steps import Word
from companion.units import Mono, samples

_FREE: Final = "free"
_GRAMMAR: Final = {"lw": 3.0, "silprob": 0.3, "bestpath": False, "beam": 1e-60, "pbeam": 1e-60, "wbeam": 1e-40}
"""The wheel's own beams, 1e-48 and 7e-29, lose 6 of 96 commands of three voices in the idle grammar; these lose 4, and
cost 5 % more. With its silence weight, 0.005, 50 % of 90 short commands (slt, rms, awb) were heard in kitchen noise at
12 dB, with 0.3 it was 62 %. The search for a best path takes up to 5 s an utterance in a large grammar."""

_PHONES: Final = {"lw": 2.0, "beam": 1e-20, "pbeam": 1e-20, "compallsen": True}

_KEPT: Final = 2
"""Grammars that are kept: what it is doing, and what it may hear while it speaks."""

OTHERS: Final = 3
"""Texts that are looked at beside the one that the language model found."""

TELLING: Final = 4
"""Words from which danger need not be heard as clearly: "louder" (flite awb, slower) is a bit like "i go"."""

LONG: Final = samples(2.5)
"""Speech of this length that means nothing in the words of the language model is not held against the grammar too."""


@dataclass(frozen=True, slots=True)
class _Found:
    """How `unlike` the sound a text is (see REJECTION), and its words in it."""

    unlike: float
    text: str
    words: tuple[Word, ...]


class PocketSphinx:
    """A `Recogniser`. Raises EarError where words have no pronunciation."""

    engine = "pocketsphinx"
    model = "en-us"

    def __init__(
        self, commands: Commands, rejection: float | None = None, language: LanguageModel | None = None
    ) -> None:
        self._commands = commands
        self._rejection = REJECTION if rejection is None else rejection
        self._ways = pronunciations(commands, language.words if language else ())
        self._whole = decoding.decoder(self._ways, compallsen=True, **_GRAMMAR)
        self._live = self._running = Follower(self._whole)
        self._phones = decoding.decoder({}, allphone=model_file("en-us-phone.lm.bin"), **_PHONES)
        self._other = OtherWords(language, self._ways) if language else None
        self._free: Any = None
        self._dictated: Follower | None = None
        self._prepared: list[str] = []
        self._learnt = 0
        self._expectation = Expectation()
        self._name = ""

    def prepare(self, expectation: Expectation) -> None:
        if expectation.free and self._free is None:
            self._free = decoding.decoder(dict=model_file("cmudict-en-us.dict"), bestpath=False)
            self._free.add_lm_file(_FREE, model_file("en-us.lm.bin"))
            self._dictated = Follower(self._free)
        if expectation.free:
            return
        name = self._search(expectation)
        if name in self._prepared:
            self._prepared.remove(name)
            self._prepared.append(name)
            return
        if len(self._prepared) == _KEPT:
            self._drop_oldest()
        _add(self._whole, name, network(self._commands.jsgf(expectation.state)))
        self._prepared.append(name)

    def _drop_oldest(self) -> None:
        oldest = self._prepared.pop(0)
        self._whole.activate_search(self._prepared[0])
        self._whole.remove_search(oldest)
        _give_back()

    def begin(self, expectation: Expectation) -> None:
        self.prepare(expectation)
        self._expectation = expectation
        self._name = self._search(expectation)
        self._live = self._dictated if expectation.free and self._dictated else self._running
        self._live.begin(self._name)

    def feed(self, sound: Mono) -> None:
        self._live.feed(sound)

    def so_far(self) -> str:
        return self._live.so_far()

    def look(self, sound: Mono) -> Result:
        if self._name == _FREE:
            self._live.so_far()
            return Result(decoding.words(self._free), whole=False)
        self._live.halt()
        return self._looked(sound)

    def finish(self, sound: Mono) -> Result:
        if self._name == _FREE:
            self._live.so_far()
        self._live.leave()
        return Result(decoding.words(self._free)) if self._name == _FREE else self._looked(sound)

    def leave(self) -> None:
        self._live.leave()

    def _looked(self, sound: Mono) -> Result:
        if self._other is None:
            decoding.decode(self._phones, sound)
            return self._by_grammar(sound, None)
        words = self._other.heard(sound)
        text = " ".join(word.text for word in words)
        meant = self._meant((text, *self._other.others(OTHERS)))
        is_talk = len(sound) > LONG and text not in meant
        if meant or not is_talk:
            decoding.decode(self._phones, sound)
        found = self._by_model(sound, meant, text, self._other)
        if found is None and is_talk:
            return Result(words, NOT_A_COMMAND)
        return found or self._by_grammar(sound, text)

    def knows(self, word: str) -> bool:
        return True

    def learn(self) -> None:
        """Grammars get new names, so that those of before are dropped like any that are not used."""
        new = {name: phones for name, phones in pronunciations(self._commands).items() if name not in self._ways}
        decoding.add_words(self._whole, new)
        self._ways |= new
        self._learnt += 1

    def forget(self) -> None:
        self._running.forget()

    def close(self) -> None:
        pass

    def _search(self, expectation: Expectation) -> str:
        return _FREE if expectation.free else f"{expectation.state} {self._learnt}"

    @property
    def _limit(self) -> float:
        return self._rejection + (0 if self._expectation.patience == "command" else ASKED)

    def _meant(self, texts: Iterable[str]) -> dict[str, float]:
        """Those of `texts` that mean something, and how surely."""
        sure = {text: self._commands.sureness(text, self._expectation.state) for text in texts if text}
        return {text: surely for text, surely in sure.items() if surely}

    def _by_model(self, sound: Mono, meant: Mapping[str, float], first: str, other: OtherWords) -> Result | None:
        """What is most like `sound` of what is `meant` by what the language model found, `first` or almost as likely;
        None where nothing is. Each text is laid along the sound anew, since only `_whole` scores as the free phones do.
        """
        found = list[_Found]()
        for text, sure in meant.items():
            self._whole.set_align_text(text)
            decoding.decode(self._whole, sound)
            likeness = self._likeness()
            if likeness is not None and likeness.apart <= UNLIKE:
                unlike = likeness.of_other_words(sure, other.surprise(text))
                found.append(_Found(unlike, text, decoding.words(self._whole)))
                if unlike <= CLEAR:
                    break
        limit, asked = self._limit, self._expectation.state != "idle"
        like = [one for one in found if one.unlike <= limit - (0 if asked or one.text == first else SECOND)]
        alarms = (one for one in found if one.unlike <= limit + ALARM and self._alarms(one.text))
        best = min(like or alarms, key=lambda one: one.unlike + (0 if one.text == first else SECOND), default=None)
        return Result(best.words, None, confidence(best.unlike, limit)) if best else None

    def _alarms(self, text: str) -> bool:
        return text.count(" ") + 1 >= TELLING and self._commands.alarms(text, self._expectation.state)

    def _by_grammar(self, sound: Mono, other: str | None) -> Result:
        """What the grammar finds, where the language model found `other`; None without one."""
        self._whole.activate_search(self._name)
        decoding.decode(self._whole, sound)
        words, text = decoding.words(self._whole), decoding.text(self._whole)
        likeness = self._likeness()
        if likeness is None:
            return Result()
        limit = self._limit + self._leeway(text, other)
        unlike = likeness.of_grammar() if likeness.apart <= UNLIKE else math.inf
        return Result(words, NOT_A_COMMAND if unlike > limit else None, confidence(unlike, limit))

    def _leeway(self, text: str, other: str | None) -> float:
        """What is added to the limit for `text` by the grammar. A reflex costs little to offer, and may be a word of
        these two people that no language model has."""
        state = self._expectation.state
        if text == other:
            return AGREED
        if other is None or state != "idle" or self._commands.reflex(text, state) is not None:
            return 0.0
        return -DOUBT

    def _likeness(self) -> Likeness | None:
        """How what `_whole` found is like what `_phones` did; None where it found nothing."""
        words = decoding.words(self._whole)
        if not words:
            return None
        wanted = [phone for name in decoding.ways_said(self._whole) for phone in self._ways[name].split()]
        frames = sum(word.end - word.start for word in words) // decoding.FRAME
        better = 100 * (decoding.likelihood(self._phones) - decoding.likelihood(self._whole)) / frames
        return Likeness(wanted, decoding.phones(self._phones), frames, better)


def _give_back() -> None:
    """What was freed goes back to the system: the GNU library keeps 15 MB of a grammar that is gone (measured)."""
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)) is not None:
        trim(0)


def _add(made: Any, name: str, grammar: Network) -> None:
    arcs = [(a, b, 1.0) if word is None else (a, b, 1.0, word) for a, b, word in grammar.arcs]
    made.add_fsg(name, made.create_fsg(name, grammar.start, grammar.end, arcs))
