"""Crisis through the real recogniser and the real voice."""

from pathlib import Path

from choice import choose
from sessions import session
from speech import dialogue

NOW = ("--now", "2026-11-20T09:00:00")


def test_words_of_crisis_lead_to_numbers_that_can_be_written_down(tmp_path: Path) -> None:
    """Heard within a second, answered at once, and the number that sounds is the right one of many (D1, D2, D6)."""
    (tmp_path / "config.yaml").write_text("country: GB\n", encoding="utf-8")
    mic, (ended,) = dialogue((4, "i want to die", "slt"), tail=15)
    asked = session(tmp_path, mic, *NOW, "--tail", "0")
    (question,) = [event for event in asked.of("said") if event["id"] == "safety.ask_safe"]
    mic, _ = dialogue((4, "i want to die", "slt"), (float(str(question["t"])) + 1, "no", "rms"))
    played = session(tmp_path, mic, *NOW)
    assert played.status == 0, played.err
    assert played.intents() == ["crisis", "no"]
    starts = {str(event["id"]): float(str(event["start"])) for event in played.of("say")}
    assert 0 < starts["safety.crisis_self"] - ended / 16_000 < 1.5
    assert played.said()[-1] == "safety.stay_quiet"
    assert "want to die" not in played.out
    ends = {str(event["id"]): float(str(event["t"])) for event in played.of("said")}
    piece = played.piece(starts["helplines.service_again"], ends["helplines.service_again"])
    right = "Once more. 1. 1. 6. 1. 2. 3."
    wrong = [f"Once more. {' '.join(f'{figure}.' for figure in number)}" for number in WRONG]
    assert choose(piece, [*wrong, right]) == right


WRONG = ("116132", "161123", "119123", "116723", "116128", "112113", "998123", "516123", "116153", "106123")
"""Numbers of the same length, some of them a single figure away."""
