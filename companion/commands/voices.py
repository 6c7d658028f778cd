"""`voices`: which voices there are, and how one sounds."""

import argparse

from companion.app import furnish, speak
from companion.commands._arguments import Subcommands, places, shared
from companion.lockdown import deny_network
from companion.voices import list_voices

SAMPLE = "session.greeting"


def add(commands: Subcommands) -> None:
    parser = commands.add("voices", voices, "list the voices, or try one")
    parser.set_defaults(action="list")
    actions = parser.add_subparsers(metavar="list | try NAME")
    actions.add_parser("list", help="list the voices", parents=[shared()]).set_defaults(action="list")
    trying = actions.add_parser("try", help="hear one voice", parents=[shared()])
    trying.add_argument("name", metavar="NAME", help="its name, as listed")
    trying.set_defaults(action="try")


def voices(arguments: argparse.Namespace) -> int:
    """Print one voice a line, or let one speak."""
    deny_network()
    if arguments.action == "list":
        for voice in list_voices():
            print(f"{voice.name} ({', '.join(voice.languages)})" if voice.languages else voice.name)
        return 0
    furniture = furnish(places(arguments))
    speak(furniture.material.lines[SAMPLE], furniture, arguments.name)
    return 0
