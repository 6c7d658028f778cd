"""Values: chosen from one list, compared, and kept where they are shared."""

from collections.abc import Callable

import pytest
from turns import open_pair

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
PEOPLE = ("Ana", "Sam")
TWO = Settings(people=PEOPLE)
OPEN = [Spoken(1, "values"), reply("together.alone", "no"), *open_pair(2)]


def _choose(*answers: str) -> list[Spoken]:
    return [reply("values.yours", answer, 0.5) for answer in answers]


ANA = _choose("yes", "no", "yes", "no", "yes")
SAM = _choose("no", "yes", "yes", "done")
FITS = [reply("together.each_fits", "yes")] * 2


def _texts(played: Rehearsal, line: str) -> list[str]:
    return [str(f["text"]) for _, _, f in played.events("say") if f["id"] == line]


def test_what_several_chose_is_said_and_kept(play: Play) -> None:
    """Each chooses up to three from the same list; the overlap is said, and kept when both say yes (S62)."""
    journal = MemoryJournal()
    played = play([*OPEN, *ANA, *SAM, *FITS], length=160, settings=TWO, journal=journal)
    assert _texts(played, "values.chosen_by") == ["Ana: honesty, freedom, kindness.", "Sam: safety, freedom."]
    assert _texts(played, "values.shared") == ["All of you chose this: freedom."]
    assert [entry.fields["what"] for entry in journal.entries("value")] == ["freedom"]
    asked = _texts(played, "values.yours")
    assert asked[:4] == asked[5:9]


@pytest.mark.parametrize("answers", [["yes", "no"], ["no"], []])
def test_kept_only_when_everyone_says_yes(play: Play, answers: list[str]) -> None:
    """One no, or silence, keeps nothing (S62, D15)."""
    journal = MemoryJournal()
    script = [*OPEN, *ANA, *SAM, *(reply("together.each_fits", answer) for answer in answers)]
    played = play(script, length=190, settings=TWO, journal=journal)
    assert "together.left_open" in played.said()
    assert not journal.entries()


def test_nothing_in_common_is_no_failing(play: Play) -> None:
    """Different words are met kindly, and nothing is kept (S62)."""
    played = play([*OPEN, *_choose("yes", "done", "no", "yes", "done")], length=130, settings=TWO)
    assert played.said()[-2:] == ["values.nothing_shared", "values.closing"]


def test_everyone_silent(play: Play) -> None:
    """Nobody answers: a few words each, no remark, and it ends (S62)."""
    played = play(OPEN, length=160, settings=TWO)
    assert played.said().count("values.yours") == 6
    assert played.said()[-1] == "values.closing"


def test_three_people(play: Play) -> None:
    """Shared is what all of them chose (S62, S64)."""
    script = [Spoken(1, "values"), reply("together.alone", "no"), *open_pair(3)]
    script += _choose("yes", "done", "yes", "done", "yes", "done")
    script += [reply("together.each_fits", "yes")] * 3
    journal = MemoryJournal()
    play(script, length=170, settings=Settings(people=("Ana", "Sam", "Noor")), journal=journal)
    assert [entry.fields["what"] for entry in journal.entries("value")] == ["honesty"]


def test_ones_own_in_private_and_chosen_again(play: Play) -> None:
    """Alone in private one's own are kept for oneself, said the next time, and may be chosen anew (S62, D14)."""
    journal = MemoryJournal("Ana")
    ana = Settings(people=PEOPLE, solo="Ana")
    dictation = Manner(dictation=True, addressed=True)
    script = [
        Spoken(1, "values"),
        *_choose("yes", "done"),
        reply("values.own", "patience"),
        reply("words.right", "yes"),
    ]
    script.append(reply("values.keep_own", "yes"))
    play(script, length=80, settings=ana, journal=journal, manner=dictation)
    assert [(entry.fields["what"], entry.owner) for entry in journal.entries("value")] == [
        ("honesty", "Ana"),
        ("patience", "Ana"),
    ]
    played = play([Spoken(1, "values"), reply("values.again", "no")], length=30, settings=ana, journal=journal)
    assert _texts(played, "values.kept") == ["These words are kept here: honesty, patience."]
    assert played.said()[-1] == "values.closing"
