"""`check`: settings, scripts, what is listened for, and how things are worded; every problem at once."""

import argparse

from companion.app import located
from companion.commands._arguments import Subcommands, places
from companion.content import check_all
from companion.ears import known_words
from companion.lockdown import deny_network


def add(commands: Subcommands) -> None:
    commands.add("check", check, "check settings and scripts")


def check(arguments: argparse.Namespace) -> int:
    """Print one problem a line. Exit status 1 when there is one."""
    deny_network()
    scripts, config = located(places(arguments))
    problems = check_all(scripts, config, known_words())
    for problem in problems:
        print(problem)
    print("No problems." if not problems else f"{len(problems)} problems." if len(problems) > 1 else "1 problem.")
    return 1 if problems else 0
