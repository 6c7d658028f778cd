"""From a sound file as an engine writes it to a clip as the stage plays it. Pure, the same every time.

Rules
1. A clip is int16 mono at RATE. It may not be written to, because the same one is given out again and again.
2. It begins and ends with speech: silence beyond `EDGE` is cut off, pauses between sentences are the stage's (C23).
3. Every clip of every voice is equally loud (`LEVEL`), so that a volume means the same for all of them.
"""

from io import BytesIO
from typing import Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from companion.errors import VoiceError
from companion.units import BLOCK, RATE, Mono, samples

EDGE: Final = samples(0.02)
"""Quiet that is kept before and after the speech, so that a soft onset is whole."""

LEVEL: Final = 10 ** (-20 / 20)
"""RMS of the parts where there is speech, full scale 1: -20 dBFS, 6 dB over the breath tones and the -26 dBov to which
ITU-T P.56 speech is normalised."""

CEILING: Final = 10 ** (-1 / 20)
"""Peaks stay 1 dB under full scale; a clip whose peaks would not is as loud as they allow."""

_QUIET: Final = 10 ** (-50 / 20)
"""Under this part of the highest peak it is silence at the edges."""

_PAUSE: Final = 10 ** (-30 / 10)
"""A frame with less than this part of the loudest frame's power counts as a pause within the speech."""

Wave = NDArray[np.float32]


def shape(file: bytes) -> Mono:
    """The clip in a WAV or AIFF file of any rate, empty where it is silent. Raises VoiceError for anything else."""
    try:
        wave, rate = soundfile.read(BytesIO(file), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise VoiceError("The speech engine wrote something that is no sound. Choose another voice.") from error
    mono = wave.mean(axis=1)
    clip = _finish(_levelled(_trimmed(mono if rate == RATE else soxr.resample(mono, rate, RATE))))
    clip.setflags(write=False)
    return clip


def _trimmed(wave: Wave) -> Wave:
    loudness = np.abs(wave)
    loud = np.flatnonzero(loudness > max(float(loudness.max(initial=0.0)) * _QUIET, 1 / 32768))
    if not len(loud):
        return wave[:0]
    return wave[max(0, int(loud[0]) - EDGE) : int(loud[-1]) + 1 + EDGE]


def _levelled(wave: Wave) -> Wave:
    if not len(wave):
        return wave
    frames = np.pad(wave, (0, -len(wave) % BLOCK)).reshape(-1, BLOCK)
    power = np.mean(frames.astype(np.float64) ** 2, axis=1)
    active = float(np.sqrt(power[power >= power.max() * _PAUSE].mean()))
    gain = min(LEVEL / active, CEILING / float(np.abs(wave).max()))
    return wave * np.float32(gain)


def _finish(wave: Wave) -> Mono:
    pcm: Mono = np.clip(np.rint(wave * 32768), -32768, 32767).astype(np.int16)
    return pcm
