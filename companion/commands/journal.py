"""`journal`: what is kept, as the person asks for it: told, written out, forgotten, locked (C42, D14, D15).

Rules
1. Private things are there only with `--solo NAME` and that person's passphrase.
2. Nothing is forgotten without a yes, typed or given as `--yes`; for everything it is asked twice.
3. Everything can be forgotten even where it can no longer be opened.
4. It needs the settings only, a calendar the words of the scripts as well: broken ones keep nobody from what is theirs.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from companion.app import furnish, kept_folder, open_kept
from companion.commands._arguments import Subcommands, places
from companion.commands._private_file import write_new
from companion.dialogues import planned_names
from companion.errors import JournalError, UsageError
from companion.journal import (
    InUse,
    as_calendar,
    as_json,
    as_page,
    as_text,
    exported,
    forget_folder,
    new_passphrase,
    set_passphrase,
    typed_passphrase,
)
from companion.lockdown import deny_network
from companion.scene import Entry

WRITERS: Final[Mapping[str, Callable[[Sequence[Entry], argparse.Namespace], str]]] = {
    ".json": lambda entries, _: as_json(entries),
    ".html": lambda entries, _: as_page(entries),
    ".txt": lambda entries, _: as_text(entries),
    ".ics": lambda entries, arguments: as_calendar(entries, planned_names(furnish(places(arguments)).material)),
}


def add(commands: Subcommands) -> None:
    parser = commands.add("journal", journal, "list, export or forget what is kept, or put it behind a passphrase")
    parser.add_argument(
        "do_what", nargs="?", default="list", choices=tuple(_DO), metavar="list|export|forget|passphrase"
    )
    parser.add_argument("target", nargs="*", help="a file; numbers, today or everything; a name")
    parser.add_argument("--solo", metavar="NAME", help="with the private things of this person")
    parser.add_argument("--yes", action="store_true", help="forget without asking")


def journal(arguments: argparse.Namespace) -> int:
    """Do what was asked for."""
    deny_network()
    _DO[arguments.do_what](arguments)
    return 0


def _list(arguments: argparse.Namespace) -> None:
    if arguments.target:
        raise UsageError("journal list takes nothing more. Try: companion journal list")
    entries = _entries(arguments)
    print(as_text(entries) if entries else "Nothing is kept.", end="" if entries else "\n")


def _export(arguments: argparse.Namespace) -> None:
    path = Path(_one(arguments, "Name the file: companion journal export FILE, ending in .json, .html, .txt or .ics."))
    writer = WRITERS.get(path.suffix)
    if writer is None:
        raise UsageError(f"{path} is no format that can be written. End it in .json, .html, .txt or .ics.")
    entries = exported(_entries(arguments))
    write_new(path, writer(entries, arguments))
    print(f"{len(entries)} written to {path}. The file is not encrypted.")


def _forget(arguments: argparse.Namespace) -> None:
    if arguments.target == ["everything"]:
        _forget_everything(arguments)
        return
    with open_kept(places(arguments), arguments.solo) as kept:
        entries = kept.entries()
        if arguments.target == ["today"]:
            found = [entry for entry in entries if entry.made.date() == datetime.now().date()]
        else:
            numbers = _numbers(arguments.target)
            found = [entry for entry in entries if entry.number in numbers]
        if not found:
            print("There is nothing of that kind to forget.")
            return
        print(as_text(found), end="")
        if _agreed(arguments, f"Forget {'this' if len(found) == 1 else f'these {len(found)}'}?"):
            kept.forget([entry.number for entry in found])
            print("Forgotten.")


def _forget_everything(arguments: argparse.Namespace) -> None:
    try:
        with open_kept(places(arguments)) as kept:
            print(f"{len(kept.entries())} things are kept, and whatever anybody has kept for themselves.")
    except InUse:
        raise
    except JournalError as error:  # what cannot be opened can still be destroyed
        print(error)
    if _agreed(arguments, "Forget everything?") and _agreed(arguments, "It cannot be brought back. Are you sure?"):
        forget_folder(kept_folder(places(arguments)))
        print("Everything is forgotten.")


def _passphrase(arguments: argparse.Namespace) -> None:
    name = arguments.target[0] if arguments.target else ""
    if len(arguments.target) > 1:
        raise UsageError("One name at a time: companion journal passphrase NAME")
    set_passphrase(kept_folder(places(arguments)), name, typed_passphrase, new_passphrase)
    print("The passphrase is set. Nobody can bring it back if it is forgotten.")


_DO: Final[Mapping[str, Callable[[argparse.Namespace], None]]] = {
    "list": _list,
    "export": _export,
    "forget": _forget,
    "passphrase": _passphrase,
}


def _entries(arguments: argparse.Namespace) -> Sequence[Entry]:
    with open_kept(places(arguments), arguments.solo) as kept:
        return kept.entries()


def _one(arguments: argparse.Namespace, otherwise: str) -> str:
    if len(arguments.target) != 1:
        raise UsageError(otherwise)
    return str(arguments.target[0])


def _numbers(words: Sequence[str]) -> frozenset[int]:
    try:
        if words:
            return frozenset(int(word) for word in words)
    except ValueError:
        pass
    raise UsageError("Say what to forget: numbers as in journal list, today, or everything.")


def _agreed(arguments: argparse.Namespace, question: str) -> bool:
    if arguments.yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("Nothing is forgotten without a yes. Add --yes.")
    agreed = input(f"{question} (yes or no) ").strip().lower() == "yes"
    if not agreed:
        print("Everything stays as it is.")
    return agreed
