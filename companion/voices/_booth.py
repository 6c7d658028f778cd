"""The booth: the child process that renders, watched, ended and started anew from here.

Rules
1. It is started without waiting. One order is in the booth at a time, and has `patience` seconds.
2. A child that dies or is late is killed with all it started, and the order is tried once more in a new one. After
   `DEATHS` deaths in a row the booth stays closed for good, and says so at once from then on.
3. What is rendered never lies in a file where the system has memory without a name; elsewhere in a folder only we can
   read, on a memory disk where there is one, that goes when the child goes and when this program ends.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final, cast

from companion.errors import VoiceError
from companion.voices import _render
from companion.voices._settings import VoiceInfo

PATIENCE: Final = 10.0
"""Seconds for one order, starting the child included: measured are 0.13 s for the first, 0.03 s for a line after it,
0.5 s for two minutes of speech, on a machine with twice as much to do as it has processors."""

DEATHS: Final = 3

_PROGRAM: Final = (
    sys.executable,
    "-P",
    _render.__file__,
)  # as a file: run with -m it would load numpy with the package


class _Gone(Exception):  # noqa: N818  - an outcome, caught in this module
    """The child has died or was killed because it was late."""


class Booth:
    """A child process that turns text into sound files. To be used from one thread; `stop` from any."""

    def __init__(
        self, program: Sequence[str] = _PROGRAM, patience: float = PATIENCE, folder: bool | None = None
    ) -> None:
        """`folder` says whether sound goes through a private folder; None decides by what the system has."""
        self._program = tuple(program)
        self._patience = patience
        self._in_folder = not _nameless_memory() if folder is None else folder
        self._deaths = 0
        self._stopped = threading.Event()
        self._start()

    def say(self, text: str, voice: str, rate: int, pitch: int) -> bytes:
        """The sound file of `text`. Raises VoiceError where there is none, with what to do about it."""
        # Pitch is left alone where it is the voice's own: not every engine can set it.
        spoken = text.encode(errors="replace").decode()
        order = {"text": spoken, "voice": voice, "rate": rate, "pitch": None if pitch == 50 else pitch}
        return self._order(order)

    def voices(self) -> list[VoiceInfo]:
        """The voices the engine has. Raises VoiceError."""
        return [VoiceInfo(at, name, tuple(tags)) for at, name, tags in json.loads(self._order({"list": "voices"}))]

    def stop(self) -> None:
        """End the child and whatever it renders, now."""
        self._stopped.set()
        self._kill()

    def close(self) -> None:
        """`stop`, and give back what the child held."""
        self.stop()
        self._end()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    # --- orders ---

    def _order(self, order: dict[str, object]) -> bytes:
        frame = json.dumps(order).encode()
        for _ in range(2):
            if self._stopped.is_set():
                raise VoiceError("The voice has been closed.")
            if self._deaths >= DEATHS:
                raise VoiceError(
                    f"The voice broke down {DEATHS} times and stays silent; the text is still shown. "
                    "Start the companion again; if it stays so, reinstall espeak-ng."
                )
            try:
                return self._exchange(frame)
            except _Gone:
                self._deaths += 1
                self._end()
                if not self._stopped.is_set():
                    self._start()
        raise VoiceError("The voice cannot speak this line; the text is shown. Another voice may be able to.")

    def _exchange(self, frame: bytes) -> bytes:
        late = threading.Timer(self._patience, self._kill)
        late.start()
        try:
            _render.send(self._to, frame)
            answer = _render.receive(self._from)
        except OSError:
            answer = None
        finally:
            late.cancel()
        if answer == _render.FAULT + _render.NO_ENGINE:
            raise VoiceError(_no_engine())
        if answer == _render.FAULT + _render.NO_VOICE:
            raise VoiceError('The speech engine does not have this voice. "companion voices" lists those it has.')
        if answer is None or answer[:1] not in (_render.SOUND, _render.VOICES):
            raise _Gone
        self._deaths = 0
        return answer[1:]

    # --- the child ---

    def _start(self) -> None:
        self._folder = _private_folder() if self._in_folder else None
        source = str(Path(_render.__file__).parents[2])
        path = os.pathsep.join(part for part in (source, os.environ.get("PYTHONPATH", "")) if part)
        self._child = subprocess.Popen(
            [*self._program, self._folder or "", str(self._patience)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_DEAF_TO_PULSE, "PYTHONPATH": path},
            # A group to be killed together. Not a session: Linux shares processors out between sessions, and on a busy
            # machine a new one waited up to 4 s for its turn [3 of 250 starts, none of 500 in a group].
            process_group=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._to = cast("BinaryIO", self._child.stdin)
        self._from = cast("BinaryIO", self._child.stdout)
        self._end = weakref.finalize(self, _end, self._child, self._folder)
        if self._stopped.is_set():
            self._end()

    def _kill(self) -> None:
        _kill(self._child)


# espeak-ng looks for a sound server even when it only renders, and leaves a folder in the temp folder for it.
_DEAF_TO_PULSE: Final = {"PULSE_SERVER": f"unix:{os.devnull}", "PULSE_RUNTIME_PATH": os.devnull}


def _kill(child: subprocess.Popen[bytes]) -> None:
    """Kill `child` and what it started: they are a process group of their own."""
    if child.poll() is not None:
        return
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()


def _end(child: subprocess.Popen[bytes], folder: str | None) -> None:
    """The child is gone and nothing of it is left. Also runs when the program ends."""
    _kill(child)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def _nameless_memory() -> bool:
    return hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir()


def _private_folder() -> str:
    """A folder of mode 0700, on a memory disk where there is one."""
    for place in ("/dev/shm", os.environ.get("XDG_RUNTIME_DIR", "")):
        if place and os.access(place, os.W_OK):
            return tempfile.mkdtemp(prefix="companion-", dir=place)
    return tempfile.mkdtemp(prefix="companion-")


def _no_engine() -> str:
    if sys.platform == "linux":
        return "There is no speech engine, so the text is only shown. Install espeak-ng (sudo apt install espeak-ng)."
    return "There is no speech engine that pyttsx3 can use, so the text is only shown. Install espeak-ng."
