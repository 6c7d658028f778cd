"""The sounds that are no words: earcons, breath tones, and the tick of left and right.

Rules
1. All are synthesised, the same every time, as int16 stereo at RATE, and may not be written to.
2. They are soft: every one rises from and falls to silence over at least 5 ms, so that nothing clicks, and a breath
   tone is at -26 dBFS RMS or less, under the words that are mixed over it.
3. A breath tone is exactly as long as it is asked to be: the clock leads, not the sound.
4. This module is itself a `Sounds` port.

The pitches are a choice: notes of one pentatonic scale on D between 196 and 587 Hz, where small loudspeakers and
ageing ears both still work, and where every two notes sound well together. Rising means breathing in, falling out.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from companion.steps import Shape
from companion.units import RATE, Samples, Stereo, samples

TONE_DBFS: Final = -26.0
"""RMS of a breath tone relative to a full-scale square wave: the nominal level of speech in ITU-T P.56 measurements,
and well under a rendered voice."""

HOLD_DBFS: Final = -32.0

EARCON_DBFS: Final = -24.0
"""RMS of the first 100 ms of an earcon's note."""

_G3, _A3, _D4, _E4, _G4, _A4, _D5 = 196.0, 220.0, 293.66, 329.63, 392.0, 440.0, 587.33

_FADE: Final = samples(0.25)
_GLIDES: Final[dict[Shape, tuple[float, float, float]]] = {
    "in": (_A3, _E4, TONE_DBFS),
    "hold": (_E4, _E4, HOLD_DBFS),
    "out": (_E4, _A3, TONE_DBFS),
    "top_up": (_E4, _G4, TONE_DBFS),
}

Wave = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Note:
    """A struck note: its pitch in Hz, when it begins and how long it rings, in seconds."""

    pitch: float
    start: float
    length: float


_MOTIFS: Final[dict[str, tuple[_Note, ...]]] = {
    "listening": (_Note(_D4, 0.0, 0.18), _Note(_A4, 0.09, 0.22)),
    "heard": (_Note(_A4, 0.0, 0.18),),
    "not_understood": (_Note(_A3, 0.0, 0.2), _Note(_A3, 0.18, 0.26)),
    "stopped": (_Note(_A4, 0.0, 0.18), _Note(_D4, 0.09, 0.3)),
    "turn": (_Note(_D4, 0.0, 0.3), _Note(_G4, 0.15, 0.3), _Note(_D4, 0.3, 0.5)),
    "halfway": (_Note(_D4, 0.0, 1.2),),
    "soon": (_Note(_G4, 0.0, 0.6), _Note(_G4, 0.4, 1.0)),
    "start": (_Note(_D4, 0.0, 0.5), _Note(_G4, 0.2, 0.5), _Note(_D5, 0.4, 0.9)),
    "end": (_Note(_D5, 0.0, 0.5), _Note(_G4, 0.2, 0.5), _Note(_D4, 0.4, 1.0)),
}

_TICKS: Final[dict[str, Literal["left", "right"]]] = {"tick_left": "left", "tick_right": "right"}

EARCONS: Final = frozenset(_MOTIFS)


def earcon(name: str) -> Stereo:
    """The earcon or tick called `name`, shape (n, 2). Raises KeyError where there is none of that name."""
    return tick(_TICKS[name]) if name in _TICKS else _earcon(name)


@cache
def _earcon(name: str) -> Stereo:
    motif = _MOTIFS[name]
    wave = np.zeros(samples(max(note.start + note.length for note in motif)))
    for note in motif:
        rung = _ring(note.pitch, samples(note.length))
        start = samples(note.start)
        wave[start : start + len(rung)] += rung
    return _stereo(wave, wave)


def tone(shape: Shape, length: Samples) -> Stereo:
    """A tone of shape (length, 2): "in" rises, "out" falls, "hold" stays, "top_up" rises a little further.

    The pitch glides evenly in musical steps. It fades in and out over a quarter of its length, at most 0.25 s.
    """
    return _tone(shape, length)


@lru_cache(maxsize=16)
def _tone(shape: Shape, length: Samples) -> Stereo:
    low, high, level = _GLIDES[shape]
    t = np.arange(length) / max(length, 1)
    pitch = low * (high / low) ** t
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    wave = (np.sin(phase) + 0.2 * np.sin(2 * phase)) * _fades(length, min(_FADE, length // 4))
    wave = _at_level(wave, level)
    return _stereo(wave, wave)


@cache
def tick(side: Literal["left", "right"]) -> Stereo:
    """A soft tap of 80 ms on one side only, shape (n, 2)."""
    tap = _ring(_G3 if side == "left" else _A3, samples(0.08))
    none = np.zeros_like(tap)
    return _stereo(tap, none) if side == "left" else _stereo(none, tap)


def _ring(pitch: float, length: int) -> Wave:
    """A note that dies away like a small bar of wood, at EARCON_DBFS in its first 100 ms."""
    t = np.arange(length) / RATE
    wave = (np.sin(2 * np.pi * pitch * t) + 0.15 * np.sin(4 * np.pi * pitch * t)) * np.exp(-4 * t * RATE / length)
    wave *= _fades(length, samples(0.005))
    loudest = wave[: samples(0.1)]
    return np.asarray(wave * _gain(loudest, EARCON_DBFS))


def _fades(length: int, fade: int) -> Wave:
    """Ones, with a raised cosine of `fade` samples at both ends."""
    envelope = np.ones(length)
    if fade:
        rise = 0.5 - 0.5 * np.cos(np.pi * np.arange(fade) / fade)
        envelope[:fade] = rise
        envelope[-fade:] = rise[::-1]
    return envelope


def _gain(wave: Wave, dbfs: float) -> float:
    rms = float(np.sqrt(np.mean(wave * wave))) if len(wave) else 0.0
    return float(10 ** (dbfs / 20) / rms) if rms else 0.0


def _at_level(wave: Wave, dbfs: float) -> Wave:
    return np.asarray(wave * _gain(wave, dbfs))


def _stereo(left: Wave, right: Wave) -> Stereo:
    both = np.stack((left, right), axis=1)
    sound: Stereo = np.clip(np.rint(both * 32767), -32767, 32767).astype(np.int16)
    sound.setflags(write=False)
    return sound
