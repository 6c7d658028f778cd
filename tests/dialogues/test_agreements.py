"""Agreements that are kept, brought up again."""

from collections.abc import Callable
from datetime import datetime

import pytest
from turns import open_pair

from companion.journal import MemoryJournal
from companion.scene import Settings
from companion.testing import Rehearsal, reply

Play = Callable[..., Rehearsal]
TWO = Settings(people=("Ana", "Sam"))


def _kept(*words: str) -> MemoryJournal:
    journal = MemoryJournal()
    for word in words:
        journal.add("agreement", {"what": word}, "", datetime(2026, 10, 20))
    return journal


@pytest.mark.parametrize(("answer", "left", "line"), [("yes", 1, "stays"), ("no", 0, "goes"), (None, 1, None)])
def test_an_agreement_that_no_longer_fits_is_none(play: Play, answer: str | None, left: int, line: str | None) -> None:
    """Read back in the words that were agreed; a no takes it off, and silence changes nothing (S10)."""
    journal = _kept("We say so when plans change.")
    script = [*open_pair(2), *([reply("agreements.still", answer)] if answer else [])]
    played = play(script, length=90, settings=TWO, journal=journal, begin="agreement")
    text = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "agreements.kept")
    assert "We say so when plans change." in text
    assert len(journal.entries("agreement")) == left
    if line is not None:
        assert played.said()[-1] == f"agreements.{line}"


def test_nobody_hears_of_agreements_behind_a_closed_door(play: Play) -> None:
    """A no at the door, and they are not read out (D11)."""
    script = [reply("together.willing", "no")]
    played = play(script, length=60, settings=TWO, journal=_kept("We share."), begin="agreement")
    assert "agreements.kept" not in played.said()


def test_no_agreement_is_said(play: Play) -> None:
    """Where nothing is kept, that is all there is to say."""
    assert play([], length=20, settings=TWO, begin="agreement").said() == ["agreements.none"]
