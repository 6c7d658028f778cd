"""A first alignment, by PocketSphinx, whose wheel carries an English acoustic model.

Rules
1. A clip in which PocketSphinx does not find every word is left out: the net finds them later.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pocketsphinx
from numpy.typing import NDArray

from .lexicon import Lexicon
from .phones import SIL
from .viterbi import SILENT, Segment


class Sphinx:
    """PocketSphinx as a forced aligner for the words of a lexicon."""

    def __init__(self, lexicon: Lexicon, words: Iterable[str], work: Path) -> None:
        dictionary = work / "align.dict"
        lines = [
            f"{word}{f'({number})' if number > 1 else ''} {' '.join(sound)}"
            for word in sorted(set(words))
            for number, sound in enumerate(lexicon[word], 1)
        ]
        dictionary.write_text("\n".join(lines) + "\n", "utf-8")
        self._decoder = pocketsphinx.Decoder(lm=None, dict=str(dictionary), loglevel="FATAL", beam=1e-80, wbeam=1e-60)

    def segments(self, clip: NDArray[np.int16], words: Sequence[str]) -> list[Segment] | None:
        """The phones of `clip`, or None where the words cannot be found in it."""
        decoder, sound = self._decoder, clip.tobytes()
        decoder.set_align_text(" ".join(words))
        try:
            self._pass(sound)
            if decoder.hyp() is None:
                return None
            decoder.set_alignment()
            self._pass(sound)
            alignment = decoder.get_alignment()
        except RuntimeError:
            return None
        found: list[Segment] = []
        heard: list[str] = []
        for word in alignment:
            name = word.name.split("(")[0]
            if name.startswith("<"):
                found.append(Segment(SIL, word.start, word.start + word.duration, SILENT))
            else:
                place = len(heard)
                found += [Segment(phone.name, phone.start, phone.start + phone.duration, place) for phone in word]
                heard.append(name)
        # An alignment that ran out of sound ends early, without a word of warning.
        return found if heard == list(words) else None

    def _pass(self, sound: bytes) -> None:
        self._decoder.start_utt()
        self._decoder.process_raw(sound, full_utt=True)
        self._decoder.end_utt()
