"""`bench latency`: how soon it listens, keeps up, falls silent and answers.

Rules
1. Everything runs through `companion run` in a process of its own; only the core alone is rehearsed in this one.
2. In the file room time is the audio clock: "stop" and the reply are measured in samples, whatever the machine does.
3. The end of a word is the last sample of its recording above a hundredth of its peak.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from companion.app import Furniture
from companion.bench._figures import Figure, Finding, Share, Table, spread
from companion.bench._played import Played, play
from companion.bench._realtime import realtime
from companion.bench._speakers import silence, spoken
from companion.bench._spoken import conversation, placed, share_of_speech, speakers, wording
from companion.dialogues import REPERTOIRE
from companion.testing import Spoken, rehearse
from companion.units import BLOCK, RATE, Mono, samples

COLD_GOAL, ROOM_GOAL, CORE_GOAL, STOP_GOAL = 2.0, 10.0, 200.0, 0.3
"""Seconds until it listens; times real time with and without ears and voices; seconds from "stop" to silence."""

ECHO: Final = "-10:100"
"""The simulated loudspeaker: 10 dB weaker and 100 ms later than what is played."""

LENGTH: Final = 300.0
"""Seconds of the conversation."""

LONG_LINE: Final = "about"
"""The intent whose answer is long enough to be stopped in many places."""

POSITIONS: Final = 5
QUIET: Final = 32
"""Samples up to this size, -60 dB of full scale, count as silence."""

STILL: Final = samples(0.1)
"""Silence of this length is the end of speech: longer than a stop consonant, shorter than the 200 ms of the reflex."""

AROUND: Final = samples(0.7)
"""Longer than the word "stop", and longer than what may pass from its end to silence."""

COMMAND_AT: Final = 8.0
"""Seconds at which a command is said whose reply is waited for: the greeting is over."""


def latency(furniture: Furniture, engine: str, words: Sequence[str]) -> Iterator[Finding]:
    """Measure with the recogniser `engine`; `words` are further options of `run`."""
    words = [*words, "--engine", engine]
    yield from _cold(engine, words)
    yield from _whole(engine, words)
    yield from _core(furniture)
    yield from _stop("", words)
    yield from _stop(f", {ECHO} echo and echo cancelling", [*words, f"--echo={ECHO}"])
    yield from _reply(furniture, words)
    yield from realtime(engine, words)


def _cold(engine: str, words: Sequence[str], runs: int = 7) -> Iterator[Finding]:
    mic = silence(1)
    times = [play(mic, [*words, "--tail", "0"]).listening for _ in range(runs)]
    yield Figure(f"Cold start to listening, {engine}", tuple(times), "s", COLD_GOAL)


def _whole(engine: str, words: Sequence[str], runs: int = 3) -> Iterator[Finding]:
    mic = conversation(LENGTH)
    played = [play(mic, [*words, "--tail", "0"]) for _ in range(runs)]
    intents = [event["name"] for event in played[0].of("intent")]
    yield (
        f"The conversation: {LENGTH:.0f} s, speech in {100 * share_of_speech(mic):.0f} % of it, "
        f"understood as {', '.join(map(str, intents)) or 'nothing'}."
    )
    speeds = tuple(LENGTH / each.wall for each in played)
    yield Figure(f"Conversation in the file room, {engine}, start included", speeds, "x real time", ROOM_GOAL, "more")
    efforts = tuple(LENGTH / each.cpu for each in played)
    yield Figure(f"The same by CPU time of the process tree, {engine}", efforts, "x real time")


def _core(furniture: Furniture, runs: int = 5) -> Iterator[Finding]:
    script = [Spoken(at, text) for at, text in wording().conversation]
    speeds = []
    for _ in range(runs):
        began = time.perf_counter()
        rehearse(script, furniture.interpreter, furniture.material, REPERTOIRE, length=LENGTH, begin="greeting")
        speeds.append(LENGTH / (time.perf_counter() - began))
    yield Figure("The core without ears and voices", tuple(speeds), "x real time", CORE_GOAL, "more")


def _stop(where: str, words: Sequence[str]) -> Iterator[Finding]:
    words = [*words, "--start", LONG_LINE]
    whole = play(silence(1), words)
    line = _line(whole)
    found: dict[str, list[float]] = {}
    said = 0
    for speaker in speakers():
        stop = spoken(wording().stop, speaker)
        for end in positions(whole.sound, *line, POSITIONS):
            said += 1
            mic = placed([((end - len(stop)) / RATE, stop)], (end + samples(2)) / RATE)
            played = play(mic, words)
            if any(event["name"] == "stop" for event in played.of("intent")):
                found.setdefault(speaker.name, []).append((silent_from(played.sound, end - len(stop)) - end) / RATE)
    yield Share(f'"Stop" said over its own voice was heard{where}', sum(map(len, found.values())), said)
    if found:
        times = tuple(seconds for each in found.values() for seconds in each)
        yield Figure(f'"Stop": end of the word to silence{where}', times, "s", STOP_GOAL, judged="percentile")
        yield spread(f'"Stop": end of the word to silence{where}', "seconds", found)


def _line(played: Played) -> tuple[int, int]:
    """The first and last sample of the first line that was said."""
    start, end = played.of("say")[0]["start"], played.of("said")[0]["t"]
    return samples(float(str(start))), samples(float(str(end)))


def positions(sound: Mono, start: int, end: int, count: int) -> list[int]:
    """Up to `count` samples between `start` and `end`, evenly spread, around which `sound` has no pause.

    A pause would be taken for the silence that "stop" makes: there is none from AROUND before to AROUND after.
    """
    whole = range(start + AROUND, end - AROUND, BLOCK)
    usable = [at for at in whole if longest_silence(sound[at - AROUND : at + AROUND]) < STILL]
    picked = np.linspace(0, len(usable) - 1, min(count, len(usable)))
    return [usable[round(place)] for place in picked]


def longest_silence(sound: Mono) -> int:
    """The longest run of samples no larger than QUIET."""
    loud = np.flatnonzero(np.abs(sound) > QUIET)
    return int(np.diff(np.concatenate(([-1], loud, [len(sound)]))).max()) - 1


def silent_from(sound: Mono, start: int) -> int:
    """The first sample from `start` on that begins STILL of silence; the end of `sound` where none does."""
    loud = np.flatnonzero(np.abs(sound[start:]) > QUIET)
    if not len(loud):
        return start
    edges = np.concatenate(([-1], loud, [len(sound) - start + STILL]))
    first = int(np.argmax(np.diff(edges) > STILL))
    return start + int(edges[first]) + 1


def _reply(furniture: Furniture, words: Sequence[str]) -> Iterator[Finding]:
    """Every phrase of idle that leads somewhere, by the speakers in turn; those understood as something else count
    as not answered."""
    found: dict[str, list[float]] = {}
    rows: list[dict[str, object]] = []
    for text, label in wording().phrases.items():
        if label.state != "idle" or label.intent not in REPERTOIRE:
            continue
        extendable = furniture.interpreter.completeness(text, "idle") == "extendable"
        kind = "a command that may go on" if extendable else "a command that is complete"
        speaker = speakers()[len(rows) % len(speakers())]
        intent, seconds = _replied(spoken(text, speaker), words)
        rows.append({"text": text, "speaker": speaker.name, "kind": kind, "intent": intent, "seconds": seconds})
        if intent == label.intent and seconds is not None:
            found.setdefault(kind, []).append(seconds)
    yield Share("Commands answered as what they are", sum(map(len, found.values())), len(rows))
    yield Table("Commands and their replies", tuple(rows))
    for kind, times in found.items():
        yield Figure(f"End of {kind} to the first sample of the reply", tuple(times), "s")
    if found:
        yield spread("End of a command to the first sample of the reply", "seconds", found)


def _replied(command: Mono, words: Sequence[str]) -> tuple[str | None, float | None]:
    """The first intent, and seconds from the end of `command` to the first sounding sample of what is said next."""
    end = samples(COMMAND_AT) + len(command)
    mic = placed([(COMMAND_AT, command)], end / RATE + 3)
    played = play(mic, [*words, "--tail", "0"])
    intent = next((str(event["name"]) for event in played.of("intent")), None)
    begins = [samples(float(str(event["start"]))) for event in played.of("say")]
    reply = next((start for start in begins if start > samples(COMMAND_AT)), len(played.sound))
    loud = np.flatnonzero(np.abs(played.sound[reply:]) > QUIET)
    return intent, (reply + int(loud[0]) - end) / RATE if len(loud) else None
