"""What `run` was asked for."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from companion.ears import Engine
from companion.room import Echo, Noise


@dataclass(frozen=True, slots=True)
class Session:
    """Files instead of devices, typing instead of speaking, and where to begin.

    `tail` in seconds; None is the usual end. `solo` as in `Scene.solo`. `deaf`: no microphone is opened and nothing is
    heard.
    """

    mic: Path | None = None
    speaker: Path | None = None
    events: Path | None = None
    text: bool = False
    keys: Path | None = None
    engine: Engine | None = None
    echo: Echo | None = None
    noise: Noise | None = None
    now: datetime | None = None
    start: str | None = None
    solo: str | None = None
    tail: float | None = None
    deaf: bool = False

    @property
    def virtual(self) -> bool:
        """Whether time is the audio clock's alone."""
        return self.mic is not None or self.speaker is not None or (self.text and not sys.stdin.isatty())
