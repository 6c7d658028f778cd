"""What is kept: for the session only, or encrypted on this device."""

from companion.journal._memory import MemoryJournal

__all__ = ["MemoryJournal"]
