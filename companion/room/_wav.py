"""Sound files in and out.

Rules
1. A file is WAV or FLAC of any rate, width and number of channels; it comes out as mono int16 at RATE. A 16-bit mono
   file at RATE comes out unchanged, sample for sample.
2. A file that ends before its header says so is used as far as it goes, and `notice` is told in a sentence.
   A file with no sound at all is a RoomError.
3. What goes wrong is known when a file is opened, before anything else has happened.
4. The speaker file is a valid WAV after `close`, however the run ended.
"""

import re
import stat
import wave
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from companion.errors import RoomError
from companion.units import RATE, Mono, Stereo, seconds

Notice = Callable[[str], None]

SLOWEST: Final = 4_000
FASTEST: Final = 768_000
"""Sample rates taken for real, in Hz: from the lowest of telephony codecs to the highest converters sold."""

LONGEST: Final = (2**32 - 1 - 36) // 4
"""Frames of 16-bit stereo that the 32-bit length field of a WAV header can count: 18.6 hours at RATE."""

_CHUNK: Final = 1 << 16
_MAGIC: Final = (b"RIFF", b"RIFX", b"RF64", b"fLaC")
_CUT_SHORT: Final = re.compile(r"^data : (\d+) \(should be \d+\)$", re.MULTILINE)
_OPEN_ENDED: Final = 0x7FFF_0000
"""Data lengths from here on are what programs write that stream a WAV and cannot know its length."""


def ignore(_sentence: str) -> None:
    pass


def _open(path: Path) -> tuple[BinaryIO, Any]:
    """The file and its soundfile.SoundFile, opened by descriptor so that the name of the file decides nothing."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise RoomError(f"{path} is a folder. Name a WAV or FLAC file.")
        if not stat.S_ISREG(kind):
            raise RoomError(f"{path} is not a regular file. Name a WAV or FLAC file.")
        file = path.open("rb", buffering=0)
    except FileNotFoundError:
        raise RoomError(f"There is no sound file {path}. Check the name and the folder.") from None
    except (OSError, ValueError) as error:
        raise RoomError(f"The sound file {path} cannot be read: {_reason(error)}. Check who may read it.") from None
    try:
        return file, _header(path, file)
    except RoomError:
        file.close()
        raise


def _header(path: Path, file: BinaryIO) -> Any:
    magic = file.read(4)
    file.seek(0)
    if not magic:
        raise RoomError(f"The sound file {path} is empty. Record it again.")
    if magic not in _MAGIC:
        raise RoomError(f"{path} is neither WAV nor FLAC. Convert it to WAV first.")
    try:
        sound = soundfile.SoundFile(file.fileno(), closefd=False)
    except (soundfile.SoundFileError, ValueError):
        raise RoomError(f"The header of the sound file {path} is broken. Record or convert it again.") from None
    if not SLOWEST <= sound.samplerate <= FASTEST:
        raise RoomError(f"{path} claims {sound.samplerate} samples a second, which no recording has. Record it again.")
    return sound


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _cut_short(header: str) -> bool:
    found = _CUT_SHORT.search(header)
    return found is not None and int(found[1]) < _OPEN_ENDED


def _frames(sound: Any, path: Path, notice: Notice) -> Iterator[NDArray[np.float32]]:
    """Mono float32 pieces as they are in the file. Samples that are no number count as silence."""
    got, damaged = 0, _cut_short(sound.extra_info)
    while True:
        try:
            piece = sound.read(_CHUNK, dtype="float32", always_2d=True)
        except soundfile.SoundFileError:
            damaged = True
            break
        if not len(piece):
            damaged = damaged or got < sound.frames
            break
        got += len(piece)
        mono = piece.mean(axis=1, dtype=np.float32) if piece.shape[1] > 1 else piece[:, 0]
        yield np.nan_to_num(mono, nan=0.0, posinf=1.0, neginf=-1.0)
    if damaged and got:
        notice(
            f"{path} ends before its header says so. The {got / sound.samplerate:.1f} seconds that are there are used."
        )


def _pcm(piece: NDArray[np.float32]) -> Mono:
    """Float of full scale 1 to int16; 32768 undoes libsndfile's own division, so that 16-bit files stay as they are."""
    pcm: Mono = np.clip(np.rint(piece * 32768.0), -32768, 32767).astype(np.int16)
    return pcm


