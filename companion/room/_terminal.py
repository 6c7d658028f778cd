"""Single keys from a terminal, without Enter.

Rules
1. Keys are fetched when the stage asks, block by block; there is no thread and nothing waits.
2. A terminal is left as it was found: on close, at exit, and when the process is told to end or its line hangs up.
3. Ctrl-C stays what it is.
"""

import atexit
import codecs
import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType
from typing import Any, Final

from companion.ports import Keys
from companion.room._keys import NoKeys, read_keys
from companion.units import Samples, samples

ESCAPE_PAUSE: Final = samples(0.05)
"""How long an escape character waits for the rest of an arrow key before it is the Escape key. A terminal sends the
whole sequence at once; 50 ms leaves room for a slow line and is not felt."""

if sys.platform == "win32":
    import msvcrt

    class TerminalKeys:
        """The keys of the console window."""

        def pressed(self, now: Samples) -> Sequence[str]:
            keys: list[str] = []
            while msvcrt.kbhit():
                typed = msvcrt.getwch()
                if typed in "\x00\xe0":
                    msvcrt.getwch()
                else:
                    keys += read_keys(typed, more=False)[0]
            return keys

        def close(self) -> None:
            pass

    def terminal_keys() -> Keys:
        """Keys where there is a console, else none."""
        return TerminalKeys() if sys.stdin is not None and sys.stdin.isatty() else NoKeys()

else:
    import select
    import termios
    import tty

    _ENDINGS: Final = (signal.SIGTERM, signal.SIGHUP)

    class TerminalKeys:
        """The keys of the terminal `fd`, which is in cbreak mode until `close`."""

        def __init__(self, fd: int) -> None:
            self._fd = fd
            self._typed = ""
            self._since = Samples(0)
            self._open = True
            self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
            self._as_found: list[Any] | None = termios.tcgetattr(fd)
            self._guarded = [ending for ending in _ENDINGS if self._guard(ending)]
            atexit.register(self.close)
            tty.setcbreak(fd, termios.TCSANOW)

        def pressed(self, now: Samples) -> Sequence[str]:
            if typed := self._read():
                self._typed += typed
                self._since = now
            if not self._typed:
                return ()
            keys, self._typed = read_keys(self._typed, more=now - self._since < ESCAPE_PAUSE)
            return keys

        def close(self) -> None:
            """Gives the terminal back. A second call does nothing."""
            if self._as_found is None:
                return
            with suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSANOW, self._as_found)
            self._as_found = None
            self._open = False
            for ending in self._guarded:
                signal.signal(ending, signal.SIG_DFL)
            atexit.unregister(self.close)

        def _read(self) -> str:
            """What has been typed since; "" for nothing, and for ever after the end of the input."""
            if not self._open or not select.select([self._fd], [], [], 0)[0]:
                return ""
            try:
                data = os.read(self._fd, 4096)
            except OSError:
                data = b""
            self._open = bool(data)
            return self._decoder.decode(data)

        def _guard(self, ending: signal.Signals) -> bool:
            """Whether `ending` is now ours: only where nobody else has taken it."""
            main = threading.current_thread() is threading.main_thread()
            if not main or signal.getsignal(ending) is not signal.SIG_DFL:
                return False
            signal.signal(ending, self._end)
            return True

        def _end(self, ending: int, _frame: FrameType | None) -> None:
            self.close()
            signal.raise_signal(ending)

    def terminal_keys() -> Keys:
        """Keys where standard input is a terminal and ours to read, else none."""
        try:
            fd = sys.stdin.fileno()
            ours = os.isatty(fd) and os.tcgetpgrp(fd) == os.getpgrp()
        except (AttributeError, OSError, ValueError):
            ours = False
        return TerminalKeys(fd) if ours else NoKeys()
