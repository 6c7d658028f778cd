"""The stage: it turns a block of microphone into a block of speaker, and everything meets here. Pure.

Rules
1. `block` is the only way in. Inside a block the order is: keys, heard, reflex, what is due, what is finished.
2. `stop`, `timeout` and the safety intents act from every state, through one path for voice and key.
3. Whatever happens is told to the witness, in the order of the audio clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from companion import steps
from companion.material import Material
from companion.ports import Expectation
from companion.scene import RETURN, Role, Settings, Verdict
from companion.stage._cast import Cast, Manner
from companion.stage._deeds import Deeds
from companion.stage._frame import View
from companion.stage._hearing import Hearing, words
from companion.stage._keys import QUICK_EXIT, Keyboard
from companion.stage._ledger import Ledger
from companion.stage._mouth import Mouth
from companion.stage._stack import Stack
from companion.steps import Dialogue, Heard, Intent, Interrupted
from companion.units import BLOCK, Mono, Samples, Stereo

ANSWERS: Final = frozenset(
    (
        "yes", "no", "unsure", "partly", "choice", "rating", "done", "pass", "continue", "next", "back", "time_left",
        "favourite",
    )
)  # fmt: skip
"""Intents that mean something only where somebody waits for them."""


class Stage:
    """Advances the dialogues block by block. See the module's rules."""

    def __init__(
        self, cast: Cast, material: Material, settings: Settings, repertoire: Mapping[str, Role], manner: Manner
    ) -> None:
        self.material = material
        self.settings = settings
        self.ledger = Ledger(cast.journal, cast.wall, settings.quiet, self._tell)
        self._cast = cast
        self._repertoire = repertoire
        self._manner = manner
        self._mouth = Mouth(cast.voice, cast.sounds, material.lines, manner, self._tell)
        self._deeds = Deeds(self._mouth, self.ledger, self._adopt, self._tell)
        self._stack = Stack(
            self._mouth, self._deeds, cast.wall, lambda frame: View(self, frame), self._start, self._tell
        )
        self._hearing = Hearing(cast, manner, self._mouth, self._stack, self, self._tell)
        self._keyboard = Keyboard()
        self._expected = Expectation()

    # -- what the outside sees -------------------------------------------------------------------------------------

    @property
    def cursor(self) -> Samples:
        """The exact sample at which the running dialogue stands."""
        return self._stack.cursor

    @property
    def wall(self) -> datetime:
        return self._cast.wall.at(self.cursor)

    def reached(self, when: datetime) -> bool:
        return self._cast.wall.reached(when, self.cursor)

    @property
    def dictation(self) -> bool:
        return self._manner.dictation

    def judged(self, phrase: str, suggestions: Sequence[str]) -> Verdict:
        return self._cast.understanding.judged(phrase, suggestions, self._cast.ear.knows)

    @property
    def left(self) -> steps.Leave | None:
        """How the session was left, None while it lasts."""
        return self._deeds.left

    @property
    def pending(self) -> bool:
        """Whether something runs, sounds or is awaited that will come to an end by itself."""
        if self._hearing.pending or not self._mouth.silent:
            return True
        return self._stack.top is not None and not self._stack.paused

    def begin(self, intent: Intent) -> None:
        """Start the dialogue of `intent` as if it had been asked for, and open the ear."""
        now = self._stack.now
        if not self._heeded(Heard("", now, now, intent=intent)):
            self._start(intent)
        self._attend(opening=True)

    def break_off(self) -> None:
        """The session is over, whatever still runs."""
        self._stack.break_off()

    def block(self, mic: Mono) -> Stereo:
        """Consume one block of microphone, shape (BLOCK,), and give one block of speaker, shape (BLOCK, 2)."""
        now = self._stack.now
        self._stack.cursor = now
        for key in self._cast.keys.pressed(now):
            self._key(key)
        for heard in self._cast.ear.hear(mic, now):
            if self.left is None:
                self._hearing.take(heard)
        if self._cast.ear.engaged:
            self._stack.heard_at = now
        self._hearing.settle(now)
        self._appointment_due()
        end = Samples(now + BLOCK)
        self._stack.run(end)
        if not self._stack.saying:
            self._mouth.advance_aside(now, end, self._stack.asking)
        self._attend()
        out = self._mouth.mix(now)
        self._stack.now = end
        return out

    # -- acting ----------------------------------------------------------------------------------------------------

    def _key(self, key: str) -> None:
        now = self._stack.now
        intent = self._keyboard.meaning(key, self._stack.listening, now)
        if intent is None or self.left is not None:
            return
        self._hearing.forget()
        heard = Heard(f"<key {key}>", now, now, intent=intent)
        if intent == QUICK_EXIT:
            self._tell_intent(heard)
            self._stack.clear("quick_exit")
            self._deeds.left = steps.Leave(quick=True)
        else:
            self.act(heard)

    def act(self, heard: Heard) -> None:
        """The one path for everything that is meant, spoken or by key."""
        if self.left is not None:
            return
        self._tell_intent(heard)
        name, top = heard.intent.name, self._stack.top
        if self._heeded(heard):
            return
        if name == "stop":
            self._stop()
        elif name in self._repertoire:
            self._start(heard.intent)
        elif top is not None and self._stack.listening:
            self._stack.send(top, heard, self._stack.now)
        elif top is not None and top.speech is not None and name == "next":
            self._mouth.cut(top.speech, self._stack.now)
            self._stack.send(top, None, self._stack.now)
        elif name not in ANSWERS:
            self._start(Intent("not_yet"))

    def amend(self, heard: Heard) -> None:
        """More of what the reflex has acted upon already: the same words, now with their slots."""
        self._tell_intent(heard)
        for frame in self._stack.frames:
            if frame.intent.name == heard.intent.name:
                frame.intent = heard.intent
        self._heeded(heard)

    def not_meant(self, heard: Heard) -> None:
        """Words that are no command: an answer for whoever listens, else none of our business unless typed to us."""
        if self._stack.top is not None and self._stack.listening:
            self._stack.send(self._stack.top, heard, self._stack.now)
        elif self._manner.addressed:
            self._start(Intent("not_understood"))

    def _heeded(self, heard: Heard) -> bool:
        """Give what was meant to the topmost dialogue that heeds it; what stands above that one ends."""
        stack = self._stack
        heeding = next((frame for frame in reversed(stack.frames) if frame.heeds(heard.intent.name)), None)
        if heeding is None:
            return False
        stack.return_to(heeding, Interrupted(heard.intent.name))
        stack.back(heeding, stack.now)
        if heeding.speech is not None:
            self._mouth.cut(heeding.speech, stack.now)
        stack.send(heeding, heard, stack.now)
        return True

    def _start(self, intent: Intent) -> None:
        stack, role = self._stack, self._repertoire[intent.name]
        found = stack.state
        if role.replaces:
            stack.clear(intent.name)
        elif stack.top is not None and stack.top.gives_way_to(role):
            stack.end(stack.top, Interrupted(intent.name))
        stack.push(role, intent, found)

    def _adopt(self, pause_word: str | None) -> None:
        """It is understood first, then listened for."""
        self._cast.understanding.adopt(pause_word)
        self._cast.ear.learn()

    def _stop(self) -> None:
        """Everything ends: speech, tones, exercise, question (C29). The top dialogue may say one line of its own."""
        closing = self._stack.clear("stop")
        self._stack.push(Role(lambda _: _stopped(closing)), Intent("stop"), "idle")

    def _appointment_due(self) -> None:
        if self.left is not None or (self._stack.top is not None and not self._stack.paused):
            return
        due = self.ledger.agenda.due(self._stack.now)
        if due:
            self._tell("reminder", what=due[0].what)
            self._start(Intent(RETURN if due[0].what == RETURN else "reminder"))

    # -- what is expected, and who is told -------------------------------------------------------------------------

    def _attend(self, opening: bool = False) -> None:
        if self.left is not None:
            return
        step = self._stack.top.step if self._stack.top else None
        if isinstance(step, steps.Listen):
            expected = Expectation(step.state, step.patience, step.free)
        elif self._stack.speaking:
            expected = Expectation("speaking", speaking=True, clear=self._manner.heard_ourselves == 0)
        else:
            expected = Expectation(self._stack.state)
        before, self._expected = self._expected, expected
        if expected != before or opening:
            self._cast.ear.expect(expected)
        self._begin_anew()
        if opening or (expected.speaking, expected.state) != (before.speaking, before.state):
            at = max(self._stack.now, self.cursor)
            self._tell("listening", at, on=not expected.speaking, state=expected.state)

    def _begin_anew(self) -> None:
        """Where our voice is heard in the microphone, what was heard of it is dropped as soon as it has died away."""
        guard = self._manner.heard_ourselves
        quiet_at = self._mouth.ended + guard
        now = self._stack.now
        if guard and not self._hearing.yielded and not self._mouth.speaking and quiet_at <= now < quiet_at + BLOCK:
            self._cast.ear.expect(replace(self._expected, fresh=True))

    def _tell_intent(self, heard: Heard) -> None:
        intent = heard.intent
        self._tell("intent", name=intent.name, slots=dict(intent.slots), score=round(intent.score, 3), **words(heard))

    def _tell(self, event: str, at: Samples | None = None, /, **fields: object) -> None:
        self._cast.witness(self._stack.now if at is None else at, event, fields)


def _stopped(closing: steps.Say | None) -> Dialogue:
    yield steps.Cue("stopped")
    yield closing or steps.Say("session.stopped")