def _at_rate(pieces: Iterator[NDArray[np.float32]], rate: int) -> Iterator[NDArray[np.float32]]:
    if rate == RATE:
        yield from pieces
        return
    resampler = soxr.ResampleStream(rate, RATE, 1, dtype="float32", quality="HQ")
    for piece in pieces:
        yield resampler.resample_chunk(np.clip(piece, -1.0, 1.0))
    yield resampler.resample_chunk(np.zeros(0, np.float32), last=True)


def stream_sound(path: Path, notice: Notice = ignore) -> Iterator[Mono]:
    """The sound of the file in pieces of shape (n,), int16 at RATE, n > 0.

    The file is opened and its first piece read at once: raises RoomError where there is nothing to play.
    """
    file, sound = _open(path)

    def pieces() -> Iterator[Mono]:
        with file, sound:
            for piece in _at_rate(_frames(sound, path, notice), sound.samplerate):
                if len(piece):
                    yield _pcm(piece)

    rest = pieces()
    first = next(rest, None)
    if first is None:
        raise RoomError(f"There is no sound in {path}. Record it again.")

    def whole(first: Mono) -> Iterator[Mono]:
        yield first
        yield from rest

    return whole(first)


def read_sound(path: Path, notice: Notice = ignore) -> Mono:
    """The whole sound of the file, shape (n,), int16 at RATE, n > 0. Raises RoomError."""
    return np.concatenate(list(stream_sound(path, notice)))


class SpeakerFile:
    """A WAV of 16 kHz stereo int16 that grows with what is played; without a path the sound goes nowhere."""

    def __init__(self, path: Path | None) -> None:
        """Opens `path`, replacing what is there. Raises RoomError where it cannot be written."""
        self._path = path
        self._wave: wave.Wave_write | None = None
        self._left = LONGEST
        if path is None:
            return
        try:
            self._file = path.open("wb")
        except IsADirectoryError:
            raise RoomError(f"The speaker file {path} is a folder. Name a file to write the sound to.") from None
        except FileNotFoundError:
            raise RoomError(f"The speaker file {path} cannot be made: there is no folder {path.parent}.") from None
        except (OSError, ValueError) as error:
            raise RoomError(f"The speaker file {path} cannot be written: {_reason(error)}. Choose another.") from None
        if not self._file.seekable():
            self._file.close()
            raise RoomError(f"The speaker file {path} is a pipe or a terminal. Name a file to write the sound to.")
        self._wave = wave.open(self._file, "wb")  # noqa: SIM115
        self._wave.setnchannels(2)
        self._wave.setsampwidth(2)
        self._wave.setframerate(RATE)

    def write(self, block: Stereo) -> None:
        """Appends `block`, shape (n, 2). Raises RoomError where the disk or the format is full."""
        if self._wave is None:
            return
        self._left -= len(block)
        if self._left < 0:
            self.close()
            hours = seconds(LONGEST) / 3600
            raise RoomError(f"The speaker file {self._path} is full: a WAV ends at {hours:.1f} hours.")
        try:
            self._wave.writeframesraw(np.ascontiguousarray(block, np.int16).tobytes())
        except OSError as error:
            with suppress(RoomError):
                self.close()
            raise self._unwritten(error) from None

    def close(self) -> None:
        """Completes the header. A second call does nothing. Raises RoomError where the disk is full."""
        if self._wave is None:
            return
        sound, self._wave = self._wave, None
        try:
            with self._file:
                sound.close()
        except OSError as error:
            raise self._unwritten(error) from None

    def _unwritten(self, error: OSError) -> RoomError:
        return RoomError(f"The speaker file {self._path} cannot be written: {_reason(error)}. Make room on the disk.")
