"""Keys as a second way for every safety action: what a key is, keys from a file, and no keys at all.

Rules
1. A key is "space", "enter", "escape" or one printable character as typed.
2. Arrows and function keys are no keys here, and never count as escape. Escape and another key at the very same moment
   count as both, and so does Alt with a key, which looks the same: a stop too many is better than one too few.
"""

import json
import math
import re
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from companion.errors import UsageError
from companion.units import Samples, samples

_NAMED: Final = {" ": "space", "\r": "enter", "\n": "enter", "\x1b": "escape"}
_SEQUENCE: Final = re.compile(r"\x1b{1,2}(?:\[\[[ -~]|\[[0-?]*[ -/]*[@-~]|O[ -~])")
_UNFINISHED: Final = re.compile(r"\x1b{1,2}(?:\[\[?[0-?]*[ -/]*|O)?\Z")


def is_key(name: str) -> bool:
    return name in _NAMED.values() or (len(name) == 1 and name not in _NAMED and name.isprintable())


def read_keys(typed: str, more: bool) -> tuple[list[str], str]:
    """The keys in what a terminal sent, and, where `more` may still come, the beginning of a sequence at its end."""
    keys: list[str] = []
    at = 0
    while at < len(typed):
        if sequence := _SEQUENCE.match(typed, at):
            at = sequence.end()
        elif more and _UNFINISHED.match(typed, at):
            return keys, typed[at:]
        else:
            name = _NAMED.get(typed[at], typed[at])
            if is_key(name):
                keys.append(name)
            at += 1
    return keys, ""


class NoKeys:
    """Where nobody can press anything."""

    def pressed(self, now: Samples) -> Sequence[str]:
        return ()

    def close(self) -> None:
        pass


class KeyFile:
    """Keys pressed at times on the audio clock: JSON lines {"t": seconds, "key": "space"}, in any order."""

    def __init__(self, path: Path) -> None:
        """Raises UsageError, with the number of the line that is wrong."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise UsageError(f"The key file {path} cannot be read: {reason}. Check its name.") from None
        lines = enumerate(text.split("\n"), start=1)
        self._keys = deque(sorted(_key_line(path, number, line) for number, line in lines if line.strip()))

    def pressed(self, now: Samples) -> Sequence[str]:
        names = []
        while self._keys and self._keys[0][0] <= now:
            names.append(self._keys.popleft()[2])
        return names

    def close(self) -> None:
        pass


def _key_line(path: Path, number: int, line: str) -> tuple[Samples, int, str]:
    def wrong(what: str) -> UsageError:
        return UsageError(f'{path}, line {number}: {what}. Write it as {{"t": 2.5, "key": "space"}}.')

    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise wrong("this is no JSON") from None
    if not isinstance(entry, dict):
        raise wrong("this is no JSON object")
    t, key = entry.get("t"), entry.get("key")
    if isinstance(t, bool) or not isinstance(t, int | float) or not 0 <= t < math.inf:
        raise wrong('"t" is not a number of seconds from the start')
    if not isinstance(key, str) or not is_key(key):
        raise wrong('"key" is not "space", "enter", "escape" or a single character')
    return samples(t), number, key
