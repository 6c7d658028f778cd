"""`report`: what the people chose to keep, as one accessible page (see `journal._report`)."""

import argparse
from datetime import date
from pathlib import Path

from companion.app import open_kept
from companion.commands._arguments import Subcommands, places
from companion.commands._private_file import write_new
from companion.journal import as_report, exported
from companion.lockdown import deny_network


def add(commands: Subcommands) -> None:
    parser = commands.add("report", report, "write what you chose to keep as one page, for you or a counsellor")
    parser.add_argument("--out", type=Path, metavar="FILE.html", required=True, help="the page; it must not exist yet")
    parser.add_argument("--solo", metavar="NAME", help="with the private things of this person")


def report(arguments: argparse.Namespace) -> int:
    """Write the page. The file is readable by its owner alone, and is not encrypted."""
    deny_network()
    with open_kept(places(arguments), arguments.solo) as kept:
        entries = exported(kept.entries())
    write_new(arguments.out, as_report(entries, date.today()))
    print(f"The page is written to {arguments.out}. It is not encrypted.")
    return 0
