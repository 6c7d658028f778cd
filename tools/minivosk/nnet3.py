"""Kaldi's Nnet3: a stack of spliced affine layers, each followed by a rectifier, the last by a log softmax.

Rules
1. A layer's splice is in input frames relative to its own time, so that a stride is nothing but wider offsets above it.
2. The config section ends with a blank line; components follow in the order of the config.
3. The priors are subtracted by the decoder as logarithms; a prior that is made smaller makes its phone likelier.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .kaldi_io import BINARY, float64, int32, matrix, token, vector
from .transitions import transition_model

FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """An affine layer: `weights` of shape (out, len(offsets) * in), `bias` of shape (out,)."""

    offsets: tuple[int, ...]
    weights: FloatArray
    bias: FloatArray


def network(inputs: int, layers: list[Layer]) -> bytes:
    """The `<Nnet3>` that computes log posteriors from frames of `inputs` features."""
    config = [f"input-node name=input dim={inputs}"]
    components: list[tuple[str, bytes]] = []
    below = "input"
    for number, layer in enumerate(layers, 1):
        last = number == len(layers)
        affine, shape = f"affine{number}", "log-softmax" if last else f"relu{number}"
        config.append(f"component-node name={affine} component={affine} input={_spliced(below, layer.offsets)}")
        config.append(f"component-node name={shape} component={shape} input={affine}")
        kind = "LogSoftmaxComponent" if last else "RectifiedLinearComponent"
        components += [(affine, _affine(layer)), (shape, _nonlinear(kind, len(layer.bias)))]
        below = shape
    config.append(f"output-node name=output input={below} objective=linear")
    return b"".join(
        (
            token("<Nnet3>") + b"\n",
            "".join(f"{line}\n" for line in config).encode("ascii") + b"\n",
            token("<NumComponents>") + int32(len(components)),
            *(token("<ComponentName>") + token(name) + component for name, component in components),
            token("</Nnet3>"),
        )
    )


def acoustic_model(inputs: int, layers: list[Layer], priors: FloatArray) -> bytes:
    """All of `final.mdl`; `priors` has one entry a pdf. The contexts are 0: Kaldi works them out when it loads."""
    return b"".join(
        (
            BINARY,
            transition_model(),
            network(inputs, layers),
            token("<LeftContext>") + int32(0),
            token("<RightContext>") + int32(0),
            token("<Priors>") + vector(priors),
        )
    )


def _spliced(node: str, offsets: tuple[int, ...]) -> str:
    if offsets == (0,):
        return node
    parts = (node if offset == 0 else f"Offset({node}, {offset})" for offset in offsets)
    return f"Append({', '.join(parts)})"


def _affine(layer: Layer) -> bytes:
    return b"".join(
        (
            token("<FixedAffineComponent>"),
            token("<LinearParams>") + matrix(layer.weights),
            token("<BiasParams>") + vector(layer.bias),
            token("</FixedAffineComponent>"),
        )
    )


def _nonlinear(kind: str, dim: int) -> bytes:
    nothing = vector(np.zeros(0, np.float32))
    return b"".join(
        (
            token(f"<{kind}>") + token("<Dim>") + int32(dim),
            token("<ValueAvg>") + nothing + token("<DerivAvg>") + nothing + token("<Count>") + float64(0.0),
            token(f"</{kind}>"),
        )
    )
