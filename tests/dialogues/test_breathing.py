"""Breathing as it is led."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
import pytest

from companion.journal import MemoryJournal
from companion.material import Material
from companion.scene import Settings
from companion.testing import Rehearsal, Spoken, reply
from companion.units import RATE

Play = Callable[..., Rehearsal]


def _cues(played: Rehearsal) -> list[tuple[float, str]]:
    return [(t, str(f["sound"])) for t, _, f in played.events("cue") if f["sound"] in ("in", "out", "hold", "top_up")]


@pytest.mark.parametrize(
    ("said", "phases", "cycles"),
    [
        ("breathing", [("in", 4), ("out", 6)], 12),
        ("coherent breathing", [("in", 5.5), ("out", 5.5)], 27),
        ("seven eleven breathing", [("in", 7), ("out", 11)], 10),
        ("sigh breathing", [("in", 4), ("top_up", 1.5), ("out", 8)], 3),
    ],
)
def test_every_phase_is_exactly_on_the_clock(
    play: Play, said: str, phases: list[tuple[str, float]], cycles: int
) -> None:
    """Each cue comes at its exact time after the first, over the whole exercise: no drift at all (S22, E)."""
    played = play([Spoken(1, said)], length=340)
    cues = _cues(played)
    assert len(cues) == cycles * len(phases)
    t = first = cues[0][0]
    for number, (at, sound) in enumerate(cues):
        name, length = phases[number % len(phases)]
        assert sound == name
        assert at == pytest.approx(t, abs=0.0011), f"cue {number}, {at - first} s in"
        t += length
    assert played.said()[-1] == "breathing.closing"
    closing = next(at for at, _, f in played.events("say") if f["id"] == "breathing.closing")
    assert closing == pytest.approx(t, abs=0.0011)


@pytest.mark.parametrize(
    ("said", "spoken"), [("breathing", "two minutes"), ("breathing for five minutes", "five minutes")]
)
def test_the_total_is_said_before_and_kept(play: Play, said: str, spoken: str) -> None:
    """The opening names the total length, and the exercise lasts as long within half a second (E)."""
    played = play([Spoken(1, said)], length=360)
    opening = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "breathing.opening")
    assert spoken in opening
    cues = _cues(played)
    closing = next(at for at, _, f in played.events("say") if f["id"] == "breathing.closing")
    assert closing - cues[0][0] == pytest.approx({"two": 120, "five": 300}[spoken.split()[0]], abs=0.5)


@pytest.mark.parametrize("answer", ["yes", "i don't know", None])
@pytest.mark.parametrize("said", ["box breathing", "four seven eight breathing"])
def test_a_hold_is_led_only_after_a_clear_no(play: Play, said: str, answer: str | None) -> None:
    """Box and 4-7-8 ask about health first; yes, doubt and silence all fall back to no hold (D18)."""
    answers = [] if answer is None else [Spoken(20, answer)]
    played = play([Spoken(1, said), *answers], length=120)
    assert played.said()[0] == "breathing.health"
    assert "hold" not in {sound for _, sound in _cues(played)}
    assert {sound for _, sound in _cues(played)} == {"in", "out"}


def test_four_seven_eight_is_four_rounds_at_most(play: Play) -> None:
    """4-7-8 is capped at four cycles, however long was asked for (E)."""
    played = play([Spoken(1, "four seven eight breathing for ten minutes"), Spoken(20, "no")], length=300)
    assert [sound for _, sound in _cues(played)] == ["in", "hold", "out"] * 4


def test_time_left_is_answered_without_touching_the_breath(play: Play) -> None:
    """ "How long left" is answered beside the exercise; the cues stay where they were."""
    asked = play([Spoken(1, "breathing"), Spoken(60, "how long left")], length=160)
    usual = play([Spoken(1, "breathing")], length=160)
    assert _cues(asked) == _cues(usual)
    left = next(str(f["text"]) for _, _, f in asked.events("say") if f["id"] == "breathing.left")
    remaining = _cues(usual)[-1][0] + 6 - 60
    assert "minute" in left
    assert remaining > 60


def test_next_ends_early_and_kindly(play: Play) -> None:
    """Next finishes the exercise with its early line."""
    played = play([Spoken(1, "breathing"), Spoken(50, "next")], length=70)
    assert played.said()[-1] == "breathing.early"
    assert played.events("activity")[-1][2]["state"] == "end"


def test_words_and_tones_sound_together(play: Play) -> None:
    """The word of a phase is mixed over its tone, and is over before the phase is."""
    played = play([Spoken(1, "breathing")], length=60)
    at, sound = _cues(played)[0]
    assert sound == "in"
    piece = np.abs(played.sound[round(at * RATE) : round((at + 4) * RATE)]).max(axis=1)
    assert piece.max() > 3000
    assert 0 < piece[-1] < 1000
    words = [(t, f["id"]) for t, _, f in played.events("say") if t == at]
    assert words == [(at, "breathing.breathe_in")]


def test_configured_style_and_length_are_taken(play: Play, material: Material) -> None:
    """The style and minutes of the config lead when nothing else is said."""
    played = play(
        [Spoken(1, "breathing")], length=90, settings=Settings(breathing_style="coherent", breathing_minutes=1)
    )
    assert len(_cues(played)) == 2 * round(60 / 11)
    assert material.breathing["coherent"].called in next(
        str(f["text"]) for _, _, f in played.events("say") if f["id"] == "breathing.opening"
    )


SIDE_BY_SIDE = [
    Spoken(1, "let us breathe together"),
    reply("breathing.pair_willing", "yes"),
    reply("breathing.pair_willing", "yes"),
]


def test_side_by_side_the_lead_changes_every_minute(play: Play) -> None:
    """Five in, five out, two minutes; who leads is said, and changes each minute; the breath stays (S27)."""
    settings = Settings(people=("Ana", "Ben"))
    script = [*SIDE_BY_SIDE, reply("breathing.hands", "yes"), reply("breathing.hands", "yes")]
    played = play(script, length=260, settings=settings)
    asked = [str(f["text"]) for _, _, f in played.events("say") if f["id"] == "breathing.pair_willing"]
    assert [text.split(",")[0] for text in asked] == ["Ana", "Ben"]
    assert "breathing.hands_held" in played.said()
    opening = next(str(f["text"]) for _, _, f in played.events("say") if f["id"] == "breathing.pair_opening")
    assert "two minutes" in opening
    cues = _cues(played)
    assert [sound for _, sound in cues] == ["in", "out"] * 12
    assert [round(t - cues[0][0], 2) for t, _ in cues] == [5 * number for number in range(24)]
    leads = [(t, str(f["text"])) for t, _, f in played.events("say") if f["id"] == "breathing.leads"]
    assert [text.split()[0] for _, text in leads] == ["Ana", "Ben"]
    assert 55 < leads[1][0] - cues[0][0] < 60


@pytest.mark.parametrize("answers", [["no"], ["yes", "no"], ["yes"], []])
def test_side_by_side_needs_a_yes_of_everyone(play: Play, answers: list[str]) -> None:
    """A no or silence of one ends it with the sentence that every refusal has, and nothing is led (S27, D11)."""
    script = [Spoken(1, "let us breathe together"), *(reply("breathing.pair_willing", answer) for answer in answers)]
    played = play(script, length=90)
    assert "session.not_available" in played.said()
    assert not _cues(played)


@pytest.mark.parametrize("answers", [["no"], ["yes", "no"], []])
def test_hands_only_where_everyone_says_so(play: Play, answers: list[str]) -> None:
    """Touch is asked of each; without a yes of everyone the hands stay where they are (S27)."""
    script = [*SIDE_BY_SIDE, *(reply("breathing.hands", answer) for answer in answers)]
    played = play(script, length=150)
    assert "breathing.hands_free" in played.said()
    assert "breathing.hands_held" not in played.said()
    assert _cues(played)


def test_after_a_pause_the_first_breath_in_has_its_word(play: Play) -> None:
    """The breath begins anew, with its word, and no breath is lost (E)."""
    script = [Spoken(1, "breathing"), Spoken(50, "pause"), reply("session.paused", "continue", 20)]
    played = play(script, length=220)
    back = next(t for t, _, f in played.events("said") if f["id"] == "session.going_on")
    t, sound = next((t, sound) for t, sound in _cues(played) if t >= back)
    assert sound == "in"
    assert [f["id"] for at, _, f in played.events("say") if at == t] == ["breathing.breathe_in"]
    whole = [sound for _, sound in _cues(played)]
    assert whole.count("out") >= 12


def test_a_kept_condition_needs_no_question(play: Play) -> None:
    """What is known about health is honoured unasked: no hold (D18)."""
    journal = MemoryJournal()
    journal.add("health", {"panic": True}, "", datetime(2026, 11, 20, 9))
    played = play([Spoken(1, "box breathing")], length=60, journal=journal)
    assert played.said()[:2] == ["breathing.instead", "breathing.opening"]
    assert {sound for _, sound in _cues(played)} == {"in", "out"}


def test_a_clear_no_counts_for_the_session(play: Play) -> None:
    """Nobody is asked twice about the same thing in one session (D18)."""
    script = [Spoken(1, "box breathing"), reply("breathing.health", "no"), Spoken(200, "box breathing")]
    played = play(script, length=260)
    assert played.said().count("breathing.health") == 1
    assert "hold" in {sound for t, sound in _cues(played) if t > 200}


def test_the_breath_has_a_way_out_and_something_to_hold_on_to(play: Play, material: Material) -> None:
    """Dizzy: breathe as you like; or leave the breath for a sound (D18, D19)."""
    text = material.lines["breathing.opening"]
    assert "dizzy" in text
    assert "sound" in text
    assert all(
        "hold" not in {phase.shape for phase in style.phases} or style.fallback for style in material.breathing.values()
    )
