"""Learns how letters are said between which neighbours, from the dictionary of the recogniser.

    python -m tools.learn_sounds [--leave-out WORDS]

Writes companion/ears/letter_sounds.txt, from which the sounds of words are guessed that the dictionary lacks. The same
dictionary gives the same rules, in two minutes. With WORDS nothing is written: so many words, drawn at random, are left
out of learning, and it is told how often their sounds are guessed right.
"""

import argparse
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rapidfuzz.distance import Levenshtein

from companion.ears import _guess
from companion.ears._dictionary import _entries

LEAST: Final = 2
"""How often a rule must have been right. With 1 there are four times as many for 0.3 wrong phones less in 100; with 3
half as many for 0.6 more."""

ALIGNED: Final = 15_000
"""Words from which it is learned which phones a letter may be, before all are aligned."""

ROUNDS: Final = 5
SILENT: Final = 3.0
UNSEEN: Final = 12.0
UNSEEN_TWO: Final = 18.0
"""What it costs (negative natural logarithm) at first that a letter is silent, and what a pair that was not seen."""

Phones = tuple[str, ...]
Costs = Mapping[tuple[str, Phones], float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leave-out", type=int, default=0, metavar="WORDS", help="measure on so many words")
    left_out = parser.parse_args().leave_out
    ways = dictionary()
    words = sorted(ways)
    random.Random(1).shuffle(words)
    learned = rules({word: ways[word][0] for word in words[left_out:]})
    if left_out:
        sys.stdout.write(measured(learned, {word: ways[word] for word in words[:left_out]}))
        return
    lines = (" ".join((context, *phones)) for context, phones in sorted(learned.items()))
    _guess.RULES.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    sys.stdout.write(f"{len(words)} words, {len(learned)} rules, {_guess.RULES.stat().st_size // 1024} KB\n")


def dictionary() -> dict[str, list[Phones]]:
    """Word -> the ways to say it; words of letters only."""
    found: dict[str, list[Phones]] = defaultdict(list)
    for name, phones in _entries():
        word = name.partition("(")[0]
        if len(word) > 1 and word.isascii() and word.isalpha():
            found[word].append(tuple(phones.split()))
    return found


def rules(said: Mapping[str, Phones]) -> dict[str, Phones]:
    """Context -> phones, where a shorter context would say something else."""
    costs = _costs(said, list(said)[:ALIGNED])
    counts: dict[str, Counter[Phones]] = defaultdict(Counter)
    for word, phones in said.items():
        for letter, parts in zip(_guess.contexts(word), aligned(word, phones, costs), strict=False):
            for context in letter:
                counts[context][parts] += 1
    found: dict[str, Phones] = {}
    for context in sorted(counts, key=lambda context: (len(context), context)):
        shorter = next((found[context[:end]] for end in range(len(context) - 1, 0, -1) if context[:end] in found), None)
        usual, times = counts[context].most_common(1)[0]
        if shorter is None or (usual != shorter and times >= LEAST and times - counts[context][shorter] >= LEAST - 1):
            found[context] = usual
    return found


def _costs(said: Mapping[str, Phones], words: Sequence[str]) -> Costs:
    """What it costs that a letter is said as certain phones: at first by where in the word both stand, then by how
    often the cheapest alignments have it."""
    counts: dict[tuple[str, Phones], float] = defaultdict(float)
    for word in words:
        for i, letter in enumerate(word):
            for j, phone in enumerate(said[word]):
                apart = abs(i / len(word) - j / len(said[word])) * len(word)
                counts[letter, (phone,)] += math.exp(-apart)
    costs = _as_costs(counts) | {(letter, ()): SILENT for letter, _ in counts}
    for _ in range(ROUNDS):
        pairs = (pair for word in words for pair in zip(word, aligned(word, said[word], costs), strict=False))
        costs = _as_costs(Counter(pairs))
    return costs


def _as_costs(counts: Mapping[tuple[str, Phones], float]) -> dict[tuple[str, Phones], float]:
    of_letter: dict[str, float] = defaultdict(float)
    for (letter, _), times in counts.items():
        of_letter[letter] += times
    return {(letter, phones): -math.log(times / of_letter[letter]) for (letter, phones), times in counts.items()}


def aligned(word: str, phones: Phones, costs: Costs) -> list[Phones]:
    """The phones of each letter, none to two, so that they cost least together; nothing where there are too many."""
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for letter in word:
        row: dict[int, tuple[float, int]] = {}
        for at, (cost, _) in best[-1].items():
            for taken in range(min(2, len(phones) - at) + 1):
                unseen = UNSEEN_TWO if taken == 2 else UNSEEN
                total = cost + costs.get((letter, phones[at : at + taken]), unseen)
                if total < row.get(at + taken, (math.inf, 0))[0]:
                    row[at + taken] = (total, taken)
        best.append(row)
    at, parts = len(phones), []
    if at not in best[-1]:
        return []
    for row in reversed(best[1:]):
        taken = row[at][1]
        parts.append(phones[at - taken : at])
        at -= taken
    return parts[::-1]


def measured(learned: Mapping[str, Phones], ways: Mapping[str, Iterable[Phones]]) -> str:
    """Against the nearest of the ways in the dictionary."""
    wrong = all_phones = right = 0
    for word, several in ways.items():
        guess = _guess.guessed(word, learned)
        errors, length = min((Levenshtein.distance(guess, way), len(way)) for way in several)
        wrong, all_phones, right = wrong + errors, all_phones + length, right + (not errors)
    return f"{100 * wrong / all_phones:.1f} % of {all_phones} phones wrong, {right} of {len(ways)} words right\n"


if __name__ == "__main__":
    main()
