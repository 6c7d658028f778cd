"""The model folder that Vosk opens.

Rules
1. Features are 40 MFCC of 40 mel bins, 20 Hz to 400 Hz below the top, without dither: the same sound gives the same
   words every time, and training sees what decoding sees.
2. One net output every third frame, 30 ms: Vosk's word times take that for granted.
3. The folder appears whole: it is written beside its place and moved there.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from .graph import EPSILON, UNKNOWN, lexicon_fst, phrase_fst
from .grid import FEATURES, SUBSAMPLING
from .lexicon import Lexicon, Pronunciation
from .nnet3 import FloatArray, Layer, acoustic_model
from .openfst import grammar_graph, lexicon_graph
from .phones import SIL, SPN, phone_id, word_boundary_lines
from .recipe import Recipe

MFCC_OPTIONS = (
    "--use-energy=false",
    "--num-mel-bins=40",
    "--num-ceps=40",
    "--low-freq=20",
    "--high-freq=-400",
    "--dither=0",
)


@dataclass(frozen=True, slots=True)
class Acoustics:
    """A trained net: its layers and the prior of each pdf, as the decoder is to use it."""

    layers: list[Layer]
    priors: FloatArray


def write(folder: Path, recipe: Recipe, lexicon: Lexicon, acoustics: Acoustics, work: Path) -> None:
    """Write the model of `recipe` to `folder`, replacing what is there but for its README."""
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    for name in ("am", "conf", "graph/phones"):
        (part / name).mkdir(parents=True)
    (part / "am/final.mdl").write_bytes(acoustic_model(FEATURES, acoustics.layers, acoustics.priors))
    _write_conf(part / "conf", recipe)
    _write_graph(part / "graph", recipe, lexicon, work)
    card = folder / "README.md"
    if card.exists():
        shutil.copy(card, part / "README.md")
    shutil.rmtree(folder, ignore_errors=True)
    part.replace(folder)


def size(folder: Path) -> int:
    """Bytes in all files of `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _write_conf(conf: Path, recipe: Recipe) -> None:
    decoding = recipe.decoding
    options = (
        "--min-active=200",
        f"--max-active={decoding.max_active}",
        f"--beam={decoding.beam}",
        f"--lattice-beam={decoding.lattice_beam}",
        f"--acoustic-scale={decoding.acoustic_scale}",
        f"--frame-subsampling-factor={SUBSAMPLING}",
        f"--endpoint.silence-phones={phone_id(SIL)}",
        "--endpoint.rule2.min-trailing-silence=0.5",
        "--endpoint.rule3.min-trailing-silence=0.75",
        "--endpoint.rule4.min-trailing-silence=1.0",
    )
    (conf / "model.conf").write_text("\n".join(options) + "\n", "ascii")
    (conf / "mfcc.conf").write_text("\n".join(MFCC_OPTIONS) + "\n", "ascii")


def _write_graph(graph: Path, recipe: Recipe, lexicon: Lexicon, work: Path) -> None:
    words = (UNKNOWN, *recipe.words)
    spoken: list[tuple[int, Pronunciation]] = [(1, (SPN,))]
    spoken += [(number, sound) for number, word in enumerate(recipe.words, 2) for sound in lexicon[word]]
    renumbered = lexicon_graph(lexicon_fst(spoken), graph / "HCLr.fst", work)
    ids = {word: renumbered[number] for number, word in enumerate(words, 1)}
    table = [f"{EPSILON} 0", *(f"{word} {number}" for word, number in sorted(ids.items(), key=lambda item: item[1]))]
    symbols = work / "words.txt"
    symbols.write_text("\n".join(table) + "\n", "utf-8")
    grammar_graph(phrase_fst(recipe.commands, ids, recipe.decoding.unknown_cost), symbols, graph / "Gr.fst")
    (graph / "disambig_tid.int").write_bytes(b"")
    (graph / "phones/word_boundary.int").write_text("\n".join(word_boundary_lines()) + "\n", "ascii")
