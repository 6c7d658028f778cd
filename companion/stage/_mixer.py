"""What is sounding, and how it is faded, held and mixed. Pure.

Rules
1. A sound is placed at an exact sample; inside a block it begins in the middle if that is where it belongs.
2. `hush` ends everything within FADE. `hold` makes everything inaudible within FADE: the voice stands still and
   goes on where it was at `release`; tones keep to the clock.
3. One voice at a time: clips of the voice follow each other and never overlap.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from companion.units import BLOCK, Mono, Samples, Stereo, samples

FADE: Final = samples(0.02)
"""Length of every fade: 20 ms, long enough that no click is heard."""


@dataclass(slots=True, eq=False)
class _Sound:
    clip: Stereo
    start: Samples
    position: int = 0
    fading: int | None = None  # samples of its fade-out already played, None while it is whole

    def begin_fading(self) -> bool:
        """Fade from here on; false when it has not begun and nothing of it need sound."""
        if self.fading is None:
            self.fading = 0
        return self.position > 0

    def take(self, room: int) -> tuple[Stereo, bool]:
        """The next samples, up to `room` of them, and whether more is to come after this block."""
        piece = self.clip[self.position : self.position + room]
        self.position += len(piece)
        if self.fading is None:
            return piece, self.position < len(self.clip)
        ramp = 1 - (self.fading + np.arange(1, len(piece) + 1)) / FADE
        self.fading += len(piece)
        faded = (piece * np.clip(ramp, 0, 1)[:, None]).astype(np.int16)
        return faded, self.position < len(self.clip) and self.fading < FADE


class Mixer:
    """Mixes blocks of shape (BLOCK, 2). `volume` is a factor, 0 to 1."""

    def __init__(self, volume: float = 1.0) -> None:
        self.volume = volume
        self._voice: deque[_Sound] = deque()
        self._others: list[_Sound] = []
        self._held = False
        self._gain: int = FADE  # in steps of 1 / FADE, so that a faded block ends at exactly nothing

    @property
    def held(self) -> bool:
        return self._held

    @property
    def speaking(self) -> bool:
        return any(sound.fading is None for sound in self._voice)

    @property
    def silent(self) -> bool:
        return not self._voice and not self._others

    def speak(self, clip: Mono, at: Samples) -> None:
        """Place a clip of the voice; it begins at `at`."""
        self._voice.append(_Sound(np.repeat(clip[:, None], 2, axis=1), at))

    def sound(self, clip: Stereo, at: Samples) -> None:
        """Place a tone or an earcon; it begins at `at`."""
        self._others.append(_Sound(clip, at))

    def voice_ends(self, now: Samples) -> Samples | None:
        """The sample after the last one of the voice, as things stand at `now`; None while held or silent."""
        if self._held or not self.speaking:
            return None
        last = self._voice[-1]
        return Samples(max(last.start, now) + len(last.clip) - last.position)

    def hush(self) -> None:
        """End everything that sounds or was placed."""
        audible = self._gain > 0
        self._voice = deque(sound for sound in self._voice if audible and sound.begin_fading())
        self._others = [sound for sound in self._others if audible and sound.begin_fading()]
        self._held = False
        self._gain = FADE

    def hush_voice(self) -> None:
        """End the voice only."""
        audible = self._gain > 0
        self._voice = deque(sound for sound in self._voice if audible and sound.begin_fading())

    def hold(self) -> None:
        """Go silent, ready to go on."""
        self._held = True

    def release(self) -> None:
        """Go on where the voice was held."""
        self._held = False

    def mix(self, now: Samples) -> Stereo:
        """The block that begins at `now`, shape (BLOCK, 2)."""
        if self.silent:
            self._gain = 0 if self._held else FADE
            return np.zeros((BLOCK, 2), np.int16)
        audible = self._gain
        gain = self._ramp()
        block = np.zeros((BLOCK, 2), np.float32)
        for sound in list(self._others):
            if not self._place(sound, now, block):
                self._others.remove(sound)
        if self._held and self._gain == 0:
            self._stand_still(now, block, audible)
        else:
            while self._voice and not self._place(self._voice[0], now, block):
                self._voice.popleft()
            for sound in list(self._voice)[1:]:
                if sound.start < now + BLOCK and not self._place(sound, now, block):
                    self._voice.remove(sound)
        block *= (gain * self.volume)[:, None]
        return np.clip(np.rint(block), -32768, 32767).astype(np.int16)

    def _ramp(self) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        step = -1 if self._held else 1
        gain = np.clip(self._gain + step * np.arange(1, BLOCK + 1), 0, FADE)
        self._gain = int(gain[-1])
        return (gain / FADE).astype(np.float32)

    def _place(self, sound: _Sound, now: Samples, block: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> bool:
        offset = max(0, sound.start - now)
        if offset >= BLOCK:
            return True
        piece, more = sound.take(BLOCK - offset)
        block[offset : offset + len(piece)] += piece
        return more

    def _stand_still(
        self, now: Samples, block: np.ndarray[tuple[int, int], np.dtype[np.float32]], audible: int
    ) -> None:
        for sound in list(self._voice):
            offset = max(0, sound.start - now)
            if offset < audible:
                piece, _ = sound.take(audible - offset)
                block[offset : offset + len(piece)] += piece
            if sound.position < len(sound.clip):
                sound.start = Samples(max(sound.start, now + BLOCK))
