"""The mouth: what is said and sounded, how loud, how fast, and when it ended. Pure.

Rules
1. Every line that sounds is told as `say` at its first sample and as `said` at its last, whole or cut off.
2. One line at a time. A line beside the dialogue (`aside`) waits until the dialogue says nothing, and is dropped when
   the dialogue speaks again, or when it has waited longer than it may.
3. When the voice fails it is told once; lines go on in reading time, earcons and tones sound.
"""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Final

from companion.ports import FASTEST, SLOWEST, Sounds, Voice
from companion.stage._cast import Manner
from companion.stage._mixer import Mixer
from companion.stage._speech import Speech
from companion.steps import Say, Tone
from companion.units import Samples, Stereo, seconds

VOLUME_STEP: Final = 15
RATE_STEP: Final = 25
TICKS: Final = frozenset({"tick_left", "tick_right"})
"""Sounds that are the exercise itself and no signals: they go with the tones."""

REMEMBERED: Final = 4
"""Utterances back in which an echo is looked for: more than fit into the longest guard."""

LONG_AGO: Final = Samples(-(2**40))

Tell = Callable[..., None]


def loudness(volume: int) -> float:
    """The factor for a volume of 0 to 100: its square, so that steps sound about equal."""
    return (volume / 100) ** 2


class Mouth:
    """Speaks through `voice` and sounds through `sounds` into one mixer."""

    def __init__(self, voice: Voice, sounds: Sounds, lines: Mapping[str, str], manner: Manner, tell: Tell) -> None:
        self.last_said: Say | None = None
        self._spoken: deque[Speech] = deque(maxlen=REMEMBERED)
        self.ended: Samples = LONG_AGO
        self._whole: Samples = LONG_AGO
        self._held_at: Samples | None = None
        self._voice = voice
        self._sounds = sounds
        self._lines = lines
        self._manner = manner
        self._tell = tell
        self._mixer = Mixer()
        self._aside: Speech | None = None
        self._waiting: list[tuple[Say, Samples]] = []
        self._failed = False
        self._volume = 0
        self._set_volume(manner.volume)

    @property
    def silent(self) -> bool:
        return self._mixer.silent and self._aside is None and not self._waiting

    @property
    def speaking(self) -> bool:
        return self._mixer.speaking

    def mix(self, now: Samples) -> Stereo:
        """The block that begins at `now`, shape (BLOCK, 2)."""
        if not self._mixer.held:
            self._held_at = None
        return self._mixer.mix(now)

    # -- speaking --------------------------------------------------------------------------------------------------

    def text(self, say: Say) -> str:
        """The words of a line, its values filled in."""
        return self._lines[say.line].format_map(say.values)

    def next_line(self, at: Samples) -> Samples:
        """When a line that is wanted at `at` begins: a pause after the one before it, if that was said to its end."""
        return Samples(max(at, self._whole + self._manner.sentence_pause))

    def begin(self, say: Say, now: Samples) -> Speech:
        """The utterance of a line that the dialogue itself speaks."""
        if self._aside is not None:
            self.cut(self._aside, now)
        self.last_said = say
        return self._utter(say)

    def beside(self, say: Say, at: Samples) -> None:
        """Speak a line beside what runs, as soon as nothing else is being said."""
        self._waiting = [(line, since) for line, since in self._waiting if line != say and line.line != say.instead]
        self._waiting.append((say, at))

    def advance(self, speech: Speech, at: Samples, end: Samples) -> Samples | None:
        """Place what is due of `speech` before `end`. The sample where it ended, None while it lasts."""
        fresh = speech.started is None
        over = speech.advance(at, end, self._voice, self._mixer)
        if fresh and speech.started is not None:
            start = round(seconds(speech.started), 3)
            self._tell("say", speech.started, id=speech.line, text=speech.text, start=start, cue=speech.cue)
        if speech.failure is not None and not self._failed:
            self._failed = True
            self._tell("error", at, what=str(speech.failure))
        if over is not None:
            self._said(speech, over, completed=True)
        return over

    def advance_aside(self, now: Samples, end: Samples, asking: bool) -> None:
        """Place what is due before `end` of the line beside the dialogue, which itself says nothing now.

        While it is `asking`, lines that are patient wait.
        """
        self._waiting = [(say, at) for say, at in self._waiting if say.within is None or now - at <= say.within]
        ready = next((waiting for waiting in self._waiting if not (asking and waiting[0].patient)), None)
        if self._aside is None and ready is not None and not self._mixer.speaking and not self._mixer.held:
            self._waiting.remove(ready)
            self._aside = self._utter(ready[0])
            now = max(now, self.ended)
        if self._aside is not None:
            self.advance(self._aside, now, end)

    def cut(self, speech: Speech, now: Samples) -> None:
        """End `speech` within a fade."""
        self._mixer.hush_voice()
        self._said(speech, now, completed=False)

    def hush(self, now: Samples) -> None:
        """End everything that sounds, within a fade."""
        self._mixer.hush()
        if self._aside is not None:
            self._said(self._aside, now, completed=False)

    def drop_passing(self) -> None:
        """What waits to be said and holds for a moment only is not said any more."""
        self._waiting = [(say, at) for say, at in self._waiting if say.within is None]

    def hold(self, now: Samples) -> None:
        """Fall silent, ready to go on."""
        self._held_at = now if self._held_at is None else self._held_at
        self._mixer.hold()

    def release(self) -> None:
        self._mixer.release()

    # -- sounding --------------------------------------------------------------------------------------------------

    def cue(self, sound: str, at: Samples) -> None:
        self._tell("cue", at, sound=sound)
        if self._manner.tones if sound in TICKS else self._manner.earcons:
            self._mixer.sound(self._sounds.earcon(sound), at)

    def tone(self, tone: Tone, at: Samples) -> None:
        """A tone, and its word where the word is rendered and shorter than the tone."""
        self._tell("cue", at, sound=tone.shape)
        if self._manner.tones and tone.audible:
            self._mixer.sound(self._sounds.tone(tone.shape, tone.length), at)
        if tone.line is None or not self._manner.breath_words or self._mixer.speaking or self._aside is not None:
            return
        word = self._utter(Say(tone.line), cue=True)
        if word.fits(tone.length, self._voice):
            self._aside = word
            self.advance(word, at, at)

    # -- louder and slower -----------------------------------------------------------------------------------------

    def adjust(self, what: str, by: int) -> int:
        """Change "volume" or "rate" by steps; 0 goes back to the configured one. What it is now."""
        if what == "volume":
            self._set_volume(self._manner.volume if by == 0 else max(VOLUME_STEP, self._volume + by * VOLUME_STEP))
        else:
            rate = self._manner.rate if by == 0 else self._voice.rate + by * RATE_STEP
            self._voice.rate = min(max(rate, SLOWEST), FASTEST)
        return self._volume if what == "volume" else self._voice.rate

    def _set_volume(self, volume: int) -> None:
        self._volume = min(volume, 100)
        self._mixer.volume = loudness(self._volume)

    def _utter(self, say: Say, cue: bool = False) -> Speech:
        speech = Speech(say.line, self.text(say), self._manner.sentence_pause, cue)
        self._spoken.append(speech)
        return speech

    def sounding(self, start: Samples, end: Samples) -> list[str]:
        """The sentences of ours that were in the air between two samples: what is still to be said is no echo."""
        return [
            sentence
            for speech in self._spoken
            for sentence, begun, over in speech.sounded
            if begun < end and over > start
        ]

    def _said(self, speech: Speech, at: Samples, completed: bool) -> None:
        if speech is self._aside:
            self._aside = None
        if not completed and self._held_at is not None:
            at = self._held_at
        if speech.started is not None:
            self.ended = at
            self._whole = at if completed else LONG_AGO
            self._tell("said", at, id=speech.line, completed=completed)
