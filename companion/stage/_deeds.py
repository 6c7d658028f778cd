"""The steps that take no time, carried out at the sample at which the dialogue stands. Pure."""

from collections.abc import Callable

from companion import steps
from companion.stage._frame import Frame
from companion.stage._ledger import Ledger
from companion.stage._mouth import Mouth, Tell
from companion.steps import Step
from companion.units import Samples


class Deeds:
    """`left` is set once a dialogue has ended the session. `adopt` takes a pause word over."""

    def __init__(self, mouth: Mouth, ledger: Ledger, adopt: Callable[[str | None], None], tell: Tell) -> None:
        self.left: steps.Leave | None = None
        self._mouth = mouth
        self._ledger = ledger
        self._adopt = adopt
        self._tell = tell

    def done(self, step: Step, frame: Frame, now: Samples, at: Samples) -> bool:
        """Carry out a step of `frame` at the sample `at` of the block that begins at `now`; false if it takes time."""
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
            case steps.Keep() | steps.Change() | steps.Forget() | steps.Appoint():
                self._ledger.keep(step, at)
            case steps.Remember(what, value):
                self._ledger.remember(what, value)
            case steps.Adjust(what, by):
                self._ledger.remember(what, self._mouth.adjust(what, by))
            case steps.Adopt(word):
                self._adopt(word)
            case steps.Leave(quick):
                if quick:
                    self._mouth.hush(now)
                self.left = step
            case _:
                return False
        return True
