"""The net: five convolutions in time over MFCC, trained on pdf labels, and written out as affine layers.

Rules
1. One output every third frame; 18 frames of context on each side, the edges repeated as Kaldi repeats them.
2. Normalisation of features and of layers is folded into the affine layers when the net is exported.
3. The same labels and seed give the same net on the same machine, whether it was trained in one go or in several.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from .colour import coloured
from .data import Corpus
from .features import Frames
from .grid import FEATURES, SUBSAMPLING, outputs
from .nnet3 import FloatArray, Layer
from .phones import PDFS
from .recipe import Training
from .stages import report
from .viterbi import Labels
from .warp import matrix

CONTEXT = 18
"""Frames that an output sees on each side: 2 + 1 + 3 + 6 + 6."""

WARPS = tuple(np.round(np.arange(0.82, 1.23, 0.04), 2))
_IGNORED = -100
_NORM_FLOOR = 1e-5

THREADS = 1
"""Two threads on two busy cores wait for each other: 17 times slower, measured."""

_SHAPES = ((5, 1, 1), (3, SUBSAMPLING, 1), (3, 1, 1), (3, 1, 2), (3, 1, 2))
"""Kernel, stride and dilation of each convolution."""

_OFFSETS = ((-2, -1, 0, 1, 2), (-1, 0, 1), (-3, 0, 3), (-6, 0, 6), (-6, 0, 6))
"""The same in input frames, as Nnet3 splices."""


class Net(nn.Module):
    """Frames of shape (batch, 40, n + 36) to log posteriors of shape (batch, pdfs, ceil(n / 3))."""

    def __init__(self, widths: tuple[int, int], mean: Frames, scale: Frames) -> None:
        super().__init__()
        self.mean: Tensor
        self.scale: Tensor
        self.register_buffer("mean", torch.from_numpy(mean)[:, None])
        self.register_buffer("scale", torch.from_numpy(scale)[:, None])
        sizes = (FEATURES, widths[0], *(widths[1] for _ in _SHAPES[1:]))
        self.convolutions = nn.ModuleList(
            nn.Conv1d(sizes[i], sizes[i + 1], kernel, stride, dilation=dilation, bias=False)
            for i, (kernel, stride, dilation) in enumerate(_SHAPES)
        )
        self.norms = nn.ModuleList(nn.BatchNorm1d(size, eps=_NORM_FLOOR) for size in sizes[1:])
        self.last = nn.Conv1d(sizes[-1], PDFS, 1)

    def forward(self, frames: Tensor) -> Tensor:
        """Log posteriors."""
        hidden = (frames - self.mean) * self.scale
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            hidden = functional.relu(norm(convolution(hidden)))
        return functional.log_softmax(self.last(hidden), 1)

    def scores(self, frames: Frames) -> FloatArray:
        """Log posteriors of one utterance, shape (outputs, pdfs), from frames of shape (n, 40)."""
        with torch.no_grad():
            padded = np.pad(frames, ((CONTEXT, CONTEXT + SUBSAMPLING), (0, 0)), "edge")
            scores: FloatArray = self(torch.from_numpy(padded.T[None].copy()))[0].T.numpy()
        return scores[: outputs(len(frames))]

    def layers(self) -> list[Layer]:
        """The same function as affine layers; call it on a net in `eval` mode."""
        made: list[Layer] = []
        mean, scale = _double(self.mean)[:, 0], _double(self.scale)[:, 0]
        for offsets, convolution, norm in zip(_OFFSETS, self.convolutions, self.norms, strict=True):
            state = norm.state_dict()
            gain = _double(state["weight"]) / np.sqrt(_double(state["running_var"]) + _NORM_FLOOR)
            bias = _double(state["bias"]) - gain * _double(state["running_mean"])
            weights = _double(convolution.state_dict()["weight"])
            if not made:
                bias = bias - gain * (weights * (mean * scale)[:, None]).sum((1, 2))
                weights = weights * scale[:, None]
            made.append(Layer(offsets, _flat(weights * gain[:, None, None]), bias.astype(np.float32)))
        last = self.last.state_dict()
        made.append(Layer((0,), _flat(_double(last["weight"])), _double(last["bias"]).astype(np.float32)))
        return made


def _double(values: Tensor) -> NDArray[np.float64]:
    return values.detach().numpy().astype(np.float64)


def _flat(weights: NDArray[np.float64]) -> FloatArray:
    """A convolution's (out, in, kernel) as a spliced affine: one offset after the other, not one channel."""
    return weights.transpose(0, 2, 1).reshape(len(weights), -1).astype(np.float32)


