"""The training set on disk: every clip in several versions as features, and one alignment for all of them.

Rules
1. Version 0 is the clip as it was spoken; the others are surrounded, worn and levelled from a seed of their own.
2. Features lie one after the other in one float16 file; the index says where a version begins.
3. Labels are kept for version 0 and moved by a version's lead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .augment import levelled, surrounded, worn
from .corpus import Prompt
from .features import Frames, mfcc
from .grid import outputs
from .phones import SIL, base_index
from .revoice import Voiced
from .stages import report
from .viterbi import Labels
from .voices import Clip, read_clip

_SILENT_FIRST = 2 * base_index(SIL)
_SILENT_LATER = _SILENT_FIRST + 1
_BABBLE_CLIPS = 12
_AT_ONCE = 500
"""Clips whose features go into one file, so that what was cut short goes on after the last of them."""

REVOICED = 0.55
"""Share of the worn versions that get a voice of their own."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Features of shape (frames, 40) of all versions; `index` of shape (clips, versions, 3): begin, frames, lead."""

    features: NDArray[np.float16]
    index: NDArray[np.int64]

    @classmethod
    def load(cls, folder: Path) -> "Corpus":
        """What `extract` left in `folder`."""
        return cls(np.load(folder / "features.npy"), np.load(folder / "index.npy"))

    def frames(self, clip: int, version: int) -> Frames:
        """The features of one version of a clip, shape (n, 40)."""
        begin, length, _ = self.index[clip, version]
        return self.features[begin : begin + length].astype(np.float32)

    def placed(self, clip: int, version: int, labels: Labels) -> Labels:
        """Labels of version 0 as those of another version, shape (outputs, 2)."""
        _, length, lead = self.index[clip, version]
        total = outputs(int(length))
        pdfs = np.full((total, 2), _SILENT_LATER, np.int16)
        kept = labels[: total - lead]
        end = lead + len(kept)
        pdfs[lead:end] = kept
        if lead:
            pdfs[0] = _SILENT_FIRST
            pdfs[lead][pdfs[lead] == _SILENT_FIRST] = _SILENT_LATER
        if end < total and pdfs[end - 1, 0] not in (_SILENT_FIRST, _SILENT_LATER):
            pdfs[end] = _SILENT_FIRST
        return pdfs


def extract(
    prompts: Sequence[Prompt], clips: Path, folder: Path, part: Path, copies: int, seed: int, workers: int
) -> None:
    """Features of every version of every clip, written to `folder`; what is done so far lies in `part`."""
    jobs = [(prompt, clips, _others(prompts, prompt.number), copies, seed) for prompt in prompts]
    pieces = [part / f"{first:06d}.npz" for first in range(0, len(jobs), _AT_ONCE)]
    with Pool(workers) as pool:  # of this kind of pool no process is left over where the build is killed
        for number, piece in enumerate(pieces):
            some = jobs[number * _AT_ONCE : (number + 1) * _AT_ONCE]
            if not piece.exists():
                _save_piece(piece, pool.map(_versions, some, chunksize=16))
            report(f"  features: {number * _AT_ONCE + len(some)} of {len(jobs)}")
    stored = [np.load(piece) for piece in pieces]
    np.save(folder / "features.npy", np.concatenate([piece["features"] for piece in stored]))
    shape = np.concatenate([piece["shape"] for piece in stored])
    begins = np.cumsum(shape[:, :, 0]).reshape(shape.shape[:2]) - shape[:, :, 0]
    np.save(folder / "index.npy", np.concatenate([begins[:, :, None], shape], 2))


def _save_piece(path: Path, clips: list[list[tuple[NDArray[np.float16], int]]]) -> None:
    """Features of some clips one after the other, and `shape`, (clips, versions, 2): frames, lead."""
    made = path.with_suffix(".new.npz")
    shape = np.array([[(len(frames), lead) for frames, lead in versions] for versions in clips], np.int64)
    np.savez(made, features=np.concatenate([frames for versions in clips for frames, _ in versions]), shape=shape)
    made.replace(path)


def _others(prompts: Sequence[Prompt], number: int) -> list[str]:
    """Names of the clips whose speech is the babble behind clip `number`."""
    return [prompts[(number * 7 + 131 * step) % len(prompts)].name for step in range(1, _BABBLE_CLIPS + 1)]


def _versions(job: tuple[Prompt, Path, list[str], int, int]) -> list[tuple[NDArray[np.float16], int]]:
    prompt, clips, others, copies, seed = job
    clip = read_clip(clips / f"{prompt.name}.wav")
    chance = np.random.default_rng((seed, prompt.number))
    made = [(mfcc(clip).astype(np.float16), 0)]
    voiced = Voiced.of(clip) if prompt.words else None
    for _ in range(copies):
        voice = voiced.revoiced(chance) if voiced is not None and chance.random() < REVOICED else clip
        wave, lead = surrounded(voice, chance)
        sound = levelled(worn(wave, lambda length: _babble(clips, others, length), chance), chance)
        made.append((mfcc(sound).astype(np.float16), lead))
    return made


def _babble(clips: Path, names: list[str], length: int) -> NDArray[np.float64]:
    """Three voices at once, of shape (at least length,)."""
    total = np.zeros(length)
    for group in range(3):
        voice = np.concatenate([read_clip(clips / f"{name}.wav").astype(np.float64) for name in names[group::3]])
        total += np.resize(voice, length)
    return total


def spoken(clips: Path, prompts: Sequence[Prompt]) -> Iterator[tuple[Prompt, Clip]]:
    """Each prompt with its clip."""
    for prompt in prompts:
        yield prompt, read_clip(clips / f"{prompt.name}.wav")
