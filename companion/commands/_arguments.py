"""Describing the command line: the arguments that every command takes, and what values may look like.

Rules
1. Every command takes --config, --scripts and --data before or after its name.
2. A wrong value is one sentence and exit status 2.
"""

import argparse
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from companion.app import Places
from companion.errors import UsageError
from companion.steps import STATES, State

Do = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of a usage block."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[0].upper()}{message[1:].rstrip('.')}. Try: {self.prog} --help")


def shared() -> Parser:
    """The options of every command. Absent ones leave nothing, so that they may stand on either side of the name."""
    parser = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    parser.add_argument("--config", type=Path, metavar="FILE", help="the settings (default: ./config.yaml, then yours)")
    parser.add_argument("--scripts", type=Path, metavar="DIR", help="what is spoken and understood")
    parser.add_argument("--data", type=Path, metavar="DIR", help="where things are kept (also COMPANION_DATA)")
    return parser


class Subcommands:
    """Collects the commands of one parser."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self.names: list[str] = []
        self._actions = parser.add_subparsers(metavar="COMMAND", parser_class=Parser)

    def add(self, name: str, do: Do, help_: str) -> argparse.ArgumentParser:
        self.names.append(name)
        parser = self._actions.add_parser(name, help=help_, description=help_, parents=[shared()])
        parser.set_defaults(do=do)
        return parser


def places(arguments: argparse.Namespace) -> Places:
    return Places(*(getattr(arguments, name, None) for name in ("config", "scripts", "data")))


def state(text: str) -> State:
    for known in STATES:
        if text == known:
            return known
    raise argparse.ArgumentTypeError(f'"{text}" is no state; choose one of {", ".join(STATES)}')


def moment(text: str) -> datetime:
    """A local time like 2026-11-20T09:00:00, without a zone."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when = None
    if when is None or when.tzinfo is not None or when.year > 9000:
        raise argparse.ArgumentTypeError(f'"{text}" is no local time; write it like 2026-11-20T09:00:00')
    return when


def seconds(text: str) -> float:
    """A number of seconds, zero or more."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f'"{text}" is no number of seconds; write it like 30')
    return value
