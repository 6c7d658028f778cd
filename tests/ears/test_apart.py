"""The ear in a process of its own: the same words as here, no waiting, and nothing lost when the process dies."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from few_commands import FewCommands
from speech import silence, speak

from companion.ears import CAN_BE_APART, EarApart, EarSettings, open_ear
from companion.ears._apart import TOGETHER, TOO_FAR, UNDERWAY
from companion.errors import EarError
from companion.ports import Ear, Expectation
from companion.steps import Heard
from companion.units import BLOCK, Mono, Samples

pytestmark = pytest.mark.skipif(not CAN_BE_APART, reason="here an ear cannot have a process of its own")

QUIET: Mono = np.zeros(BLOCK, np.int16)


@dataclass
class PauseWord:
    """What both processes understand."""

    pause_word: str | None = None

    def adopt(self, pause_word: str | None) -> None:
        self.pause_word = pause_word


@dataclass
class Telling:
    """An ear that tells in every report what it knows, and hears nothing until `may` is written to."""

    words: PauseWord
    may: int | None = None
    engine: str = "telling"
    model: str = "none"
    engaged: bool = False
    behind: Samples = Samples(0)
    expectation: Expectation = field(default_factory=Expectation)

    def expect(self, expectation: Expectation) -> None:
        self.expectation = expectation

    def hear(self, mic: Mono, now: Samples) -> Sequence[Heard]:
        if self.may is not None:
            os.read(self.may, 1)
            self.may = None
        return (Heard(f"{self.expectation.state} {self.words.pause_word} {mic[0]}", now, Samples(now + BLOCK)),)

    def knows(self, word: str) -> bool:
        return word == self.words.pause_word

    def learn(self) -> None:
        self.model = f"knows {self.words.pause_word}"

    def close(self) -> None: ...


@contextmanager
def apart(open_it: Callable[[], Ear], words: PauseWord) -> Iterator[EarApart]:
    ear = EarApart(open_it, words)
    try:
        yield ear
    finally:
        ear.close()


def all_of(ear: Ear, blocks: Sequence[Mono], first: int = 0) -> list[Heard]:
    """What is heard of the blocks; a question in between waits for all reports before it."""
    heard: list[Heard] = []
    for number, block in enumerate(blocks, first):
        heard += ear.hear(block, Samples(number * BLOCK))
        ear.knows("anything")
    return [*heard, *ear.hear(QUIET, Samples((first + len(blocks)) * BLOCK))]


def test_it_hears_what_an_ear_here_hears(checkout: Path) -> None:
    """The same words at the same places, partial and final, as from the same ear in this process."""

    def open_it() -> Ear:
        return open_ear("pocketsphinx", FewCommands(), EarSettings(), (checkout / "models",))

    sound = np.concatenate([silence(0.5), speak("box breathing", "rms"), silence(1), speak("stop", "slt"), silence(1)])
    blocks = [sound[at : at + BLOCK] for at in range(0, len(sound) - BLOCK, BLOCK)]
    with apart(open_it, PauseWord()) as ear:
        found = all_of(ear, blocks)
        assert (ear.engine, ear.model) == ("pocketsphinx", "en-us")
    assert [heard.text for heard in found if heard.final] == ["box breathing", "stop"]
    assert found == all_of(open_it(), blocks)


def test_orders_keep_their_order() -> None:
    """What is expected and learnt holds for the blocks after it, and for none before."""
    words = PauseWord("kintsugi")
    with apart(lambda: Telling(words), words) as ear:
        ear.hear(QUIET, Samples(0))
        ear.expect(Expectation("question"))
        words.adopt("pineapple")
        ear.learn()
        assert ear.knows("pineapple")
        assert not ear.knows("kintsugi")
        texts = [heard.text for heard in all_of(ear, [QUIET], 1)]
    assert texts == ["idle kintsugi 0", "question pineapple 0"]


def test_nobody_waits_for_it() -> None:
    """An ear that is stuck keeps no block waiting and counts as listening; what it heard comes when it goes on."""
    reading, writing = os.pipe()
    words = PauseWord()
    with apart(lambda: Telling(words, reading), words) as ear:
        blocks = [np.full(BLOCK, number, np.int16) for number in range(UNDERWAY + 10)]
        assert [list(ear.hear(block, Samples(n * BLOCK))) for n, block in enumerate(blocks)] == [[]] * len(blocks)
        assert ear.engaged
        os.write(writing, b"!")
        ear.knows("anything")
        heard = ear.hear(QUIET, Samples(len(blocks) * BLOCK))
        assert [one.text.split()[-1] for one in heard][: len(blocks)] == [str(n) for n in range(len(blocks))]
    os.close(reading)
    os.close(writing)


def test_far_behind_it_begins_anew() -> None:
    """What waits for longer than anybody would wait for an answer is dropped, and what is said then is heard."""
    reading, writing = os.pipe()
    words = PauseWord()
    with apart(lambda: Telling(words, reading), words) as ear:
        early = UNDERWAY + 2 * (TOGETHER - 1)  # before it is seen to be behind, several go at once
        for number in range(early + TOO_FAR + 1):
            ear.hear(QUIET, Samples(number * BLOCK))
        ear.expect(Expectation("question"))
        os.write(writing, b"!")
        assert ear.behind == UNDERWAY * BLOCK
        late = all_of(ear, [QUIET], number + 1)
        assert ear.behind == 0
        starts = [heard.start // BLOCK for heard in late]
        assert starts[:early] == list(range(early))
        assert starts[early] == number + 1
        assert late[-1].text.startswith("question")
    os.close(reading)
    os.close(writing)


def test_when_it_dies_it_goes_on_here() -> None:
    """The process is killed: the next block is heard in this one, with what was expected and learnt before."""
    words = PauseWord("kintsugi")
    with apart(lambda: Telling(words), words) as ear:
        ear.expect(Expectation("rating"))
        ear.knows("anything")
        os.kill(ear.pid, signal.SIGKILL)
        os.waitid(os.P_PID, ear.pid, os.WEXITED | os.WNOWAIT)
        heard = [text for n in range(TOGETHER + 3) for text in ear.hear(QUIET, Samples(n * BLOCK))]
        assert {one.text for one in heard} == {"rating kintsugi 0"}
        assert heard[-1].start == (TOGETHER + 2) * BLOCK
        words.adopt("pineapple")
        ear.learn()
        assert (ear.engine, ear.model, ear.knows("pineapple")) == ("telling", "knows pineapple", True)


def test_what_is_wrong_with_it_is_said_here() -> None:
    """An ear that cannot be opened says why, as an ear here would."""

    def broken() -> Ear:
        raise EarError("The model is not there: install it.")

    with apart(broken, PauseWord()) as ear, pytest.raises(EarError, match=r"^The model is not there: install it\.$"):
        _ = ear.engine


def test_closed_it_is_gone() -> None:
    """No process is left behind; a second call does nothing."""
    words = PauseWord()
    ear = EarApart(lambda: Telling(words), words)
    ear.close()
    ear.close()
    with pytest.raises(ProcessLookupError):
        os.kill(ear.pid, 0)


def test_an_ear_here_is_closed_here() -> None:
    """After a death, closing closes the ear that took over."""
    closed: list[str] = []
    words = PauseWord()

    @dataclass
    class Closing(Telling):
        def close(self) -> None:
            closed.append(self.engine)

    with apart(lambda: Closing(words), words) as ear:
        assert ear.engine == "telling"
        os.kill(ear.pid, signal.SIGKILL)
        os.waitid(os.P_PID, ear.pid, os.WEXITED | os.WNOWAIT)
        for number in range(TOGETHER):
            ear.hear(QUIET, Samples(number * BLOCK))
    assert closed == ["telling"]
