"""`devices`: the sound devices, by the names that config.yaml takes."""

import argparse

from companion.commands._arguments import Subcommands
from companion.lockdown import deny_network
from companion.room import list_devices


def add(commands: Subcommands) -> None:
    commands.add("devices", devices, "list microphones and loudspeakers")


def devices(_: argparse.Namespace) -> int:
    """Print one device a line. Exit status 1 when there is none."""
    deny_network()
    found = list_devices()
    for device in found:
        print(device)
    if not found:
        print("There is no sound device. The companion can still be used by typing: companion run --text")
    return 0 if found else 1
