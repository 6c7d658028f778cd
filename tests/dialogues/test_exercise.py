"""Grounding and movement as they are lived."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest

from companion.journal import MemoryJournal
from companion.material import Line, Material, Muscle, Ticks
from companion.phrases import say_duration
from companion.scene import Settings
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, ToneVoice, reply
from companion.units import RATE, seconds

Play = Callable[..., Rehearsal]
NOW = datetime(2026, 11, 20, 9)
ASKED = {
    "grounding": "senses",
    "five four three two one": "senses",
    "orient me": "orienting",
    "body scan": "body_scan",
    "butterfly hug": "butterfly",
    "ground me with words": "words",
    "i want to move": "stretch",
    "stretching": "stretch",
    "i need a walk": "walk",
    "relax my muscles": "muscles",
}


def _began(played: Rehearsal, name: str) -> float:
    """When the first line of the exercise itself began."""
    return next(t for t, _, f in played.events("say") if f["id"] == f"exercises.{name}.1")


def _at(played: Rehearsal, line: str) -> float:
    return next(t for t, _, f in played.events("say") if f["id"] == line)


def _schedule(material: Material, name: str) -> list[tuple[float, str]]:
    """When each line is due after the first one."""
    due, at = [], 0
    for step in material.exercises[name].steps:
        if isinstance(step, Line):
            due.append((seconds(at), step.line))
        at += step.length
    return due


@pytest.mark.parametrize("said", ASKED)
def test_every_line_comes_when_it_is_due_and_the_total_is_as_said(play: Play, material: Material, said: str) -> None:
    """One phrase begins it; its length and how to end it are told before, and both hold (S21, D19-D24, E)."""
    exercise = material.exercises[ASKED[said]]
    whole = seconds(exercise.length)
    played = play([Spoken(1, said)], length=whole + 90)
    told = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "exercise.opening")
    assert exercise.called in told
    assert say_duration(whole / 60) in told
    before = played.said()[: played.said().index(f"exercises.{exercise.name}.1")]
    assert before == ["exercise.opening", *exercise.before]
    assert "stop" in material.lines[exercise.before[-1]]
    began = _began(played, exercise.name)
    heard = [
        (t - began, f["id"])
        for t, _, f in played.events("say")
        if str(f["id"]).startswith("exercises.") and t >= began and f["id"] != exercise.closing
    ]
    due = _schedule(material, exercise.name)
    assert [line for _, line in heard] == [line for _, line in due]
    assert [t for t, _ in heard] == pytest.approx([t for t, _ in due], abs=0.011)
    assert _at(played, exercise.closing) - began == pytest.approx(whole, abs=0.5)
    assert played.events("activity")[-1][2]["state"] == "end"


@pytest.mark.parametrize("rate", [120, 300])
def test_a_slow_or_fast_voice_changes_no_rhythm(play: Play, material: Material, rate: int) -> None:
    """The clock leads, not the voice: "slower" makes no exercise longer (E)."""
    usual = play([Spoken(1, "muscle relaxation")], length=360)
    other = play([Spoken(1, "muscle relaxation")], length=360, voice=ToneVoice(rate=rate))

    def counts(played: Rehearsal) -> list[float]:
        began = _began(played, "muscles")
        return [round(t - began, 2) for t, _, f in played.events("cue") if f["sound"] in ("hold", "out")]

    groups = sum(isinstance(step, Muscle) for step in material.exercises["muscles"].steps)
    assert len(counts(usual)) == 6 * groups
    assert counts(other) == counts(usual)


def test_a_line_that_overruns_hurries_no_rhythm(play: Play) -> None:
    """At the slowest voice lines take longer than their time; counts and taps still come second by second (E)."""
    muscles = play([Spoken(1, "muscle relaxation")], length=420, voice=ToneVoice(rate=80))
    counts = [t for t, _, f in muscles.events("cue") if f["sound"] in ("hold", "out")]
    assert len(counts) > 6
    for number in range(0, len(counts), 6):
        group = counts[number : number + 6]
        assert [round(t - group[0], 2) for t in group] == [0, 1, 2, 3, 4, 5]
    taps = play([Spoken(1, "butterfly hug")], length=120, voice=ToneVoice(rate=80))
    ticks = [t for t, _, f in taps.events("cue") if str(f["sound"]).startswith("tick")]
    assert min(b - a for a, b in pairwise(ticks)) >= 0.99


def test_muscles_are_tensed_for_five_and_let_go_for_long(play: Play) -> None:
    """A count of five on the clock, then ten seconds or more before anything else is asked (E)."""
    played = play([Spoken(1, "muscle relaxation")], length=360)
    cues = [(t, f["sound"]) for t, _, f in played.events("cue") if f["sound"] in ("hold", "out")]
    for number in range(0, len(cues), 6):
        group = cues[number : number + 6]
        assert [sound for _, sound in group] == ["hold"] * 5 + ["out"]
        assert [round(t - group[0][0], 2) for t, _ in group] == [0, 1, 2, 3, 4, 5]
        after = [t for t, _, f in played.events("say") if t > group[5][0] and f["id"] != "exercise.release"]
        assert min(after) - group[5][0] >= 10
    words = [f["id"] for _, _, f in played.events("say") if str(f["id"]).startswith("exercise.count")]
    assert words[:5] == [f"exercise.count_{number}" for number in range(1, 6)]


def test_taps_tick_left_and_right_in_turn(play: Play, material: Material) -> None:
    """The ticks alternate between the two sides, about one a second, for as long as the script says (D23, E)."""
    played = play([Spoken(1, "butterfly hug")], length=200)
    ticks = [(t, f["sound"]) for t, _, f in played.events("cue") if str(f["sound"]).startswith("tick")]
    steps = [step for step in material.exercises["butterfly"].steps if isinstance(step, Ticks)]
    assert len(ticks) == sum(step.length // step.every for step in steps)
    first = ticks[: steps[0].length // steps[0].every]
    assert [sound for _, sound in first[:4]] == ["tick_left", "tick_right", "tick_left", "tick_right"]
    gaps = {round(b[0] - a[0], 2) for a, b in pairwise(first)}
    assert gaps == {seconds(steps[0].every)}


def test_next_and_back_go_from_line_to_line(play: Play) -> None:
    """Next goes on sooner, back hears the last one again, and the rest keeps its times (E: user-paced)."""
    script = [
        reply("exercises.senses.1", "next"),
        reply("exercises.senses.3", "next", 2),
        reply("exercises.senses.5", "go back", 3),
    ]
    played = play([Spoken(1, "grounding"), *script], length=150)
    lines = [line for line in played.said() if line.startswith("exercises.senses.") and line[-1].isdigit()]
    assert lines[:5] == [f"exercises.senses.{n}" for n in (1, 3, 5, 3, 5)]
    again = [t for t, _, f in played.events("say") if f["id"] == "exercises.senses.3"][1]
    fifth = [t for t, _, f in played.events("say") if f["id"] == "exercises.senses.5"][1]
    assert fifth - again == pytest.approx(35, abs=0.03)


def test_next_leads_to_the_end(play: Play) -> None:
    """With next after every line the exercise ends with its closing line."""
    script = [reply(f"exercises.butterfly.{n}", "next") for n in (1, 2)]
    played = play([Spoken(1, "butterfly hug"), *script, Spoken(60, "next"), Spoken(70, "next")], length=90)
    assert played.said()[-1] == "exercises.butterfly.closing"


def test_how_long_left_is_answered_and_changes_nothing(play: Play) -> None:
    """The answer is right, and the next line comes when it would have come anyway."""
    usual = play([Spoken(1, "body scan")], length=240)
    asked = play([Spoken(1, "body scan"), reply("exercises.body_scan.3", "how long left", 5)], length=240)
    assert [e for e in asked.events("say") if e[2]["id"] != "exercise.left"] == usual.events("say")
    at = _at(asked, "exercise.left")
    text = next(str(f["text"]) for _, _, f in asked.events("say") if f["id"] == "exercise.left")
    left = _began(asked, "body_scan") + 180 - at
    assert text == f"{say_duration(round(left) / 60)} left."


def test_pause_keeps_the_place_and_the_length(play: Play) -> None:
    """A pause of any length takes nothing from the exercise (E)."""
    script = [reply("exercises.senses.3", "pause", 5), reply("session.paused", "continue", 30)]
    played = play([Spoken(1, "grounding"), *script], length=300)
    usual = play([Spoken(1, "grounding")], length=300)
    covered = [t for t, _, f in played.events("activity") if f["state"] in ("pause", "resume")]
    away = covered[1] - covered[0]
    assert _at(played, "exercises.senses.closing") - _began(played, "senses") == pytest.approx(180 + away, abs=0.05)
    assert [line for line in played.said() if line.startswith("exercises.")] == [
        line for line in usual.said() if line.startswith("exercises.")
    ]


def test_stop_ends_it_at_once(play: Play) -> None:
    """Stop is heard in the middle of a line, and in the quiet."""
    for at in (13.5, 30):
        played = play([Spoken(1, "body scan"), Spoken(at, "stop")], length=60)
        assert played.said()[-1] == "session.stopped"
        assert {t for t, _, _ in played.events("say") if t > at + 0.5} == set()
        assert played.events("activity")[-1][2]["state"] == "interrupted"


def test_the_thing_with_weight_is_named_kept_on_a_yes_and_named_next_time(play: Play) -> None:
    """It is asked for once; after a yes it is kept and goes by its name the next time, unasked (S23, D25)."""
    journal = MemoryJournal()
    script = [
        Spoken(1, "something heavy"),
        reply("exercises.weighted.object", "yes"),
        reply("exercises.weighted.which", "the second"),
        reply("session.keep_that", "yes"),
    ]
    first = play(script, length=330, journal=journal)
    assert "your cushion" in next(
        str(f["text"]) for _, _, f in first.events("say") if f["id"] == "exercises.weighted.1"
    )
    assert [dict(entry.fields) for entry in journal.entries("preference")] == [{"object": "your cushion"}]
    again = play([Spoken(1, "something heavy")], length=330, journal=journal)
    assert again.said()[0] == "exercise.opening"
    assert "your cushion" in next(
        str(f["text"]) for _, _, f in again.events("say") if f["id"] == "exercises.weighted.1"
    )
    assert "session.keep_that" not in again.said()
    caution = next(str(f["text"]) for _, _, f in again.events("say") if f["id"] == "exercises.weighted.caution")
    assert all(word in caution for word in ("push off", "face", "chest", "children"))


def test_without_a_thing_or_a_word_the_own_hands_do(play: Play) -> None:
    """Silence and a no lead on, and nothing is kept of it (S23, D15)."""
    for script in ([], [reply("exercises.weighted.object", "no")]):
        played = play([Spoken(1, "something heavy"), *script], length=330)
        first = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "exercises.weighted.1")
        assert "your own hands" in first
        assert not played.events("stored")
        assert played.said()[-1] == "exercises.weighted.closing"


def test_a_thing_that_nobody_names_is_not_given_a_name(play: Play) -> None:
    """A yes, and then silence: it is called what it is, and nothing is kept of it (S23)."""
    played = play([Spoken(1, "something heavy"), reply("exercises.weighted.object", "yes")], length=340)
    first = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "exercises.weighted.1")
    assert "what you have there" in first
    assert "session.keep_that" not in played.said()


def test_what_somebody_chose_changes_words_and_sounds(play: Play) -> None:
    """No breath focus: another line in the same place; no tones: the word in place of the tick (S19)."""
    journal = MemoryJournal()
    journal.add("preference", {"no_breath": True, "no_tones": True}, "", NOW)
    senses = play([Spoken(1, "grounding")], length=230, journal=journal)
    assert "exercises.senses.11_no_breath" in senses.said()
    assert "exercises.senses.11" not in senses.said()
    taps = play([Spoken(1, "butterfly hug")], length=60, journal=journal)
    assert not [f for _, _, f in taps.events("cue") if str(f["sound"]).startswith("tick")]
    sides = [(t, f["id"]) for t, _, f in taps.events("say") if str(f["id"]).startswith("exercise.tick")]
    assert [side for _, side in sides[:3]] == ["exercise.tick_left", "exercise.tick_right", "exercise.tick_left"]
    assert sides[1][0] - sides[0][0] == pytest.approx(1, abs=0.03)


def test_words_alone_and_tones_alone(play: Play) -> None:
    """Without tones the taps are words; without signals the ticks still sound (C50)."""
    words = play([Spoken(1, "butterfly hug")], length=45, settings=Settings(tones=False), manner=Manner(tones=False))
    assert "exercise.tick_left" in words.said()
    tones = play([Spoken(1, "butterfly hug")], length=45, manner=Manner(earcons=False))
    at = next(t for t, _, f in tones.events("cue") if f["sound"] == "tick_left")
    assert np.abs(tones.sound[round(at * RATE) : round((at + 0.05) * RATE)]).max() > 0


def test_a_tone_that_is_not_wanted_is_a_word_alone(play: Play) -> None:
    """Without tones the count of the muscles is there in words, and nothing else sounds (S19)."""
    journal = MemoryJournal()
    journal.add("preference", {"no_tones": True}, "", NOW)
    played = play([Spoken(1, "muscle relaxation")], length=60, journal=journal)
    at, count = next((t, f) for t, _, f in played.events("say") if f["id"] == "exercise.count_1")
    word = round(len(str(count["text"])) * 0.06 * RATE)
    after = played.sound[round(at * RATE) + word + 320 : round((at + 0.98) * RATE)]
    assert np.abs(after).max() == 0


def test_only_words_of_the_voice_are_left_out_where_it_fails(play: Play) -> None:
    """With no voice at all the steps still come at their times, to be read (D31)."""
    played = play([Spoken(1, "body scan")], length=240, voice=ToneVoice(trigger_failure=True), manner=Manner())
    began = _began(played, "body_scan")
    assert _at(played, "exercises.body_scan.closing") - began == pytest.approx(180, abs=0.5)
    assert len(played.events("error")) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("body_scan", ["upsetting memories", "stop", "open or closed"]),
        ("butterfly", ["upsetting memories", "stop"]),
        ("stretch", ["seated", "firm", "hurts"]),
        ("muscles", ["hurts", "heart", "doctor", "open or closed"]),
        ("weighted", ["push off", "face", "chest", "breathing", "children"]),
    ],
)
def test_the_cautions_are_said_before_it_begins(play: Play, name: str, words: list[str]) -> None:
    """What has to be known for an exercise is said ahead of it (D20, D23, D24, D25)."""
    asked = {"weighted": "something heavy", **{exercise: said for said, exercise in ASKED.items()}}
    played = play([Spoken(1, asked[name])], length=45)
    caution = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == f"exercises.{name}.caution")
    assert all(word in caution for word in words)


def test_the_body_scan_keeps_to_neutral_places(material: Material) -> None:
    """Hands, feet, back: never the places where a memory sits (D23)."""
    text = " ".join(text for line, text in material.lines.items() if line.startswith("exercises.body_scan."))
    assert not {"chest", "belly", "stomach", "throat", "heart", "hips", "neck"} & set(text.lower().split())


def test_nobody_is_hurried_or_made_to_strain(material: Material) -> None:
    """Movement is seated first and never vigorous (D24)."""
    text = " ".join(text for line, text in material.lines.items() if line.startswith("exercises.stretch.")).lower()
    assert not {"fast", "faster", "run", "sprint", "harder"} & set(text.split())
