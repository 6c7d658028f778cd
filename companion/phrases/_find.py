"""Finds the time in an utterance. Pure.

Rules
1. Parts that contradict each other leave it vague, and so does "or": asking again is cheap, a wrong time is not.
2. A value beats a vague phrase, a day or a clock time beats a length; among equals the last one said counts.
3. A day here and a clock time there belong together ("on friday I'll call mum at eight"), in the place of the later.
4. What comes after "not", "instead of" or "can't do" is not meant. "Friday at seven, no, at eight" changes the hour.
5. The range takes in the word that leads to the time: "at", "in", "on", "until", "for".
6. A bare number is no time ("twenty"), but "in twenty" is minutes and "at seven" the hour. "In a minute" means soon.
7. A time that is over ("yesterday", "an hour ago") is not found at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from companion.phrases._line import FILLERS, Line
from companion.phrases._meaning import Found, meaning
from companion.phrases._parts import DAYPARTS, Clock, Daypart, Every, Part, Past, Shift, Span, Vague
from companion.phrases._runs import DAYS, Run, runs

_NOT: Final = (
    "not", "except", "without", "instead of", "rather than", "other than", "apart from", "can't do", "can't make",
    "can't manage", "cannot do", "cannot make", "not on", "day but", "time but",
)  # fmt: skip


def find_time(words: Sequence[str], now: datetime, dayparts: Mapping[str, time] = DAYPARTS) -> Found | None:
    """The time in `words`, said at `now` (local, naive); None where there is none. `dayparts` may be in part."""
    line = Line(words)
    known = {**DAYPARTS, **dayparts}
    meant = _joined(_meant(line, [run for run in runs(line, known) if not run.has(Past)]))
    best: Found | None = None
    height = 0
    for run in meant:
        found = meaning(run, now.replace(microsecond=0), known)
        rank = 1 if found.vague else 2 if found.minutes and not run.has(Shift) and _led_by_for(run) else 3
        rank += rank == 3 and run.has(Clock, Daypart, Every, *DAYS)
        if rank >= height:
            place = line.place(run.first), line.place(run.last - 1) + 1
            best, height = replace(found, first=place[0], last=place[1]), rank
    return best


def _led_by_for(run: Run) -> bool:
    return all(isinstance(part, Span) and part.lead == "for" for part in run.parts)


def _meant(line: Line, found: Sequence[Run]) -> list[Run]:
    """Without what was ruled out or taken back."""
    kept: list[Run] = []
    for run in found:
        if _ruled_out(line, run):
            days = [at for at, part in enumerate(run.parts) if _names_day(part)]
            if len(days) > 1:
                kept.append(replace(run, parts=run.parts[days[1] :]))
                continue
            if kept and kept[-1].has(Every):
                kept[-1] = replace(kept[-1], open=True)
            elif not kept or run.has(Vague):
                kept.append(replace(run, parts=(Vague(),)))
        elif run.corrects and kept:
            kept[-1] = _corrected(kept[-1], run)
        else:
            kept.append(run)
    return kept


def _names_day(part: Part) -> bool:
    return isinstance(part, DAYS) or (isinstance(part, Daypart) and part.this)


def _ruled_out(line: Line, run: Run) -> bool:
    end = run.first
    while line.word(end - 1) in FILLERS:
        end -= 1
    said = " ".join(line.words[max(0, end - 2) : end])
    return line.word(run.first) not in ("till", "for") and any(
        said == words or said.endswith(f" {words}") for words in _NOT
    )


def _corrected(run: Run, by: Run) -> Run:
    """`by` in the place of `run`; the day of `run` stays where only the hour is new, and the other way round."""
    days, times = by.has(*DAYS, Every), by.has(Clock, Daypart)
    kinds = (*DAYS, Every) if times and not days else (Clock, Daypart) if days and not times else ()
    return replace(by, parts=run.of(*kinds) + by.parts)


def _joined(found: list[Run]) -> list[Run]:
    """A day in one run and its clock time in another become one, in the place of the later."""
    days = [run for run in found if run.has(*DAYS, Every) and not run.has(Clock, Daypart, Shift)]
    times = [run for run in found if not run.has(*DAYS, Every, Shift) and _tells_time(run)]
    if not days or not times:
        return found
    day, at = days[-1], times[-1]
    later = max(day, at, key=lambda run: run.first)
    if later is day and at.has(Vague):
        return found
    both = replace(later, parts=(*day.parts, *at.parts), open=day.open or at.open)
    return [both if run is later else run for run in found if run is later or run not in (day, at)]


def _tells_time(run: Run) -> bool:
    return all(
        isinstance(part, Clock)
        or (isinstance(part, Daypart) and not part.this)
        or (isinstance(part, Span) and part.lead == "for" and len(run.parts) > 1)
        or (isinstance(part, Vague) and part.strength != "soft")
        for part in run.parts
    )
