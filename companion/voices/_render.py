"""The child program that speaks into memory: one utterance in, one sound file out, over standard input and output.

Rules
1. A frame is a length of four bytes, big-endian, and as many bytes. In comes an order in JSON; out goes one letter and
   what it announces: `SOUND` and the sound file, `VOICES` and JSON, `FAULT` and the reason in a word.
2. One utterance a process. The server here never touches the speech engine; it forks for every order, and the fork
   starts an engine, speaks once and ends. Nothing can leak from one utterance into the next: espeak keeps flutter, rate
   and pauses across utterances, so that the same line twice in a process is not the same sound, and a rate set in a
   process that has spoken already is heard one utterance late or never [measured with pyttsx3 2.99, espeak-ng 1.51].
3. The sound is written to memory that has no name in any file system where there is such memory (Linux memfd), else to
   the private folder that the parent gives and takes away; it is gone as soon as it is read.
4. Nothing but frames reaches the parent's pipes, and nothing at all the terminal.
5. It imports the standard library, pyttsx3 and the lockdown only, which keeps it small; the parent runs it as a file.

macOS and Windows: no fork, so a fresh engine for every order in this one process. That path has not been run there.
"""

import importlib
import json
import os
import signal
import struct
import sys
import threading
import time
from pathlib import Path
from typing import Any, BinaryIO, Final

SOUND: Final = b"S"
VOICES: Final = b"V"
FAULT: Final = b"F"

NO_ENGINE: Final = b"engine"
NO_VOICE: Final = b"voice"
BROKEN: Final = b"broken"

_LENGTH: Final = struct.Struct(">I")
_FORKS: Final = sys.platform == "linux"
_NO_VOICE_STATUS: Final = 3


def send(pipe: BinaryIO, frame: bytes) -> None:
    """Write one frame."""
    pipe.write(_LENGTH.pack(len(frame)) + frame)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """Read one frame; None where the other side has gone, in mid-frame too."""
    length = pipe.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    frame = pipe.read(*_LENGTH.unpack(length))
    return frame if len(frame) == _LENGTH.unpack(length)[0] else None


class _UnknownVoiceError(Exception):
    """The engine does not have the voice it was asked for."""


class _Sheet:
    """What an engine writes its sound on: `path` is what it is told, `folder` where there must be a real file."""

    def __init__(self, folder: str) -> None:
        self._memory = None if folder else os.memfd_create("clip")
        self.path = Path(folder, "clip.wav") if folder else Path(f"/proc/self/fd/{self._memory}")

    def wipe(self) -> None:
        if self._memory is None:
            self.path.unlink(missing_ok=True)
        else:
            os.ftruncate(self._memory, 0)

    def read(self) -> bytes:
        return self.path.read_bytes() if self.path.exists() else b""

    @property
    def whole(self) -> bool:
        """Whether a WAV or AIFF file stands here as long as its header says."""
        data = self.read()
        order = {b"RIFF": "<I", b"FORM": ">I"}.get(data[:4])
        return order is not None and len(data) > 12 and len(data) == struct.unpack_from(order, data, 4)[0] + 8


def _speak(order: dict[str, Any], sheet: _Sheet, patience: float) -> None:
    """Have the engine of this process speak once onto `sheet`."""
    import pyttsx3

    engine = pyttsx3.init()
    finished = threading.Event()
    faults: list[Exception] = []
    engine.connect("finished-utterance", lambda name, completed: finished.set())
    engine.connect("error", lambda name, exception: faults.append(exception))
    if order["voice"]:
        engine.setProperty("voice", order["voice"])
    engine.setProperty("rate", order["rate"])
    if order["pitch"] is not None:
        engine.setProperty("pitch", order["pitch"])
    engine.save_to_file(order["text"], str(sheet.path))
    if engine.driver_name == "espeak":
        # runAndWait returns too early the first time, and cancels what espeak has not taken in yet: under load one
        # rate in some hundreds was lost. The bare loop ends with the utterance.
        engine.startLoop()
    else:
        engine.runAndWait()
    deadline = time.monotonic() + patience
    while not ((finished.is_set() or not _FORKS) and sheet.whole):
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.002)
    # espeak goes on in its default voice when it does not know one, and drops a variant it does not know.
    if faults or (order["voice"] and str(engine.getProperty("voice")).lower() != order["voice"].lower()):
        raise _UnknownVoiceError


def _list(sheet: _Sheet) -> None:
    import pyttsx3

    engine = pyttsx3.init()
    voices = [(voice.id, voice.name, [str(tag) for tag in voice.languages]) for voice in engine.getProperty("voices")]
    sheet.path.write_text(json.dumps(voices), encoding="utf-8")


def _perform(order: dict[str, Any], sheet: _Sheet, patience: float) -> int:
    """Do what is ordered in this process. Returns an exit status."""
    try:
        if "text" in order:
            _speak(order, sheet, patience)
        else:
            _list(sheet)
    except _UnknownVoiceError:
        return _NO_VOICE_STATUS
    except Exception:
        return 1
    return 0


def _perform_in_fork(order: dict[str, Any], sheet: _Sheet, patience: float, pipes: tuple[BinaryIO, BinaryIO]) -> int:
    pid = os.fork()
    if pid == 0:
        for pipe in pipes:
            os.close(pipe.fileno())
        signal.alarm(max(1, round(patience)))  # an engine that hangs ends itself, even where the parent has gone
        os._exit(_perform(order, sheet, patience))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _answer(order: dict[str, Any], sheet: _Sheet, patience: float, pipes: tuple[BinaryIO, BinaryIO]) -> bytes:
    status = _perform_in_fork(order, sheet, patience, pipes) if _FORKS else _perform(order, sheet, patience)
    data = sheet.read()
    sheet.wipe()
    if status == 0:
        return (SOUND if "text" in order else VOICES) + data
    return FAULT + (NO_VOICE if status == _NO_VOICE_STATUS else BROKEN)


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes to the parent, and give whoever prints the null device."""
    kept = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return os.fdopen(kept[0], "rb"), os.fdopen(kept[1], "wb")


def _engine_loads() -> bool:
    """Whether the engine's library is there; loaded before the forks, they share it."""
    try:
        from pyttsx3.engine import default_engine_by_sys_platform

        importlib.import_module(f"pyttsx3.drivers.{default_engine_by_sys_platform()}")
    except Exception:
        return False
    return True


def main(folder: str, patience: float) -> None:
    """Answer orders until the parent goes. `patience` is how many seconds an utterance may take."""
    pipes = _take_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o077)
    from companion.lockdown import deny_network

    deny_network()
    sheet = _Sheet(folder)
    loads = _engine_loads()
    while (frame := receive(pipes[0])) is not None:
        send(pipes[1], _answer(json.loads(frame), sheet, patience, pipes) if loads else FAULT + NO_ENGINE)
    if folder:
        os.rmdir(folder)  # the parent may be gone without having had the time


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
