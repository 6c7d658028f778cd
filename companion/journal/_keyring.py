"""The keyring of the system: a secret under a name, or nothing where there is none. It never keeps anybody waiting.

Rules
1. Only a keyring that the library itself recommends is used: one that writes a plain file protects nothing.
2. A keyring that does not answer in `PATIENCE` seconds counts as none: it may be asking something on a screen.
"""

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE: Final = "companion"
PATIENCE: Final = 3.0
"""Seconds."""

RECOMMENDED: Final = 1
"""The least priority of a keyring that is recommended, by the library's own measure."""


def put(name: str, secret: str) -> bool:
    """Put `secret` there; whether it can be found there now."""

    def putting() -> str | None:
        keyring = _keyring()
        if keyring is None:
            return None
        keyring.set_password(SERVICE, name, secret)
        return str(keyring.get_password(SERVICE, name))

    return _in_time(putting) == secret


def get(name: str) -> str | None:
    """The secret of that name; None where there is none, or no keyring."""

    def getting() -> str | None:
        keyring = _keyring()
        return None if keyring is None else keyring.get_password(SERVICE, name)

    return _in_time(getting)


def drop(name: str) -> bool:
    """Take the secret off; whether it is gone."""

    def dropping() -> str | None:
        keyring = _keyring()
        if keyring is None:
            return "no keyring"
        if keyring.get_password(SERVICE, name) is not None:
            keyring.delete_password(SERVICE, name)
        return "gone"

    return _in_time(dropping) == "gone"


def _keyring() -> "KeyringBackend | None":
    """The one somebody has chosen for the library, else that of the platform.

    The library is imported only where a key is asked for, and not asked for what it would find: it would import the
    keyrings of all platforms first, which takes longer than everything else here.
    """
    from keyring import core

    chosen = core.load_env() or core.load_config()
    backend = chosen or _platform()()
    return backend if backend.priority >= RECOMMENDED else None


def _platform() -> "type[KeyringBackend]":
    if sys.platform == "darwin":
        from keyring.backends.macOS import Keyring
    elif sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring as Keyring
    else:
        from keyring.backends.SecretService import Keyring
    return Keyring


def _in_time(ask: Callable[[], str | None]) -> str | None:
    answers: list[str | None] = []

    def asking() -> None:
        try:
            answers.append(ask())
        except Exception:  # the libraries behind a keyring raise whatever they like; no answer is an answer
            answers.append(None)

    thread = threading.Thread(target=asking, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    return answers[0] if answers else None
