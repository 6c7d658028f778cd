"""`remind`: say what was agreed for now, and end. For a system timer; the microphone is never opened.

Rules
1. Nothing is loaded and nothing sounds where nothing is due.
2. A session that is running announces by itself, so that there is nothing to do here.
"""

import argparse
from pathlib import Path

from companion.app import Session, furnish, is_due, open_journal, perform
from companion.commands._arguments import Subcommands, moment, places
from companion.journal import InUse
from companion.lockdown import deny_network


def add(commands: Subcommands) -> None:
    parser = commands.add("remind", remind, "say what was agreed for now, once, without listening")
    parser.add_argument("--speaker", type=Path, metavar="WAV", help="a file instead of the loudspeaker")
    parser.add_argument("--events", type=Path, metavar="FILE", help="write what happens as JSON lines")
    parser.add_argument("--now", type=moment, metavar="ISO", help="the time, like 2026-11-20T09:00:00")


def remind(arguments: argparse.Namespace) -> int:
    """Announce everything that is due."""
    deny_network()
    furniture = furnish(places(arguments))
    session = Session(
        speaker=arguments.speaker, events=arguments.events, now=arguments.now, start="reminders", deaf=True
    )
    try:
        with open_journal(furniture.kept, furniture.config, now=session.now) as kept:
            if is_due(kept, furniture.config, session.now):
                perform(session, furniture, kept)
    except InUse:
        print("The companion is running and says by itself what was agreed.")
    return 0
