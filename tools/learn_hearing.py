"""Learns which words follow each other in what people say: from the templates, and from the sentences that
`tools/_written.py` reads.

    python -m tools.learn_hearing [--leave-out FILE ...] [--out FOLDER]

Writes scripts/en/intents/heard.bin and heard.txt, from which the embedded ear hears commands in other words than those
of its grammar. The same files give the same model. Run it after templates or sentences have changed; with an old one, a
new typed sentence is heard less well, one of the spoken grammar as well as before.
"""

import argparse
import math
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pocketsphinx import NGramModel

from companion.content import load_templates
from companion.ears import known_words
from companion.ears._other_words import MODEL, WORDS
from companion.intents._interpreter import REFLEXES
from companion.intents._samples import Samples
from companion.intents._sentences import Sentences
from companion.intents._templates import Words
from companion.yamlfile import read
from tools._written import INTENTS, written

SAMPLES: Final = 12
"""Sentences of a template, beside those in which each of its alternatives is said. Sixty of each make the model a
quarter larger and predict new sentences no better."""

ORDER: Final = 3
"""Words that are looked at together. With pairs alone, of 120 sentences that nobody had written down 99 instead of 106
were understood right; the perplexity of such sentences is 46 instead of 31."""

LEAST: Final = 0.4
"""Rows of three words whose probability differs less than this (natural logarithm) from what the pairs say are left
out."""

AT_ONCE: Final = 20.0
"""How many times a sentence counts that ends or holds what is going on: missing one costs most. Without it a "time out"
was heard as "sigh a minute" (flite awb, in a check-in); of 21 by seven voices 17 instead of 16 are heard there, and 19
instead of 18 in idle. Ten times as much changes nothing more."""

SUGGESTED: Final = 300.0
"""How many times a sentence counts besides that help suggests: what a person is told to say is said most, in these very
words. Of 42 of them in kitchen noise at 12 dB, six voices, 24 instead of 16 are understood, clean 39 instead of 37."""

_SUGGESTION: Final = re.compile(r"\bsay (.+?)(?= (?:to|for|when) |\.|, and|$)", re.IGNORECASE)
_BETWEEN: Final = re.compile(r",? or (?:say )?|, (?:say )?")

Gram = tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leave-out", nargs="*", default=[], help="files of sentences that are not learned from")
    parser.add_argument("--out", type=Path, default=INTENTS)
    wanted = parser.parse_args()
    sentences = weighted(set(wanted.leave_out))
    grams = probabilities(sentences)
    with tempfile.TemporaryDirectory() as folder:
        arpa = Path(folder) / "heard.arpa"
        arpa.write_text(as_arpa(*grams), encoding="utf-8")
        NGramModel.readfile(str(arpa)).write(str(wanted.out / MODEL))
    words = sorted({word for said in sentences for word in said})
    (wanted.out / WORDS).write_text("".join(f"{word}\n" for word in words), encoding="utf-8")
    size = (wanted.out / MODEL).stat().st_size // 1024
    sys.stdout.write(f"{len(sentences)} sentences, {len(words)} words, {len(grams[0][ORDER])} rows, {size} KB\n")


def weighted(left_out: set[str]) -> dict[Gram, float]:
    """Sentences as they are said and what they count: a sample of a template less the more there are, what somebody
    wrote 1. Those with a word that cannot be heard are left out."""
    templates = load_templates(INTENTS)
    sayable = known_words()
    found = defaultdict[Gram, float](float)
    real = ((one.text, 1.0) for one in written(left_out))
    for text, weight in (*sampled(Sentences(templates), templates.words), *real):
        words = tuple(re.sub(r"[^a-z' ]", " ", text.lower()).split())
        if words and all(sayable(word) or word in templates.words.pronunciations for word in words):
            found[words] += weight
    for text in suggested():
        if (words := tuple(text.split())) in found:
            found[words] += SUGGESTED
    return found


def suggested() -> set[str]:
    """What follows "say" in the lines of help, but for what it is said for."""
    data: Any = read(INTENTS.parent / "help.yaml").data
    said = (found[1].lower() for line in data["lines"].values() for found in _SUGGESTION.finditer(line))
    return {part.strip(", ") for several in said for part in _BETWEEN.split(several)}


def sampled(sentences: Sentences, words: Words) -> Iterator[tuple[str, float]]:
    """Samples of the templates in full, and twice as often as they are said ("i'm")."""
    short = {" ".join(full): word for word, full in words.spellings.items() if "'" in word and len(full) > 1}
    in_full = re.compile(rf"(?<![\w'])({'|'.join(map(re.escape, short))})(?![\w'])")
    samples = Samples(sentences.trees)
    for leaf in sentences.leaves:
        texts = sorted({*samples.some(leaf.tree, SAMPLES), *samples.each(leaf.tree)})
        for text in texts:
            weight = len(texts) ** -0.5 * (AT_ONCE if leaf.meaning.name in REFLEXES else 1.0)
            yield text, weight / 2
            yield in_full.sub(lambda found: short[found[0]], text), weight


def probabilities(sentences: Mapping[Gram, float]) -> tuple[list[dict[Gram, float]], list[dict[Gram, float]]]:
    """Witten and Bell: the probability of each row of 1 to ORDER words after those before its last, and what is left
    for other words after each row. Lists are indexed by the length of the rows."""
    counts: list[dict[Gram, float]] = [defaultdict(float) for _ in range(ORDER + 1)]
    for said, weight in sentences.items():
        words = ("<s>", *said, "</s>")
        for length in range(1, ORDER + 1):
            for at in range(len(words) - length + 1):
                counts[length][words[at : at + length]] += weight
    total = sum(counts[1].values()) - counts[1]["<s>",]
    likely: list[dict[Gram, float]] = [{}, {row: count / total for row, count in counts[1].items()}]
    likely[1]["<s>",] = 1e-9
    rest: list[dict[Gram, float]] = [{} for _ in range(ORDER + 1)]
    for length in range(2, ORDER + 1):
        after: dict[Gram, list[float]] = defaultdict(list)
        for row, count in counts[length].items():
            after[row[:-1]].append(count)
        for before, several in after.items():
            rest[length - 1][before] = len(several) / (len(several) + sum(several))
        likely.append({})
        for row, count in counts[length].items():
            share, shorter = rest[length - 1][row[:-1]], likely[length - 1][row[1:]]
            likely[length][row] = (1 - share) * count / sum(after[row[:-1]]) + share * shorter
    return [*likely[:-1], _telling(likely, rest)], rest


def _telling(likely: list[dict[Gram, float]], rest: list[dict[Gram, float]]) -> dict[Gram, float]:
    """The longest rows without those of which the shorter ones say as much."""
    return {
        row: probability
        for row, probability in likely[-1].items()
        if abs(math.log(probability / (rest[-2][row[:-1]] * likely[-2][row[1:]]))) >= LEAST
    }


def as_arpa(likely: list[dict[Gram, float]], rest: list[dict[Gram, float]]) -> str:
    """As an ARPA file."""
    lines = ["\\data\\", *(f"ngram {length}={len(likely[length])}" for length in range(1, ORDER + 1))]
    for length in range(1, ORDER + 1):
        lines += ["", f"\\{length}-grams:"]
        for row in sorted(likely[length]):
            left = f" {math.log10(rest[length].get(row, 1.0)):.4f}" if length < ORDER else ""
            lines.append(f"{math.log10(likely[length][row]):.4f} {' '.join(row)}{left}")
    return "\n".join([*lines, "", "\\end\\", ""])


if __name__ == "__main__":
    main()
