"""The dialogues on the stage: one above the other, and only the topmost one runs. Pure.

Rules
1. What covers a dialogue for a while lets it go on afterwards; what replaces it ends it.
2. Steps follow each other at exact samples, so that a rhythm of many steps does not drift by a single one.
3. A step that takes no time is carried out at once, also by a dialogue that is being interrupted.
4. Nobody comes back into silence: who was to answer, and was led elsewhere for long, hears the question again.
"""

from collections.abc import Callable, Sequence
from typing import Final

from companion import steps
from companion.ports import Wall
from companion.scene import Role, Scene
from companion.stage._deeds import Deeds
from companion.stage._frame import Frame
from companion.stage._mouth import LONG_AGO, Mouth, Tell
from companion.steps import RESUMED, Dialogue, Heard, Intent, Interrupted, Resumed, State
from companion.units import Samples, samples

LONG: Final = samples(10)
"""What stands above a question for so long has made people forget it."""


class Stack:
    """Advances the dialogues. `now` is the block's first sample, `cursor` the exact sample of the running dialogue.

    `heard_at` is when somebody was last heard to speak. `deeds` does what takes no time, `lead` begins what an intent
    leads to.
    """

    def __init__(
        self,
        mouth: Mouth,
        deeds: Deeds,
        wall: Wall,
        view: Callable[[Frame], Scene],
        lead: Callable[[Intent], None],
        tell: Tell,
    ) -> None:
        self.frames: list[Frame] = []
        self.now = Samples(0)
        self.cursor = Samples(0)
        self.heard_at: Samples = LONG_AGO
        self._mouth = mouth
        self._deeds = deeds
        self._wall = wall
        self._view = view
        self._lead = lead
        self._tell = tell

    @property
    def top(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    @property
    def state(self) -> State:
        """What is going on, as the understanding sees it."""
        return next((state for frame in reversed(self.frames) if (state := frame.state_now()) is not None), "idle")

    @property
    def saying(self) -> bool:
        """Whether the running dialogue says a line, or is about to."""
        return self.top is not None and isinstance(self.top.step, steps.Say)

    @property
    def speaking(self) -> bool:
        """Whether a line is being said that not every command may cut."""
        return self.saying and not self.yielding

    @property
    def yielding(self) -> bool:
        """Whether a line is being said that any command may cut."""
        return self.top is not None and isinstance(self.top.step, steps.Say) and self.top.step.yields

    @property
    def listening(self) -> bool:
        return self.top is not None and isinstance(self.top.step, steps.Listen)

    @property
    def dictating(self) -> bool:
        """Whether words of somebody's own are taken down."""
        return self.top is not None and isinstance(self.top.step, steps.Listen) and self.top.step.free

    @property
    def asking(self) -> bool:
        """Whether an answer is waited for, and not for ever."""
        return self.listening and not self.paused

    @property
    def paused(self) -> bool:
        """Whether the topmost dialogue waits for a word without any limit."""
        return self.top is not None and isinstance(self.top.step, steps.Listen) and self.top.step.within is None

    # -- coming and going ------------------------------------------------------------------------------------------

    def push(self, role: Role, intent: Intent, found: State) -> None:
        """Let a dialogue begin above all others."""
        if self.top is not None and self.top.covered is None:
            self.top.covered = self.now
        frame = Frame(role, intent, found, self._mouth.last_said, self.top is not None)
        frame.dialogue = role.make(self._view(frame))
        self.frames.append(frame)
        self.cursor = self.now
        if role.activity:
            self._cover_below()
            self._tell_activity(frame, "start", self.now)
        self.send(frame, None, self.now)

    def clear(self, by: str) -> steps.Say | None:
        """End all dialogues; what the topmost one that has a last word would say."""
        self._mouth.hush(self.now)
        self._mouth.drop_passing()
        closings = [self.end(frame, Interrupted(by)) for frame in reversed(self.frames.copy())]
        return next((closing for closing in closings if closing is not None), None)

    def end(self, frame: Frame, why: Interrupted) -> steps.Say | None:
        """Interrupt a dialogue. Steps that take no time are still carried out; a closing line is returned."""
        self.frames.remove(frame)
        if frame.speech is not None:
            self._mouth.cut(frame.speech, self.now)
        self.cursor = self.now
        closing = None
        try:
            step = frame.dialogue.throw(why)
            while self._deeds.done(step, frame, self.now, self.now):
                step = next(frame.dialogue)
            closing = step if isinstance(step, steps.Say) else None
            frame.dialogue.close()
        except (StopIteration, Interrupted):
            closing = None  # it has nothing to add
        if frame.role.activity:
            self._tell_activity(frame, "interrupted", self.now)
        return closing

    def break_off(self) -> None:
        """Tell what is over because the session is: nothing is said any more, and nothing of it is taken back."""
        for frame in reversed(self.frames):
            if frame.speech is not None:
                self._mouth.cut(frame.speech, self.now)
            if frame.role.activity:
                self._tell_activity(frame, "interrupted", self.now)

    def return_to(self, frame: Frame, why: Interrupted) -> None:
        """End everything above `frame`, which is not yet told to go on."""
        while self.frames[-1] is not frame:
            self._mouth.hush(self.now)
            self.end(self.frames[-1], why)

    def back(self, frame: Frame, at: Samples) -> bool:
        """Nothing stands above `frame` any more; whether something did for a while."""
        covered, frame.covered = frame.covered, None
        hushed, frame.hushed = frame.hushed, False
        if covered is None or (at == covered and not hushed):
            return False
        frame.away = Samples(frame.away + at - covered)
        if frame.role.activity:
            self._tell_activity(frame, "resume", at)
        return True

    def _finish(self, frame: Frame, at: Samples) -> None:
        self.frames.remove(frame)
        if frame.role.activity:
            self._tell_activity(frame, "end", at)
        if self.top is not None and not self._asks_again(self.top, frame, at):
            self._uncover(self.top, at)

    def _asks_again(self, frame: Frame, above: Frame, at: Samples) -> bool:
        """Say again what `frame` waits to be told, if that is long ago; what stood `above` it is over."""
        lines = frame.step.question if isinstance(frame.step, steps.Listen) else ()
        if not lines or above.role.recalls or frame.covered is None or at - frame.covered < LONG:
            return False
        if above.role.activity:
            lines = (steps.Say("session.here_again"), *lines)
        self.push(Role(lambda _: _said(lines), recalls=True), Intent("question"), self.state)
        return True

    def _uncover(self, frame: Frame, at: Samples) -> None:
        if not self.back(frame, at):
            return
        if frame.speech is not None:
            frame.speech.rewind()
        elif isinstance(frame.step, steps.Wait) or (isinstance(frame.step, steps.Listen) and frame.step.firm):
            self.send(frame, RESUMED, at)
        frame.since = max(frame.since, at)

    def _cover_below(self) -> None:
        """The dialogue below the top falls silent as soon as the top one takes time."""
        below = self.frames[-2] if len(self.frames) > 1 else None
        if below is None or below.hushed or below.covered != self.cursor:
            return
        below.hushed = True
        self._mouth.hush(self.now)
        if below.role.activity:
            self._tell_activity(below, "pause", self.now)

    # -- steps -----------------------------------------------------------------------------------------------------

    def run(self, end: Samples) -> None:
        """Advance to the sample `end`."""
        self._due_below(end)
        while self.top is not None and self._deeds.left is None:
            frame = self.top
            at = self._completed(frame, end)
            if at is None:
                break
            self.send(frame, None, at)

    def send(self, frame: Frame, value: Heard | Resumed | None, at: Samples) -> None:
        """Let the dialogue go on at the sample `at`, through all steps that take no time."""
        self.cursor = at
        frame.speech = None
        try:
            step = frame.dialogue.send(value)
            while self._deeds.done(step, frame, self.now, at):
                step = next(frame.dialogue)
        except StopIteration:
            self._finish(frame, at)
            return
        if isinstance(step, steps.Lead):
            frame.dialogue.close()
            self._finish(frame, at)
            self._lead(step.to)
            return
        frame.step, frame.since = step, at
        self._cover_below()
        if isinstance(step, steps.Say):
            frame.since = self._mouth.next_line(at)
            frame.speech = self._mouth.begin(step, at)

    def _due_below(self, end: Samples) -> None:
        """An agreed time that has come ends whatever covers the dialogue that waits for it."""
        for frame in self.frames[:-1]:
            step = frame.step
            if isinstance(step, steps.WaitUntil) and step.agreed and self._wall.reached(step.when, end):
                self._mouth.hush(self.now)
                self.return_to(frame, Interrupted("time"))
                self._uncover(frame, self.now)
                return

    def _completed(self, frame: Frame, end: Samples) -> Samples | None:
        """The sample before `end` at which the frame's step is complete, None while it lasts."""
        match frame.step:
            case steps.Say():
                assert frame.speech is not None
                if frame.since >= end:
                    return None
                return self._mouth.advance(frame.speech, max(frame.since, self.now), end)
            case steps.Wait(length):
                over = Samples(frame.since + length)
            case steps.WaitUntil(when):
                return self.now if self._wall.reached(when, self.now) else None
            case steps.Listen(within=within, firm=firm):
                if within is None:
                    return None
                over = Samples((frame.since if firm else max(frame.since, self.heard_at)) + within)
            case _:
                raise AssertionError(f"{frame.step} takes no time")
        return max(over, self.now) if over < end else None

    def _tell_activity(self, frame: Frame, state: str, at: Samples) -> None:
        self._tell("activity", at, name=frame.intent.name, state=state)


def _said(lines: Sequence[steps.Say]) -> Dialogue:
    yield from lines
