"""The two halves of a look-ahead graph, as OpenFst text: phones to words, and the exact grammar of words.

Rules
1. The lexicon is a prefix tree: one arc enters each node with the phone's first frame, a loop takes the later ones, and
   the word is written on the epsilon that leaves its last node.
2. Silence is optional before, between and after words, and never twice in a row.
3. The grammar takes one phrase, or unknown words, or nothing: without a final start state the silence after an endpoint
   would have to be a phrase.
"""

import math
from collections.abc import Iterable, Sequence

from .phones import SIL, SPN, phone_id, positioned
from .transitions import enter_id, loop_id

UNKNOWN = "[unk]"
EPSILON = "<eps>"

_START, _AFTER, _SILENCE = 0, 1, 2
"""States of the lexicon: ready for a word, between words, in silence. The text's first state is the start."""

_EITHER = -math.log(0.5)

HOMOPHONE_COST = 1.0
"""Where a grammar allows both, "no" comes out and not "know": the word list says which is first."""


def lexicon_fst(pronunciations: Iterable[tuple[int, tuple[str, ...]]]) -> list[str]:
    """Lines for `fstcompile`, transition ids in and word ids out, from (word id, phones without position).

    A word that sounds like an earlier one costs HOMOPHONE_COST.
    """
    silence = phone_id(SIL)
    lines = [
        _arc(_START, _SILENCE, enter_id(silence), 0, _EITHER),
        _arc(_SILENCE, _SILENCE, loop_id(silence), 0),
    ]
    begin, free = 3, 4
    lines += [_arc(_START, begin, 0, 0, _EITHER), _arc(_SILENCE, begin, 0, 0), _arc(_AFTER, _START, 0, 0)]
    nodes: dict[tuple[str, ...], int] = {}
    sounds: set[tuple[str, ...]] = set()
    for word, phones in pronunciations:
        spoken = ("SPN_S",) if phones == (SPN,) else positioned(phones)
        state = begin
        for length in range(1, len(spoken) + 1):
            prefix = spoken[:length]
            if prefix not in nodes:
                nodes[prefix] = free
                phone = phone_id(spoken[length - 1])
                lines += [_arc(state, free, enter_id(phone), 0), _arc(free, free, loop_id(phone), 0)]
                free += 1
            state = nodes[prefix]
        lines.append(_arc(state, _AFTER, 0, word, HOMOPHONE_COST * (spoken in sounds)))
        sounds.add(spoken)
    return [*lines, str(_AFTER), str(_SILENCE), str(_START)]


def phrase_fst(phrases: Sequence[str], ids: dict[str, int], unknown_cost: float) -> list[str]:
    """Lines for `fstcompile`: exactly one of `phrases`, or any number of `[unk]`, or nothing.

    Every phrase costs the same; `unknown_cost` is what each unknown word costs above that.
    """
    lines: list[str] = []
    ends = {0}
    nodes: dict[tuple[str, ...], int] = {(): 0}
    for phrase in phrases:
        words = tuple(phrase.split())
        for length in range(1, len(words) + 1):
            if words[:length] not in nodes:
                nodes[words[:length]] = len(nodes)
                word = ids[words[length - 1]]
                lines.append(_arc(nodes[words[: length - 1]], nodes[words[:length]], word, word))
        ends.add(nodes[words])
    unknown, state = ids[UNKNOWN], len(nodes)
    lines += [_arc(0, state, unknown, unknown, unknown_cost), _arc(state, state, unknown, unknown, unknown_cost)]
    return [*lines, *(str(end) for end in sorted({*ends, state}))]


def _arc(source: int, target: int, taken: int, given: int, cost: float = 0.0) -> str:
    return f"{source} {target} {taken} {given} {cost:.4f}"
