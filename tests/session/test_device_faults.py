"""What may go wrong in a session, as it is lived: one calm sentence, and it goes on or ends properly (C34-C37)."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from lived import Lived, at, said
from sessions import Event
from speech import dialogue

from companion.app import Furniture, Places, furnish
from companion.steps import Slot
from companion.testing import ScriptedEar, Spoken, ToneVoice
from companion.voices import Pyttsx3Voice, open_voice


@pytest.fixture(scope="module")
def furniture(tmp_path_factory: pytest.TempPathFactory) -> Furniture:
    whole = furnish(Places(data=tmp_path_factory.mktemp("data")))
    sound = whole.config.sound.model_copy(update={"echo_cancelling": False})
    return replace(whole, config=whole.config.model_copy(update={"sound": sound}))


@pytest.fixture
def lived(
    furniture: Furniture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Lived]:
    yield Lived(monkeypatch, furniture, tmp_path)
    assert capfd.readouterr().err == ""


def breaths(found: list[Event]) -> list[float]:
    return [float(str(event["t"])) for event in found if event.get("sound") == "in"]


def test_callback_overrun(lived: Lived) -> None:
    """Callbacks that find nothing to play, and PortAudio's own flags, cost a gap and nothing else (C37)."""
    late, caught_up = (20.0, 21.0), (20.22, 21.22)

    def callbacks(second: float) -> int:
        """Twelve at once, while the engine has given for one, and none until it has caught up."""
        if second in late:
            return 12
        return 0 if any(a < second < b for a, b in zip(late, caught_up, strict=True)) else 1

    lived.callbacks = callbacks
    found = lived.live("breathing", 60)
    assert lived.room is not None
    assert lived.room.counts.gaps > 0
    assert np.diff(breaths(found)) == pytest.approx(10, abs=0.001)
    assert not [line for line in said(found) if not str(line).startswith("breathing.")]
    assert lived.sounds(40, 45)


def test_device_gone_in_mid_word_and_back_by_name(lived: Lived) -> None:
    """Unplugged in a word: the exercise keeps its time, and the devices of the same names are taken again (C35)."""
    found = lived.live("breathing", 60, (1.5, lived.unplug), (25.0, lived.plug))
    assert [line for line in said(found) if str(line).startswith("session.")] == [
        "session.microphone_lost", "session.microphone_back",
    ]  # fmt: skip
    assert np.diff(breaths(found)) == pytest.approx(10, abs=0.001)
    assert not lived.sounds(10, 24)
    assert lived.sounds(26, 40)
    first, last = lived.devices.opened[0], lived.devices.opened[-1]
    assert first.speaker is not None
    assert last.speaker is not None
    assert (last.speaker.device.name, last.closed) == (first.speaker.device.name, True)


def test_sample_rate_changed_under_us(lived: Lived) -> None:
    """Devices that come back with another rate are used at that one, and "stop" is heard through it (C34)."""
    mic, _ = dialogue((20, "stop", "rms"))
    lived.mic, lived.ear = mic, lived.furniture.ear("pocketsphinx")
    changed = [(3.0, lived.unplug), (4.0, lambda: lived.rate_is(48_000)), (6.0, lived.plug)]
    found = lived.live("breathing", 30, *changed)
    assert [stream.rate for stream in lived.devices.opened] == [16_000, 48_000]
    assert [event["name"] for event in found if event["event"] == "intent"] == ["stop"]
    assert said(found)[-1] == "session.stopped"


def test_suspended_in_an_exercise(lived: Lived) -> None:
    """After an hour of sleep nothing goes on by itself: one sentence says so, and "continue" goes on (D12)."""
    lived.ear = ScriptedEar([Spoken(60, "continue")])
    found = lived.live("breathing", 90, (30.0, lambda: lived.sleep(3600)))
    assert said(found).count("session.woken") == 1
    assert at(found, id="session.woken") == pytest.approx(30, abs=0.1)
    assert not [t for t in breaths(found) if 30 < t < 60]
    assert [t for t in breaths(found) if t > 60]
    assert [event["state"] for event in found if event["event"] == "activity"] == ["start", "pause", "resume"]


def test_suspended_in_the_first_words(lived: Lived) -> None:
    """Before an exercise has begun its own words wait as well (D12)."""
    found = lived.live("breathing", 40, (2.0, lambda: lived.sleep(3600)))
    assert said(found) == ["breathing.opening", "session.woken"]


def test_suspended_with_nothing_going_on(lived: Lived) -> None:
    """Where nothing ran, nothing is said, and the next command is heard."""
    lived.ear = ScriptedEar([Spoken(30, "breathing")])
    found = lived.live("about", 40, (25.0, lambda: lived.sleep(3600)))
    assert said(found) == ["session.about", "breathing.opening"]


