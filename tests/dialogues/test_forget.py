"""Forgetting by voice, as it would be lived (C42, D15, D28)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from stores import NOW, opened

from companion.dialogues import REPERTOIRE
from companion.dialogues._keeping import keep
from companion.intents import Interpreter
from companion.journal import MemoryJournal, NothingKept
from companion.material import Material
from companion.ports import Journal
from companion.scene import Role, Scene
from companion.steps import Appoint, Dialogue, Remember
from companion.testing import Rehearsal, Spoken, rehearse, reply

Play = Callable[..., Rehearsal]

SURE = (reply("forget.sure", "yes"), reply("forget.really", "yes"))


def _journal() -> MemoryJournal:
    journal = MemoryJournal()
    journal.add("note", {"text": "canary"}, "", datetime(2026, 11, 19, 9))
    for text in ("tea", "rain"):
        journal.add("moment", {"text": text}, "", datetime(2026, 11, 20, 8))
    return journal


def _say(play: Play, journal: Journal, words: str, *answers: Spoken) -> Rehearsal:
    return play([Spoken(1, words), *answers], length=90, journal=journal)


def _texts(played: Rehearsal) -> list[str]:
    return [str(fields["text"]) for _, _, fields in played.events("say")]


def test_today_is_counted_confirmed_and_gone(play: Play) -> None:
    """What will go is told by kind and number and not by content; then it goes, and yesterday stays."""
    journal = _journal()
    played = _say(play, journal, "forget today", SURE[0])
    assert "This would be forgotten: two moments." in _texts(played)
    assert not any("tea" in text for text in _texts(played))
    assert played.said()[-1] == "forget.forgotten"
    assert [entry.kind for entry in journal.entries()] == ["note"]


@pytest.mark.parametrize("answer", ["no", "i don't know", "done", "go on", "florp", None])
@pytest.mark.parametrize("words", ["forget today", "forget everything"])
def test_only_a_yes_forgets(play: Play, words: str, answer: str | None) -> None:
    """No, silence and anything unclear leave everything as it is."""
    journal = _journal()
    answers: Sequence[Spoken] = [] if answer is None else [reply("forget.sure", answer)]
    played = _say(play, journal, words, *answers)
    assert played.said()[-1] == "forget.left"
    assert len(journal.entries()) == 3


def test_everything_is_asked_twice(play: Play) -> None:
    """The second question counts as much as the first."""
    journal = _journal()
    played = _say(play, journal, "forget everything", SURE[0], reply("forget.really", "no"))
    assert played.said()[-1] == "forget.left"
    assert len(journal.entries()) == 3
    played = _say(play, journal, "forget everything", *SURE)
    assert "This would be forgotten: one note and two moments." in _texts(played)
    assert "forget.private_too" in played.said()
    assert played.said()[-1] == "forget.forgotten_everything"
    assert not journal.entries()


def test_everything_goes_from_the_disk(play: Play, tmp_path: Path) -> None:
    """Said aloud, the store, its key and its folder are gone."""
    with opened(tmp_path / "journal") as journal:
        journal.add("moment", {"text": "tea"}, "", NOW)
        _say(play, journal, "forget everything", *SURE)
    assert not (tmp_path / "journal").exists()


def test_everything_includes_what_the_session_remembers(material: Material, interpreter: Interpreter) -> None:
    """Values of this session and agreed times go as well."""

    def remembering(_: Scene) -> Dialogue:
        yield Remember("distress", 8)
        yield Appoint("come_back", datetime(2026, 11, 20, 20))

    repertoire = {**REPERTOIRE, "note": Role(remembering)}
    script = [Spoken(1, "forget everything"), *SURE]
    played = rehearse(script, interpreter, material, repertoire, length=90, begin="note")
    assert not played.stage.ledger.memory
    assert not played.stage.ledger.agenda.appointments


def test_that_is_the_last_thing_kept_in_this_session(material: Material, interpreter: Interpreter) -> None:
    """Forget that takes what was kept last, and nothing older."""

    def keeping(scene: Scene) -> Dialogue:
        yield from keep(scene, "goal", {"text": "a garden"})

    journal = _journal()
    repertoire = {**REPERTOIRE, "note": Role(keeping)}
    script = [reply("session.kept", "forget that"), SURE[0]]
    played = rehearse(script, interpreter, material, repertoire, length=60, begin="note", journal=journal)
    assert "This would be forgotten: one goal." in _texts(played)
    assert [entry.kind for entry in journal.entries()] == ["note", "moment", "moment"]


def test_with_a_promise_go_its_reminders(play: Play) -> None:
    """What was said is kept nowhere any more, not in what would remind of it either."""
    journal = MemoryJournal()
    promise = [Spoken(1, "i promise to call mum tomorrow at nine"), reply("commitments.right", "yes")]
    kept = play([*promise, Spoken(40, "what did i promise")], length=60, journal=journal)
    assert len(journal.entries()) == 3, kept.said()
    played = play([*promise, reply("session.kept", "forget that"), SURE[0]], length=90, journal=MemoryJournal())
    assert "This would be forgotten: one commitment and two appointments." in _texts(played)
    assert not played.stage.ledger.journal.entries()
    assert not played.stage.ledger.agenda.appointments


@pytest.mark.parametrize(("words", "line"), [("forget that", "nothing_that"), ("forget today", "nothing_today")])
def test_nothing_kept_is_nothing_to_forget(play: Play, words: str, line: str) -> None:
    """What was only said was never kept, and that is what the person hears."""
    assert _say(play, MemoryJournal(), words).said()[-1] == f"forget.{line}"


def test_which_is_asked_where_nothing_is_named(play: Play) -> None:
    """Something is not a thing that can be forgotten."""
    assert _say(play, _journal(), "delete something").said()[-1] == "forget.which"


def test_never_mind_forgets_nothing(play: Play) -> None:
    """Forget it is stop, by contract: nothing is ever deleted by it."""
    journal = _journal()
    for words in ("forget it", "never mind", "cancel"):
        _say(play, journal, words)
    assert len(journal.entries()) == 3


def test_what_could_not_be_forgotten_is_said(play: Play) -> None:
    """A journal that is closed cannot forget, and nobody is told otherwise."""
    played = _say(play, NothingKept(), "forget everything", *SURE)
    assert played.said()[-1] == "forget.not_forgotten"
