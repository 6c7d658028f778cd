"""From a recipe to a model folder, in stages.

Rules
1. What was synthesised, aligned and trained stays in the work folder; a second run goes on from there, also within the
   long stages: after the last clip spoken, the last 500 clips turned to features, the last epoch.
2. flite's slt and the festival voices are never in it: `judge` listens to them.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pocketsphinx
import torch
from numpy.typing import NDArray

from . import corpus as texts
from . import recordings, voices
from .align import Sphinx
from .data import Corpus, extract, spoken
from .features import mfcc
from .folder import Acoustics, write
from .grid import outputs
from .lexicon import Lexicon
from .nnet3 import FloatArray
from .phones import PDFS, SIL, SPN, base_index
from .recipe import Recipe
from .stages import Stages, counted, report
from .train import THREADS, Net, train
from .viterbi import Labels, labels, likeliest

_SPHINX_MODEL = Path(os.path.dirname(pocketsphinx.__file__)) / "model/en-us"


@dataclass(frozen=True, slots=True)
class Build:
    """One recipe being built in `work`, on at most `threads` cores."""

    recipe: Recipe
    work: Path
    threads: int
    lexicon: Lexicon
    prompts: tuple[texts.Prompt, ...]
    wordings: dict[int, recordings.Wordings]
    """What may have been said in each real recording, by its number."""

    @classmethod
    def prepare(cls, recipe: Recipe, work: Path, threads: int, real: tuple[Path, Path] | None = None) -> "Build":
        """Everything that is known before a sound is made; `real` is a folder of recordings and their labels.

        Raises MinivoskError when a word cannot be pronounced.
        """
        lexicon = lexicon_of(recipe)
        model = pocketsphinx.NGramModel.readfile(str(_SPHINX_MODEL / "en-us.lm.bin"))
        frequent, near = texts.decoys(recipe, lexicon, lambda word: int(model.prob([word])))
        chosen = voices.variants({*recipe.voices.excluded, *recipe.voices.held_out})
        prompts = texts.prompts(recipe, frequent, near, chosen)
        wordings: dict[int, recordings.Wordings] = {}
        if real is not None:
            more, wordings = recordings.read(*real, len(prompts))
            lexicon.require(recordings.words(wordings))
            prompts += more
        return cls(recipe, work / recipe.name, threads, lexicon, tuple(prompts), wordings)

    def run(self, folder: Path) -> None:
        """All stages; the model is in `folder` afterwards."""
        recipe, stages = self.recipe, Stages(self.work / "stamps")
        spoken_from = f"{recipe.seed} {recipe.corpus} {recipe.voices} {recipe.words} {recipe.phrases}{self._real()}"
        stages.run("speak", spoken_from, self._speak)
        stages.run("features", f"{recipe.training.copies}", self._extract)
        stages.run("bootstrap", f"{recipe.training.bootstrap}", self._bootstrap)
        stages.run("first-net", f"{recipe.training.widths} {recipe.training.first_epochs}", self._first_net)
        stages.run("realign", "", self._realign)
        stages.run("net", f"{recipe.training}", self._net)
        write(folder, recipe, self.lexicon, self.acoustics(), self.work / "graph")
        report(f"written to {folder}")

    def acoustics(self) -> Acoustics:
        """The trained net with the priors that the recipe asks for."""
        net: Net = torch.load(self.work / "net.pt", weights_only=False)
        natural = np.load(self.work / "priors.npy")
        return Acoustics(net.layers(), decoder_priors(natural, self.recipe))

    @property
    def _clips(self) -> Path:
        return self.work / "clips"

    def _speak(self, _: Path) -> None:
        self._clips.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(self.threads) as pool:
            for _ in counted(pool.map(self._speak_one, self.prompts), len(self.prompts), "spoken"):
                pass

    def _speak_one(self, prompt: texts.Prompt) -> None:
        path = self._clips / f"{prompt.name}.wav"
        if not path.exists():
            real = prompt.number in self.wordings
            voices.write_wave(path, recordings.listen(prompt) if real else voices.speak(prompt))

    def _real(self) -> str:
        """The recordings, as a stamp sees them."""
        return "".join(f" {self.prompts[number].name}" for number in self.wordings)

    def _extract(self, part: Path) -> None:
        copies, seed = self.recipe.training.copies, self.recipe.seed
        extract(self.prompts, self._clips, self.work, part, copies, seed, self.threads)

    def _bootstrap(self, _: Path) -> None:
        some = self.prompts[: self.recipe.training.bootstrap]
        sphinx = Sphinx(self.lexicon, {word for prompt in some for word in prompt.words}, self.work)
        known: list[Labels | None] = [None] * len(self.prompts)
        for prompt, clip in counted(spoken(self._clips, some), len(some), "aligned"):
            segments = sphinx.segments(clip, prompt.words)
            if segments is not None:
                known[prompt.number] = labels(segments, outputs(len(mfcc(clip))), self._unknown(prompt.words))
        report(f"  {sum(found is not None for found in known)} of {len(some)} clips could be aligned")
        self._keep_silences(known)
        save_labels(self.work / "bootstrap.npz", known)

    def _first_net(self, part: Path) -> None:
        training = self.recipe.training
        corpus, known = Corpus.load(self.work), load_labels(self.work / "bootstrap.npz")
        net = train(corpus, known, training, training.first_epochs, self.recipe.seed, part)
        torch.save(net, self.work / "first.pt")

    def _realign(self, _: Path) -> None:
        corpus, net = Corpus.load(self.work), torch.load(self.work / "first.pt", weights_only=False)
        torch.set_num_threads(THREADS)
        priors = natural_priors(load_labels(self.work / "bootstrap.npz"), self.recipe)
        known: list[Labels | None] = [None] * len(self.prompts)
        for prompt in counted(self.prompts, len(self.prompts), "realigned"):
            scores = net.scores(corpus.frames(prompt.number, 0)) - np.log(priors)
            texts_of = self.wordings.get(prompt.number, (prompt.words,))
            sounds = [[self.lexicon[word] for word in text] for text in texts_of]
            known[prompt.number] = likeliest(scores, sounds, [self._unknown(text) for text in texts_of])
        self._keep_silences(known)
        save_labels(self.work / "labels.npz", known)

    def _net(self, part: Path) -> None:
        training = self.recipe.training
        corpus, known = Corpus.load(self.work), load_labels(self.work / "labels.npz")
        net = train(corpus, known, training, training.epochs, self.recipe.seed + 1, part)
        torch.save(net, self.work / "net.pt")
        np.save(self.work / "priors.npy", natural_priors(known, self.recipe))

    def _keep_silences(self, known: list[Labels | None]) -> None:
        for prompt in self.prompts:
            if not prompt.words:
                clip = voices.read_clip(self._clips / f"{prompt.name}.wav")
                known[prompt.number] = labels([], outputs(len(mfcc(clip))), [])

    def _unknown(self, words: Sequence[str]) -> list[bool]:
        return [word not in self.recipe.words for word in words]


def lexicon_of(recipe: Recipe) -> Lexicon:
    """PocketSphinx's dictionary under the recipe's own lines. Raises MinivoskError naming words in neither."""
    lexicon = Lexicon.load(_SPHINX_MODEL / "cmudict-en-us.dict", recipe.lexicon)
    lexicon.require(recipe.words)
    return lexicon


def natural_priors(known: Sequence[Labels | None], recipe: Recipe) -> FloatArray:
    """How often each pdf is among the labels as they are trained on, shape (pdfs,)."""
    share = recipe.training.unknown_share
    counts = np.full(PDFS, 10.0)
    for pdfs in known:
        if pdfs is not None:
            counts += (1 - share) * np.bincount(pdfs[:, 0], minlength=PDFS)
            counts += share * np.bincount(pdfs[:, 1], minlength=PDFS)
    priors: FloatArray = (counts / counts.sum()).astype(np.float32)
    return priors


def decoder_priors(natural: FloatArray, recipe: Recipe) -> FloatArray:
    """The priors to decode with: silence and unknown words made likelier than they were in training."""
    priors = natural.astype(np.float64)
    silence, unknown = (slice(2 * base_index(phone), 2 * base_index(phone) + 2) for phone in (SIL, SPN))
    priors[silence] *= recipe.decoding.silence_prior_scale
    priors[unknown] *= recipe.decoding.unknown_prior / priors[unknown].sum()
    return priors.astype(np.float32)


def save_labels(path: Path, known: Sequence[Labels | None]) -> None:
    """Labels of all clips in one file; a clip without labels has length 0."""
    lengths = np.array([0 if pdfs is None else len(pdfs) for pdfs in known])
    flat: NDArray[np.int16] = np.concatenate([pdfs for pdfs in known if pdfs is not None])
    np.savez(path, lengths=lengths, flat=flat)


def load_labels(path: Path) -> list[Labels | None]:
    """What `save_labels` wrote."""
    with np.load(path) as stored:
        lengths, flat = stored["lengths"], stored["flat"]
    ends = np.cumsum(lengths)
    return [flat[end - length : end] if length else None for length, end in zip(lengths, ends, strict=True)]
