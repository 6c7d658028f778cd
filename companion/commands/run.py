"""`run`: the spoken loop."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from companion.app import Session, furnish, perform
from companion.commands._arguments import Subcommands, moment, places, seconds
from companion.dialogues import REPERTOIRE
from companion.errors import UsageError
from companion.room import Echo, Noise


def add(commands: Subcommands) -> None:
    parser = commands.add("run", run, "start the spoken loop")
    parser.add_argument("--mic", type=Path, metavar="WAV", help="a recording instead of the microphone")
    parser.add_argument("--speaker", type=Path, metavar="WAV", help="a file instead of the loudspeaker")
    parser.add_argument("--events", type=Path, metavar="FILE", help="write what happens, words included, as JSON lines")
    parser.add_argument("--text", action="store_true", help="type instead of speaking")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="press the keys in this file, as JSON lines")
    parser.add_argument("--engine", choices=("auto", "vosk", "pocketsphinx"), help="the recogniser")
    parser.add_argument("--echo", metavar="DB:MS", help="mix the output into the microphone, as in --echo=-10:100")
    parser.add_argument(
        "--drift", type=float, default=0.0, metavar="PPM", help="let the clock of the echo drift, -1000 to 1000"
    )
    parser.add_argument("--noise", metavar="WAV:SNR", help="mix a noise into the microphone, as in kitchen.wav:12")
    parser.add_argument("--now", type=moment, metavar="ISO", help="the time at the start, like 2026-11-20T09:00:00")
    parser.add_argument("--start", metavar="INTENT", help="go straight into this, as in --start breathing")
    parser.add_argument("--solo", nargs="?", const="", metavar="NAME", help="a private session of this person")
    parser.add_argument("--tail", type=seconds, metavar="SECONDS", help="how long to go on after the recording")


def run(arguments: argparse.Namespace) -> int:
    """Run a session to its end."""
    if arguments.mic is None and (arguments.echo or arguments.noise):
        raise UsageError("--echo and --noise go with a recording: add --mic WAV.")
    if arguments.text:
        _leave_aside(arguments)
    furniture = furnish(places(arguments))
    for file in dict.fromkeys(problem.file for problem in furniture.left_out):
        first = next(problem for problem in furniture.left_out if problem.file == file)
        print(f"{first} Until that is mended this deck is left out.", file=sys.stderr)
    if arguments.start is not None and arguments.start not in REPERTOIRE.keys() & furniture.interpreter.names:
        raise UsageError(f'--start "{arguments.start}" is nothing that can be started. Try --start breathing.')
    session = Session(
        mic=arguments.mic,
        speaker=arguments.speaker,
        events=arguments.events,
        text=arguments.text,
        keys=arguments.keys,
        engine=arguments.engine,
        echo=_echo(arguments.echo, arguments.drift),
        noise=Noise.parse(arguments.noise) if arguments.noise else None,
        now=arguments.now,
        start=arguments.start,
        solo=arguments.solo,
        tail=arguments.tail,
    )
    perform(session, furniture)
    return 0


def _leave_aside(arguments: argparse.Namespace) -> None:
    """Who types is not listened to: what is about hearing is left out, and that is said."""
    given = [name for name in ("mic", "keys", "engine", "echo", "noise") if getattr(arguments, name) is not None]
    for name in given:
        setattr(arguments, name, None)
    if given:
        options = " and ".join(f"--{name}" for name in given)
        print(f"You type, so {options} {'is' if len(given) == 1 else 'are'} not used.", file=sys.stderr)


def _echo(written: str | None, drift: float) -> Echo | None:
    """The simulated loudspeaker. Raises UsageError."""
    if drift and written is None:
        raise UsageError("--drift goes with an echo: add one, as in --echo=-10:100.")
    if not -1000 <= drift <= 1000:
        raise UsageError(f"--drift {drift:g} is out of range. Choose one between -1000 and 1000 millionths.")
    return None if written is None else replace(Echo.parse(written), drift_ppm=drift)
