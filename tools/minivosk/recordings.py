"""Real recordings, mixed in with the synthetic ones when a person has some.

Rules
1. The labels are JSON: a file's name and every wording that its label allows, `{"clip.flac": ["stop", "please stop"]}`.
   The net aligns the clip to the wording that fits best.
2. A recording is mono at 16 kHz, in any format that libsndfile reads.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from .corpus import Prompt
from .errors import MinivoskError
from .grid import RATE
from .voices import Clip, trimmed

Wordings = tuple[tuple[str, ...], ...]


def read(folder: Path, labels: Path, first: int) -> tuple[list[Prompt], dict[int, Wordings]]:
    """A prompt for every labelled recording, numbered from `first`, and its wordings by number."""
    try:
        table = json.loads(labels.read_text("utf-8"))
        wordings = {name: tuple(tuple(text.lower().split()) for text in texts) for name, texts in table.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise MinivoskError(f'{labels} is not JSON of the form {{"file": ["wording", ...]}}: {error}.') from error
    empty = sorted(name for name, texts in wordings.items() if not texts)
    absent = sorted(name for name in wordings if not (folder / name).is_file())
    if empty or absent:
        raise MinivoskError(
            f"{labels} has files without a wording or without a recording: {', '.join(empty + absent)}."
        )
    names = sorted(wordings)
    prompts = [
        Prompt(number, wordings[name][0], "recording", str(folder / name), 1.0, 1.0, 1.0)
        for number, name in enumerate(names, first)
    ]
    return prompts, {prompt.number: wordings[name] for prompt, name in zip(prompts, names, strict=True)}


def listen(prompt: Prompt) -> Clip:
    """The recording of a prompt that `read` made. Raises MinivoskError where it is not mono at 16 kHz."""
    try:
        sound, rate = soundfile.read(prompt.voice, dtype="int16")
    except soundfile.LibsndfileError as error:
        raise MinivoskError(f"{prompt.voice} cannot be read as sound: {error}.") from error
    if rate != RATE or sound.ndim != 1:
        raise MinivoskError(f"{prompt.voice} is not mono at {RATE} Hz.")
    return trimmed(np.asarray(sound))


def words(wordings: dict[int, Wordings]) -> Sequence[str]:
    """Every word of every wording, sorted."""
    return sorted({word for texts in wordings.values() for text in texts for word in text})
