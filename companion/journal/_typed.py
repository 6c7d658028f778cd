"""Asking for a passphrase: hidden at a terminal, three tries; from a pipe one line, one try."""

import getpass
import sys
from collections.abc import Iterator
from typing import Final

TRIES: Final = 3


def typed_passphrase(whose: str) -> Iterator[str]:
    """What is typed, try after try. `whose` is a name, "" for what everyone shares. An empty line ends it."""
    question = f"Passphrase of {whose}: " if whose else "Passphrase: "
    if not sys.stdin.isatty():
        if typed := sys.stdin.readline().rstrip("\r\n"):
            yield typed
        return
    for number in range(TRIES):
        if number:
            question = "That does not fit. Once more: "
        typed = getpass.getpass(question)
        if not typed:
            return
        yield typed


def new_passphrase(whose: str) -> str:
    """A new one; at a terminal it is typed twice until both are the same. Empty when it was given up."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    question = f"New passphrase of {whose}: " if whose else "New passphrase: "
    while (first := getpass.getpass(question)) and first != getpass.getpass("The same again: "):
        question = "They differ. New passphrase: "
    return first
