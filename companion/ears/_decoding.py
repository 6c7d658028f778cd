"""PocketSphinx decoders: made, run over one recording, and what they found there.

Rule
Names of PocketSphinx are turned into ours here and nowhere else: words in samples, phones, the likelihood of a path.
"""

import math
from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

import pocketsphinx

from companion.ears._dictionary import model_file
from companion.errors import EarError
from companion.steps import Word
from companion.units import RATE, Mono, Samples

FRAME: Final = RATE // 100
"""Samples between two looks of a decoder at the sound."""

_ROWS: Final = 20
"""Rows of words that are looked through for other texts: many differ in silences and breaths only."""


def decoder(ways: Mapping[str, str] | None = None, **options: Any) -> Any:
    """A decoder with the English model of the wheel, that knows the words `ways` (word -> phones) by heart; without
    them, the dictionary is named in the `options` of PocketSphinx. Raises EarError."""
    if ways is not None:
        options["dict"] = None
    try:
        made = pocketsphinx.Decoder(hmm=model_file("en-us"), lm=None, loglevel="FATAL", **options)
    except RuntimeError as error:
        raise EarError("The recogniser's own model cannot be loaded: install the package pocketsphinx anew.") from error
    add_words(made, ways or {})
    return made


def add_words(made: Any, ways: Mapping[str, str]) -> None:
    for word, phones in ways.items():
        made.add_word(word, phones, False)


def decode(made: Any, sound: Mono) -> None:
    """Look at `sound` as a whole, with its own means."""
    made.start_utt()
    made.process_raw(sound.tobytes(), full_utt=True)
    made.end_utt()


def text(made: Any) -> str:
    found = made.hyp()
    return found.hypstr if found is not None else ""


def words(made: Any) -> tuple[Word, ...]:
    if made.hyp() is None:
        return ()
    return tuple(
        Word(
            segment.word.partition("(")[0],
            Samples(segment.start_frame * FRAME),
            Samples((segment.end_frame + 1) * FRAME),
        )
        for segment in made.seg() or ()
        if _is_word(segment.word)
    )


def others(made: Any, most: int) -> list[str]:
    """The likeliest texts of a decoder with a language model, `most` of them, the one that it found left out."""
    rows = islice(made.nbest(), _ROWS)
    texts = dict.fromkeys(" ".join(filter(_is_word, row.hypstr.split())) for row in rows if row is not None)
    return [other for other in texts if other and other != text(made)][:most]


def ways_said(made: Any) -> list[str]:
    """The words as the dictionary names them: "the(2)" where it was said in the second way."""
    return [segment.word for segment in made.seg() or () if _is_word(segment.word)]


def phones(made: Any) -> list[str]:
    """What a decoder of phones found."""
    return [segment.word for segment in made.seg() or () if segment.word.isalpha() and segment.word != "SIL"]


def likelihood(made: Any) -> float:
    """The logarithm of how well the best path explains the sound; minus infinity where there is none."""
    found = made.hyp()
    return math.log(found.score) if found is not None and found.score > 0 else -math.inf


def _is_word(name: str) -> bool:
    return name[0] not in "<[(+"
