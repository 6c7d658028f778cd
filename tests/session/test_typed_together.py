"""What people do together and alone, typed as in a terminal, through the whole program."""

from pathlib import Path

import pytest
from sessions import session

NOW = ("--text", "--now", "2026-11-20T18:00:00")
NAMES = "people: [Ana, Sam]\ncheck_in: {form: short}\n"
OPEN = "yes\nyes\nthree\nfour\n"


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (f"check in\n{OPEN}done\ndone\npass\ndone\nno\n", ["check_in.closing", "together.respect", "check_in.remind"]),
        ("check in\nyes\nno\nno\n", ["session.not_available", "session.not_available_then"]),
        ("anger cards\nyes\nfive\ndone\ndone\n", ["deck.another", "decks.anger.closing"]),
        ("anger cards\nyes\nfive\nstop\n", ["decks.anger.body", "deck.stopped"]),
        ("who is right\nno\n", ["who_is_right.no_judge", "who_is_right.needs", "who_is_right.fine"]),
        ("four conditions\nyes\nfive\nfive\nfive\npass\n", ["four_conditions.forgiveness", "four_conditions.closing"]),
        ("do i have to forgive\n", ["learn.forgiveness.yours"]),
        ("it's over\nno\n", ["leaving.meant", "leaving.not_meant"]),
    ],
)
def test_typed(tmp_path: Path, typed: str, lines: list[str]) -> None:
    """Each conversation comes to its own last words, and the program ends well."""
    (tmp_path / "config.yaml").write_text(NAMES, encoding="utf-8")
    played = session(tmp_path, None, *NOW, "--data", tmp_path / "data", typed=typed)
    assert played.status == 0, played.err
    assert played.said()[-len(lines) :] == lines
