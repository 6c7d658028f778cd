"""The command line: which command is meant, and how an error reaches a person.

Rules
1. `companion` alone, or with options only, is `companion run`.
2. Whatever goes wrong is said in one or two sentences on stderr; no traceback reaches anybody.
"""

import os
import sys
from collections.abc import Sequence

from companion import __version__
from companion.commands import (
    bench,
    check,
    devices,
    doctor,
    hear,
    journal,
    models,
    remind,
    report,
    run,
    say,
    service,
    shortcut,
    understand,
    voices,
)
from companion.commands._arguments import Parser, Subcommands, shared
from companion.errors import CompanionError

INTERRUPTED = 130
COMMANDS = (
    run,
    understand,
    hear,
    say,
    voices,
    check,
    doctor,
    devices,
    models,
    journal,
    remind,
    report,
    service,
    shortcut,
    bench,
)
"""In the order of the help."""

SHARED = ("--config", "--scripts", "--data")


def main(words: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns the exit status."""
    try:
        status = _do(list(sys.argv[1:] if words is None else words))
        sys.stdout.flush()
        return status
    except CompanionError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader has gone, as with `| head`; nothing more can be said to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(
            f"The system refuses: {error.strerror or error}. Look at what this was to be written to.", file=sys.stderr
        )
        return CompanionError.exit_status


def _do(words: list[str]) -> int:
    parser = Parser(
        prog="companion",
        description="An offline, voice-guided companion. Alone it starts the spoken loop.",
        parents=[shared()],
    )
    parser.add_argument("--version", action="version", version=f"companion {__version__}")
    commands = Subcommands(parser)
    for command in COMMANDS:
        command.add(commands)
    if _first(words) not in {"-h", "--help", "--version", *commands.names}:
        words.insert(0, "run")
    arguments = parser.parse_args(words)
    status: int = arguments.do(arguments)
    return status


def _first(words: Sequence[str]) -> str | None:
    """The first word that is no shared option and no value of one."""
    rest = iter(words)
    for word in rest:
        if word in SHARED:
            next(rest, None)
        elif not word.startswith(tuple(f"{option}=" for option in SHARED)):
            return word
    return None
