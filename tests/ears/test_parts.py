"""An answer in parts, on the embedded ear."""

import pytest
from few_commands import FewCommands
from speech import dialogue

from companion.ears import EarSettings, open_ear
from companion.ports import Ear, Expectation
from companion.steps import Heard
from companion.units import BLOCK, Mono, Samples, samples

LONG = Expectation("reflection", "reflection")


@pytest.fixture(scope="module")
def ear() -> Ear:
    return open_ear("pocketsphinx", FewCommands(), EarSettings(), ())


def finals(ear: Ear, sound: Mono) -> list[tuple[Samples, Heard]]:
    ear.expect(LONG)
    blocks = range(0, len(sound) - BLOCK + 1, BLOCK)
    return [
        (Samples(at), heard) for at in blocks for heard in ear.hear(sound[at : at + BLOCK], Samples(at)) if heard.final
    ]


def test_stop_after_a_pause_in_long_talk(ear: Ear) -> None:
    """A "stop" is heard at once although the talk before it was waited for (C29, C30)."""
    sound, (_, ended) = dialogue((1, "the train was late again this morning"), (5, "stop", "rms"))
    ((at, heard),) = finals(ear, sound)
    assert (heard.text, heard.rejected) == ("stop", None)
    assert at - ended < samples(1)


def test_talk_in_parts_is_heard_once(ear: Ear) -> None:
    """Talk with thinking pauses is one turn, over when the patience is, and no command."""
    sound, (_, ended) = dialogue((1, "the train was late this morning"), (6, "did you feed the cat"), tail=9)
    ((at, heard),) = finals(ear, sound)
    assert heard.rejected is not None
    assert at - ended >= samples(7.8)
    assert not ear.engaged


def test_long_talk_is_heard_and_not_decoded(ear: Ear) -> None:
    """What is longer than any command is told as talk, with its place, however it sounds (C30)."""
    sound, (*_, ended) = dialogue(*((1 + 2.0 * n, "the train was late again this morning") for n in range(6)), tail=9)
    found = finals(ear, sound)
    assert [heard.rejected is not None for _, heard in found] == [True]
    assert abs(found[0][1].end - ended) < samples(0.3)
