"""No ear at all: for what only speaks."""

from collections.abc import Sequence

from companion.ports import Expectation
from companion.steps import Heard
from companion.units import Mono, Samples


class NoEar:
    """Hears nothing, whatever comes."""

    engine = "none"
    model = ""
    engaged = False
    behind = Samples(0)

    def expect(self, expectation: Expectation) -> None: ...

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        return ()

    def knows(self, word: str) -> bool:
        return True

    def learn(self) -> None: ...

    def close(self) -> None: ...