def test_suspended_while_paused(lived: Lived) -> None:
    """Who had paused already is told nothing, and says "continue" once."""
    lived.ear = ScriptedEar([Spoken(20, "pause"), Spoken(60, "continue")])
    found = lived.live("breathing", 90, (30.0, lambda: lived.sleep(3600)))
    assert "session.woken" not in said(found)
    assert [event["state"] for event in found if event["event"] == "activity"] == ["start", "pause", "resume"]


def test_suspended_in_a_break(lived: Lived) -> None:
    """A return whose time has passed in a machine's sleep comes at once, without the cues that were slept through."""
    lived.ear = ScriptedEar([Spoken(1, "timeout for half an hour"), Spoken(16, "yes")])
    found = lived.live("timeout", 90, (60.0, lambda: lived.sleep(3600)))
    assert at(found, id="timeout.come_back") == pytest.approx(60, abs=1.5)
    assert not [e for e in found if e.get("sound") in ("halfway", "soon")]
    assert "session.woken" not in said(found)


def test_suspended_with_something_due(lived: Lived) -> None:
    """What was agreed for a time that was slept through is announced once, after the waking (S28)."""
    due = lived.start + timedelta(minutes=30)
    fields: dict[str, Slot] = {
        "what": "check_in",
        "when": due.isoformat(),
        "zone": "",
        "about": "",
        "every": {},
        "told": 0,
    }
    lived.journal.add("appointment", fields, "", lived.start)
    found = lived.live("help", 60, (40.0, lambda: lived.sleep(3600)))
    assert [event["what"] for event in found if event["event"] == "reminder"] == ["check_in"]
    assert at(found, event="reminder") == pytest.approx(40, abs=0.1)


def test_recogniser_slower_than_real_time(lived: Lived) -> None:
    """Three callbacks for one block: the oldest sound is dropped, one sentence says so, and the key stops at once."""
    lived.callbacks = lambda second: 3 if second > 5 else 1
    lived.keys = [(40, "escape")]
    found = lived.live("breathing", 60)
    assert said(found).count("session.falling_behind") == 1
    assert at(found, name="stop") == pytest.approx(40, abs=0.02)
    assert said(found)[-1] == "session.stopped"
    assert lived.room is not None
    assert lived.room.counts.dropped > 1000


def test_voice_killed_in_mid_sentence(lived: Lived) -> None:
    """Killed while it speaks, it is there again at once: the line is finished, and nobody is told anything (D31)."""
    voice = real_voice(lived)
    found = lived.live("help", 40, (1.5, lambda: os.kill(voice._booth.pid, signal.SIGKILL)))
    assert not [event for event in found if event["event"] == "error"]
    spoken = [event for event in found if event["event"] == "said"]
    assert [event["completed"] for event in spoken] == [True] * 6
    assert said(found)[-1] == "help.again"
    last = at(found, event="say", id="help.again")
    assert lived.sounds(last, last + 1)


def test_voice_killed_again_and_again(lived: Lived) -> None:
    """Killed whenever it is there: the lines are shown in reading time, earcons sound, one sentence says why (D31)."""
    voice, over = real_voice(lived), threading.Event()

    def kill() -> None:
        while not over.wait(0.001):
            with suppress(ProcessLookupError):
                os.kill(voice._booth.pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        found = lived.live("breathing", 40)
    finally:
        over.set()
        killer.join()
    (error,) = [str(event["what"]) for event in found if event["event"] == "error"]
    assert error.startswith("The voice ")
    assert at(found, event="said", id="breathing.opening") == pytest.approx(12, abs=3)
    assert np.diff(breaths(found)) == pytest.approx(10, abs=0.001)
    assert lived.sounds(breaths(found)[0], breaths(found)[0] + 4)


def test_voice_that_hangs(lived: Lived) -> None:
    """A voice that gives nothing is not waited for longer than five seconds a line (D31)."""
    lived.voice = ToneVoice(trigger_delay=10**9)
    found = lived.live("breathing", 40)
    assert at(found, event="say", id="breathing.opening") == pytest.approx(5, abs=0.1)
    assert len([event for event in found if event["event"] == "error"]) == 1
    assert len(breaths(found)) >= 2


def real_voice(lived: Lived) -> Pyttsx3Voice:
    """The voice of the system, which is waited for, as the clock does not run by itself here."""
    voice = open_voice(lived.furniture.voice_settings(patient=True))
    assert isinstance(voice, Pyttsx3Voice)
    lived.voice = voice
    return voice
