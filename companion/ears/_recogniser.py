"""What a recogniser offers, and what it finds.

Rule
A result made only of fillers is silence (C8).
"""

from dataclasses import dataclass
from typing import Final, Protocol

from companion.ports import Expectation
from companion.steps import Word
from companion.units import Mono

NOT_A_COMMAND: Final = "not a command"

FILLERS: Final = frozenset({"the", "a", "ah", "oh", "um", "uh", "er", "erm", "huh", "hm", "hmm", "and", "[unk]"})
"""What recognisers make of breath and noise (C8)."""


@dataclass(frozen=True, slots=True)
class Result:
    """What was recognised. Word times count from the first sample that was fed. `whole` says that it is as good as
    final: if no more is said, this is it."""

    words: tuple[Word, ...] = ()
    rejected: str | None = None
    confidence: float | None = None
    whole: bool = True

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def is_silence(self) -> bool:
        return all(word.text in FILLERS for word in self.words)


class Recogniser(Protocol):
    """Sound to words, one utterance at a time: `begin`, then `feed`, `so_far` and `look`, then `finish` or `leave`."""

    @property
    def engine(self) -> str: ...
    @property
    def model(self) -> str: ...
    def prepare(self, expectation: Expectation) -> None:
        """Make ready what takes time; speech may begin any moment."""
        ...

    def begin(self, expectation: Expectation) -> None: ...
    def feed(self, sound: Mono) -> None: ...
    def so_far(self) -> str:
        """The words of running speech, unexamined; asked often."""
        ...

    def look(self, sound: Mono) -> Result:
        """What is found if `sound`, which is what was fed but silence at its end, is all that is said."""
        ...

    def finish(self, sound: Mono) -> Result:
        """End the utterance, which is `sound`: what was fed but silence at its end."""
        ...

    def leave(self) -> None:
        """End the utterance; its words are not wanted."""
        ...

    def knows(self, word: str) -> bool:
        """See `Ear`."""
        ...

    def learn(self) -> None:
        """Take the commands as they are now; between utterances."""
        ...

    def forget(self) -> None:
        """Forget what was learnt from the speech before."""
        ...

    def close(self) -> None: ...
