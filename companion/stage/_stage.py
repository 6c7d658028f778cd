"""The stage: it owns `now`, advances the dialogue, and turns a block of microphone into a block of speaker. Pure.

Rules
1. `block` is the only way in. Inside a block the order is: keys, heard, reflex, what is due, what is finished.
2. Dialogues stand on a stack; only the top one runs. What covers it for a while lets it go on afterwards; what replaces
   it ends it.
3. `stop`, `timeout` and the safety intents act from every state, through one path for voice and key.
4. Steps follow each other at exact samples, so that a rhythm of many steps does not drift by a single one.
5. Whatever happens is told to the witness, in the order of the audio clock.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from companion import steps
from companion.errors import JournalError
from companion.ports import Expectation, Journal
from companion.scene import Material, Role, Settings
from companion.stage._barge import ALWAYS, OVER_ECHO, Reflex, over_voice, own_words
from companion.stage._cast import Cast, Manner
from companion.stage._frame import Frame, View
from companion.stage._mouth import LONG_AGO, Mouth
from companion.steps import NONE, RESUMED, Dialogue, Heard, Intent, Interrupted, Resumed, Slot, State, Step
from companion.units import BLOCK, Mono, Samples, Stereo, samples, seconds

QUICK_EXIT_KEYS: Final = 3
QUICK_EXIT_WITHIN: Final = samples(5)

KEYS: Final[Mapping[str, Intent]] = {
    "space": Intent("timeout"),
    "enter": Intent("timeout"),
    "escape": Intent("stop"),
}
"""What the keys mean in every state, by contract."""

ANSWER_KEYS: Final[Mapping[str, Intent]] = {"y": Intent("yes"), "n": Intent("no")}
"""Keys that answer a question without a word."""

ANSWERS: Final = frozenset(
    (
        "yes", "no", "unsure", "partly", "choice", "rating", "done", "pass", "continue", "next", "back", "time_left",
        "favourite",
    )
)  # fmt: skip
"""Intents that mean something only where somebody waits for them."""


class Stage:
    """Advances the dialogues block by block. See the module's rules.

    `left` is set once the session is over. `cursor` is the exact sample at which the running dialogue stands.
    """

    def __init__(
        self, cast: Cast, material: Material, settings: Settings, repertoire: Mapping[str, Role], manner: Manner
    ) -> None:
        self.material = material
        self.settings = settings
        self.cursor = Samples(0)
        self.appointments: dict[str, datetime] = {}
        self.memory: dict[str, Slot] = {}
        self.kept = True
        self.left: steps.Leave | None = None
        self._cast = cast
        self._repertoire = repertoire
        self._manner = manner
        self._now = Samples(0)
        self._frames: list[Frame] = []
        self._mouth = Mouth(cast.voice, cast.sounds, material.lines, manner, self._tell)
        self._reflex = Reflex(manner.reflex_delay)
        self._engaged: Samples = LONG_AGO
        self._expected = Expectation()
        self._escapes: list[Samples] = []
        self._early: list[Heard] = []

    # -- what the outside sees -------------------------------------------------------------------------------------

    @property
    def wall(self) -> datetime:
        return self._cast.wall.at(self.cursor)

    @property
    def journal(self) -> Journal:
        return self._cast.journal

    @property
    def dictation(self) -> bool:
        return self._manner.dictation

    @property
    def pending(self) -> bool:
        """Whether something runs, sounds or is awaited that will come to an end by itself."""
        if self._reflex.pending or self._early or not self._mouth.silent or self._cast.ear.engaged:
            return True
        return self._top is not None and not self._paused

    def begin(self, intent: Intent) -> None:
        """Start the dialogue of `intent` as if it had been asked for, and open the ear."""
        self._start(intent)
        self._attend(opening=True)

    def block(self, mic: Mono) -> Stereo:
        """Consume one block of microphone, shape (BLOCK,), and give one block of speaker, shape (BLOCK, 2)."""
        self.cursor = self._now
        for key in self._cast.keys.pressed(self._now):
            self._key(key)
        for heard in self._cast.ear.hear(mic, self._now):
            self._hear(heard)
        if self._cast.ear.engaged:
            self._engaged = self._now
        settled = self._reflex.due(self._now)
        if settled is not None:
            self._mouth.release()
            self._act(settled)
        if self._early and not self._speaking:
            self._hear_final(self._early.pop(0), self._state)
        self._appointments_due()
        self._run(Samples(self._now + BLOCK))
        self._attend()
        out = self._mouth.mix(self._now)
        self._now = Samples(self._now + BLOCK)
        return out

    # -- hearing ---------------------------------------------------------------------------------------------------

    def _key(self, key: str) -> None:
        if key == "escape":
            self._escapes = [t for t in self._escapes if self._now - t <= QUICK_EXIT_WITHIN] + [self._now]
            if len(self._escapes) == QUICK_EXIT_KEYS:
                self._tell_intent(Heard("<key escape>", self._now, self._now, intent=Intent("quick_exit")))
                self._clear("quick_exit")
                self._leave(steps.Leave(quick=True))
        keys = {**KEYS, **ANSWER_KEYS} if self._listening else KEYS
        if key in keys:
            self._reflex = Reflex(self._manner.reflex_delay)
            self._mouth.release()
            self._act(Heard(f"<key {key}>", self._now, self._now, intent=keys[key]))

    def _hear(self, heard: Heard) -> None:
        if self.left is not None:
            return
        self._tell("heard", **_words(heard), final=heard.final, confidence=heard.confidence)
        over = over_voice(heard, self._speaking, self._mouth.ended, self._manner.guard)
        over = over and not self._yielded
        state: State = "speaking" if over else self._state
        if heard.final:
            self._hear_final(heard, state, over)
        else:
            self._hear_partial(heard, state)

    def _hear_partial(self, heard: Heard, state: State) -> None:
        understanding = self._cast.understanding
        exact = understanding.reflex(heard.text, state)
        meant = understanding.understand(heard.text, state, self.wall).name if self._reflex.pending else "none"
        match self._reflex.partial(heard, exact, meant, self._now):
            case "hold":
                self._mouth.hold()
            case "release":
                self._mouth.release()

    def _hear_final(self, heard: Heard, state: State, over: bool = False) -> None:
        settled = self._reflex.final(heard)
        self._mouth.release()
        reason = heard.rejected
        if reason is None:
            heard = heard.meaning(self._cast.understanding.understand(heard.text, state, self.wall))
            if heard.intent.name == "none":
                reason = "no meaning"
            elif self._is_echo(heard, over):
                reason = "own voice"
        if reason is not None and state == "speaking" and self._manner.addressed:
            self._early.append(heard)  # typed ahead, while a line is still being said
        elif reason is not None:
            self._tell("rejected", text=heard.text, reason=reason)
            if settled is None and state != "speaking":
                self._not_meant(heard.meaning(NONE))
        elif settled is None or heard.intent.name != settled.intent.name:
            self._act(heard)
        elif heard.intent.slots:
            self._amend(heard)

    def _is_echo(self, heard: Heard, over: bool) -> bool:
        if self._manner.guard == 0 or heard.intent.name in ALWAYS:
            return False
        if over and heard.intent.name not in OVER_ECHO:
            return True
        in_the_air = self._mouth.speaking or heard.start < self._mouth.ended + self._manner.guard
        return in_the_air and own_words(heard, self._mouth.last_text)

    def _not_meant(self, heard: Heard) -> None:
        if self._top is not None and self._listening:
            self._send(self._top, heard, self._now)
        elif self._manner.addressed:
            self._start(Intent("not_understood"))

    def _amend(self, heard: Heard) -> None:
        """More of what the reflex has acted upon already: the same words, now with their slots."""
        self._tell_intent(heard)
        for frame in self._frames:
            if frame.intent.name == heard.intent.name:
                frame.intent = heard.intent
        self._heeded(heard)

    def _act(self, heard: Heard) -> None:
        """The one path for everything that is meant, spoken or by key."""
        if self.left is not None:
            return
        self._tell_intent(heard)
        name, top = heard.intent.name, self._top
        if self._heeded(heard):
            return
        if name == "stop":
            self._stop()
        elif name in self._repertoire:
            self._start(heard.intent)
        elif top is not None and self._listening:
            self._send(top, heard, self._now)
        elif top is not None and top.speech is not None and name == "next":
            self._mouth.cut(top.speech, self._now)
            self._send(top, None, self._now)
        elif name not in ANSWERS:
            self._start(Intent("not_yet"))

    def _heeded(self, heard: Heard) -> bool:
        """Give what was meant to the topmost dialogue that heeds it; what stands above that one ends."""
        heeding = next((frame for frame in reversed(self._frames) if frame.heeds(heard.intent.name)), None)
        if heeding is None:
            return False
        while self._frames[-1] is not heeding:
            self._mouth.hush(self._now)
            self._end(self._frames[-1], Interrupted(heard.intent.name))
        self._back(heeding, self._now)
        if heeding.speech is not None:
            self._mouth.cut(heeding.speech, self._now)
        self._send(heeding, heard, self._now)
        return True

    # -- the stack -------------------------------------------------------------------------------------------------

    @property
    def _top(self) -> Frame | None:
        return self._frames[-1] if self._frames else None

    def _start(self, intent: Intent) -> None:
        role, found, top = self._repertoire[intent.name], self._state, self._top
        if role.replaces:
            self._clear(intent.name)
        elif top is not None and self._yielding and not role.aside:
            self._end(top, Interrupted(intent.name))
        self._push(role, intent, found)

    def _push(self, role: Role, intent: Intent, found: State) -> None:
        if self._top is not None and self._top.covered is None:
            self._top.covered = self._now
        frame = Frame(role, intent, found, self._mouth.last_said)
        frame.dialogue = role.make(View(self, frame))
        self._frames.append(frame)
        if role.activity:
            self._tell_activity(frame, "start", self._now)
        self._send(frame, None, self._now)

    def _stop(self) -> None:
        """Everything ends: speech, tones, exercise, question (C29). The top dialogue may say one line of its own."""
        closing = self._clear("stop")
        self._push(Role(lambda _: _stopped(closing)), Intent("stop"), "idle")

    def _clear(self, by: str) -> steps.Say | None:
        self._mouth.hush(self._now)
        closings = [self._end(frame, Interrupted(by)) for frame in reversed(self._frames.copy())]
        return next((closing for closing in closings if closing is not None), None)

    def _end(self, frame: Frame, why: Interrupted) -> steps.Say | None:
        """Interrupt a dialogue. Steps that take no time are still carried out; a closing line is returned."""
        self._frames.remove(frame)
        if frame.speech is not None:
            self._mouth.cut(frame.speech, self._now)
        self.cursor = self._now
        closing = None
        try:
            step = frame.dialogue.throw(why)
            while self._instant(frame, step, self._now):
                step = next(frame.dialogue)
            closing = step if isinstance(step, steps.Say) else None
            frame.dialogue.close()
        except (StopIteration, Interrupted):
            closing = None  # it has nothing to add
        if frame.role.activity:
            self._tell_activity(frame, "interrupted", self._now)
        return closing

    def _finish(self, frame: Frame, at: Samples) -> None:
        self._frames.remove(frame)
        if frame.role.activity:
            self._tell_activity(frame, "end", at)
        if self._top is not None:
            self._uncover(self._top, at)

    def _uncover(self, frame: Frame, at: Samples) -> None:
        if not self._back(frame, at):
            return
        if frame.speech is not None:
            frame.speech.rewind()
        elif isinstance(frame.step, steps.Wait) or (isinstance(frame.step, steps.Listen) and frame.step.firm):
            self._send(frame, RESUMED, at)
        frame.since = max(frame.since, at)

    def _back(self, frame: Frame, at: Samples) -> bool:
        """Nothing stands above `frame` any more; whether something did for a while."""
        covered, frame.covered = frame.covered, None
        if covered is None or at == covered:
            return False
        frame.away = Samples(frame.away + at - covered)
        if frame.role.activity:
            self._tell_activity(frame, "resume", at)
        return True

    def _cover_below(self) -> None:
        """The dialogue below the top falls silent as soon as the top one takes time."""
        below = self._frames[-2] if len(self._frames) > 1 else None
        if below is None or below.covered != self.cursor:
            return
        self._mouth.hush(self._now)
        if below.role.activity:
            self._tell_activity(below, "pause", self._now)

    # -- steps -----------------------------------------------------------------------------------------------------

    def _run(self, end: Samples) -> None:
        self._due_below(end)
        while self._top is not None and self.left is None:
            frame = self._top
            at = self._completed(frame, end)
            if at is None:
                break
            self._send(frame, None, at)
        self._mouth.advance_aside(self._now, end)

    def _due_below(self, end: Samples) -> None:
        """An agreed time that has come ends whatever covers the dialogue that waits for it."""
        for i, frame in enumerate(self._frames[:-1]):
            step = frame.step
            if isinstance(step, steps.WaitUntil) and step.agreed and self._cast.wall.at(end) > step.when:
                self._mouth.hush(self._now)
                for above in reversed(self._frames[i + 1 :]):
                    self._end(above, Interrupted("time"))
                self._uncover(frame, self._now)
                return

    def _completed(self, frame: Frame, end: Samples) -> Samples | None:
        """The sample before `end` at which the frame's step is complete, None while it lasts."""
        match frame.step:
            case steps.Say():
                assert frame.speech is not None
                if frame.since >= end:
                    return None
                return self._mouth.advance(frame.speech, max(frame.since, self._now), end)
            case steps.Wait(length):
                over = Samples(frame.since + length)
            case steps.WaitUntil(when):
                return None if self._cast.wall.at(self._now) < when else self._now
            case steps.Listen(within=within, firm=firm):
                if within is None:
                    return None
                over = Samples((frame.since if firm else max(frame.since, self._engaged)) + within)
            case _:
                raise AssertionError(f"{frame.step} takes no time")
        return max(over, self._now) if over < end else None

    def _send(self, frame: Frame, value: Heard | Resumed | None, at: Samples) -> None:
        """Let the dialogue go on at the sample `at`, through all steps that take no time."""
        self.cursor = at
        frame.speech = None
        try:
            step = frame.dialogue.send(value)
            while self._instant(frame, step, at):
                step = next(frame.dialogue)
        except StopIteration:
            self._finish(frame, at)
            return
        frame.step, frame.since = step, at
        self._cover_below()
        if isinstance(step, steps.Say):
            frame.since = self._mouth.next_line(at)
            frame.speech = self._mouth.begin(step, at)

    def _instant(self, frame: Frame, step: Step, at: Samples) -> bool:
        """Carry out a step that takes no time; false when it is of another kind."""
        match step:
            case steps.Say(wait=False):
                self._mouth.beside(step, at)
            case steps.Tone():
                self._mouth.tone(step, at)
            case steps.Cue(sound):
                self._mouth.cue(sound, at)
            case steps.Be(state):
                frame.state = state
            case steps.Turn(person, state):
                self._tell("turn", at, person=person, state=state)
            case steps.Appoint(what, when):
                self._appoint(what, when, at)
            case steps.Keep() | steps.Change() | steps.Forget():
                self._keep(step, at)
            case steps.Remember(what, value):
                self.memory.pop(what, None)
                if value is not None:
                    self.memory[what] = value
            case steps.Adjust(what, by):
                self._mouth.adjust(what, by)
            case steps.Leave():
                self._leave(step)
            case _:
                return False
        return True

    def _leave(self, leave: steps.Leave) -> None:
        if leave.quick:
            self._mouth.hush(self._now)
        self.left = leave

    # -- what is kept ----------------------------------------------------------------------------------------------

    def _keep(self, step: steps.Keep | steps.Change | steps.Forget, at: Samples) -> None:
        try:
            stored = self._stored(step)
        except JournalError as error:
            self.kept = False
            self._tell("error", at, what=str(error))
            return
        self.kept = True
        for kind, action in stored:
            self._tell("stored", at, kind=kind, action=action)

    def _stored(self, step: steps.Keep | steps.Change | steps.Forget) -> list[tuple[str, str]]:
        """Carry it out; kind and action of every entry that it touched. Raises JournalError."""
        journal = self._cast.journal
        match step:
            case steps.Keep(kind, fields, owner):
                journal.add(kind, fields, owner, self.wall)
                return [(kind, "add")]
            case steps.Change(number, fields):
                return [(journal.change(number, fields).kind, "change")]
        found = journal.entries()
        match step.what:
            case "everything":
                journal.forget_everything()
            case "today":
                midnight = self.wall.replace(hour=0, minute=0, second=0, microsecond=0)
                found = [entry for entry in found if entry.made >= midnight]
                journal.forget_since(midnight)
            case numbers:
                found = [entry for entry in found if entry.number in numbers]
                journal.forget(numbers)
        return [(entry.kind, "forget") for entry in found]

    # -- appointments ----------------------------------------------------------------------------------------------

    def _appoint(self, what: str, when: datetime | None, at: Samples) -> None:
        if when is None:
            self.appointments.pop(what, None)
        else:
            self.appointments[what] = when
        self._tell("appointment", at, what=what, when=None if when is None else f"{when:%Y-%m-%dT%H:%M:%S}")

    def _appointments_due(self) -> None:
        if not self.appointments or not (self._top is None or self._paused):
            return
        what, when = min(self.appointments.items(), key=lambda item: item[1])
        if when <= self.wall:
            self._tell("reminder", what=what)
            self._start(Intent(what))

    # -- what is expected, and who is told -------------------------------------------------------------------------

    @property
    def _speaking(self) -> bool:
        return self._top is not None and isinstance(self._top.step, steps.Say) and not self._yielding

    @property
    def _paused(self) -> bool:
        step = self._top.step if self._top else None
        return isinstance(step, steps.Listen) and step.within is None

    @property
    def _yielded(self) -> bool:
        """Whether the last line was one that any command may cut."""
        return self._mouth.last_said is not None and self._mouth.last_said.yields

    @property
    def _yielding(self) -> bool:
        step = self._top.step if self._top else None
        return isinstance(step, steps.Say) and step.yields

    @property
    def _listening(self) -> bool:
        return self._top is not None and isinstance(self._top.step, steps.Listen)

    @property
    def _state(self) -> State:
        """What is going on, as the understanding sees it."""
        return next((state for frame in reversed(self._frames) if (state := frame.state_now()) is not None), "idle")

    def _attend(self, opening: bool = False) -> None:
        step = self._top.step if self._top else None
        if isinstance(step, steps.Listen):
            expected = Expectation(step.state, step.patience, step.free)
        elif self._speaking:
            expected = Expectation("speaking", speaking=True)
        else:
            expected = Expectation(self._state)
        before, self._expected = self._expected, expected
        if expected != before or opening:
            self._cast.ear.expect(expected)
        self._begin_anew()
        if opening or (expected.speaking, expected.state) != (before.speaking, before.state):
            self._tell("listening", max(self._now, self.cursor), on=not expected.speaking, state=expected.state)

    def _begin_anew(self) -> None:
        """Where our voice reaches the microphone, what was heard of it is dropped as soon as it has died away."""
        quiet_at = self._mouth.ended + self._manner.guard
        if (
            self._manner.guard
            and not self._yielded
            and not self._mouth.speaking
            and quiet_at <= self._now < quiet_at + BLOCK
        ):
            self._cast.ear.expect(replace(self._expected, fresh=True))

    def _tell_intent(self, heard: Heard) -> None:
        intent = heard.intent
        self._tell("intent", name=intent.name, slots=dict(intent.slots), score=round(intent.score, 3), **_words(heard))

    def _tell_activity(self, frame: Frame, state: str, at: Samples) -> None:
        self._tell("activity", at, name=frame.intent.name, state=state)

    def _tell(self, event: str, at: Samples | None = None, /, **fields: object) -> None:
        self._cast.witness(self._now if at is None else at, event, fields)


def _words(heard: Heard) -> dict[str, object]:
    return {"text": heard.text, "start": round(seconds(heard.start), 3), "end": round(seconds(heard.end), 3)}


def _stopped(closing: steps.Say | None) -> Dialogue:
    yield steps.Cue("stopped")
    yield closing or steps.Say("session.stopped")
