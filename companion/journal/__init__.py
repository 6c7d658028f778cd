"""What is kept: encrypted on this device, for the session only, or not at all."""

from companion.journal._calendar import as_calendar
from companion.journal._folder import set_passphrase
from companion.journal._look import Look, look
from companion.journal._memory import MemoryJournal
from companion.journal._nothing import NothingKept
from companion.journal._pages import as_json, as_page, as_text, exported
from companion.journal._report import as_report
from companion.journal._rules import Days, Rules
from companion.journal._store import InUse
from companion.journal._stored import StoredJournal, forget_folder
from companion.journal._typed import new_passphrase, typed_passphrase

__all__ = [
    "Days",
    "InUse",
    "Look",
    "MemoryJournal",
    "NothingKept",
    "Rules",
    "StoredJournal",
    "as_calendar",
    "as_json",
    "as_page",
    "as_report",
    "as_text",
    "exported",
    "forget_folder",
    "look",
    "new_passphrase",
    "set_passphrase",
    "typed_passphrase",
]
