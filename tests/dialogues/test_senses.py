"""How exercises may sound and feel, set by voice."""

from collections.abc import Callable

from companion.journal import MemoryJournal
from companion.testing import Rehearsal, Spoken, reply

Play = Callable[..., Rehearsal]
ASKED = [
    Spoken(1, "set up sight"),
    reply("senses.no_tones", "yes"),
    reply("senses.no_touch", "no"),
    reply("senses.no_breath", "yes"),
]


def test_what_is_chosen_by_voice_counts_at_once_and_is_kept_on_a_yes(play: Play) -> None:
    """Three questions; the next exercise honours them, and so does the next session after a yes (S19)."""
    journal = MemoryJournal()
    script = [*ASKED, reply("session.keep_that", "yes"), Spoken(110, "help me calm down")]
    played = play(script, length=170, journal=journal)
    assert [dict(entry.fields) for entry in journal.entries("preference")] == [{"no_tones": True, "no_breath": True}]
    assert "calm.quiet_no_breath" in played.said()
    again = play([Spoken(1, "help me calm down")], length=60, journal=journal)
    assert "exercises.orienting.1" in again.said()
    assert "breathing.opening" not in again.said()


def test_without_a_yes_it_counts_for_this_session_only(play: Play) -> None:
    """Silence keeps nothing, and is honoured until the end (S19, D15)."""
    played = play([*ASKED, Spoken(110, "breathing")], length=150)
    assert "preference" not in {f["kind"] for _, _, f in played.events("stored")}
    at = next(t for t, _, f in played.events("cue") if f["sound"] == "in")
    tone = played.sound[round((at + 2) * 16_000) : round((at + 3.8) * 16_000)]
    assert abs(tone).max() == 0


def test_silence_leaves_everything_as_it_is(play: Play) -> None:
    """Nobody has to answer."""
    played = play([Spoken(1, "set up sight")], length=120)
    assert played.said()[-1] == "senses.as_before"
    assert not played.events("stored")


def test_a_yes_about_health_spares_the_breath_at_once(play: Play) -> None:
    """What was said about health counts in this session, kept or not (D18)."""
    script = [Spoken(1, "set up health"), reply("set_up.health", "yes"), Spoken(60, "box breathing")]
    played = play(script, length=100)
    assert "breathing.health" not in played.said()
    assert "breathing.instead" in played.said()
