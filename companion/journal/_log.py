"""Whether a write-ahead log has lost writes that were acknowledged: SQLite itself stops in silence where it is damaged.

Rules
1. Every write is one transaction, and on the disk before the next one begins. So behind the last frame that is good
   there may be the rest of one transaction that nobody was told of, and no more.
2. Frames that an earlier round of the log has left behind carry other salts, and do not count.

The format: a header of 32 bytes (salts at 16), then frames of 24 bytes (the size of the database at 4 in the last one
of a transaction, else 0; salts at 8) and a page each. https://www.sqlite.org/fileformat2.html#walformat
"""

from typing import Final

HEADER: Final = 32
FRAME: Final = 24


def has_lost(log: bytes, page: int, good: int) -> bool:
    """Whether more than one transaction of `log`, with pages of `page` bytes, stands behind its first `good` frames."""
    step = FRAME + page
    frames = [log[at : at + FRAME] for at in range(HEADER, len(log) - FRAME, step)]
    salts = {log[16:24], *(frame[8:16] for frame in frames[:1])}  # one of them may be what is damaged
    return any(sum(frame[8:16] == salt and any(frame[4:8]) for frame in frames[good:]) > 1 for salt in salts)
