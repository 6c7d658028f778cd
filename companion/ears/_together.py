"""Two recognisers as one: the first is asked what was said, the second whether that may be.

Rules
1. What was said is always in the words of the first; the second knows fewer, and has been shown fewer voices.
2. Where the first rejects words because they sound unlike, and the second hears the very same words and nothing
   unknown, they are what was said.
3. The second is not asked about what the first accepts: of commands that were right it would refuse more than of others
   (docs/measurements.md).
"""

from companion.ears._recogniser import Recogniser, Result
from companion.ports import Expectation
from companion.units import Mono


class Together:
    """A `Recogniser` of two, `first` and `second`."""

    def __init__(self, first: Recogniser, second: Recogniser) -> None:
        self._first = first
        self._second = second
        self._expectation = Expectation()

    @property
    def engine(self) -> str:
        return self._first.engine

    @property
    def model(self) -> str:
        return f"{self._first.model} with {self._second.model}"

    def prepare(self, expectation: Expectation) -> None:
        self._first.prepare(expectation)
        if not expectation.free:
            self._second.prepare(expectation)

    def begin(self, expectation: Expectation) -> None:
        self._expectation = expectation
        self._first.begin(expectation)

    def feed(self, sound: Mono) -> None:
        self._first.feed(sound)

    def so_far(self) -> str:
        return self._first.so_far()

    def look(self, sound: Mono) -> Result:
        return self._considered(self._first.look(sound), sound)

    def finish(self, sound: Mono) -> Result:
        return self._considered(self._first.finish(sound), sound)

    def leave(self) -> None:
        self._first.leave()

    def knows(self, word: str) -> bool:
        return self._first.knows(word)

    def learn(self) -> None:
        self._first.learn()
        self._second.learn()

    def forget(self) -> None:
        self._first.forget()

    def close(self) -> None:
        self._first.close()
        self._second.close()

    def _considered(self, result: Result, sound: Mono) -> Result:
        if result.rejected is None or self._expectation.free:
            return result
        self._second.begin(self._expectation)
        opinion = self._second.look(sound)
        self._second.leave()
        same = opinion.rejected is None and opinion.text == result.text
        return Result(result.words) if same else result
