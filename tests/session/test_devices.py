"""The same loop in real time, on real devices made of PulseAudio null sinks."""

import os
import pty
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from choice import choose
from sessions import Event, companion, events
from speech import dialogue

from companion.errors import RoomError
from companion.material import Material
from companion.room.cables import cables
from companion.units import RATE

PATIENCE = 40.0


def _wait_for(path: Path, **wanted: object) -> Event:
    """The first event with these fields, as soon as it is there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for event in events(path):
            if all(event.get(key) == value for key, value in wanted.items()):
                return event
        time.sleep(0.1)
    pytest.fail(f"no event {wanted}: {events(path)}")


def test_a_session_on_real_devices(tmp_path: Path, material: Material) -> None:
    """Said into the microphone, "breathing" is led through the speaker, and "goodbye" ends it, in real time."""
    log = tmp_path / "events.jsonl"
    try:
        with ExitStack() as stack, cables() as server:
            environment = {**os.environ, **server.environment}
            command = [sys.executable, "-m", "companion", "run", "--events", str(log)]
            with server.recording() as heard:
                process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL)
                stack.callback(process.kill)
                _wait_for(log, event="said", id="session.greeting")
                server.play(dialogue((0.3, "breathing", "slt"))[0]).wait()
                _wait_for(log, event="cue", sound="out")
                server.play(dialogue((0.3, "stop", "rms"))[0]).wait()
                _wait_for(log, event="said", id="session.stopped")
                server.play(dialogue((0.3, "goodbye", "slt"))[0]).wait()
                assert process.wait(PATIENCE) == 0
    except RoomError as error:
        pytest.skip(str(error))
    found = events(log)
    assert [event["name"] for event in found if event["event"] == "intent"] == ["breathing", "stop", "goodbye"]
    others = [text for text in material.lines.values() if "{" not in text and len(text) > 20][:20]
    farewell = material.lines["session.goodbye"]
    loud = np.flatnonzero(np.abs(heard[0][:, 0]) > 200)
    said = next(event for event in found if event["event"] == "say" and event["id"] == "session.goodbye")
    ended = next(event for event in found if event["event"] == "said" and event["id"] == "session.goodbye")
    length = round((float(str(ended["t"])) - float(str(said["t"]))) * RATE)
    assert choose(heard[0][loud[-1] - length : loud[-1], 0], [*others, farewell]) == farewell


def test_what_is_typed_at_a_terminal_is_answered_aloud(tmp_path: Path) -> None:
    """Typing takes the place of the microphone, not of the voice: the answer sounds where there is a speaker."""
    keyboard, terminal = pty.openpty()
    log = tmp_path / "events.jsonl"
    try:
        with ExitStack() as stack, cables() as server:
            environment = {**os.environ, **server.environment}
            command = [sys.executable, "-m", "companion", "run", "--text", "--events", str(log)]
            with server.recording() as heard:
                process = subprocess.Popen(
                    command, cwd=tmp_path, env=environment, stdin=terminal, stdout=subprocess.DEVNULL
                )
                stack.callback(process.kill)
                _wait_for(log, event="say", id="session.greeting")
                os.write(keyboard, b"goodbye\n")
                assert process.wait(PATIENCE) == 0
    except RoomError as error:
        pytest.skip(str(error))
    finally:
        os.close(keyboard)
        os.close(terminal)
    assert events(log)[0]["engine"] == "typed"
    assert np.abs(heard[0]).max() > 1000


def test_without_a_device_it_goes_on_by_typing(tmp_path: Path) -> None:
    """No sound device: one sentence says so, and what is typed is answered (the main job still runs)."""
    environment = {**os.environ, "PULSE_SERVER": f"unix:{tmp_path}/nothing"}
    done = companion("run", folder=tmp_path, typed="timeout\n", environment=environment)
    assert done.returncode == 0, done.stderr
    assert "Timeout. Nobody has to answer." in done.stdout
    assert "type" in done.stdout.splitlines()[0]
