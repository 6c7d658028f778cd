"""`bench`: the measurements behind docs/measurements.md, reproducible by anyone.

Rules
1. The machine comes first; each finding is one line, printed when it is there. Benchmarks measure, they never fail.
   How far a long one is comes as lines of its own on standard error.
2. What cannot be written or drawn at the end is told before anything is measured.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TextIO

from companion.app import Furniture, furnish
from companion.bench import (
    VOICES,
    Chart,
    Finding,
    Machine,
    Opened,
    Recordings,
    Table,
    draw,
    engines,
    footprint,
    hearing,
    hours,
    intents,
    latency,
    need_matplotlib,
    open_ears,
    realtime,
    store,
    talk,
    this_machine,
)
from companion.commands._arguments import Subcommands, places
from companion.content import understanding
from companion.ears import language_model
from companion.errors import UsageError
from companion.lockdown import deny_network

MEASUREMENTS = ("intents", "hearing", "latency", "footprint", "store")
ALONE = ("latency", "footprint", "store", "hearing")
"""What is measured when nothing is named: all that needs no files."""


def add(commands: Subcommands) -> None:
    parser = commands.add("bench", bench, "measure understanding, hearing, latency, footprint and store")
    parser.add_argument("what", nargs="?", choices=MEASUREMENTS, help="default: latency, footprint, store and hearing")
    parser.add_argument("--clips", type=Path, metavar="DIR", help="hearing: recordings, WAV or FLAC")
    parser.add_argument("--labels", type=Path, metavar="FILE", help="hearing, intents: what they mean, as JSON")
    parser.add_argument("--noise", type=Path, metavar="FILE", help="hearing: a noise to mix in at 24 to 0 dB")
    parser.add_argument(
        "--voices", type=whole, metavar="N", help="hearing: each phrase by N voices of a kind, default 1"
    )
    parser.add_argument(
        "--part", type=part, default=(1, 1), metavar="I/N", help="hearing: every Nth recording, from the Ith on"
    )
    parser.add_argument("--talk", action="store_true", help="hearing: the recordings in one go, said in idle to `run`")
    parser.add_argument("--rooms", action="store_true", help="hearing: the recordings far, clipped, talked over too")
    parser.add_argument("--pause-word", metavar="WORD", help="hearing: the folder of that name holds a couple's word")
    parser.add_argument("--engine", choices=("auto", "pocketsphinx", "vosk", "plain", "all"), default="auto")
    parser.add_argument("--hours", type=whole, metavar="N", help="footprint: memory over so many, in virtual time")
    parser.add_argument("--minutes", type=whole, metavar="N", help="latency: so many on devices, in real time")
    parser.add_argument("--busy", action="store_true", help="with --minutes: another process keeps one core busy")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures")
    parser.add_argument("--plot", type=Path, metavar="PNG", help="draw them (needs matplotlib)")


def bench(arguments: argparse.Namespace) -> int:
    """Measure, print, and write what was asked for."""
    _usable(arguments)
    if arguments.plot is not None:
        need_matplotlib()
        _writable(arguments.plot).close()
    written = None if arguments.json is None else _writable(arguments.json)
    deny_network()
    furniture = _furnished(arguments)
    machine = this_machine()
    print(f"{machine}.", flush=True)
    found: dict[str, list[Finding]] = {}
    for name in ALONE if arguments.what is None else (arguments.what,):
        for finding in _measured(name, arguments, furniture):
            found.setdefault(name, []).append(finding)
            if not isinstance(finding, Chart | Table):
                print(finding, flush=True)
    if written is not None:
        with written:
            json.dump(_data(machine, found), written, ensure_ascii=False, indent=1)
    charts = [finding for findings in found.values() for finding in findings if isinstance(finding, Chart)]
    if arguments.plot is not None and charts:
        draw(charts, arguments.plot)
    return 0


def whole(text: str) -> int:
    """A whole number, one or more."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is no whole number; write it like 8')
    return int(text)


def part(text: str) -> tuple[int, int]:
    """Two whole numbers with a stroke between them, the first not above the second."""
    first, _, every = text.partition("/")
    if whole(first) > whole(every):
        raise argparse.ArgumentTypeError(f'"{text}" is no part; write it like 2/4')
    return int(first), int(every)


