"""The voice: pyttsx3 in a booth of its own, its clips kept and made ahead of need.

Rules
1. A voice renders and never plays: playback, pauses, volume and stopping are the stage's.
2. A clip that is wanted now overtakes those that are prepared; what is in the booth is finished first.
3. Preparing fills the room there is and pushes nothing out; a clip that is wanted now pushes out the oldest.
4. One thread here does the rendering. The voice itself is used from one other thread.
5. What failed once for a text fails again at once. Nothing of a text is in an error, in a log or in a file.
"""

import threading
from collections import deque
from collections.abc import Iterable
from typing import Final

import numpy as np

from companion.errors import VoiceError
from companion.ports import FASTEST, SLOWEST
from companion.units import Mono
from companion.voices._booth import Booth
from companion.voices._clips import Clips, Take
from companion.voices._settings import VoiceSettings, find_voice
from companion.voices._shape import shape

_NOTHING: Final[Mono] = np.zeros(0, np.int16)
_NOTHING.setflags(write=False)


class Pyttsx3Voice:
    """Text to sound with the speech engine of the system: espeak-ng, NSSpeechSynthesizer or SAPI 5."""

    def __init__(self, settings: VoiceSettings, booth: Booth | None = None, clips: Clips | None = None) -> None:
        """Starts the child process and does not wait for it; what is wrong with it is said by the first clip."""
        self._settings = settings
        self._rate = settings.rate
        self._booth = booth or Booth()
        self._clips = clips or Clips()
        self._wanted: deque[Take] = deque()
        self._prepared: deque[str] = deque()
        self._failed: dict[Take, str] = {}
        self._voice: str | VoiceError | None = None if settings.name else ""
        self._closed = False
        self._change = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="voice", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        return self._settings.name or "default"

    @property
    def rate(self) -> int:
        return self._rate

    @rate.setter
    def rate(self, rate: int) -> None:
        """Words a minute from the next clip on, held within SLOWEST and FASTEST."""
        self._rate = min(max(rate, SLOWEST), FASTEST)

    def prepare(self, texts: Iterable[str]) -> None:
        """Render `texts` ahead, in this order, at the rate that holds when their turn comes. Returns at once."""
        with self._change:
            self._prepared.extend(text for text in texts if text.strip())
            self._change.notify_all()

    def clip(self, text: str) -> Mono | None:
        """The sound of `text`, not to be written to; None while it is rendered, unless the voice is patient.

        Raises VoiceError where this text, this voice or the engine fails.
        """
        if not text.strip():
            return _NOTHING
        take = self._take(text)
        with self._change:
            self._want(take)
            if self._settings.patient:
                self._change.wait_for(lambda: take in self._clips or take in self._failed or self._closed)
            if take in self._failed:
                raise VoiceError(self._failed[take])
            if self._closed:
                raise VoiceError("The voice has been closed.")
            return self._clips.get(take)

    def close(self) -> None:
        """End the child process. Nothing is left behind."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        self._booth.stop()
        self._thread.join()
        self._booth.close()

    def _take(self, text: str) -> Take:
        return Take(text, self._settings.name or "", self._rate, self._settings.pitch)

    def _want(self, take: Take) -> None:
        if take not in self._clips and take not in self._failed and take not in self._wanted:
            self._wanted.append(take)
            self._change.notify_all()

    # --- the rendering thread ---

    def _work(self) -> None:
        try:
            while (take := self._next()) is not None:
                self._render(take)
        finally:
            with self._change:
                self._closed = True
                self._change.notify_all()

    def _next(self) -> Take | None:
        """What to render now, waited for; None when the voice is closed. A wanted take is listed until it is done."""
        with self._change:
            while not self._closed:
                if self._wanted:
                    return self._wanted[0]
                while self._prepared:
                    take = self._take(self._prepared.popleft())
                    if take not in self._clips and take not in self._failed:
                        return take
                self._change.wait()
        return None

    def _render(self, take: Take) -> None:
        clip, fault = None, ""
        try:
            clip = shape(self._booth.say(take.text, self._found(), take.rate, take.pitch))
        except VoiceError as error:
            fault = str(error)
        with self._change:
            if clip is None:
                self._failed[take] = fault
            elif take in self._wanted or self._clips.fits(clip):
                self._clips.keep(take, clip)
            else:
                self._prepared.clear()
            if take in self._wanted:
                self._wanted.remove(take)
            self._change.notify_all()

    def _found(self) -> str:
        """The id of the voice that the settings name, "" for the engine's own choice; looked for once."""
        if self._voice is None:
            try:
                self._voice = find_voice(self._settings.name or "", self._booth.voices())
            except VoiceError as error:
                self._voice = error
        if isinstance(self._voice, VoiceError):
            raise self._voice
        return self._voice
