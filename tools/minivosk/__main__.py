"""`python -m tools.minivosk`: build a model, or let the judges listen to one."""

import argparse
import sys
from pathlib import Path

from .errors import MinivoskError
from .recipe import load

EXPECTED = 2
"""Exit status for a recipe, a tool or a file that is not as it must be."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    parser = argparse.ArgumentParser(prog="minivosk", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, purpose in (
        ("build", "make the model folder OUT from RECIPE, going on where an earlier build stopped"),
        ("judge", "measure the model folder OUT and write its card"),
    ):
        command = commands.add_parser(name, help=purpose, description=purpose)
        command.add_argument("recipe", type=Path, metavar="RECIPE", help="recipe folder")
        command.add_argument("out", type=Path, metavar="OUT", help="model folder")
        command.add_argument("--work", type=Path, default=Path("/tmp/minivosk"), help="where clips and nets are kept")
        command.add_argument("--threads", type=int, default=2)
        command.add_argument("--recordings", type=Path, metavar="DIR", help="real recordings (mono, 16 kHz) to mix in")
        command.add_argument("--labels", type=Path, metavar="FILE", help='their words: JSON {"file": ["wording", ...]}')
    options = parser.parse_args(arguments)
    try:
        _run(options)
    except MinivoskError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the command line prints
        return EXPECTED
    return 0


def _run(options: argparse.Namespace) -> None:
    """What a command needs is imported when it is asked for: judging needs no trainer."""
    recipe = load(options.recipe)
    if (options.recordings is None) != (options.labels is None):
        raise MinivoskError("--recordings and --labels go together.")
    if options.command == "build":
        from .build import Build

        real = None if options.recordings is None else (options.recordings, options.labels)
        Build.prepare(recipe, options.work, options.threads, real).run(options.out)
    else:
        from .card import write_card

        write_card(recipe, options.recipe, options.out, options.work)


if __name__ == "__main__":
    sys.exit(main())
