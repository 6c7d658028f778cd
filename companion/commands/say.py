"""`say`: one text, spoken or written to a file."""

import argparse
from pathlib import Path

from companion.app import furnish, speak
from companion.commands._arguments import Subcommands, places
from companion.lockdown import deny_network


def add(commands: Subcommands) -> None:
    parser = commands.add("say", say, "speak a text")
    parser.add_argument("text", nargs="+", metavar="TEXT", help="what to say; the words are joined")
    parser.add_argument("--out", type=Path, metavar="WAV", help="write it to a file instead")


def say(arguments: argparse.Namespace) -> int:
    """Speak the text with the configured voice, to its end."""
    deny_network()
    speak(" ".join(arguments.text), furnish(places(arguments)), out=arguments.out)
    return 0
