"""How long this person pauses while speaking, learnt in the session and forgotten with it. Pure.

Rules
1. A pause after which the person went on widens the limit of its patience to half as long again, whether the turn was
   still open or had just been taken for over. No limit is ever below the configured one, or above twice that.
2. Every turn without such a pause takes an eighth of what was learnt away again.
3. A whole command that cannot go on is no pause: it is answered as soon as ever.
"""

from typing import Final

from companion.ears._settings import EarSettings
from companion.steps import Patience
from companion.units import Samples

_WIDER: Final = 1.5
_MOST: Final = 2
_FADING: Final = 8


class Pauses:
    """The silence that ends a turn, for each patience."""

    def __init__(self, settings: EarSettings) -> None:
        self._configured: dict[Patience, Samples] = {
            "command": settings.silence_command,
            "answer": settings.silence_answer,
            "reflection": settings.silence_reflection,
        }
        self._limits = dict(self._configured)

    def limit(self, patience: Patience) -> Samples:
        return self._limits[patience]

    def resumed(self, patience: Patience, pause: Samples) -> None:
        """After `pause` of silence they went on with the turn; after more than `_MOST` limits it is another one."""
        configured = self._configured[patience]
        if pause <= _MOST * configured:
            wider = Samples(round(min(_WIDER * pause, _MOST * configured)))
            self._limits[patience] = max(self._limits[patience], wider)

    def over(self, patience: Patience) -> None:
        """A turn has ended."""
        learnt = self._limits[patience] - self._configured[patience]
        self._limits[patience] = Samples(self._limits[patience] - learnt // _FADING)
