"""A whole conversation with an installed model as its ear; the miniature, under an official name, stands in for one."""

import shutil
from pathlib import Path

import pytest
from sessions import Played, companion, session
from speech import Speaker, dialogue, silence

from companion.units import RATE


@pytest.fixture
def installed(checkout: Path, tmp_path: Path) -> Path:
    """What `models install` made of the stand-in."""
    source = shutil.copytree(checkout / "models" / "companion-mini-en", tmp_path / "vosk-model-small-stand-in")
    done = companion("models", "install", source, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    shutil.rmtree(source)
    return tmp_path / "data" / "models" / source.name


def _end_of(played: Played, line: str) -> float:
    assert played.status == 0, played.err
    return next(float(str(event["t"])) for event in played.of("said") if event["id"] == line)


def test_commands_by_grammar_and_answers_word_for_word(installed: Path, tmp_path: Path) -> None:
    """An open answer is taken down though it is no command, and read back; a yes and a stop are commands."""
    asked = _end_of(session(tmp_path, silence(1), "--start", "note", "--tail", "20"), "notes.what") + 1
    answer: list[tuple[float, str, Speaker]] = [(asked, "time left", "awb"), (asked + 1.8, "tonight", "awb")]
    mic, ends = dialogue(*answer)
    right = _end_of(session(tmp_path, mic, "--start", "note", "--tail", "20"), "words.right") + 1
    mic, _ = dialogue(*answer, (right, "yes", "awb"), (right + 12, "stop", "awb"))
    played = session(tmp_path, mic, "--start", "note")
    heard = [event["text"] for event in played.of("heard") if event["final"]]
    assert heard[0] == "time left tonight"
    assert played.intents() == ["yes", "stop"]
    read_back = next(event for event in played.of("say") if event["id"] == "words.read_back")
    assert "time left tonight" in str(read_back["text"])
    assert float(str(read_back["start"])) > ends[-1] / RATE
    assert installed.is_dir()
