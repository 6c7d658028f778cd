"""Lengths from now, and moves of an existing time, read. Pure.

Rules
1. "In five" is five minutes; a bare "five" is nothing. "A minute" is what people say for "soon": it has no value.
2. "Push it back", "another", "more", "longer" and "later" add; "bring it forward", "earlier" and "sooner" take away.
   "Move it forward" is said for both, so it has no value.
3. "An hour before dinner" and "in the next hour" have no value; "an hour ago" is over.
"""

from typing import Final

from companion.phrases._lengths import Length, read_length
from companion.phrases._line import ENDERS, FILLERS, Line, Read, bag
from companion.phrases._numbers import cardinal
from companion.phrases._parts import Past, Shift, Span, Vague

_MOVES: Final = bag("push move put shift delay postpone extend set bring pull prepone knock make")
_MOVED: Final = (
    "it", "that", "this", "things", "us", "the talk", "our talk", "the meeting", "the appointment", "the break",
    "the time", "the conversation",
)  # fmt: skip
_ADDED: Final = ("another", "a further", "an extra", "an additional", "extra")
_LONGER: Final = (
    "a bit longer", "a little longer", "a little bit longer", "a while longer", "a bit more time", "a little more time",
    "some more time", "more time", "longer", "much longer", "a few more",
)  # fmt: skip
_LATER: Final = bag("back out off later more longer extra on")
_EARLIER: Final = bag("earlier sooner up")


def read_span(line: Line, i: int) -> Read[Span | Vague | Past]:
    """A length at `i` with the words that lead to it and follow it."""
    if line.phrase(i, "in the next", "within the next", "in the last", "for the last", "in the past", "for the past"):
        read = read_length(line, i + 3)
        over = line.word(i + 2) != "next"
        return ((Past() if over else Vague("hard")), read[1]) if read else None
    lead = line.phrase(i, "in", "for", "within", "after", "about", "around", "roughly")
    start = line.skip(lead, FILLERS) if lead else i
    inside = line.word(i) in ("in", "within", "after")
    more = start + 1 if inside and line.word(start) == "another" else start
    read = read_length(line, more) or read_length(line, start) or (_minutes(line, more) if inside else None)
    if read is None:
        return None
    length, end = read
    if line.phrase(end, "ago", "before that") or line.word(i - 1) in ("last", "past"):
        return Past(), end + 1
    if line.word(end) in ("before", "after", "till"):
        return Vague("hard"), end + 1
    from_now = line.phrase(end, "from now", "from today", "time")
    if length.idiom:
        return Vague(), from_now or end
    if not lead and not from_now and length.days == 1 and not length.vague:
        return None
    return Span(length, "in" if inside or from_now else "for"), from_now or end


def read_shift(line: Line, i: int) -> Read[Shift]:
    """A move of an existing time at `i`: "push it back half an hour", "another ten minutes", "an hour later"."""
    if line.word(i) in _MOVES:
        return _moved(line, i)
    longer = line.phrase(i, *_LONGER)
    if longer:
        return Shift(None), longer
    start = line.skip(i, ("in", "for", "by"))
    added = line.phrase(start, *_ADDED)
    if added and start > i and line.word(i) == "in":
        return None
    read = read_length(line, added or start)
    if added and read is None:
        read = read_length(line, added - 1) or _minutes(line, added)
    if read is None or (read[0].days == 1 and line.phrase(start, "another day") == read[1]):
        return None
    length, end = read
    after = line.word(end)
    inner = "more" in line.words[start:end] or "extra" in line.words[start:end]
    if after in _EARLIER - {"up"}:
        return Shift(_signed(length, -1)), end + 1
    if after in ("more", "longer", "later", "extra"):
        return Shift(_signed(length, 1)), end + 1
    return (Shift(_signed(length, 1)), end) if added or inner else None


def _moved(line: Line, i: int) -> Read[Shift]:
    verb = line.word(i)
    thing = line.phrase(i + 1, *_MOVED)
    end = line.skip(thing or i + 1, ("back", "out", "off", "on", "up", "forward", "by", "for"))
    words = line.words[i:end]
    read = read_length(line, end + (line.word(end) == "another")) or read_length(line, end)
    vague = None if read else line.phrase(end, "a bit", "a little", "a little bit", "a while", "some")
    if read is None and vague is None:
        return None
    length, last = read or (Length(vague=True), vague or end)
    after = line.word(last)
    said = {*words[1:], after}
    last += after in (_LATER | _EARLIER | {"forward"}) and after != "on"
    if verb in ("make", "set", "put") and not said & (_LATER | _EARLIER | {"forward"}):
        return None
    if "forward" in said and verb not in ("bring", "pull"):
        return Shift(None), last
    back = verb == "prepone" or "forward" in said or bool(said & _EARLIER)
    return Shift(_signed(length, -1 if back else 1)), last


def _signed(length: Length, sign: int) -> float | None:
    return None if length.whole is None else sign * length.whole


def _minutes(line: Line, i: int) -> Read[Length]:
    """A bare number of minutes: "in five", "another twenty"."""
    read = cardinal(line, i)
    if read is None or not 0 < read[0] <= 600 or line.word(read[1]) not in ENDERS:
        return None
    if line.word(read[1]) == "or":
        other = cardinal(line, read[1] + 1)
        if other:
            return Length(vague=True), other[1]
    return Length(minutes=float(read[0])), read[1]
