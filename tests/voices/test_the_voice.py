"""The voice as the stage sees it: clips at once or never late, what overtakes what, and what is kept."""

import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from companion.errors import VoiceError
from companion.ports import Voice
from companion.units import RATE, Mono
from companion.voices import Pyttsx3Voice, VoiceInfo, VoiceSettings, list_voices, open_voice
from companion.voices._booth import Booth
from companion.voices._clips import Clips

LINES = [
    f"{opening} {rest}"
    for opening in ("Timeout.", "Breathe in.", "It is your turn.", "Nobody has to answer.", "Take your time.")
    for rest in (
        "Now.",
        "Rest a while.",
        "There is no hurry here.",
        "Feel your feet on the floor.",
        "Let the breath go out slowly, as through a straw.",
        "You may say pass, and nobody will ask for a reason.",
        "When shall we come back to this, tonight or on Friday morning?",
        "The other one only listens, and afterwards it is the other way round.",
        "Look for one thing that was good this week, however small it may have been.",
        "We begin with what each of you felt today, then what you are thankful for, and then what you need.",
    )
]


class StudioBooth(Booth):
    """Notes what is ordered and makes a tone of it. `trigger_hold` keeps the next order in the booth until `go`."""

    def __init__(self) -> None:
        self.ordered: list[tuple[str, str, int]] = []
        self.started = threading.Semaphore(0)
        self.trigger_hold = False
        self.trigger_failure = ""
        self.go = threading.Event()

    def say(self, text: str, voice: str, rate: int, pitch: int) -> bytes:
        self.ordered.append((text, voice, rate))
        self.started.release()
        if self.trigger_hold:
            self.go.wait(10)
        if self.trigger_failure:
            raise VoiceError(self.trigger_failure)
        pcm = (np.sin(np.arange(len(text) * 100)) * 9000).astype("<i2").tobytes()
        head = b"RIFF" + (36 + len(pcm)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
        head += b"\1\0\1\0" + RATE.to_bytes(4, "little") + (2 * RATE).to_bytes(4, "little") + b"\2\0\x10\0"
        return head + b"data" + len(pcm).to_bytes(4, "little") + pcm

    def voices(self) -> list[VoiceInfo]:
        self.ordered.append(("voices", "", 0))
        return [VoiceInfo("gmw/en-us", "English (America)", ("en-us",))]

    def stop(self) -> None:
        self.go.set()

    def close(self) -> None:
        self.go.set()


@pytest.fixture
def studio() -> StudioBooth:
    return StudioBooth()


Opener = Callable[..., Pyttsx3Voice]


@pytest.fixture
def opened(studio: StudioBooth) -> Iterator[Opener]:
    """Opens voices in the studio and closes them."""
    voices: list[Pyttsx3Voice] = []

    def opener(clips: Clips | None = None, **settings: object) -> Pyttsx3Voice:
        voices.append(Pyttsx3Voice(VoiceSettings(**settings), studio, clips))  # type: ignore[arg-type]
        return voices[-1]

    yield opener
    for voice in voices:
        voice.close()


def awaited(voice: Voice, text: str) -> Mono:
    """Ask as the stage does, block after block, until the clip is there."""
    deadline = time.monotonic() + 30
    while (clip := voice.clip(text)) is None:
        assert time.monotonic() < deadline
    return clip


def test_fifty_lines_in_a_row_are_each_their_own() -> None:
    """The soak: fifty utterances, none empty, none like another, longer for more letters, the first unchanged after."""
    voice = open_voice(VoiceSettings(patient=True))
    try:
        clips = [voice.clip(line) for line in LINES]
        sounds = {clip.tobytes() for clip in clips if clip is not None}
        assert len(sounds) == len(LINES) == 50
        lengths = [len(clip) for clip in clips if clip is not None]
        assert np.corrcoef([len(line) for line in LINES], lengths)[0, 1] > 0.98
    finally:
        voice.close()
    again = open_voice(VoiceSettings(patient=True))
    try:
        backwards = [again.clip(line) for line in reversed(LINES)]
        assert [clip.tobytes() for clip in reversed(backwards) if clip is not None] == [
            clip.tobytes() for clip in clips if clip is not None
        ]
    finally:
        again.close()


def test_an_impatient_voice_is_never_waited_for(studio: StudioBooth, opened: Opener) -> None:
    """While the booth is busy a clip is None; later it is there, rendered once however often it was asked for."""
    studio.trigger_hold = True
    voice = opened()
    assert [voice.clip("Breathe in.") for _ in range(5)] == [None] * 5
    studio.go.set()
    assert len(awaited(voice, "Breathe in.")) > 0
    assert studio.ordered == [("Breathe in.", "", 170)]


def test_a_patient_voice_never_says_not_yet(opened: Opener) -> None:
    """In virtual time the clip is there when the call returns."""
    voice = opened(patient=True)
    assert all(voice.clip(f"Line {number}.") is not None for number in range(20))


def test_what_is_wanted_now_overtakes_what_is_prepared(studio: StudioBooth, opened: Opener) -> None:
    """What is in the booth is finished; then comes the urgent one, then the rest in order."""
    studio.trigger_hold = True
    voice = opened()
    voice.prepare(["one", "two", "three"])
    assert studio.started.acquire(timeout=10)
    assert voice.clip("urgent") is None
    studio.go.set()
    for text in ("one", "two", "three"):
        awaited(voice, text)
    assert [text for text, _, _ in studio.ordered] == ["one", "urgent", "two", "three"]


def test_what_was_prepared_is_there_and_is_not_rendered_again(studio: StudioBooth, opened: Opener) -> None:
    """Prepared twice and asked for twice is rendered once."""
    voice = opened(patient=True)
    voice.prepare(["one", "two", "one", " "])
    assert voice.clip("two") is voice.clip("two")
    voice.clip("one")
    assert sorted(text for text, _, _ in studio.ordered) == ["one", "two"]


def test_a_new_rate_is_a_new_clip_and_the_old_one_is_kept(studio: StudioBooth, opened: Opener) -> None:
    """Clips of a new rate are rendered on demand; going back costs nothing; bounds hold."""
    voice = opened(patient=True)
    normal = voice.clip("Breathe in.")
    voice.rate = 200
    voice.clip("Breathe in.")
    voice.rate = 170
    assert voice.clip("Breathe in.") is normal
    assert [rate for _, _, rate in studio.ordered] == [170, 200]
    voice.rate = 9999
    assert voice.rate == 450


def test_preparing_pushes_nothing_out(studio: StudioBooth, opened: Opener) -> None:
    """A full memory keeps what was asked for; the rest is rendered when it is wanted."""
    voice = opened(clips=Clips(room=2 * 100 * 10 * 2), patient=True)
    kept = voice.clip("0123456789")
    voice.prepare(["abcdefghi" + str(number) for number in range(10)])
    voice.clip("wanted")
    assert voice.clip("0123456789") is kept
    assert len(studio.ordered) < 8


def test_the_voice_is_looked_for_once(studio: StudioBooth, opened: Opener) -> None:
    """The name of the settings becomes the engine's id."""
    voice = opened(name="English (America)+f3", patient=True)
    voice.clip("one")
    voice.clip("two")
    assert studio.ordered == [("voices", "", 0), ("one", "gmw/en-us+f3", 170), ("two", "gmw/en-us+f3", 170)]
    assert voice.name == "English (America)+f3"


def test_a_wrong_voice_fails_each_clip_at_once_with_the_nearest_name(studio: StudioBooth, opened: Opener) -> None:
    """The engine is asked for its voices once, and nothing is rendered in another voice."""
    voice = opened(name="en-uk", patient=True)
    for text in ("one", "two", "one"):
        with pytest.raises(VoiceError, match='Did you mean "en-us"'):
            voice.clip(text)
    assert studio.ordered == [("voices", "", 0)]


def test_a_line_that_failed_fails_again_without_trying(studio: StudioBooth, opened: Opener) -> None:
    """The error is the booth's own, and other lines go on."""
    voice = opened(patient=True)
    studio.trigger_failure = "No."
    for _ in range(3):
        with pytest.raises(VoiceError, match="No"):
            voice.clip("bad")
    studio.trigger_failure = ""
    assert voice.clip("good") is not None
    assert [text for text, _, _ in studio.ordered] == ["bad", "good"]


def test_no_words_are_no_sound_and_need_no_engine(studio: StudioBooth, opened: Opener) -> None:
    """An empty text is an empty clip at once."""
    voice = opened()
    for text in ("", "  ", "\n"):
        clip = voice.clip(text)
        assert clip is not None
        assert len(clip) == 0
    assert studio.ordered == []


def test_a_closed_voice_says_so_and_can_be_closed_again(opened: Opener) -> None:
    """Nothing hangs, patient or not."""
    for patient in (True, False):
        voice = opened(patient=patient)
        voice.close()
        voice.close()
        with pytest.raises(VoiceError, match="closed"):
            voice.clip("Breathe in.")


def test_closing_does_not_wait_for_a_render(studio: StudioBooth, opened: Opener) -> None:
    """A quick exit ends a voice whose booth is busy, with more prepared behind it."""
    studio.trigger_hold = True
    voice = opened()
    voice.prepare(["one", "two", "three"])
    assert studio.started.acquire(timeout=10)
    voice.close()
    assert [text for text, _, _ in studio.ordered] == ["one"]


def test_the_voices_of_the_machine_can_be_listed_and_asked_for() -> None:
    """A listed name, given as the setting, speaks."""
    english = next(voice for voice in list_voices() if "en-us" in voice.languages)
    voice = open_voice(VoiceSettings(english.name, patient=True))
    try:
        clip = voice.clip("Breathe in.")
        assert clip is not None
        assert len(clip) > RATE // 4
    finally:
        voice.close()
