"""`python -m tools.turns`: how a whole check-in sounds, with the real voice and two people who say nothing long.

It prints, for every form of the check-in: its length, how much of each minute the companion speaks, the longest time
without any sound of it, the time from one turn to the next, and how far the turns of the people lie apart.
"""

import sys
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median

from companion.app import Places, furnish
from companion.config import settings
from companion.dialogues import REPERTOIRE
from companion.scene import Settings
from companion.testing import Log, Rehearsal, Spoken, rehearse, reply
from companion.voices import open_voice

PEOPLE = ("Ana", "Sam")
MOST = 3600 * 1.5
EARCON = 0.15
"""Seconds: about the length of an earcon."""


def main() -> None:
    furniture = furnish(Places(config=Path("config.yaml")))
    voice = open_voice(furniture.voice_settings(patient=True))
    play = partial(rehearse, understanding=furniture.interpreter, material=furniture.material, repertoire=REPERTOIRE)
    for name, form in furniture.material.check_in.items():
        willing = [reply("together.willing", "yes")] * 2 + [reply("together.how_strong", "three")] * 2
        talk = [
            Spoken(5, "we walked along the river", after=part.line, rejected="free speech")
            for part in form.parts
            for _ in PEOPLE
        ]
        chosen = settings(furniture.config)
        two = Settings(people=PEOPLE, check_in_form=name, dayparts=chosen.dayparts)
        end = reply("check_in.remind", "no")
        played = play([Spoken(1, "check in"), *willing, *talk, end], length=MOST, settings=two, voice=voice)
        sys.stdout.write(f"{name}: {_figures(played)}\n")
        sys.stdout.flush()
    voice.close()


def _figures(played: Rehearsal) -> str:
    log = [entry for entry in played.log if entry[1] in ("say", "said", "cue", "turn", "activity")]
    log = log[: max(i for i, (_, event, f) in enumerate(log) if event == "activity") + 1]
    length = log[-1][0] - log[0][0]
    spoken, sounding = _speech(log)
    turns = [(t, str(f["person"]), f["state"]) for t, event, f in log if event == "turn"]
    changes = [b - a for (a, _, end), (b, _, start) in pairwise(turns) if end == "end"]
    lengths = [(who, b - a) for (a, who, _), (b, _, _) in zip(turns[::2], turns[1::2], strict=True)]
    totals = [sum(length for who, length in lengths if who == person) for person in PEOPLE]
    quiet = max(b - a for (_, a), (b, _) in pairwise(sounding))
    return (
        f"{length / 60:.1f} minutes; it speaks {spoken / length * 60:.1f} s of each minute; "
        f"longest time without a sound of it {quiet:.0f} s; "
        f"from one turn to the next {median(changes):.1f} s, {max(changes):.1f} s at most; "
        f"the people's turns differ by {max(totals) - min(totals):.2f} s in all"
    )


def _speech(log: Log) -> tuple[float, list[tuple[float, float]]]:
    """How long it speaks in all, and from when to when anything of it sounds."""
    spoken, sounding, began = 0.0, [], 0.0
    for t, event, _ in log:
        if event == "say":
            began = t
        elif event == "said":
            spoken += t - began
            sounding.append((began, t))
        elif event == "cue":
            sounding.append((t, t + EARCON))
    return spoken, sorted(sounding)


if __name__ == "__main__":
    main()
