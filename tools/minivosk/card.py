"""The model card: what a model is made of, how well it hears, and what it must not be trusted with.

Rules
1. Every figure in it is measured when it is written.
2. The card is the README of the model folder, so that it travels with the model.
"""

import os
import platform
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

import vosk

from .errors import MinivoskError
from .folder import size
from .graph import UNKNOWN
from .judge import FESTIVAL, FLITE, Score, score
from .recipe import Recipe, lines
from .stages import report

JUDGES = (*(f"flite {name}" for name in FLITE), *(f"festival {name}" for name in FESTIVAL))
NOISE = 12.0
"""dB of active speech above the noise, in the noisy figures."""

LOADS = 5

_TEMPLATE = Path(__file__).with_name("card.md")


def write_card(recipe: Recipe, source: Path, folder: Path, work: Path) -> None:
    """Measure the model in `folder` and write its README. Raises MinivoskError where there is no model."""
    if not (folder / "am/final.mdl").is_file():
        raise MinivoskError(f"{folder} holds no model. Build it first.")
    vosk.SetLogLevel(-2)
    others = lines(source / "others.txt")
    load = _load_time(folder)
    model = vosk.Model(model_path=str(folder))
    scores: list[Score] = []
    for voice in JUDGES:
        for exact in (True, False):
            for ratio in (None, NOISE):
                scores.append(score(model, recipe, others, work / "judge", voice, exact, ratio))
                report(f"  {_line(scores[-1])}")
    clean = scores[::2]
    text = _TEMPLATE.read_text("utf-8").format(
        title=recipe.title,
        unknown=UNKNOWN,
        count=len(recipe.words),
        kilobytes=round(size(folder) / 1000),
        utterances=recipe.corpus.utterances + recipe.corpus.silences,
        silences=recipe.corpus.silences,
        accents=", ".join(recipe.voices.accents),
        excluded=len(recipe.voices.excluded),
        held_out=len(recipe.voices.held_out),
        share=1 - recipe.voices.flite_share,
        flite=" and ".join(recipe.voices.flite),
        flite_share=recipe.voices.flite_share,
        phrases=recipe.corpus.phrases,
        decoys=recipe.corpus.decoys,
        mixed=recipe.corpus.mixed,
        copies=recipe.training.copies,
        licence=recipe.licence,
        command_count=len(recipe.commands),
        other_count=len(others),
        table=_table(scores),
        load=load,
        loads=LOADS,
        factor=statistics.mean(item.real_time_factor for item in clean),
        machine=platform.machine(),
        cores=os.cpu_count(),
        busy=os.getloadavg()[0],
        recipe_name=source.name,
        folder_name=folder,
        words=" ".join(recipe.words),
    )
    (folder / "README.md").write_text(text, "utf-8")
    report(f"card written to {folder / 'README.md'}")


def _load_time(folder: Path) -> float:
    """Milliseconds that Vosk takes to open the folder, median of LOADS."""
    times: list[float] = []
    for _ in range(LOADS):
        began = time.perf_counter()
        vosk.Model(model_path=str(folder))
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def _line(item: Score) -> str:
    return (
        f"{item.voice}, {item.grammar}: {item.right} of {item.commands} right, {item.refused} of {item.others} refused"
    )


def _table(scores: Sequence[Score]) -> str:
    """One row for each voice and grammar; `scores` alternate clean and noisy."""
    rows = [
        "| voice | grammar | right, clean | right, 12 dB | refused, clean | refused, 12 dB |",
        "|---|---|---|---|---|---|",
    ]
    pairs = list(zip(scores[::2], scores[1::2], strict=True))
    rows += [
        f"| {clean.voice} | {clean.grammar} "
        f"| {_share(clean.right, clean.commands)} | {_share(noisy.right, noisy.commands)} "
        f"| {_share(clean.refused, clean.others)} | {_share(noisy.refused, noisy.others)} |"
        for clean, noisy in pairs
    ]
    return "\n".join(rows)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.1%})"
