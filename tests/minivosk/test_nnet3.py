"""The Nnet3 section and the whole of final.mdl."""

import struct

import numpy as np

from tools.minivosk import nnet3, phones

LAYERS = [
    nnet3.Layer((-1, 0, 1), np.ones((4, 6), np.float32), np.zeros(4, np.float32)),
    nnet3.Layer((0,), np.ones((phones.PDFS, 4), np.float32), np.zeros(phones.PDFS, np.float32)),
]


def test_the_config_is_text_that_ends_with_a_blank_line() -> None:
    """Nodes are named in order, splices are spelled as Append and Offset, the blank line ends them."""
    written = nnet3.network(2, LAYERS)
    config, rest = written.split(b"\n\n", 1)
    assert config.decode().splitlines() == [
        "<Nnet3> ",
        "input-node name=input dim=2",
        "component-node name=affine1 component=affine1 input=Append(Offset(input, -1), input, Offset(input, 1))",
        "component-node name=relu1 component=relu1 input=affine1",
        "component-node name=affine2 component=affine2 input=relu1",
        "component-node name=log-softmax component=log-softmax input=affine2",
        "output-node name=output input=log-softmax objective=linear",
    ]
    assert rest.startswith(b"<NumComponents> " + b"\4\4\0\0\0" + b"<ComponentName> affine1 <FixedAffineComponent> ")
    assert rest.endswith(b"</LogSoftmaxComponent> </Nnet3> ")


def test_a_rectifier_has_no_statistics() -> None:
    """Its averages are empty and its count is a double zero."""
    written = nnet3.network(2, LAYERS)
    expected = (
        b"<RectifiedLinearComponent> <Dim> \4\4\0\0\0<ValueAvg> FV \4\0\0\0\0<DerivAvg> FV \4\0\0\0\0<Count> "
        b"\x08\0\0\0\0\0\0\0\0</RectifiedLinearComponent> "
    )
    assert expected in written


def test_the_model_is_binary_and_ends_with_the_priors() -> None:
    """The binary mark, the transition model, the net, two contexts of 0, then one prior a pdf."""
    priors = np.full(phones.PDFS, 1 / phones.PDFS, np.float32)
    model = nnet3.acoustic_model(2, LAYERS, priors)
    assert model.startswith(b"\0B<TransitionModel> ")
    tail = b"<LeftContext> \4\0\0\0\0<RightContext> \4\0\0\0\0<Priors> FV \4" + struct.pack("<i", phones.PDFS)
    assert model.endswith(tail + priors.tobytes())
