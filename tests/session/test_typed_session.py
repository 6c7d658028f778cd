"""Typing instead of speaking: the same session, from a pipe in virtual time."""

from pathlib import Path

import pytest
from sessions import companion, session

NOW = ("--now", "2026-11-20T09:00:00")


def test_a_typed_conversation(tmp_path: Path) -> None:
    """Lines are utterances at the next listening, "+" lets time pass, and everything spoken is shown."""
    typed = "timeout for half an hour\nyes\n+60\nhow long left\n+1745\nthree\nfour\nyes\ngoodbye\n"
    played = session(tmp_path, None, "--text", *NOW, typed=typed)
    assert played.status == 0, played.err
    assert played.intents() == ["timeout", "yes", "time_left", "rating", "rating", "yes", "goodbye"]
    for event in played.of("say"):
        assert str(event["text"]) in played.out
    assert "half an hour" not in played.err


def test_an_empty_line_is_a_timeout(tmp_path: Path) -> None:
    """Nothing typed but Enter is the pause signal (S25)."""
    played = session(tmp_path, None, "--text", *NOW, typed="\n")
    assert played.intents()[0] == "timeout"


def test_keys_and_words_while_it_speaks(tmp_path: Path) -> None:
    """A key in angle brackets is the key; words after <speaking> are said into the line."""
    played = session(tmp_path, None, "--text", *NOW, typed="breathing\n<speaking> stop\n<key space>\n")
    assert played.intents()[:3] == ["breathing", "stop", "timeout"]
    assert ("breathing.opening", False) in [(event["id"], event["completed"]) for event in played.of("said")]


def test_typed_nonsense_is_answered(tmp_path: Path) -> None:
    """What was typed was meant for us."""
    played = session(tmp_path, None, "--text", *NOW, typed="florp the wug\n")
    assert "session.not_understood" in played.said()


@pytest.mark.parametrize("words", ["i want to die", "he hits me", "what's the weather like", "I'm going to kill him"])
def test_words_of_danger_are_never_shown(tmp_path: Path, words: str) -> None:
    """What is heard for a crisis, a danger or a quick exit is not printed (D9, D12)."""
    done = companion("run", "--text", *NOW, folder=tmp_path, typed=f"{words}\n")
    assert done.returncode == 0
    assert words.lower() not in (done.stdout + done.stderr).lower()


def test_what_is_about_hearing_is_left_aside_and_that_is_said(tmp_path: Path) -> None:
    """Who types is told in one sentence that the recording and the keys are not used, and the session goes on."""
    options = ("run", "--text", *NOW, "--mic", "nowhere.wav", "--keys", "nowhere.jsonl")
    done = companion(*options, folder=tmp_path, typed="goodbye\n")
    assert (done.returncode, done.stderr) == (0, "You type, so --mic and --keys are not used.\n")
    assert "Goodbye" in done.stdout


def test_an_activity_that_the_end_of_the_input_cuts_off_is_told_as_over(tmp_path: Path) -> None:
    """What began and what was being said have an end in the events, also where `--tail` ends the session."""
    played = session(tmp_path, None, "--text", *NOW, "--tail", "0", typed="breathing\n+5\n")
    assert [event["state"] for event in played.of("activity")] == ["start", "interrupted"]
    assert [event["id"] for event in played.of("say")] == [event["id"] for event in played.of("said")]


def test_the_same_input_gives_the_same_session(tmp_path: Path) -> None:
    """Events and samples are the same the second time, to the last of them."""
    typed = "breathing for one minute\n+20\npause\n+30\ncontinue\n+90\ngoodbye\n"
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = session(tmp_path / "a", None, "--text", *NOW, typed=typed)
    second = session(tmp_path / "b", None, "--text", *NOW, typed=typed)
    assert first.events == second.events
    assert (first.sound == second.sound).all()
    assert first.out == second.out


def test_a_kept_rate_is_there_the_next_time(tmp_path: Path) -> None:
    """What was kept as the right speed is the speed of the next session, and of its voice (C22)."""
    session(tmp_path, None, "--text", typed="set up speed\nfaster\nnext\nyes\n+5\n")
    played = session(tmp_path, None, "--text", typed="goodbye\n")
    assert played.events[0]["rate"] == 195
