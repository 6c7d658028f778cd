"""How the key of a store is kept: in the system's keyring, behind a passphrase, or in a file.

Rules
1. The key is 32 random bytes and never changes; only the way it is kept does. So nothing is ever encrypted anew.
2. The lock is a small file beside the store, its owner's alone (0600), replaced whole or not at all.
3. Behind a passphrase the key is masked with what scrypt makes of it and a fresh salt: a mask that is used once.
4. A digest of the key tells a wrong passphrase from a right one. Of 32 random bytes it gives nothing away.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from companion.errors import JournalError
from companion.journal import _keyring
from companion.journal._disk import destroy, write_whole

Way = Literal["keyring", "passphrase", "file"]

LEAST: Final = 8
"""Characters of a passphrase."""


MEMORY: Final = 2**15
"""Kilobytes that each try of a passphrase takes. With three rounds it is the least that the OWASP password storage
cheat sheet gives for so much memory."""


class WrongPassphrase(JournalError):  # noqa: N818  - what it is, not an error of the program
    """Another try may fit."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock in the file `path`. Raises JournalError where it cannot be read, written or opened."""

    path: Path

    @property
    def way(self) -> Way:
        way: Way = self._read()["way"]  # type: ignore[assignment]  # _read has looked at it
        return way

    def open(self) -> bytes:
        """The key, from keyring or file."""
        told = self._read()
        if told["way"] == "keyring":
            found = _keyring.get(told["name"])
            if found is None:
                raise JournalError("The system's keyring does not give the key of what is kept. Unlock the keyring.")
            return _checked(bytes.fromhex(found), told)
        return _checked(bytes.fromhex(told["key"]), told)

    def open_with(self, passphrase: str) -> bytes:
        """The key behind `passphrase`. Raises WrongPassphrase."""
        told = self._read()
        key = _masked(bytes.fromhex(told["key"]), passphrase, bytes.fromhex(told["salt"]))
        if _digest(key) != told["digest"]:
            raise WrongPassphrase("That passphrase does not fit.")
        return key

    def make(self) -> bytes:
        """A new key, kept in the keyring where there is one, else in the file."""
        key, name = secrets.token_bytes(32), secrets.token_hex(8)
        if _keyring.put(name, key.hex()):
            self._write({"way": "keyring", "name": name, "digest": _digest(key)})
        else:
            self._write({"way": "file", "key": key.hex(), "digest": _digest(key)})
        return key

    def put_behind(self, key: bytes, passphrase: str) -> None:
        """From now on this passphrase, and nothing else, gives the key."""
        if len(passphrase) < LEAST:
            raise JournalError(f"A passphrase needs at least {LEAST} characters. Four everyday words are a good one.")
        before = self._read() if self.path.exists() else {}
        salt = secrets.token_bytes(16)
        masked = _masked(key, passphrase, salt)
        self._write({"way": "passphrase", "salt": salt.hex(), "key": masked.hex(), "digest": _digest(key)})
        if before.get("way") == "keyring" and not _keyring.drop(before["name"]):
            raise JournalError("The passphrase is set, but the keyring still has the key. Take it out there by hand.")

    def destroy(self) -> bool:
        """Overwrite and remove; whether no copy is left in the keyring."""
        try:
            told = self._read()
        except JournalError:
            told = {}
        gone = told.get("way") != "keyring" or _keyring.drop(told["name"])
        destroy(self.path)
        return gone

    def _read(self) -> dict[str, str]:
        try:
            told = json.loads(self.path.read_text(encoding="ascii"))
            needed = {"keyring": ("name",), "passphrase": ("key", "salt"), "file": ("key",)}[told["way"]]
            for name in (*needed, "digest"):
                bytes.fromhex(told[name])
        except OSError as error:
            raise JournalError(f"The key of what is kept cannot be read: {error.strerror}.") from None
        except (ValueError, KeyError, TypeError):
            raise JournalError("The key of what is kept is damaged. Put the file back from a copy.") from None
        return dict(told)

    def _write(self, told: dict[str, str]) -> None:
        write_whole(self.path, json.dumps(told).encode("ascii"))


def _checked(key: bytes, told: dict[str, str]) -> bytes:
    if _digest(key) != told["digest"]:
        raise JournalError("The key of what is kept is damaged. Put the file back from a copy.")
    return key


def _digest(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:16]


def _masked(key: bytes, passphrase: str, salt: bytes) -> bytes:
    """XOR with what scrypt makes of the passphrase: with it once more it is the key again."""
    mask = hashlib.scrypt(passphrase.encode(), salt=salt, n=MEMORY, r=8, p=3, dklen=32, maxmem=2**26)
    return bytes(a ^ b for a, b in zip(key, mask, strict=True))
