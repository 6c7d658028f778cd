"""Gold moments: kept when everyone says yes, said again when somebody asks."""

from collections.abc import Callable
from datetime import datetime

import pytest

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"))
KEEP = [Spoken(1, "keep a gold moment we laughed in the kitchen"), reply("words.right", "yes")]


def _texts(played: Rehearsal) -> list[str]:
    return [str(f["text"]) for _, _, f in played.events("say") if f["id"] == "gold.moment"]


def test_kept_when_both_say_yes_and_said_again(play: Play) -> None:
    """A moment that both want kept is said again when somebody asks (S13)."""
    journal = MemoryJournal()
    script = [*KEEP, reply("together.alone", "no"), reply("gold.share", "yes"), reply("gold.share", "yes")]
    script.append(Spoken(60, "read my gold moments"))
    played = play(script, length=80, settings=TWO, journal=journal)
    assert _texts(played) == ["we laughed in the kitchen."]
    assert [entry.owner for entry in journal.entries("moment")] == [""]


@pytest.mark.parametrize("answers", [["no"], ["yes", "no"], ["yes"], []])
def test_one_no_or_silence_keeps_nothing(play: Play, answers: list[str]) -> None:
    """Without a plain yes of both it is not kept (S13, D15)."""
    journal = MemoryJournal()
    script = [*KEEP, reply("together.alone", "no"), *(reply("gold.share", answer) for answer in answers)]
    played = play(script, length=80, settings=TWO, journal=journal)
    assert played.said()[-1] == "session.let_go"
    assert not journal.entries()


def test_in_a_private_session_it_stays_private(play: Play) -> None:
    """Kept alone in private it is that person's own, and others do not hear it (S13, D14)."""
    journal = MemoryJournal("Ana")
    played = play(KEEP, length=30, settings=Settings(people=("Ana", "Sam"), solo="Ana"), journal=journal)
    assert played.said()[-1] == "session.kept"
    assert [entry.owner for entry in journal.entries("moment")] == ["Ana"]


def test_alone_in_the_open_it_is_said_who_can_hear_it(play: Play) -> None:
    """One person alone, in no private session, is told that others can hear it, and chooses (S13)."""
    journal = MemoryJournal()
    script = [*KEEP, reply("together.alone", "yes"), reply("gold.share_alone", "no")]
    assert play(script, length=40, journal=journal).said()[-2:] == ["gold.share_alone", "session.let_go"]
    assert not journal.entries()


def test_without_words_a_list_is_read(play: Play) -> None:
    """Whoever cannot dictate chooses from a list, and silence keeps nothing (S13)."""
    journal = MemoryJournal()
    script = [Spoken(1, "keep a gold moment"), reply("words.which", "the second one"), reply("together.alone", "yes")]
    play([*script, reply("gold.share_alone", "yes")], length=60, journal=journal)
    assert [entry.fields["text"] for entry in journal.entries("moment")] == ["somebody listened to the end"]
    assert play(script[:1], length=60).said()[-1] == "words.nothing"


def test_many_are_said_a_few_at_a_time(play: Play) -> None:
    """Five at once, the newest first, and more only after a yes (S13)."""
    journal = MemoryJournal()
    for number in range(7):
        journal.add("moment", {"text": f"moment {number}"}, "", datetime(2026, 11, 1 + number))
    script = [Spoken(1, "read my gold moments")]
    assert _texts(play(script, length=60, journal=journal)) == [f"moment {n}." for n in (6, 5, 4, 3, 2)]
    assert len(_texts(play([*script, reply("gold.more", "yes")], length=60, journal=journal))) == 7
