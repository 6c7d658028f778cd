"""`bench hearing` with recordings: orders in other content, a couple's own word, talk that is for nobody."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
import soundfile

from companion.bench._speakers import KNOWN, silence, spoken
from companion.cli import main
from companion.units import RATE

pytestmark = pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed (apt install flite)")

COFFEE = Path(__file__).parents[2] / "docs" / "examples" / "coffee"
ORDER = "i'd like a small mocha with some sugar"


def recorded(path: Path, text: str, speaker: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with soundfile.SoundFile(path, "w", RATE, 1, "PCM_16") as file:
        for piece in (silence(0.5), spoken(text, KNOWN[speaker]), silence(0.5)):
            file.write(piece)


def test_orders_are_heard_by_the_words_of_their_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the grammar nor the language model of the companion has a say; a plain grammar stands beside."""
    recorded(tmp_path / "clips" / "a.wav", ORDER, 0)
    recorded(tmp_path / "clips" / "b.wav", ORDER, 1)
    slots = {"size": "small", "coffeeDrink": "mocha", "sugarAmount": "some sugar"}
    labels = {name: {"intent": "orderDrink", "slots": slots} for name in ("a.wav", "b.wav")}
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    given = ["--clips", str(tmp_path / "clips"), "--labels", str(tmp_path / "labels.json"), "--scripts", str(COFFEE)]
    assert main(["bench", "hearing", *given, "--engine", "pocketsphinx"]) == 0
    out = capsys.readouterr().out
    assert "pocketsphinx, clean: right intent and slots: 2 of 2 (100.0 %)" in out
    assert "plain grammar" not in out
    assert main(["bench", "hearing", *given, "--engine", "plain", "--part", "2/2", "--rooms"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "plain grammar, clean: right intent and slots: 1 of 1 (100.0 %)" in lines
    assert sum(line.startswith("plain grammar") and ": right intent and slots: " in line for line in lines) == 8


def test_a_pause_word_is_missed_less_where_more_else_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One curve from one hearing; the word's own recordings are known by their folder."""
    for speaker in (0, 1):
        recorded(tmp_path / "clips" / "view_glass" / f"{speaker}.wav", "view glass", speaker)
        recorded(tmp_path / "clips" / "computer" / f"{speaker}.wav", "computer", speaker)
    found = tmp_path / "found.json"
    given = ["bench", "hearing", "--clips", str(tmp_path / "clips"), "--engine", "pocketsphinx"]
    assert main([*given, "--pause-word", "view glass", "--json", str(found)]) == 0
    assert 'pocketsphinx, "view glass", as it ships: missed: 0 of 2' in capsys.readouterr().out
    told = json.loads(found.read_text(encoding="utf-8"))["found"]["hearing"]
    points = next(one["series"]["pocketsphinx"] for one in told if isinstance(one, dict) and "chart" in one)
    assert all(taken >= after and missed <= later for (taken, missed), (after, later) in pairwise(points))
    assert points[-1][1] == 100
    assert main([*given, "--pause-word", "lighthouse"]) == 2
    assert 'No folder is called "lighthouse"' in capsys.readouterr().err


def test_talk_goes_through_the_program(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every intent is a false activation, and told by name with the bound."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "data"))
    recorded(tmp_path / "clips" / "1.wav", "there is still some soup in the fridge", 0)
    recorded(tmp_path / "clips" / "2.wav", "breathing", 0)
    given = ["bench", "hearing", "--clips", str(tmp_path / "clips"), "--engine", "pocketsphinx", "--talk"]
    assert main(given) == 0
    assert "1 false activations, breathing; at most" in capsys.readouterr().out