def _usable(arguments: argparse.Namespace) -> None:
    """Raises UsageError where options and measurement do not go together."""
    if arguments.what == "intents" and arguments.labels is None:
        raise UsageError('Give sentences to measure on: --labels FILE, JSON like {"time out": {"intent": "timeout"}}.')
    if arguments.what in ("latency", "footprint", "store") and (arguments.clips or arguments.labels or arguments.noise):
        raise UsageError(f"--clips, --labels and --noise go with bench hearing, not with bench {arguments.what}.")
    if arguments.engine == "plain" and arguments.what != "hearing":
        raise UsageError("--engine plain, a grammar without rejection, goes with bench hearing.")
    for option, what in (("hours", "footprint"), ("minutes", "latency")):
        if getattr(arguments, option) is not None and arguments.what != what:
            raise UsageError(f"--{option} goes with bench {what}.")
    if arguments.voices is not None and (arguments.what not in ("hearing", None) or arguments.clips is not None):
        raise UsageError("--voices goes with bench hearing, without --clips.")
    if arguments.busy and arguments.minutes is None:
        raise UsageError("--busy goes with --minutes.")
    for option in ("talk", "rooms", "pause_word"):
        if getattr(arguments, option) and arguments.clips is None:
            raise UsageError(f"--{option.replace('_', '-')} is about recordings: add --clips DIR.")
    if arguments.what in ("hearing", None) and arguments.labels is not None and arguments.clips is None:
        raise UsageError("--labels say what recordings mean: add --clips DIR.")


def _furnished(arguments: argparse.Namespace) -> Furniture:
    """The companion's own; with scripts that hold nothing but `intents`, what is understood and heard is theirs."""
    given = places(arguments)
    if given.scripts is None or not (given.scripts / "intents").is_dir():
        return furnish(given)
    own = furnish(replace(given, scripts=None))
    folder = given.scripts / "intents"
    return replace(own, interpreter=understanding(folder, own.config), language=language_model(folder))


def _measured(name: str, arguments: argparse.Namespace, furniture: Furniture) -> Iterator[Finding]:
    if name == "intents":
        yield from intents(furniture, places(arguments), arguments.labels)
        return
    if name == "store":
        yield from store()
        return
    ears, notes = open_ears(furniture, arguments.engine)
    yield from notes
    if name == "hearing":
        yield from _heard(arguments, furniture, ears)
        return
    words = _words(arguments)
    for engine in engines(ears):
        if name == "latency" and arguments.minutes is not None:
            yield from realtime(engine, words, arguments.minutes, arguments.busy)
        elif name == "latency":
            yield from latency(furniture, engine, words)
        elif arguments.hours is not None:
            yield from hours(engine, words, arguments.hours)
        else:
            yield from footprint(engine, words)


def _heard(arguments: argparse.Namespace, furniture: Furniture, ears: Mapping[str, Opened]) -> Iterator[Finding]:
    given = (getattr(arguments, name) for name in ("clips", "labels", "part", "rooms", "pause_word"))
    recordings = None if arguments.clips is None else Recordings(*given)
    if arguments.talk and recordings is not None:
        for engine in engines(ears):
            yield from talk(engine, recordings.clips(), _words(arguments))
    else:
        how = (arguments.noise, arguments.engine in ("plain", "all"), arguments.voices or VOICES, _tell)
        yield from hearing(furniture, ears, recordings, *how)


def _tell(line: str) -> None:
    """How far a measurement is; what it finds goes elsewhere."""
    print(line, file=sys.stderr, flush=True)


def _words(arguments: argparse.Namespace) -> list[str]:
    """The options of every command that were given, for the sessions that are measured."""
    given = ((name, getattr(arguments, name, None)) for name in ("config", "scripts", "data"))
    return [word for name, path in given if path is not None for word in (f"--{name}", str(path.absolute()))]


def _writable(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"The file {path} cannot be written: {error.strerror}. Choose another name.") from None


def _data(machine: Machine, found: dict[str, list[Finding]]) -> dict[str, object]:
    """Everything for the JSON file: sentences as they are, the rest as data."""
    told = {name: [one if isinstance(one, str) else one.data() for one in findings] for name, findings in found.items()}
    return {"machine": machine.data(), "date": f"{datetime.now():%Y-%m-%dT%H:%M:%S}", "found": told}
