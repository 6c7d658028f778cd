"""Keys: from a file at their times, from a terminal without Enter, and never an arrow taken for Escape."""

import os
import pty
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.errors import UsageError
from companion.ports import Keys
from companion.room import KeyFile, NoKeys, TerminalKeys, terminal_keys
from companion.room._keys import is_key, read_keys
from companion.room._terminal import ESCAPE_PAUSE
from companion.units import BLOCK, Samples, samples

ARROW_UP = "\x1b[A"
SEQUENCES = [ARROW_UP, "\x1bOP", "\x1b[1;5C", "\x1b[3~", "\x1b[200~", "\x1b[[A", "\x1b\x1b[D"]


def at(seconds: float) -> Samples:
    return samples(seconds)


def test_keys_of_a_file_come_at_their_times(tmp_path: Path) -> None:
    """A key comes in the first block that is not before it, in order of time, once."""
    file = tmp_path / "keys"
    file.write_text('{"t": 2.5, "key": "space"}\n\n{"t": 1, "key": "escape"}\n{"t": 2.5, "key": "x", "why": "note"}\n')
    keys: Keys = KeyFile(file)
    asked = (0.0, 0.99, 1.0, 1.0, 2.49, 3.0, 9.0)
    assert [keys.pressed(at(seconds)) for seconds in asked] == [[], [], ["escape"], [], [], ["space", "x"], []]
    keys.close()


@pytest.mark.parametrize(
    "line",
    [
        "space", "[1]", "{}", '{"t": 1}', '{"key": "space"}', '{"t": -1, "key": "space"}',
        '{"t": true, "key": "space"}',
        '{"t": "1", "key": "space"}', '{"t": NaN, "key": "space"}', '{"t": Infinity, "key": "space"}',
        '{"t": 1, "key": "spacebar"}', '{"t": 1, "key": " "}', '{"t": 1, "key": 7}', '{"t": 1, "key": ["space"]}',
    ],
)  # fmt: skip
def test_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    """A line that is no key is a sentence with its number."""
    file = tmp_path / "keys"
    file.write_text('{"t": 1, "key": "space"}\n\n' + line)
    with pytest.raises(UsageError, match="line 3: ") as error:
        KeyFile(file)
    assert "\n" not in str(error.value)


def test_no_key_file(tmp_path: Path) -> None:
    """A file that cannot be read is a sentence too."""
    with pytest.raises(UsageError, match="cannot be read"):
        KeyFile(tmp_path / "no")
    (tmp_path / "raw").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UsageError, match="UTF-8"):
        KeyFile(tmp_path / "raw")


@given(st.lists(st.sampled_from([*SEQUENCES, " ", "\r", "\n", "q", "é", "7", "\x7f", "\x01"])))
def test_only_keys_come_out(parts: list[str]) -> None:
    """Arrows and function keys, control characters and backspace give no key, all else its own name."""
    names = {" ": "space", "\r": "enter", "\n": "enter", "q": "q", "é": "é", "7": "7"}
    assert read_keys("".join(parts), more=False) == ([names[part] for part in parts if part in names], "")


@given(st.text(alphabet="\x1b[O;1~A q"), st.booleans())
def test_nothing_is_lost_by_waiting(typed: str, more: bool) -> None:
    """Keys read now and those read with the rest are the keys read at once."""
    keys, rest = read_keys(typed, more)
    assert typed.endswith(rest)
    assert all(is_key(key) for key in keys)
    assert keys + read_keys(rest, more=False)[0] == read_keys(typed, more=False)[0]


def test_escape_three_times() -> None:
    """Escape pressed three times at once is three escapes."""
    assert read_keys("\x1b\x1b\x1b", more=False)[0] == ["escape"] * 3


@contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    mine, theirs = pty.openpty()
    try:
        yield mine, theirs
    finally:
        os.close(mine)
        os.close(theirs)


def press(keys: Keys, mine: int, typed: str, now: float) -> Sequence[str]:
    os.write(mine, typed.encode())
    return keys.pressed(at(now))


def test_terminal_keys_need_no_enter() -> None:
    """A key is there in the block after it was typed; letters of two bytes are one key."""
    with terminal() as (mine, theirs):
        keys = TerminalKeys(theirs)
        assert keys.pressed(at(0)) == ()
        assert press(keys, mine, " ", 1) == ["space"]
        assert press(keys, mine, "\rä1", 2) == ["enter", "ä", "1"]
        keys.close()


def test_escape_waits_for_an_arrow() -> None:
    """An escape character is Escape when nothing follows for 50 ms, and an arrow when its rest does."""
    with terminal() as (mine, theirs):
        keys = TerminalKeys(theirs)
        assert press(keys, mine, "\x1b", 1) == []
        assert keys.pressed(Samples(at(1) + BLOCK)) == []
        assert keys.pressed(Samples(at(1) + ESCAPE_PAUSE)) == ["escape"]
        assert press(keys, mine, "\x1b", 2) == []
        assert press(keys, mine, "[A", 2.02) == []
        assert keys.pressed(at(3)) == ()
        assert press(keys, mine, ARROW_UP * 3, 4) == []
        keys.close()


def test_terminal_is_left_as_it_was() -> None:
    """Echo and line mode are off while keys are read, and back after close; a second close does nothing."""
    with terminal() as (_, theirs):
        before = termios.tcgetattr(theirs)
        handlers = [signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)]
        keys = TerminalKeys(theirs)
        assert not termios.tcgetattr(theirs)[3] & (termios.ECHO | termios.ICANON)
        assert termios.tcgetattr(theirs)[3] & termios.ISIG
        keys.close()
        keys.close()
        assert termios.tcgetattr(theirs) == before
        assert [signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)] == handlers
        assert keys.pressed(at(1)) == ()


def test_a_closed_line_is_no_keys() -> None:
    """When the terminal has gone there are no keys any more, and no error."""
    mine, theirs = pty.openpty()
    keys = TerminalKeys(theirs)
    os.close(mine)
    assert keys.pressed(at(1)) == ()
    assert keys.pressed(at(2)) == ()
    keys.close()
    os.close(theirs)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGHUP])
def test_terminal_is_left_as_it_was_when_ended(ending: signal.Signals) -> None:
    """A process that is told to end, or hung up on, ends by that signal and gives the terminal back first."""
    program = (
        "import sys, signal\n"
        "from companion.room import TerminalKeys\n"
        f"signal.signal({ending:d}, signal.SIG_DFL)\n"
        "keys = TerminalKeys(0)\n"
        "print('ready', flush=True)\n"
        "signal.pause()\n"
    )
    with terminal() as (_, theirs):
        before = termios.tcgetattr(theirs)
        child = subprocess.Popen([sys.executable, "-c", program], stdin=theirs, stdout=subprocess.PIPE)
        assert child.stdout is not None
        with child.stdout:
            assert child.stdout.readline() == b"ready\n"
        child.send_signal(ending)
        assert child.wait() == -ending
        assert termios.tcgetattr(theirs) == before


def test_no_terminal_is_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal, or in the background of one, nothing is read."""
    with open(os.devnull) as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        keys = terminal_keys()
        assert isinstance(keys, NoKeys)
        assert keys.pressed(at(1)) == ()
        keys.close()
    monkeypatch.setattr(sys, "stdin", None)
    assert isinstance(terminal_keys(), NoKeys)
