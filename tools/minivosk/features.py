"""MFCC as Vosk computes them from `conf/mfcc.conf`."""

import kaldi_native_fbank as knf  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import NDArray

from .grid import FEATURES, RATE

Frames = NDArray[np.float32]


def mfcc(clip: NDArray[np.int16]) -> Frames:
    """Frames of shape (n, 40) of int16 sound, on the int16 scale; n is 0 for less than 25 ms."""
    options = knf.MfccOptions()
    options.frame_opts.samp_freq = RATE
    options.frame_opts.dither = 0.0
    options.mel_opts.num_bins = FEATURES
    options.mel_opts.low_freq = 20.0
    options.mel_opts.high_freq = -400.0
    options.num_ceps = FEATURES
    options.use_energy = False
    extractor = knf.OnlineMfcc(options)
    extractor.accept_waveform(RATE, clip.astype(np.float32))
    extractor.input_finished()
    frames = [extractor.get_frame(index) for index in range(extractor.num_frames_ready)]
    return np.stack(frames) if frames else np.zeros((0, FEATURES), np.float32)
