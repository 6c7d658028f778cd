"""The phone set: silence, 39 ARPAbet phones in four word positions, and one spoken-noise phone.

Rules
1. Ids are contiguous from 1: SIL, then each phone as B, E, I, S, then SPN_S. Kaldi keeps 0 for epsilon.
2. The four positions of a phone share their two pdfs, so that the net has 2 x 41 outputs.
3. `[unk]` is the single phone SPN: a loop of phones blows up lattice determinisation.
"""

from typing import Final

# fmt: off
ARPABET: Final = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K",
    "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
)
# fmt: on
POSITIONS: Final = ("B", "E", "I", "S")
SIL: Final = "SIL"
SPN: Final = "SPN"

BASES: Final = (SIL, *ARPABET, SPN)
"""Phones without position: pdf 2i is the first frame of BASES[i], pdf 2i+1 every later one."""

PHONES: Final = (SIL, *(f"{phone}_{position}" for phone in ARPABET for position in POSITIONS), f"{SPN}_S")
"""Phones with position; the id of PHONES[i] is i + 1."""

PDFS: Final = 2 * len(BASES)

_BASE_INDEX: Final = {phone: index for index, phone in enumerate(BASES)}
_PHONE_ID: Final = {phone: index + 1 for index, phone in enumerate(PHONES)}


def base_index(phone: str) -> int:
    """Where a phone without position stands in BASES."""
    return _BASE_INDEX[phone]


def phone_id(phone: str) -> int:
    """The Kaldi id of a phone with position."""
    return _PHONE_ID[phone]


def pdf_pairs() -> list[tuple[int, int]]:
    """(first-frame pdf, later-frames pdf) for each of PHONES, in id order."""
    bases = (_BASE_INDEX[phone.split("_")[0]] for phone in PHONES)
    return [(2 * base, 2 * base + 1) for base in bases]


def positioned(pronunciation: tuple[str, ...]) -> tuple[str, ...]:
    """`("S", "T", "AA", "P")` as `("S_B", "T_I", "AA_I", "P_E")`; a single phone gets position S."""
    if len(pronunciation) == 1:
        return (f"{pronunciation[0]}_S",)
    first, *middle, last = pronunciation
    return (f"{first}_B", *(f"{phone}_I" for phone in middle), f"{last}_E")


def word_boundary_lines() -> list[str]:
    """The lines of `word_boundary.int`: Vosk reads word times with it."""
    kinds = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}
    return [f"{_PHONE_ID[p]} {'nonword' if p == SIL else kinds[p.split('_')[1]]}" for p in PHONES]
