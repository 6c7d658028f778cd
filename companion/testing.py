"""Fakes for devices and time, and `rehearse`: a conversation written down, played in virtual time. Pure.

Rules
1. A fake stands in for a device or for time, never for the understanding, the dialogues or the material.
2. The same script gives the same log, sample for sample.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from companion.errors import VoiceError
from companion.journal import MemoryJournal
from companion.material import Material
from companion.ports import Expectation, Journal, Understanding
from companion.room import VirtualWall
from companion.scene import Role, Settings
from companion.stage import Cast, Manner, Stage
from companion.steps import Heard, Intent, Shape
from companion.units import BLOCK, Mono, Samples, Stereo, samples, seconds

Log = list[tuple[float, str, Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """`text` is said so that its last word ends at `at` seconds; the result is there at once, or `late` seconds on.

    With `after` the seconds count from the end of that line, said once what stands before in the script was said.
    With `partial` it is a partial result only. Utterances that belong together have the same `start`.
    """

    at: float
    text: str
    partial: bool = False
    start: float | None = None
    rejected: str | None = None
    after: str | None = None
    late: float = 0.0


def reply(line: str, text: str, pause: float = 1.0) -> Spoken:
    """`text`, said `pause` seconds after the line has been spoken."""
    return Spoken(pause, text, after=line)


@dataclass
class ScriptedEar:
    """Hears what is written down, on time; while something is `late` it is behind."""

    script: Sequence[Spoken]
    engine: str = "scripted"
    model: str = ""
    expectations: list[tuple[float, Expectation]] = field(default_factory=list)
    engaged: bool = False
    learned: int = 0
    _next: int = 0
    _now: float = 0.0
    _line_ended: float | None = None

    def told(self, t: float, event: str, fields: Mapping[str, object]) -> None:
        """What the stage says, for replies."""
        waiting = self.script[self._next].after if self._next < len(self.script) else None
        if event == "said" and waiting is not None and fields["id"] == waiting and self._line_ended is None:
            self._line_ended = t

    def expect(self, expectation: Expectation) -> None:
        self.expectations.append((self._now, expectation))

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        del mic
        self._now = seconds(now)
        heard = []
        while (at := self._due()) is not None and at + self.script[self._next].late <= self._now + 1e-9:
            spoken = self.script[self._next]
            start = samples(at - 0.5 if spoken.start is None else spoken.start)
            heard.append(Heard(spoken.text, start, samples(at), not spoken.partial, rejected=spoken.rejected))
            self._next += 1
            self._line_ended = None
        return heard

    @property
    def behind(self) -> Samples:
        at = self._due()
        return samples(max(0.0, self._now - at)) if at is not None else Samples(0)

    def _due(self) -> float | None:
        if self._next == len(self.script):
            return None
        spoken = self.script[self._next]
        if spoken.after is None:
            return spoken.at
        return None if self._line_ended is None else self._line_ended + spoken.at

    def knows(self, word: str) -> bool:
        return True

    def learn(self) -> None:
        self.learned += 1

    def close(self) -> None: ...


@dataclass
class ToneVoice:
    """Every text is a steady level, 60 ms a letter at 170 words a minute. `trigger_failure` makes it fail."""

    rate: int = 170
    name: str = "tone"
    trigger_failure: bool = False
    trigger_delay: int = 0
    _waiting: dict[str, int] = field(default_factory=dict)

    def prepare(self, texts: Iterable[str]) -> None: ...

    def clip(self, text: str) -> Mono | None:
        if self.trigger_failure:
            raise VoiceError("The voice does not answer.")
        asked = self._waiting.get(text, 0)
        self._waiting[text] = asked + 1
        if asked < self.trigger_delay:
            return None
        return np.full(round(len(text) * 960 * 170 / self.rate), 8000, np.int16)

    def close(self) -> None: ...


class PlainSounds:
    """Every earcon is a tenth of a second, every tone as long as it should be, at a low steady level."""

    def earcon(self, name: str) -> Stereo:
        del name
        return np.full((1600, 2), 2000, np.int16)

    def tone(self, shape: Shape, length: Samples) -> Stereo:
        del shape
        return np.full((length, 2), 500, np.int16)


@dataclass
class PressedKeys:
    """Keys pressed at given seconds."""

    presses: Sequence[tuple[float, str]] = ()
    _next: int = 0

    def pressed(self, now: Samples) -> Sequence[str]:
        keys = []
        while self._next < len(self.presses) and self.presses[self._next][0] <= seconds(now) + 1e-9:
            keys.append(self.presses[self._next][1])
            self._next += 1
        return keys

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of it: the events, everything that sounded (shape (n, 2)), and the stage itself."""

    log: Log
    sound: Stereo
    stage: Stage
    ear: ScriptedEar

    def events(self, *names: str) -> Log:
        return [entry for entry in self.log if entry[1] in names]

    def said(self) -> list[str]:
        """The ids of all lines in order."""
        return [str(fields["id"]) for _, event, fields in self.log if event == "say"]


def rehearse(
    script: Sequence[Spoken],
    understanding: Understanding,
    material: Material,
    repertoire: Mapping[str, Role],
    *,
    length: float,
    begin: str | None = None,
    keys: Sequence[tuple[float, str]] = (),
    notices: Sequence[tuple[float, str]] = (),
    settings: Settings | None = None,
    manner: Manner | None = None,
    voice: ToneVoice | None = None,
    journal: Journal | None = None,
    now: datetime = datetime(2026, 11, 20, 9),
) -> Rehearsal:
    """Play `script` for `length` seconds of virtual time; `notices` begin the dialogue of a name at a second.

    Without a `journal` there is an empty one that ends with the session.
    """
    log: Log = []
    ear = ScriptedEar(script)

    def witness(t: Samples, event: str, fields: Mapping[str, object]) -> None:
        log.append((round(seconds(t), 3), event, fields))
        ear.told(round(seconds(t), 3), event, fields)

    voice = voice or ToneVoice()
    settings = settings or Settings()
    journal = journal or MemoryJournal(settings.solo)
    cast = Cast(ear, voice, PlainSounds(), PressedKeys(keys), VirtualWall(now), journal, understanding, witness)
    stage = Stage(cast, material, settings, repertoire, manner or Manner())
    if begin is not None:
        stage.begin(Intent(begin))
    silence = np.zeros(BLOCK, np.int16)
    out = []
    due = {samples(t) // BLOCK: name for t, name in notices}
    for number in range(round(length / seconds(BLOCK))):
        out.append(stage.block(silence))
        if (name := due.get(number)) is not None:
            stage.begin(Intent(name))
        if stage.left is not None:
            break
    return Rehearsal(log, np.concatenate(out), stage, ear)
