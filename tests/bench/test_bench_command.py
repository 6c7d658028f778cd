"""`companion bench`: what it prints, what it writes, and what it says where it cannot measure."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from companion.bench import Chart, draw, need_matplotlib
from companion.cli import main
from companion.errors import UsageError


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["intents"], "--labels FILE"),
        (["hearing", "--labels", "labels.json"], "add --clips DIR"),
        (["latency", "--clips", "."], "go with bench hearing"),
        (["intents", "--labels", "l.json", "--json", "none/there.json"], "none/there.json cannot be written"),
        (["intents", "--labels", "l.json", "--plot", "none/there.png"], "none/there.png cannot be written"),
        (["latency", "--hours", "8"], "--hours goes with bench footprint"),
        (["footprint", "--minutes", "30"], "--minutes goes with bench latency"),
        (["latency", "--voices", "2"], "--voices goes with bench hearing"),
        (["hearing", "--voices", "2", "--clips", "."], "without --clips"),
        (["latency", "--busy"], "--busy goes with --minutes"),
        (["footprint", "--hours", "0"], "no whole number"),
        (["latency", "--engine", "plain"], "goes with bench hearing"),
        (["hearing", "--rooms"], "--rooms is about recordings: add --clips DIR"),
        (["hearing", "--pause-word", "lighthouse"], "--pause-word is about recordings"),
        (["hearing", "--clips", ".", "--part", "3/2"], '"3/2" is no part; write it like 2/4'),
        (["hearing", "--clips", ".", "--part", "2"], "no whole number"),
        (["speed"], "invalid choice: 'speed'"),
    ],
)
def test_what_cannot_be_measured_is_one_sentence(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 2 before anything is measured, with what to do."""
    monkeypatch.chdir(tmp_path)
    assert main(["bench", *words]) == 2
    out, err = capsys.readouterr()
    assert told in err
    assert err.count("\n") == 1
    assert out == ""


def test_sentences_are_measured_told_and_written(tmp_path: Path) -> None:
    """The machine first, then a line a finding; the JSON holds the same and every outcome; the plot is a picture."""
    labels = {"time out": {"intent": "timeout"}, "lunch was good": {"intent": "none"}, "pause": {"intent": "stop"}}
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    words = ["bench", "intents", "--labels", "labels.json", "--json", "found.json", "--plot", "found.png"]
    command = [sys.executable, "-m", "companion", *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Measured on ")
    assert "All intents: right intent: 1 of 2 (50.0 %)" in lines
    assert "All intents: false activations: 0 of 1 (0.0 %)" in lines
    assert "stop taken for none: 1" in lines
    assert any(line.startswith("Loading the templates: ") for line in lines)
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert found["machine"]["cores"] >= 1
    rows = next(one["rows"] for one in found["found"]["intents"] if isinstance(one, dict) and "rows" in one)
    assert [row["name"] for row in rows] == list(labels)
    assert (tmp_path / "found.png").read_bytes().startswith(b"\x89PNG")


def test_every_chart_is_drawn(tmp_path: Path) -> None:
    """Named ticks and several series; a place that cannot be written is told."""
    ticks = Chart(
        "Hearing", "signal to noise", "percent", {"a": [(0, 98), (1, 90)], "b": [(0, 91)]}, ("clean", "24 dB")
    )
    draw([ticks, Chart("Memory", "s", "MB", {"a": [(0.0, 100.0)]})], tmp_path / "chart.png")
    assert (tmp_path / "chart.png").stat().st_size > 5000
    with pytest.raises(UsageError, match="cannot be written"):
        draw([ticks], tmp_path / "none" / "chart.png")


def test_without_matplotlib_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plots are an extra."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(UsageError, match="pip install matplotlib"):
        need_matplotlib()
