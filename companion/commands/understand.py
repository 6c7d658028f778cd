"""`understand`: text to one JSON object a line."""

import argparse
import sys
from datetime import datetime
from pathlib import Path

from companion.app import furnish
from companion.commands._arguments import Subcommands, moment, places, state
from companion.commands._json import meaning
from companion.errors import UsageError


def add(commands: Subcommands) -> None:
    parser = commands.add("understand", understand, "show what a text is understood as")
    parser.add_argument("text", nargs="*", metavar="TEXT", help="what is said; the words are joined")
    parser.add_argument("--batch", metavar="FILE", type=Path, help="one utterance a line ('-': standard input)")
    parser.add_argument("--state", type=state, default="idle", help="what the companion is doing (default: idle)")
    parser.add_argument("--now", type=moment, metavar="ISO", help="the time it is said at (default: now)")


def understand(arguments: argparse.Namespace) -> int:
    """Print one object a line, in the order of the input; a blank line gives an object too."""
    if bool(arguments.text) == (arguments.batch is not None):
        raise UsageError("Say what to understand: either a text, or --batch FILE.")
    interpreter = furnish(places(arguments)).interpreter
    now = arguments.now or datetime.now()
    lines = [" ".join(arguments.text)] if arguments.batch is None else _lines(arguments.batch)
    for line in lines:
        print(meaning(line, interpreter.understand(line, arguments.state, now)))
    return 0


def _lines(path: Path) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"The file {path} cannot be read: {error.strerror}. Check its name.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The file {path} is not UTF-8 text. Save it as UTF-8.") from None
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")] if text else []
