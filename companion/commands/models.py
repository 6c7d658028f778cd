"""`models`: recogniser models, installed once and never by themselves; the only command that may connect.

Rules
1. Only `install` with an address or an official name connects, in a child process that fetches one file. This process
   denies itself the network as every other does, as soon as that child is started.
2. Lines are appended, never redrawn: a screen reader reads them.
"""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from companion import resources
from companion.app import Furniture, furnish
from companion.commands._arguments import Subcommands, places, shared
from companion.errors import CompanionError, EarError, UsageError
from companion.lockdown import deny_network
from companion.models import (
    UNKNOWN,
    Fetching,
    ModelError,
    NoSpaceError,
    Shelf,
    address,
    checked,
    checksum,
    damage,
    fit,
    found,
    miniature,
    officials,
    recorded_files,
    tried,
)

EMBEDDED: Final = "the English model that PocketSphinx brings along"
_WEB: Final = ("http://", "https://")


def add(commands: Subcommands) -> None:
    parser = commands.add("models", models, "list, install, verify or remove recogniser models")
    parser.set_defaults(act=list_models)
    actions = parser.add_subparsers(metavar="list | install SOURCE | verify | remove NAME")
    for name, act, about in (
        ("list", list_models, "what there is, what is installed, what is in use"),
        ("verify", verify, "look at every installed model"),
    ):
        actions.add_parser(name, help=about, parents=[shared()]).set_defaults(act=act)
    installing = actions.add_parser("install", help="install a model: all that may connect", parents=[shared()])
    installing.add_argument("source", metavar="SOURCE", help="an official name, an address, a zip file or a folder")
    installing.add_argument("--sha256", metavar="HEX", help="the checksum that the zip file must have")
    installing.set_defaults(act=install)
    removing = actions.add_parser("remove", help="take a model away", parents=[shared()])
    removing.add_argument("name", metavar="NAME", help="its name, as listed")
    removing.set_defaults(act=remove)


def models(arguments: argparse.Namespace) -> int:
    """Do what was asked for. Exit status 1 when `verify` finds that something is not well."""
    status: int = arguments.act(arguments, furnish(places(arguments)))
    return status


def list_models(_: argparse.Namespace, furniture: Furniture) -> int:
    """One line a model; the one in use first."""
    deny_network()
    print(f"In use: {_in_use(furniture)}.")
    installed = found(furniture.models)
    for folder in installed:
        print(f"Installed: {folder.name}, {_megabytes(folder)} MB, in {folder.parent}.")
    print("Official small models, to be installed by name (the size is that of the download):")
    here = {folder.name for folder in installed}
    for name, model in officials().items():
        facts = [model.language, f"{model.megabytes} MB", model.licence]
        facts += [] if model.sha256 else ["unchecked"]
        print(f"{name}: {', '.join(facts)}{', installed' if name in here else ''}")
    return 0


def install(arguments: argparse.Namespace, furniture: Furniture) -> int:
    """Fetch what has to be fetched, and install it."""
    shelf, source = _shelf(arguments), str(arguments.source)
    path = Path(source).expanduser()
    if path.exists():
        deny_network()
        if path.is_file():
            _check_sum(path, arguments.sha256, source)
        elif arguments.sha256 is not None:
            raise UsageError("--sha256 goes with a zip file; a folder has no checksum.")
        folder = shelf.install(path, furniture.interpreter, path.stem if path.is_file() else path.absolute().name)
    else:
        where, expected = _address(source)
        part = shelf.part(where)
        with closing(Fetching(where, part, shelf.room(part.parent))) as fetching:
            deny_network()
            print(f"Fetching {where}", flush=True)
            fetching.finish(lambda line: print(line, flush=True))
        try:
            _check_sum(part, arguments.sha256 or expected, where)
            name = where.partition("?")[0].rpartition("/")[2].removesuffix(".zip")
            folder = shelf.install(part, furniture.interpreter, name, where)
        except NoSpaceError:
            raise  # what was fetched is good, and need not be fetched again
        except EarError:
            shelf.drop(part)
            raise
        shelf.drop(part)
    print(f"Installed: {folder}")
    print(f"In use: {_in_use(furniture)}.")
    if not _is_used(furniture, folder):
        print(f"To use this one, write in config.yaml, below ear:   model: {folder}")
    return 0


def verify(_: argparse.Namespace, furniture: Furniture) -> int:
    """One line a model."""
    deny_network()
    named = furniture.config.ear.model
    folders = [*found(furniture.models), *([Path(named).expanduser()] if named else [])]
    well = True
    for folder in {path.resolve(): path for path in folders}.values():
        try:
            print(f"{folder}: well. {_examined(folder, furniture)}", flush=True)
        except EarError as error:
            well = False
            print(error, flush=True)
    if not folders:
        print(f"No model is installed. In use: {EMBEDDED}.")
    return 0 if well else 1


def remove(arguments: argparse.Namespace, furniture: Furniture) -> int:
    """Take a model away, and tell what is used then."""
    deny_network()
    print(f"Removed: {_shelf(arguments).remove(arguments.name)}")
    print(f"In use: {_in_use(furniture)}.")
    return 0


def _examined(folder: Path, furniture: Furniture) -> str:
    """What is known of a model that is well. Raises EarError for one that is not."""
    checked(folder)
    if (why := damage(folder)) is not None:
        raise ModelError(folder, why)
    words = furniture.interpreter.vocabulary()
    lacking = tried(folder, words | {UNKNOWN})
    fit(folder, furniture.interpreter, lambda word: word not in lacking)
    files = recorded_files(folder)
    record = (
        "Put there by hand, so its files cannot be compared" if files is None else f"{len(files)} files as installed"
    )
    return f"{record}; it knows {len(words - lacking)} of {len(words)} words of the scripts."


def _in_use(furniture: Furniture) -> str:
    try:
        folder = furniture.model()
        if folder is not None:
            return f"{folder.name}, in {folder.parent}"
        second = miniature(furniture.models) if furniture.config.ear.engine == "auto" else None
        return EMBEDDED if second is None else f"{EMBEDDED}, with {second.name} for a second opinion"
    except CompanionError as error:
        return f"none. {str(error).rstrip('.')}"


def _is_used(furniture: Furniture, folder: Path) -> bool:
    try:
        used = furniture.model()
    except CompanionError:
        return False
    return used is not None and used.resolve() == folder.resolve()


def _shelf(arguments: argparse.Namespace) -> Shelf:
    data = resources.data_folder(places(arguments).data)
    return Shelf(resources.models_folders(data)[0], resources.proven_models(data))


def _address(source: str) -> tuple[str, str | None]:
    """Where `source` is on the network, and the checksum it is to have. Raises UsageError."""
    if source in officials():
        return address(source), officials()[source].sha256
    if source.lower().startswith(_WEB):
        return source, None
    nearest = process.extractOne(source, list(officials()), scorer=fuzz.ratio, score_cutoff=70)
    hint = f' Did you mean "{nearest[0]}"?' if nearest else " See companion models list."
    raise UsageError(f'"{source}" is no file, no folder, no web address and no official model.{hint}')


def _check_sum(path: Path, expected: str | None, called: str) -> None:
    """Tell the checksum of a zip file, and compare it. Raises EarError."""
    found_ = checksum(path)
    if expected is not None and found_ != expected.strip().lower():
        raise EarError(
            f"{called} has the SHA-256 {found_}, not the one that is expected: get it anew, nothing has changed."
        )
    print(f"SHA-256 {found_}: {'checked' if expected else 'unchecked, compare it with one you trust'}.", flush=True)


def _megabytes(folder: Path) -> int:
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)
