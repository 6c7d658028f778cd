"""A session put together: the only package that names concrete rooms, ears and voices."""

from companion.app._asked import Session
from companion.app._ear import takes_dictation
from companion.app._furniture import Furniture, Places, furnish, kept_folder, located
from companion.app._kept import is_due, open_journal, open_kept, preferences
from companion.app._session import perform
from companion.app._speak import speak
from companion.app._voice import AT_ONCE, check_voice, plain_sentences

__all__ = [
    "AT_ONCE",
    "Furniture",
    "Places",
    "Session",
    "check_voice",
    "furnish",
    "is_due",
    "kept_folder",
    "located",
    "open_journal",
    "open_kept",
    "perform",
    "plain_sentences",
    "preferences",
    "speak",
    "takes_dictation",
]