def train(
    corpus: Corpus, labels: Sequence[Labels | None], training: Training, epochs: int, seed: int, part: Path
) -> Net:
    """A net trained on every clip that has labels, a random version of each in each epoch; it goes on from `part`."""
    torch.set_num_threads(THREADS)
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    mean, scale = _statistics(corpus)
    net = Net(training.widths, mean, scale)
    optimiser = torch.optim.AdamW(net.parameters(), lr=training.learning_rate, weight_decay=1e-3)
    batches = len(list(_batches(corpus, labels, training.batch_frames, np.random.default_rng(seed))))
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, training.learning_rate, total_steps=int(batches * epochs * 1.1) + 10, pct_start=0.15
    )
    warps = [matrix(float(factor)).astype(np.float32) for factor in WARPS]
    net.train()
    kept, begins = part / "epoch.pt", 1
    if kept.exists():
        state = torch.load(kept, weights_only=False)
        begins = state["epoch"] + 1
        for owner, name in ((net, "net"), (optimiser, "optimiser"), (schedule, "schedule")):
            owner.load_state_dict(state[name])
        chance.bit_generator.state = state["chance"]
        report(f"  goes on after epoch {state['epoch']}")
    for epoch in range(begins, epochs + 1):
        lost, right, seen = 0.0, 0, 0
        for clips in _batches(corpus, labels, training.batch_frames, chance):
            frames, wanted = _collated(corpus, labels, clips, warps, chance)
            scores = net(frames)[:, :, : wanted.shape[1]]
            sounding, heard = (
                functional.nll_loss(scores, wanted[:, :, column], ignore_index=_IGNORED) for column in (0, 1)
            )
            loss = (1 - training.unknown_share) * sounding + training.unknown_share * heard
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimiser.step()
            schedule.step()
            count = int((wanted[:, :, 0] != _IGNORED).sum())
            lost += float(loss.detach()) * count
            right += int((scores.detach().argmax(1) == wanted[:, :, 0]).sum())
            seen += count
        report(f"  epoch {epoch} of {epochs}: loss {lost / seen:.4f}, frames right {right / seen:.3f}")
        state = {"net": net, "optimiser": optimiser, "schedule": schedule}
        state = {name: owner.state_dict() for name, owner in state.items()}
        torch.save({**state, "epoch": epoch, "chance": chance.bit_generator.state}, part / "epoch.new")
        (part / "epoch.new").replace(kept)
    return net.eval()


def _statistics(corpus: Corpus) -> tuple[Frames, Frames]:
    sample = corpus.features[:: max(1, len(corpus.features) // 200_000)].astype(np.float32)
    return sample.mean(0), 1.0 / sample.std(0)


def _batches(
    corpus: Corpus, labels: Sequence[Labels | None], size: int, chance: np.random.Generator
) -> Iterator[list[tuple[int, int]]]:
    """(clip, version) pairs of like length, about `size` frames in each batch, in random order."""
    chosen = [
        (clip, int(chance.integers(corpus.index.shape[1]))) for clip, known in enumerate(labels) if known is not None
    ]
    chosen.sort(key=lambda pair: (int(corpus.index[pair][1]), pair))
    groups: list[list[tuple[int, int]]] = [[]]
    for pair in chosen:
        length = int(corpus.index[pair][1])
        if groups[-1] and (len(groups[-1]) + 1) * length > size:
            groups.append([])
        groups[-1].append(pair)
    for position in chance.permutation(len(groups)):
        yield groups[position]


def _collated(
    corpus: Corpus,
    labels: Sequence[Labels | None],
    clips: list[tuple[int, int]],
    warps: list[NDArray[np.float32]],
    chance: np.random.Generator,
) -> tuple[Tensor, Tensor]:
    """Padded frames and labels; each utterance begins up to two frames late and has a tract and a colour of its own."""
    longest = max(int(corpus.index[pair][1]) for pair in clips)
    total = outputs(longest)
    frames = np.zeros((len(clips), longest + 2 * CONTEXT + SUBSAMPLING, FEATURES), np.float32)
    wanted = np.full((len(clips), total, 2), _IGNORED, np.int64)
    for row, (clip, version) in enumerate(clips):
        known = labels[clip]
        assert known is not None
        late = int(chance.integers(SUBSAMPLING))
        heard = coloured(corpus.frames(clip, version)[late:] @ warps[int(chance.integers(len(warps)))].T, chance)
        frames[row] = np.pad(heard, ((CONTEXT, frames.shape[1] - CONTEXT - len(heard)), (0, 0)), "edge")
        pdfs = corpus.placed(clip, version, known)[: outputs(len(heard))]
        wanted[row, : len(pdfs)] = pdfs
    return torch.from_numpy(np.ascontiguousarray(frames.transpose(0, 2, 1))), torch.from_numpy(wanted)
