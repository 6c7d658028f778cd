"""How well the real Vosk hears with a model: commands and other talk, by voices that the model never met.

Rules
1. Judges (flite slt, festival) are for the figures; held-out espeak-ng variants are for making choices.
2. A command counts when every word is right; "time out" and "timeout", "i am" and "i'm" are the same. Other talk counts
   as refused when `[unk]` is in what comes out, or nothing does.
3. Both grammars are measured: the exact one of the folder, and the same commands with `[unk]` given at run time.
"""

import json
import time
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import vosk

from .augment import noise
from .corpus import Prompt
from .graph import UNKNOWN
from .grid import RATE
from .recipe import Recipe
from .voices import Clip, festival, flite, read_clip, speak, write_wave

FESTIVAL = ("kal_diphone", "cmu_us_slt_arctic_hts", "ked_diphone")
FLITE = ("slt",)
BLOCK = RATE // 10
"""Samples given to Vosk at once: it looks for an endpoint once a call."""

LEAD = RATE // 4
TAIL = RATE // 2


@dataclass(frozen=True, slots=True)
class Score:
    """What one voice got with one grammar: commands right, other talk refused, and what went wrong as (said, heard)."""

    voice: str
    grammar: str
    right: int
    commands: int
    refused: int
    others: int
    wrong: tuple[tuple[str, str], ...]
    real_time_factor: float


def judge_clips(work: Path, voice: str, texts: Sequence[str]) -> list[Clip]:
    """`texts` by a judge such as "flite slt" or by an espeak-ng voice, kept in `work` once spoken."""
    work.mkdir(parents=True, exist_ok=True)
    engine, name = voice.split(" ", 1)
    clips: list[Clip] = []
    for text in texts:
        path = work / f"{engine}-{name}-{zlib.crc32(text.encode()):08x}.wav".replace(" ", "_")
        if not path.exists():
            write_wave(path, _spoken(engine, name, text))
        clips.append(read_clip(path))
    return clips


def _spoken(engine: str, name: str, text: str) -> Clip:
    if engine == "festival":
        return festival(text, name)
    if engine == "flite":
        return flite(text, name)
    return speak(Prompt(0, tuple(text.split()), "espeak", name, 1.0, 1.0, 1.0))


def run_time_grammar(recipe: Recipe) -> str:
    """The recipe's commands and `[unk]` as Vosk takes them."""
    return json.dumps([*recipe.commands, UNKNOWN])


def hear(recogniser: vosk.KaldiRecognizer, clip: Clip) -> str:
    """Everything that is recognised in `clip` between two short silences, joined."""
    padded = np.concatenate([np.zeros(LEAD, np.int16), clip, np.zeros(TAIL, np.int16)])
    blocks = (padded[begin : begin + BLOCK].tobytes() for begin in range(0, len(padded), BLOCK))
    texts = [json.loads(recogniser.Result())["text"] for block in blocks if recogniser.AcceptWaveform(block)]
    texts.append(json.loads(recogniser.FinalResult())["text"])
    return " ".join(text for text in texts if text)


def with_noise(clip: Clip, ratio: float, seed: int) -> Clip:
    """`clip` in coloured noise, `ratio` dB below the active speech."""
    wave = clip.astype(np.float64)
    loud = wave[np.abs(wave) > 0.05 * np.abs(wave).max()]
    level = float(np.sqrt(np.mean(loud**2))) * 10 ** (-ratio / 20)
    wave += noise(len(wave), np.random.default_rng(seed)) * level
    return np.clip(np.rint(wave), -32768, 32767).astype(np.int16)


def score(
    model: vosk.Model, recipe: Recipe, others: Sequence[str], work: Path, voice: str, exact: bool, ratio: float | None
) -> Score:
    """One voice with one grammar, clean or with noise `ratio` dB below the speech."""
    texts = [*recipe.commands, *others]
    clips = judge_clips(work, voice, texts)
    if ratio is not None:
        clips = [with_noise(clip, ratio, number) for number, clip in enumerate(clips)]
    grammar = () if exact else (run_time_grammar(recipe),)
    began, sound = time.process_time(), 0
    heard: list[str] = []
    for clip in clips:
        heard.append(hear(vosk.KaldiRecognizer(model, RATE, *grammar), clip))
        sound += len(clip) + LEAD + TAIL
    took = time.process_time() - began
    count = len(recipe.commands)
    wrong = [(said, got) for said, got in zip(texts[:count], heard[:count], strict=True) if _glued(said) != _glued(got)]
    taken = [(said, got) for said, got in zip(others, heard[count:], strict=True) if got and UNKNOWN not in got.split()]
    return Score(
        voice,
        "exact" if exact else "run-time",
        count - len(wrong),
        count,
        len(others) - len(taken),
        len(others),
        (*wrong, *taken),
        took * RATE / sound,
    )


def _glued(text: str) -> str:
    return text.replace("i am", "i'm").replace(" ", "")
