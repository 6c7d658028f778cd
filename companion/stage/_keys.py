"""What the keys mean: a second way for every safety action (S25, C28). Pure."""

from collections.abc import Mapping
from typing import Final

from companion.steps import Intent
from companion.units import Samples, samples

KEYS: Final[Mapping[str, Intent]] = {
    "space": Intent("timeout"),
    "enter": Intent("timeout"),
    "escape": Intent("stop"),
}
"""In every state, by contract."""

ANSWER_KEYS: Final[Mapping[str, Intent]] = {"y": Intent("yes"), "n": Intent("no")}
"""Keys that answer a question without a word."""

QUICK_EXIT: Final = Intent("quick_exit")
QUICK_EXIT_PRESSES: Final = 3
QUICK_EXIT_WITHIN: Final = samples(5)


class Keyboard:
    """Meaning of one key after the other. A single escape is a stop; three within five seconds leave at once (D12)."""

    def __init__(self) -> None:
        self._escapes: list[Samples] = []

    def meaning(self, key: str, listening: bool, now: Samples) -> Intent | None:
        """The intent of `key`, None for a key that means nothing now."""
        if key == "escape":
            self._escapes = [t for t in self._escapes if now - t <= QUICK_EXIT_WITHIN] + [now]
            if len(self._escapes) == QUICK_EXIT_PRESSES:
                return QUICK_EXIT
        return KEYS.get(key) or (ANSWER_KEYS.get(key) if listening else None)
