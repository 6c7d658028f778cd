"""Typing as an ear."""

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.ears import TypedLines, TypedScript
from companion.errors import UsageError
from companion.ports import Expectation
from companion.units import BLOCK, Samples, samples

BLANK = np.zeros(BLOCK, np.int16)


def play(
    script: str, length: float = 10, speaking: Callable[[float], bool] = lambda t: False
) -> list[tuple[float, str]]:
    """What is heard and pressed, when; keys in angle brackets."""
    ear = TypedScript(io.StringIO(script))
    log = []
    for at in range(0, samples(length), BLOCK):
        now = Samples(at)
        ear.expect(Expectation(speaking=speaking(at / 16_000)))
        log += [(round(heard.start / 16_000, 2), heard.text) for heard in ear.hear(BLANK, now)]
        log += [(round(at / 16_000, 2), f"<{key}>") for key in ear.keys.pressed(now)]
    return log


def test_a_line_is_said_at_the_next_listening() -> None:
    """Nothing is said while the companion speaks, and one line a block after that."""
    assert play("stop\nhelp\n", speaking=lambda t: t < 2) == [(2.0, "stop"), (2.02, "help")]


def test_time_passes() -> None:
    """ "+3" lets three seconds go by, fractions too, while it speaks as well as in silence."""
    assert play("stop\n+3\nhelp\n+0.5\nnext\n") == [(0.0, "stop"), (3.02, "help"), (3.54, "next")]


def test_words_into_its_speech() -> None:
    """A <speaking> line comes half a second into the speech, or at once when that has gone by."""
    talks = lambda t: 2 <= t < 5  # noqa: E731  - a schedule reads best in one line
    assert play("<speaking> stop\n<speaking> time out\nyes\n", speaking=talks) == [
        (2.5, "stop"), (2.52, "time out"), (5.0, "yes"),
    ]  # fmt: skip


def test_a_key_is_pressed_whether_it_speaks_or_not() -> None:
    """A line in the form <key NAME> is a key and no words."""
    assert play("<key space>\n<key 1>\n", speaking=lambda t: True) == [(0.0, "<space>"), (0.02, "<1>")]


def test_an_empty_line_is_a_timeout() -> None:
    """The big key alone is the pause signal (S25)."""
    assert play("\n  \n") == [(0.0, "timeout"), (0.02, "timeout")]


def test_what_is_typed_is_certain_and_now() -> None:
    """Start and end are the moment itself, the result is final, without a confidence."""
    (heard,) = TypedScript(io.StringIO("stop\n")).hear(BLANK, samples(7))
    assert (heard.start, heard.end, heard.final, heard.confidence) == (samples(7), samples(7), True, None)
    assert heard.rejected is None


def test_a_script_is_finished_when_all_has_been_said() -> None:
    """`finished` turns true with the last line and not before; an empty script is finished from the start."""
    assert TypedScript(io.StringIO("")).finished
    ear = TypedScript(io.StringIO("stop\n"))
    assert not ear.finished
    ear.hear(BLANK, Samples(0))
    assert ear.finished


@pytest.mark.parametrize("line", ["<kye space>", "<key>", "<key spce>", "+", "+a while", "+-3", "<speaking"])
def test_a_line_that_cannot_be_is_named(line: str) -> None:
    """A mistyped instruction is an error with its line number, never words that are said."""
    with pytest.raises(UsageError, match="Line 2"):
        TypedScript(io.StringIO(f"stop\n{line}\n"))


def test_bytes_that_are_no_text() -> None:
    """Input that is no UTF-8 is one sentence."""
    with pytest.raises(UsageError, match="UTF-8"):
        TypedScript(io.TextIOWrapper(io.BytesIO(b"stop\xff\xfe\n"), encoding="utf-8"))


def test_waiting_for_speech_that_never_comes() -> None:
    """A <speaking> line gives up after an hour instead of holding the session for ever."""
    ear = TypedScript(io.StringIO("<speaking> stop\n"))
    ear.hear(BLANK, Samples(0))
    with pytest.raises(UsageError, match="an hour"):
        ear.hear(BLANK, samples(3600))


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30), max_size=6))
def test_any_text_is_said_as_it_is(lines: list[str]) -> None:
    """Whatever is typed that is no instruction comes out unchanged, in order."""
    words = [line for line in lines if line.strip()[:1] not in ("+", "<")]
    spoken = [text for _, text in play("".join(f"{line}\n" for line in words), length=1)]
    assert spoken == [line.strip() or "timeout" for line in words]


def test_lines_from_a_terminal() -> None:
    """Lines are said as they come, keys are pressed, and the end of the input is known."""
    ear = TypedLines(io.StringIO("help\n<key escape>\n\n"))
    heard: list[str] = []
    while not ear.finished:
        heard += [result.text for result in ear.hear(BLANK, Samples(0))]
    assert heard == ["help", "timeout"]
    assert ear.keys.pressed(Samples(0)) == ["escape"]
