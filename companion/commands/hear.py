"""`hear`: recordings to one JSON object a file."""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path

from companion.app import furnish
from companion.commands import _json
from companion.commands._arguments import Subcommands, moment, places, state
from companion.ears import transcribe
from companion.errors import CompanionError
from companion.lockdown import deny_network
from companion.ports import Ear, Expectation, Understanding
from companion.room import read_sound
from companion.steps import NONE, Heard, Intent, State
from companion.units import seconds


def add(commands: Subcommands) -> None:
    parser = commands.add("hear", hear, "show what a recording is heard and understood as")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="WAV or FLAC")
    parser.add_argument("--state", type=state, default="idle", help="what the companion is doing (default: idle)")
    parser.add_argument("--expect", choices=("free",), help="free: write down whatever is said")
    parser.add_argument("--engine", choices=("auto", "vosk", "pocketsphinx"), help="the recogniser")
    parser.add_argument("--now", type=moment, metavar="ISO", help="the time it is said at (default: now)")


def hear(arguments: argparse.Namespace) -> int:
    """Print one object a file; a file that cannot be read is named on stderr, and the others go on.

    The ear is opened for the first file that can be read, so that nothing is loaded or written down for none.
    """
    deny_network()
    furniture = furnish(places(arguments))
    ear: Ear | None = None
    now = arguments.now or datetime.now()
    free = arguments.expect == "free"
    expectation = Expectation(arguments.state, "reflection" if free else "command", free)
    status = 0
    with ExitStack() as opened:
        for path in arguments.files:
            try:
                sound = read_sound(path)
            except CompanionError as error:
                print(error, file=sys.stderr)
                status = error.exit_status
                continue
            if ear is None:
                ear = opened.enter_context(closing(furniture.ear(arguments.engine)))
            began = time.perf_counter()
            heard = transcribe(sound, ear, expectation)
            took = time.perf_counter() - began
            text, intent = _joined(heard, furniture.interpreter, arguments.state, now, free)
            print(_json.line({**_json.fields(text, intent), **_measures(path, ear, len(sound), took)}))
    return status


def _measures(path: Path, ear: Ear, length: int, took: float) -> dict[str, object]:
    return {
        "file": str(path),
        "engine": ear.engine,
        "audio_seconds": round(seconds(length), 3),
        "decode_seconds": round(took, 4),
    }


def _joined(
    heard: Sequence[Heard], understanding: Understanding, state_: State, now: datetime, free: bool
) -> tuple[str, Intent]:
    """The text of all segments, and what the ones that were not rejected mean together."""
    text = " ".join(part.text for part in heard if part.text)
    meant = " ".join(part.text for part in heard if part.text and (free or part.rejected is None))
    return text, understanding.understand(meant, state_, now) if meant else NONE
