"""Recogniser models: which folders are some, whether they can be used, and how they get here."""

from companion.models._catalogue import Official, address, is_name, officials
from companion.models._fetching import Fetching
from companion.models._folder import MINIATURE, ModelError, checked, chosen, found, miniature
from companion.models._install import Shelf
from companion.models._record import checksum, damage, recorded_files
from companion.models._trial import UNKNOWN, fit, proven, tried
from companion.models._unpack import NoSpaceError

__all__ = [
    "MINIATURE",
    "UNKNOWN",
    "Fetching",
    "ModelError",
    "NoSpaceError",
    "Official",
    "Shelf",
    "address",
    "checked",
    "checksum",
    "chosen",
    "damage",
    "fit",
    "found",
    "is_name",
    "miniature",
    "officials",
    "proven",
    "recorded_files",
    "tried",
]
