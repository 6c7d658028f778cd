"""Learns what utterances of each intent look like: from the templates, and from what people may say.

    python -m tools.learn_intents [--leave-out FILE ...]

What people may say is read by `tools/_written.py`. Writes scripts/en/intents/learned.npz. Needs scikit-learn
(`pip install -e .[learn]`). The same files give the same weights. Run it after templates or sentences have changed;
without the file, or with an old one, only the templates are asked.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from companion.content import load_templates
from companion.intents import features
from companion.intents._learned import NONE
from companion.intents._samples import Samples
from companion.intents._sentences import Sentences
from tools._written import INTENTS, written

SAMPLES: Final = 25
REAL: Final = 9.0
"""Weight of a sentence somebody wrote, where a sample of a template weighs 1."""

APART: Final = {"crisis": "who", "danger": "kind"}
"""Intents whose slot decides what is done: learned apart, and not at all from sentences that do not tell it."""

LEAST: Final = 0.02
"""Weights nearer to nothing than this are left out."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leave-out", nargs="*", default=[], help="files of sentences that are not learned from")
    parser.add_argument("--out", type=Path, default=INTENTS / "learned.npz")
    wanted = parser.parse_args()
    learn(set(wanted.leave_out), wanted.out)


def learn(left_out: set[str], out: Path) -> None:
    sentences = Sentences(load_templates(INTENTS))
    examples = Counter[tuple[str, str]]()
    for text, name in sampled(sentences):
        examples[" ".join(sentences.speller.utterance(text).words), name] = 1
    for one in written(left_out):
        if one.intent in APART and APART[one.intent] not in one.slots:
            continue
        name = labelled(one.intent, one.slots) if one.intent else NONE
        examples[" ".join(sentences.speller.utterance(one.text).words), name] = REAL
    texts, names = zip(*examples, strict=True)
    vectors = TfidfVectorizer(analyzer=lambda text: features(text.split()), sublinear_tf=True, min_df=2)
    table = vectors.fit_transform(texts)
    model = SGDClassifier(
        loss="log_loss", alpha=5e-6, max_iter=14, tol=None, random_state=0, penalty="elasticnet", l1_ratio=0.15
    )
    model.fit(table, names, sample_weight=list(examples.values()))
    save(out, vectors, model)
    sys.stdout.write(f"{len(texts)} sentences, {len(model.classes_)} meanings, {out.stat().st_size // 1024} KB\n")


def sampled(sentences: Sentences) -> Iterator[tuple[str, str]]:
    samples = Samples(sentences.trees)
    for leaf in sentences.leaves:
        for text in samples.some(leaf.tree, SAMPLES):
            yield text, labelled(leaf.meaning.name, leaf.slots) if leaf.states else NONE


def labelled(name: str, slots: Mapping[str, object]) -> str:
    return f"{name} {slots[APART[name]]}" if APART.get(name) in slots else name


def save(out: Path, vectors: TfidfVectorizer, model: SGDClassifier) -> None:
    names = sorted(vectors.vocabulary_, key=vectors.vocabulary_.__getitem__)
    weights = model.coef_.T.astype(np.float16)
    kept = np.abs(weights) >= LEAST
    rows = [row for row in range(len(names)) if kept[row].any()]
    starts = np.concatenate(([0], np.cumsum([kept[row].sum() for row in rows]))).astype(np.int32)
    np.savez_compressed(
        out,
        names=np.array("\n".join(model.classes_)),
        features=np.array("\n".join(names[row] for row in rows)),
        rarity=vectors.idf_[rows].astype(np.float32),
        starts=starts,
        columns=np.concatenate([np.flatnonzero(kept[row]) for row in rows]).astype(np.uint8),
        weights=np.concatenate([weights[row][kept[row]] for row in rows]),
        bias=model.intercept_.astype(np.float32),
    )


if __name__ == "__main__":
    main()
