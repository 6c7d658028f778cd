"""Sound devices where there are none: a private PulseAudio server with two cables, for tests and measurements.

Rules
1. The server is ours alone: its own socket in a private folder, no configuration read, nothing loaded into another one.
2. `mic_cable` is what the microphone hears, `spk_cable` where the speaker plays. A silent stream holds each one awake,
   and the server counts as started when they have caught up: a null sink begins two seconds late (measured).
3. PortAudio reaches it through ALSA's `pulse` device (package libasound2-plugins) with `environment` set.
"""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import numpy as np

from companion.errors import RoomError
from companion.units import RATE, Mono, Stereo

_NEEDED: Final = ("pulseaudio", "pactl", "pacat")
_PATIENCE: Final = 10.0
"""Seconds for the server to start or a cable to wake; it takes 2.2."""

_AWAKE: Final = 50_000
"""Microseconds. Awake, a null sink is 5 ms late."""

_RAW: Final = ("--raw", "--format=s16le", f"--rate={RATE}", "--latency-msec=20")


class Cables:
    """A running server. `environment` is what a process needs to have these cables for its sound devices."""

    def __init__(self, folder: Path) -> None:
        """Raises RoomError where PulseAudio is missing or does not start."""
        missing = [name for name in _NEEDED if shutil.which(name) is None]
        if missing:
            raise RoomError(f"There is no {missing[0]} on this machine. Install pulseaudio and pulseaudio-utils.")
        self._folder = folder
        self._socket = folder / "native"
        self.environment: Mapping[str, str] = {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_SOURCE": "mic_cable.monitor",
            "PULSE_SINK": "spk_cable",
            "PULSE_COOKIE": str(folder / "cookie"),
        }
        self._running: list[subprocess.Popen[bytes]] = []
        try:
            self.start()
        except BaseException:
            self.stop()
            raise

    def start(self) -> None:
        """Starts the server, or starts it again after `stop`."""
        self._run(
            *("pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error"),
            f"--load=module-native-protocol-unix socket={self._socket} auth-anonymous=1 auth-cookie-enabled=0",
            f"--load=module-null-sink sink_name=mic_cable rate={RATE} channels=1",
            f"--load=module-null-sink sink_name=spk_cable rate={RATE} channels=2",
        )
        self._until(lambda: len(self._delays()) == 2, "PulseAudio does not start")
        for sink in ("mic_cable", "spk_cable"):
            self._run("pacat", "--playback", f"--device={sink}", "--channels=1", *_RAW, "/dev/zero")
        self._until(lambda: min(self._delays()) > 0 and max(self._delays()) < _AWAKE, "PulseAudio does not wake")

    def stop(self) -> None:
        """Ends the server at once, as if it had crashed, and all that is connected to it."""
        for process in reversed(self._running):
            process.kill()
        for process in self._running:
            process.communicate()
        self._running = []
        self._socket.unlink(missing_ok=True)

    def play(self, sound: Mono) -> "subprocess.Popen[bytes]":
        """Begins to play `sound`, shape (n,), into the microphone's cable; the process ends when it has been played."""
        with tempfile.TemporaryFile(dir=self._folder) as file:
            file.write(np.ascontiguousarray(sound, "<i2").tobytes())
            file.seek(0)
            return self._run("pacat", "--playback", "--device=mic_cable", "--channels=1", *_RAW, stdin=file)

    @contextmanager
    def recording(self) -> "Iterator[list[Stereo]]":
        """Records what the speaker's cable carries; on leaving, the list holds the recording, shape (n, 2)."""
        command = ("pacat", "--record", "--device=spk_cable.monitor", "--channels=2", *_RAW)
        with tempfile.TemporaryFile(dir=self._folder) as file:
            recorder = self._run(*command, stdout=file)
            self._until(lambda: file.seek(0, os.SEEK_END) > 0, "PulseAudio does not record")
            heard: list[Stereo] = []
            yield heard
            recorder.terminate()
            recorder.communicate()
            file.seek(0)
            raw = file.read()
        heard.append(np.frombuffer(raw[: len(raw) // 4 * 4], "<i2").astype(np.int16).reshape(-1, 2))

    def listeners(self) -> int:
        """How many streams record from a cable, as the server sees it."""
        return self._ask("source-outputs").count("Source Output #")

    def _run(
        self, *command: str, stdin: IO[bytes] | int = subprocess.DEVNULL, stdout: IO[bytes] | int = subprocess.DEVNULL
    ) -> "subprocess.Popen[bytes]":
        process = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL, env=self._private())
        self._running.append(process)
        return process

    def _private(self) -> dict[str, str]:
        folder = str(self._folder)
        private = {"HOME": folder, "XDG_RUNTIME_DIR": folder, "XDG_CONFIG_HOME": folder, "PULSE_STATE_PATH": folder}
        return {**os.environ, **self.environment, **private, "LC_ALL": "C"}

    def _delays(self) -> list[int]:
        """Microseconds that each cable is late; 0 while it sleeps. Empty while the server does not answer."""
        return [int(delay) for delay in re.findall(r"^\s*Latency: (\d+) usec", self._ask("sinks"), re.MULTILINE)]

    def _ask(self, what: str) -> str:
        command = ("pactl", "list", what)
        return subprocess.run(command, env=self._private(), capture_output=True, text=True, check=False).stdout

    def _until(self, done: Callable[[], bool], trouble: str) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not done():
            if self._running[0].poll() is not None or time.monotonic() > deadline:
                raise RoomError(f"{trouble}. Look at what pulseaudio -n says on this machine.")
            time.sleep(0.05)


@contextmanager
def cables() -> Iterator[Cables]:
    """A private server for as long as the context lasts. Raises RoomError where there can be none."""
    with tempfile.TemporaryDirectory(prefix="cables-") as folder:
        running = Cables(Path(folder))
        try:
            yield running
        finally:
            running.stop()
