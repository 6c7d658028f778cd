"""Recordings to be heard: from a folder, or spoken on the spot; clean and in noise.

Rules
1. A recording without a label is speech that is not for the companion.
2. Noise is mixed in at a ratio to the RMS of the active speech, pauses left out, from a place in the noise that belongs
   to the clip: the same files give the same mixture.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from companion.bench._labels import Label, read_labels
from companion.bench._speakers import Speaker, silence, spoken
from companion.errors import UsageError
from companion.room import active_rms, read_sound
from companion.units import Mono, seconds

SUFFIXES = (".wav", ".flac")


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording, shape (n,), by its name, its number in the set, and the speaker or folder it belongs to.

    `label` is what it means, None where it is not for us.
    """

    name: str
    group: str
    number: int
    sound: Mono
    label: Label | None


@dataclass(frozen=True, slots=True)
class Recordings:
    """A `folder`, the `labels` of what is in it, and which `part` of it is heard: (2, 4) is every fourth, from the
    second on. `rooms` that make hearing hard; or a couple's `pause_word`, which the folder of its name holds."""

    folder: Path
    labels: Path | None = None
    part: tuple[int, int] = (1, 1)
    rooms: bool = False
    pause_word: str | None = None

    def clips(self) -> list[Clip]:
        """Raises UsageError, RoomError."""
        first, every = self.part
        found = list(clips_in(self.folder, {} if self.labels is None else read_labels(self.labels)))[first - 1 :: every]
        if not found:
            raise UsageError(f"{self.folder} has too few recordings for part {first}/{every}. Choose a smaller one.")
        return found


def clips_in(folder: Path, labels: Mapping[str, Label]) -> Iterator[Clip]:
    """All recordings below `folder`, by name. Raises UsageError where there is none or a label has no recording."""
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Name the folder of the recordings.")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not paths:
        raise UsageError(f"There is no WAV or FLAC file in {folder}. Name the folder of the recordings.")
    names = [path.relative_to(folder).as_posix() for path in paths]
    missing = sorted(set(labels) - set(names))
    if missing:
        many = "1 label has" if len(missing) == 1 else f"{len(missing)} labels have"
        raise UsageError(f"{many} no recording in {folder}, first {missing[0]}. Mend the names.")
    return (
        Clip(name, Path(name).parent.name, number, read_sound(path), labels.get(name))
        for number, (name, path) in enumerate(zip(names, paths, strict=True))
    )


def clips_spoken(texts: Mapping[str, Label | None], speakers: Sequence[Speaker], each: int) -> Iterator[Clip]:
    """Every text by `each` of the speakers, in turn, with half a second of silence on either side."""
    for number, (text, label) in enumerate(texts.items()):
        for turn in range(min(each, len(speakers))):
            speaker = speakers[(number + turn) % len(speakers)]
            sound = np.concatenate((silence(0.5), spoken(text, speaker), silence(0.5)))
            yield Clip(text, speaker.name, number * each + turn, sound, label)


def in_noise(sound: Mono, noise: Mono, snr: float, start: int = 0) -> Mono:
    """`sound` with `noise` under it, looped from its sample `start` on, `snr` dB below the active speech; may clip."""
    bed = np.take(noise, np.arange(start, start + len(sound)), mode="wrap").astype(np.float64)
    level = float(np.sqrt(np.mean(np.square(noise, dtype=np.float64))))
    if level == 0:
        raise UsageError("The noise is silent. Choose a recording with a noise in it.")
    gain = active_rms([sound]) / level * 10 ** (-snr / 20)
    mixed: Mono = np.clip(np.rint(sound + gain * bed), -32_768, 32_767).astype(np.int16)
    return mixed


def minutes(clips: Sequence[Clip]) -> float:
    return sum(seconds(len(clip.sound)) for clip in clips) / 60
