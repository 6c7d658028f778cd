"""The file room: the microphone is a recording, what is played goes into another, and time is the audio clock.

Rules
1. Block n of the speaker file is what was played in answer to block n of the microphone: both are in step, sample for
   sample, and the same files in give the same file out.
2. After the last block with a sample of the recording the room is `over`, and silence follows for ever: who listens
   decides when to stop. Without a recording it is over from the start, which is the room of typed input.
3. With an echo the room is simulated: the microphone hears the mean of both sides of what was played, later and at
   another level. With a noise it hears that noise all the time, also after the recording.
4. While it is muted the room hears nothing, and the recording runs on.
5. Nothing is written before every file has been opened, and never over a file that is being read.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from companion.errors import RoomError, UsageError
from companion.room._level import NOMINAL, active_rms
from companion.room._silent import SILENCE
from companion.room._wav import Notice, SpeakerFile, ignore, read_sound, stream_sound
from companion.units import BLOCK, RATE, Mono, Samples, Stereo, samples


@dataclass(frozen=True, slots=True)
class Echo:
    """What comes back into the microphone: `level_db` relative to what was played, `delay` of at least one block.

    `drift_ppm`: how many millionths the clock of the loudspeaker runs slower than that of the microphone.
    """

    level_db: float
    delay: Samples
    drift_ppm: float = 0.0

    @classmethod
    def parse(cls, text: str) -> "Echo":
        """From "DB:MS", as in "-10:100". Raises UsageError."""
        level, _, delay = text.partition(":")
        try:
            level_db, after = float(level), samples(float(delay) / 1000)
        except (ValueError, OverflowError):
            raise UsageError(
                f'--echo "{text}" is not DB:MS. Write a level and a delay, as in --echo=-10:100.'
            ) from None
        if not -120 <= level_db <= 40:
            raise UsageError(f"--echo {text}: the level is {level} decibels. Choose one between -120 and 40.")
        if not BLOCK <= after <= samples(10):
            raise UsageError(f"--echo {text}: the delay is {delay} milliseconds. Choose one between 20 and 10000.")
        return cls(level_db, after)


@dataclass(frozen=True, slots=True)
class Noise:
    """A recording that loops under the microphone, `snr_db` below its active speech."""

    path: Path
    snr_db: float

    @classmethod
    def parse(cls, text: str) -> "Noise":
        """From "WAV:SNR", split at the last colon. Raises UsageError."""
        name, _, ratio = text.rpartition(":")
        try:
            snr_db = float(ratio)
        except ValueError:
            snr_db = math.nan
        if not name or not -100 <= snr_db <= 100:
            raise UsageError(
                f'--noise "{text}" is not WAV:SNR. Write a file and a ratio in decibels between -100 and 100, '
                "as in --noise kitchen.wav:12."
            )
        return cls(Path(name), snr_db)


class FileRoom:
    """A room of files, or of samples where `mic` is an array of shape (n,); `mic` None is a silent microphone.

    `guard` counts only where there is an echo. `notice` is told in a sentence when a file ends too early.
    """

    def __init__(
        self,
        mic: Path | Mono | None = None,
        speaker: Path | None = None,
        *,
        echo: Echo | None = None,
        noise: Noise | None = None,
        guard: Samples = Samples(0),
        notice: Notice = ignore,
    ) -> None:
        """Opens everything. Raises RoomError."""
        read = [path for path in (mic, noise and noise.path) if isinstance(path, Path)]
        pieces = _pieces(mic, notice)
        self._noise = None if noise is None else _Loop(noise, _speech_level(mic), notice)
        self._echo = None if echo is None else _Reflection(echo)
        self.muted = False
        self._guard = guard if echo is not None else Samples(0)
        _spare(speaker, read)
        self._blocks = _blocks(pieces)
        self._next = next(self._blocks, None)
        self._speaker = SpeakerFile(speaker)

    @property
    def over(self) -> bool:
        return self._next is None

    @property
    def guard(self) -> Samples:
        return self._guard

    def __iter__(self) -> Iterator[Mono]:
        while True:
            block = self._next
            if block is None:
                block = SILENCE
            else:
                self._next = next(self._blocks, None)
            heard = self._heard(block)
            yield SILENCE if self.muted else heard

    def play(self, block: Stereo) -> None:
        if self._echo is not None:
            self._echo.play(block)
        self._speaker.write(block)

    def mute(self) -> None:
        self.muted = True

    def unmute(self) -> None:
        self.muted = False

    def close(self) -> None:
        self._speaker.close()

    def _heard(self, block: Mono) -> Mono:
        if self._echo is None and self._noise is None:
            return block
        mixed = block.astype(np.float32)
        if self._noise is not None:
            mixed += self._noise.block()
        if self._echo is not None:
            mixed += self._echo.block()
        return np.clip(np.rint(mixed), -32768, 32767).astype(np.int16)


def _pieces(mic: Path | Mono | None, notice: Notice) -> Iterable[Mono]:
    if mic is None:
        return ()
    return stream_sound(mic, notice) if isinstance(mic, Path) else (mic,)


def _blocks(pieces: Iterable[Mono]) -> Iterator[Mono]:
    """The pieces as blocks of BLOCK, the last one filled up with silence."""
    rest: Mono = np.zeros(0, np.int16)
    for piece in pieces:
        sound = np.concatenate((rest, piece)) if len(rest) else piece
        whole = len(sound) - len(sound) % BLOCK
        for start in range(0, whole, BLOCK):
            yield sound[start : start + BLOCK]
        rest = sound[whole:]
    if len(rest):
        yield np.concatenate((rest, np.zeros(BLOCK - len(rest), np.int16)))


def _speech_level(mic: Path | Mono | None) -> float:
    """RMS of the active speech of the microphone, int16 scale; the nominal level where it holds none."""
    return active_rms(_pieces(mic, ignore)) or NOMINAL


def _spare(speaker: Path | None, read: list[Path]) -> None:
    for path in read:
        if speaker is not None and speaker.exists() and speaker.samefile(path):
            raise RoomError(f"The speaker file {speaker} is also read from. Choose another to write to.")


class _Loop:
    """A noise without end, at its level under speech of RMS `speech`."""

    def __init__(self, noise: Noise, speech: float, notice: Notice) -> None:
        sound = read_sound(noise.path, notice).astype(np.float32)
        level = math.sqrt(float(np.mean(np.square(sound, dtype=np.float64))))
        if level == 0:
            raise RoomError(f"The noise file {noise.path} is silent. Choose one with a noise in it.")
        sound *= np.float32(speech / level * 10 ** (-noise.snr_db / 20))
        self._sound = np.tile(sound, -(-BLOCK // len(sound)))
        self._at = 0

    def block(self) -> NDArray[np.float32]:
        end = self._at + BLOCK
        taken = self._sound[self._at : end]
        self._at = end % len(self._sound)
        if len(taken) < BLOCK:
            taken = np.concatenate((taken, self._sound[: BLOCK - len(taken)]))
        return taken


class _Reflection:
    """What was played, `delay` later. Silence stands for what would have been played before the start.

    With a drift the delay grows by that share of the time that goes by, as between two devices whose clocks differ,
    up to twice what it was and a second: from there on samples are between the samples that were played.
    """

    def __init__(self, echo: Echo) -> None:
        self._gain = np.float32(10 ** (echo.level_db / 20))
        self._delay = float(echo.delay)
        self._growth = echo.drift_ppm * 1e-6
        self._now = 0
        self._kept = 2 * echo.delay + RATE
        self._played = np.zeros(self._kept + BLOCK, np.float32)

    def play(self, block: Stereo) -> None:
        self._played = np.concatenate((self._played[BLOCK:], block.mean(axis=1, dtype=np.float32) * self._gain))
        self._now += BLOCK

    def block(self) -> NDArray[np.float32]:
        delay = min(max(self._delay + self._growth * self._now, float(BLOCK)), float(self._kept))
        start = len(self._played) - delay
        whole = math.floor(start)
        piece = self._played[whole : whole + BLOCK + 1]
        if start == whole:
            return piece[:BLOCK]
        part = np.float32(start - whole)
        later = np.append(piece[1:], piece[-1:])[:BLOCK]
        mixed: NDArray[np.float32] = piece[:BLOCK] * (1 - part) + later * part
        return mixed
