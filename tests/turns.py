"""What tests of conversations in turns share."""

from dataclasses import replace

from companion.testing import Rehearsal, Spoken, reply


def open_pair(people: int, strength: str = "three") -> list[Spoken]:
    """Everyone says yes to taking part, and how strong it is."""
    willing = [reply("together.willing", "yes") for _ in range(people)]
    return [*willing, *(reply("together.how_strong", strength) for _ in range(people))]


def talk(line: str, after: float = 5) -> Spoken:
    """Somebody talks, some seconds after the line was said: no command, and the talk goes on."""
    return replace(reply(line, "we walked along the river", after), rejected="not a command")


def turns(played: Rehearsal, whole: bool = True) -> list[tuple[str, float]]:
    """Who had a turn, and for how many seconds, in order. `whole`: every turn that began has ended."""
    log = played.events("turn")
    assert not whole or len(log) % 2 == 0
    pairs = list(zip(log[::2], log[1::2], strict=False))
    assert all(start[2]["person"] == end[2]["person"] for start, end in pairs)
    return [(str(start[2]["person"]), end[0] - start[0]) for start, end in pairs]
