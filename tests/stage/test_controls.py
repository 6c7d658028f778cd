"""What acts in every state, and how."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from companion.dialogues import REPERTOIRE
from companion.stage import Manner
from companion.testing import Rehearsal, Spoken, ToneVoice, reply
from companion.units import RATE, Samples

Play = Callable[..., Rehearsal]


def _quiet(played: Rehearsal, start: float, end: float) -> bool:
    return not played.sound[round(start * RATE) : round(end * RATE)].any()


def _first_silence(played: Rehearsal, after: float) -> float:
    """Seconds from `after` to the first sample of a silence of a tenth of a second."""
    level = np.abs(played.sound[round(after * RATE) :]).max(axis=1)
    silent = np.convolve(level == 0, np.ones(1600), "valid") == 1600
    return float(np.argmax(silent)) / RATE


def test_greeting_is_cut_by_any_command(play: Play) -> None:
    """Somebody in need does not wait for the greeting: a command said into it is acted upon at once."""
    played = play([Spoken(0.8, "breathing")], length=3, begin="greeting")
    assert [name for _, _, fields in played.events("intent") for name in [fields["name"]]] == ["breathing"]
    assert played.said() == ["session.greeting", "breathing.opening"]
    assert played.events("activity")[0] == (0.8, "activity", {"name": "breathing", "state": "start"})


def test_a_command_right_after_the_greeting_counts(play: Play) -> None:
    """The greeting yields: even where our voice reaches the microphone, a command close behind it is acted upon."""
    script = [reply("session.greeting", "breathing", pause=0.3)]
    assert "breathing.opening" in play(script, length=10, begin="greeting", manner=Manner(guard=Samples(8000))).said()


@pytest.mark.parametrize("state", ["idle", "speaking", "exercise", "question", "break", "check_in", "paused"])
@pytest.mark.parametrize("way", ["voice", "partial", "key"])
def test_stop_ends_everything_from_every_state(play: Play, state: str, way: str) -> None:
    """Stop by voice, on a partial result, or by key silences the output and leaves nothing running (C29)."""
    lead = {
        "idle": [],
        "speaking": [Spoken(1, "breathing")],
        "exercise": [Spoken(1, "breathing")],
        "question": [Spoken(1, "timeout")],
        "break": [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes")],
        "check_in": [Spoken(1, "check in"), reply("together.alone", "yes")],
        "paused": [Spoken(1, "breathing"), Spoken(30, "pause")],
    }[state]
    at = {"idle": 3.0, "speaking": 3.0, "question": 12.0}.get(state, 60.0)
    stop = {"voice": [Spoken(at, "stop")], "partial": [Spoken(at, "stop", partial=True)], "key": []}[way]
    keys = [(at, "escape")] if way == "key" else []
    played = play([*lead, *stop], length=at + 10, keys=keys)
    assert ("stop" in [fields["name"] for t, _, fields in played.events("intent") if t <= at + 0.25]) is True
    assert played.said()[-1] in ("session.stopped", "timeout.stopped", "check_in.stopped")
    assert not played.stage.pending
    assert _quiet(played, at + 9, at + 10)


@pytest.mark.parametrize("way", ["voice", "partial", "key"])
def test_timeout_acts_while_it_speaks(play: Play, way: str) -> None:
    """Timeout cuts a line in the middle, within a fade, and its own first words follow (S24, S25)."""
    said = {"voice": [Spoken(3, "time out")], "partial": [Spoken(3, "time out", partial=True)], "key": []}[way]
    played = play([Spoken(1, "breathing"), *said], length=5, keys=[(3, "space")] if way == "key" else [])
    assert ("breathing.opening", False) in [(f["id"], f["completed"]) for _, _, f in played.events("said")]
    assert played.said()[-1] == "timeout.opening"
    states = [(f["name"], f["state"]) for _, _, f in played.events("activity")]
    assert states == [("breathing", "start"), ("breathing", "interrupted"), ("timeout", "start")]


def test_partial_stop_is_silent_at_once(play: Play) -> None:
    """From the block of the partial result on, the output fades within 20 ms; the intent follows 200 ms later."""
    played = play([Spoken(1, "breathing"), Spoken(3, "stop", partial=True)], length=6)
    assert _first_silence(played, 3.0) <= 0.02
    stop = next(t for t, _, fields in played.events("intent") if fields["name"] == "stop")
    assert stop == pytest.approx(3.2, abs=0.021)


def test_other_words_let_the_line_go_on(play: Play) -> None:
    """ "Stop" that becomes something else is taken back: the line goes on and is said to its end."""
    script = [
        Spoken(1, "breathing"),
        Spoken(3, "stop", partial=True, start=2.5),
        Spoken(3.1, "stop the car outside", partial=True, start=2.5),
    ]
    played = play(script, length=20)
    assert [fields["name"] for _, _, fields in played.events("intent")] == ["breathing"]
    assert ("breathing.opening", True) in [(f["id"], f["completed"]) for _, _, f in played.events("said")]


def test_an_ear_that_is_behind_is_waited_for(play: Play) -> None:
    """The 200 ms for another word are those of the ear: what it has not got to yet may take "stop" back (C29)."""
    script = [
        Spoken(1, "breathing"),
        Spoken(3, "stop", partial=True, start=2.5, late=0.3),
        Spoken(3.1, "stop the car outside", partial=True, start=2.5, late=0.7),
    ]
    played = play(script, length=20)
    assert _first_silence(played, 3.3) <= 0.02
    assert [fields["name"] for _, _, fields in played.events("intent")] == ["breathing"]


def test_later_words_add_to_a_timeout(play: Play) -> None:
    """ "Time out" acts at once; "for half an hour", said on, is a second intent of the same start."""
    script = [
        Spoken(3, "time out", partial=True, start=2.5),
        Spoken(4.5, "time out for half an hour", start=2.5),
    ]
    played = play(script, length=30)
    intents = [(f["name"], f["start"], dict(f["slots"])) for _, _, f in played.events("intent")]  # type: ignore[call-overload]
    assert intents == [("timeout", 2.5, {}), ("timeout", 2.5, {"when": "2026-11-20T09:30:04"})]
    assert played.said()[:2] == ["timeout.opening", "timeout.read_back"]


def test_pause_keeps_and_continue_begins_a_fresh_breath(play: Play) -> None:
    """A pause lasts as long as it is wanted; afterwards the exercise goes on with an in-breath (E)."""
    played = play([Spoken(1, "breathing"), Spoken(40, "pause"), Spoken(100, "continue")], length=130)
    states = [(t, f["state"]) for t, _, f in played.events("activity")]
    assert [state for _, state in states] == ["start", "pause", "resume"]
    assert states[1][0] == 40.0
    assert not [t for t, _, f in played.events("cue") if 40 < t < 100]
    after = next(f["sound"] for t, _, f in played.events("cue") if t >= states[2][0])
    assert after == "in"


def test_louder_and_quieter_change_what_follows(play: Play) -> None:
    """Louder raises the level of everything that sounds afterwards, quieter lowers it again (C23)."""
    script = [
        Spoken(1, "louder"),
        Spoken(4, "what can i say"),
        Spoken(20, "stop"),
        Spoken(30, "quieter"),
        Spoken(33, "help"),
    ]
    played = play(script, length=50)
    loud = played.sound[5 * RATE : 8 * RATE].max()
    soft = played.sound[34 * RATE : 37 * RATE].max()
    assert loud > soft > 0


def test_slower_makes_speech_longer_and_leaves_breath_alone(play: Play) -> None:
    """Slower stretches the words; the cycle of the breath stays the same to the sample (C22)."""
    slow = play([Spoken(1, "slower"), Spoken(2, "slower"), Spoken(4, "breathing")], length=60)
    usual = play([Spoken(4, "breathing")], length=60)

    def opening(played: Rehearsal) -> float:
        began = next(t for t, _, f in played.events("say") if f["id"] == "breathing.opening")
        ended = next(t for t, _, f in played.events("said") if f["id"] == "breathing.opening")
        return ended - began

    def cycles(played: Rehearsal) -> set[float]:
        breaths = [t for t, _, f in played.events("cue") if f["sound"] == "in"]
        return {round(b - a, 3) for a, b in pairwise(breaths)}

    assert opening(slow) > opening(usual) * 1.2
    assert cycles(slow) == cycles(usual) == {10.0}


def test_repeat_says_the_question_again_and_listens(play: Play) -> None:
    """Repeat says the last line once more; the question stays open (C31)."""
    played = play([Spoken(1, "timeout"), Spoken(14, "say that again"), Spoken(24, "in half an hour")], length=30)
    assert played.said()[:4] == ["timeout.opening", "timeout.when", "timeout.when", "timeout.read_back"]


@pytest.mark.parametrize("state", ["idle", "exercise", "break", "question", "check_in"])
def test_help_names_three_to_five_things_of_the_state(play: Play, material, state: str) -> None:  # type: ignore[no-untyped-def]
    """Help speaks the lines of the state it was asked in, then what ran goes on (C49)."""
    lead = {
        "idle": [],
        "exercise": [Spoken(1, "breathing")],
        "break": [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes")],
        "question": [Spoken(1, "timeout")],
        "check_in": [Spoken(1, "check in"), reply("together.alone", "yes")],
    }[state]
    at = 12.0 if state == "question" else 60.0
    played = play([*lead, Spoken(at, "help")], length=at + 40)
    said = [f["id"] for t, _, f in played.events("say") if t >= at]
    wanted = list(material.help[state].first)
    assert said[: len(wanted)] == wanted
    assert 3 <= len(wanted) <= 5


def test_goodbye_ends_the_session(play: Play) -> None:
    """Goodbye says a word and leaves."""
    played = play([Spoken(1, "goodbye")], length=30)
    assert played.said() == ["session.goodbye"]
    assert played.stage.left is not None


def test_three_escapes_leave_at_once(play: Play) -> None:
    """Escape three times within five seconds is the quick exit; twice is not (D12)."""
    gone = play([Spoken(0.5, "breathing")], length=9, keys=[(2, "escape"), (3, "escape"), (6.5, "escape")])
    assert gone.stage.left is not None
    assert gone.stage.left.quick
    stays = play([Spoken(0.5, "breathing")], length=9, keys=[(2, "escape"), (3, "escape"), (8, "escape")])
    assert stays.stage.left is None


def test_words_over_its_own_voice_count_only_as_controls(play: Play) -> None:
    """While it speaks, "breathing" said by whoever is left alone; "help" is not (C24)."""
    played = play([Spoken(1, "timeout"), Spoken(2, "breathing"), Spoken(2.5, "yes")], length=5)
    assert [f["name"] for _, _, f in played.events("intent")] == ["timeout"]
    assert len(played.events("rejected")) == 2


def test_guard_lasts_until_the_voice_has_died_away(play: Play) -> None:
    """Where our voice reaches the microphone, what is over within the guard is no answer (C25); a quick answer is."""
    guarded = Manner(guard=Samples(8000))
    for pause, counts in ((0.4, False), (0.6, True)):
        script = [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "no", pause=pause)]
        assert ("timeout.another" in play(script, length=30, manner=guarded).said()) is counts


def test_where_it_hears_itself_only_the_pause_signal_counts_over_its_voice(play: Play) -> None:
    """Where our voice reaches the microphone, a recogniser makes commands of it: all but stop and its like are left."""
    guarded = Manner(guard=Samples(8000))
    script = [Spoken(1, "breathing"), Spoken(2.0, "goodbye"), Spoken(2.5, "help"), Spoken(3, "time out")]
    played = play(script, length=6, manner=guarded)
    assert [f["name"] for _, _, f in played.events("intent")] == ["breathing", "timeout"]
    assert [f["reason"] for _, _, f in played.events("rejected")] == ["own voice", "own voice"]


def test_where_our_voice_is_taken_out_all_that_may_be_said_over_it_counts(play: Play) -> None:
    """With echo cancelling the whole list of `speaking` acts again, and still not the words of our own line (C26)."""
    clear = Manner(guard=Samples(8000), cancelled=True)
    script = [Spoken(1, "breathing"), Spoken(2.0, "louder"), Spoken(2.5, "help"), Spoken(3, "time out")]
    played = play(script, length=6, manner=clear)
    assert [f["name"] for _, _, f in played.events("intent")] == ["breathing", "louder", "help", "timeout"]
    script = [Spoken(1, "louder"), reply("session.louder", "louder", pause=0.05)]
    own = play(script, length=6, manner=clear)
    assert [f["reason"] for _, _, f in own.events("rejected")] == ["own voice"]


@pytest.mark.parametrize(("pause", "counts"), [(-0.4, True), (-0.7, False), (0.1, True)])
def test_an_answer_into_the_last_word_of_the_question_counts(play: Play, pause: float, counts: bool) -> None:
    """Where our voice is not heard, who answers before the question has quite ended is not asked again."""
    early = replace(reply("timeout.read_back", "no", pause=pause), late=0.9)
    script = [Spoken(1, "timeout for half an hour"), early]
    played = play(script, length=30, manner=Manner(guard=Samples(8000), cancelled=True))
    assert ("timeout.another" in played.said()) is counts


def test_a_false_interruption_goes_on_where_it_was(play: Play) -> None:
    """A word that was no stop after all holds the line, and it goes on within two seconds, whole (C27)."""
    plain = play([Spoken(1, "breathing")], length=20)
    held = [Spoken(2.0, "stop", partial=True, start=1.6), Spoken(2.15, "stop the car please", start=1.6)]
    played = play([Spoken(1, "breathing"), *held], length=20)
    ends = [next(t for t, _, f in each.events("said") if f["id"] == "breathing.opening") for each in (plain, played)]
    assert 0 < ends[1] - ends[0] < 2
    assert [f["completed"] for _, _, f in played.events("said") if f["id"] == "breathing.opening"] == [True]
    assert [f["name"] for _, _, f in played.events("intent")] == ["breathing"]


def test_where_our_voice_is_taken_out_nothing_is_forgotten(play: Play) -> None:
    """With echo cancelling the ear is never told to begin anew: an answer begun early is not lost."""
    played = play([Spoken(1, "timeout")], length=12, manner=Manner(guard=Samples(8000), cancelled=True))
    assert not [t for t, expectation in played.ear.expectations if expectation.fresh]


def test_where_it_hears_itself_the_ear_begins_anew(play: Play) -> None:
    """As soon as our voice has died away the ear is told to forget what it heard of it, once a line."""
    played = play([Spoken(1, "timeout")], length=12, manner=Manner(guard=Samples(8000)))
    ended = [t for t, _, _ in played.events("said")]
    fresh = [t for t, expectation in played.ear.expectations if expectation.fresh]
    assert fresh == pytest.approx([t + 0.5 for t in ended if t + 0.5 < 12 and t != ended[0]], abs=0.041)


def test_a_voice_that_fails_leaves_text_and_earcons(play: Play) -> None:
    """Without a voice every line is still told, in reading time, the earcons sound, and one error says why (D31)."""
    played = play([Spoken(1, "timeout")], length=20, voice=ToneVoice(trigger_failure=True))
    assert played.said()[:2] == ["timeout.opening", "timeout.when"]
    assert [fields["what"] for _, _, fields in played.events("error")] == ["The voice does not answer."]
    assert played.sound[RATE : 2 * RATE].any()


def test_a_slow_voice_delays_and_breaks_nothing(play: Play) -> None:
    """While a clip is still being rendered, time passes; the line begins when it is there."""
    played = play([Spoken(1, "timeout")], length=20, voice=ToneVoice(trigger_delay=25))
    began = next(t for t, _, f in played.events("say") if f["id"] == "timeout.opening")
    assert began == pytest.approx(1.5, abs=0.021)


def test_the_same_script_gives_the_same_log_and_samples(play: Play) -> None:
    """Nothing depends on anything but the audio clock."""
    script = [
        Spoken(1, "timeout for half an hour"),
        reply("timeout.read_back", "yes"),
        Spoken(50, "how long left"),
        Spoken(70, "stop"),
    ]
    first, second = play(script, length=80), play(script, length=80)
    assert first.log == second.log
    assert (first.sound == second.sound).all()


def test_a_minute_in_a_question_keeps_it_open(play: Play) -> None:
    """ "I need a minute" gives a minute; the answer after it counts, and the question is not said again (C30)."""
    script = [Spoken(1, "timeout"), reply("timeout.when", "i need a minute"), Spoken(50, "in half an hour")]
    played = play(script, length=60)
    assert played.said().count("timeout.when") == 1
    assert "timeout.when_again" not in played.said()
    assert "timeout.read_back" in played.said()


def test_next_skips_a_line(play: Play) -> None:
    """Next, said into a line, ends it and goes on with what follows."""
    played = play([Spoken(1, "breathing"), Spoken(3, "next")], length=12)
    assert ("breathing.opening", False) in [(f["id"], f["completed"]) for _, _, f in played.events("said")]
    assert "in" in [f["sound"] for _, _, f in played.events("cue")]


@pytest.mark.parametrize(("key", "line"), [("y", "timeout.begin"), ("n", "timeout.another")])
def test_keys_answer_a_question(play: Play, key: str, line: str) -> None:
    """A yes and a no need no word; outside a question the same keys do nothing."""
    played = play([Spoken(1, "timeout for half an hour")], length=20, keys=[(0.5, key), (14, key)])
    assert played.said()[-1] == line
    assert [f["name"] for _, _, f in played.events("intent")] == ["timeout", {"y": "yes", "n": "no"}[key]]


def test_a_device_notice_is_said_beside_what_runs(play: Play) -> None:
    """The loss of a microphone is said, and the exercise keeps its rhythm (C35)."""
    usual = play([], length=60, begin="breathing")
    told = play([], length=60, begin="breathing", notices=[(40.0, "microphone_lost")])
    assert "session.microphone_lost" in told.said()
    assert told.events("cue") == usual.events("cue")


def test_silence_ends_every_question(play: Play) -> None:
    """Nobody answering at all leads from every question to an end, with nothing left running."""
    for name in ("timeout", "check_in", "breathing"):
        played = play([], length=2600, begin=name)
        assert not played.stage.pending, name
        assert played.said()[-1] in ("timeout.missed", "session.not_available_then", "breathing.closing")


def test_what_cannot_be_done_yet_is_said(play: Play) -> None:
    """Something that is understood and not there yet gets an honest line, not silence."""
    fewer = {name: role for name, role in REPERTOIRE.items() if name != "grounding"}
    assert play([Spoken(1, "body scan")], length=10, repertoire=fewer).said() == ["session.not_yet"]


def test_typed_words_without_meaning_are_answered(play: Play) -> None:
    """What was typed was meant for us: it is answered. What was overheard is left alone."""
    assert play([Spoken(1, "xyzzy plugh")], length=10, manner=Manner(addressed=True)).said() == [
        "session.not_understood"
    ]
    assert play([Spoken(1, "xyzzy plugh")], length=10).said() == []


def test_its_own_word_beside_a_line_is_no_command(play: Play) -> None:
    """ "Louder.", said by itself and heard by itself, does not make it louder still (C24)."""
    script = [Spoken(1, "louder"), reply("session.louder", "louder", pause=0.05)]
    played = play(script, length=6, manner=Manner(guard=Samples(8000)))
    assert [f["name"] for _, _, f in played.events("intent")] == ["louder"]


def test_other_words_after_a_reflex_are_acted_upon(play: Play) -> None:
    """ "Stop", acted upon, and then "time out" in the same breath: the timeout is not lost."""
    played = play([Spoken(3, "stop", partial=True, start=2.5), Spoken(4, "stop time out", start=2.5)], length=8)
    assert [f["name"] for _, _, f in played.events("intent")] == ["stop", "timeout"]


def test_a_reflex_that_is_heeded_lets_the_answer_sound(play: Play) -> None:
    """A partial timeout in the break, whose final is nothing: the answer is spoken to its end."""
    script = [
        Spoken(1, "timeout for half an hour"),
        reply("timeout.read_back", "yes"),
        Spoken(100, "time out", partial=True, start=99.5),
        Spoken(101, "", partial=True, start=99.5),
    ]
    played = play(script, length=120)
    assert ("timeout.again", True) in [(f["id"], f["completed"]) for _, _, f in played.events("said")]


def test_the_answer_to_a_repeated_question_counts(play: Play) -> None:
    """An answer given while the question is being repeated is an answer."""
    script = [Spoken(1, "timeout"), reply("timeout.when", "say that again"), Spoken(16, "in half an hour")]
    assert "timeout.read_back" in play(script, length=30).said()


def test_a_notice_waits_for_the_line_that_is_spoken(play: Play) -> None:
    """A lost microphone is told after the line in which it was lost (C35)."""
    played = play([Spoken(1, "breathing")], length=25, notices=[(3.0, "microphone_lost")])
    said = played.said()
    assert said.index("session.microphone_lost") == said.index("breathing.opening") + 1


def test_pause_twice_needs_one_continue(play: Play) -> None:
    """Saying pause again in a pause changes nothing."""
    script = [Spoken(1, "breathing"), Spoken(30, "pause"), Spoken(40, "pause"), Spoken(50, "continue")]
    states = [f["state"] for _, _, f in play(script, length=70).events("activity")]
    assert states == ["start", "pause", "resume"]


@pytest.mark.parametrize("at", [1.2, 2.0])
@pytest.mark.parametrize("said", ["stop", "timeout", "support", "i want to die", "goodbye"])
def test_the_quick_exit_cannot_be_cancelled(play: Play, said: str, at: float) -> None:
    """Once the exit phrase is said, nothing that follows keeps the session (D12)."""
    played = play([Spoken(1, "what's the weather like"), Spoken(at, said)], length=60)
    assert played.stage.left is not None
    assert played.stage.left.quick


def test_goodbye_names_the_time_that_is_lost(play: Play) -> None:
    """Leaving in a break says the agreed time once more, since nothing is kept of it."""
    script = [Spoken(1, "timeout for half an hour"), reply("timeout.read_back", "yes"), Spoken(60, "goodbye")]
    assert play(script, length=80).said()[-2:] == ["session.goodbye_agreed", "session.goodbye"]


def test_typed_ahead_is_not_lost(play: Play) -> None:
    """An answer typed while a line is still being said is taken when the line is over."""
    typed = Manner(addressed=True)
    played = play([Spoken(1, "timeout for half an hour"), Spoken(4, "yes")], length=30, manner=typed)
    assert "timeout.begin" in played.said()


def test_volume_zero_is_silent(play: Play) -> None:
    """A configured volume of 0 is silence; louder can still be asked for."""
    assert not play([Spoken(1, "help")], length=5, manner=Manner(volume=0)).sound.any()


def test_a_line_cut_by_the_reflex_ended_where_it_fell_silent(play: Play) -> None:
    """`said` carries the moment of silence, not that of the decision 200 ms later; after a goodbye nothing listens."""
    script = [Spoken(2, "stop", partial=True, start=1.7), Spoken(2.5, "stop", start=1.7), Spoken(9, "goodbye")]
    played = play(script, length=20, begin="about")
    cut = next(t for t, _, f in played.events("said") if f["id"] == "session.about")
    assert cut == pytest.approx(2.0, abs=0.021)
    said = next(t for t, _, f in played.events("said") if f["id"] == "session.goodbye")
    assert not [t for t, _, _ in played.events("listening") if t >= said]


def test_a_line_beside_waits_until_the_dialogue_says_nothing(play: Play) -> None:
    """What is said beside lines that follow each other is neither lost between two of them nor said over one (C35)."""
    played = play([Spoken(1, "help")], length=40, notices=[(3.0, "microphone_lost"), (3.1, "louder")])
    spoken = played.events("say", "said")
    assert [fields["id"] for _, event, fields in spoken if event == "said" and fields["completed"]] == [
        fields["id"] for _, event, fields in spoken if event == "say"
    ]
    assert played.said()[-1] == "session.microphone_lost"
    times = [t for t, _, _ in played.log]
    assert times == sorted(times)


def test_louder_is_confirmed_at_once_or_not_at_all(play: Play) -> None:
    """Asked for in a long line, it sounds at once; its word is not said half a minute later (C23)."""
    played = play([Spoken(1, "what can i say"), Spoken(3, "louder")], length=60)
    assert (3.0, "heard") in [(t, f["sound"]) for t, _, f in played.events("cue")]
    assert "session.louder" not in played.said()
    assert "session.louder" in play([Spoken(3, "louder")], length=10).said()


def test_a_long_notice_is_never_said_over_a_question(play: Play) -> None:
    """What is to be known of the key waits until nobody is asked anything."""
    played = play([Spoken(1, "timeout")], length=120, notices=[(1.5, "key_in_file")])
    told = next(t for t, _, f in played.events("say") if f["id"] == "session.key_in_file")
    open_until = max(t for t, _, f in played.events("say") if str(f["id"]).startswith("timeout.when"))
    assert told > open_until + 8


def test_a_device_that_is_back_already_is_told_once(play: Play) -> None:
    """Lost and found again within a line, that it is back is all there is to say (C35)."""
    notices = [(3.0, "microphone_lost"), (5.0, "microphone_back")]
    said = play([Spoken(1, "breathing")], length=25, notices=notices).said()
    assert "session.microphone_back" in said
    assert "session.microphone_lost" not in said


def test_a_voice_that_never_comes_is_read_instead(play: Play) -> None:
    """Nobody is left in silence for more than five seconds: the line is shown, once told why, and it goes on (D31)."""
    played = play([Spoken(1, "timeout")], length=60, voice=ToneVoice(trigger_delay=10**9))
    first, second = (t for t, _, f in played.events("say") if f["id"] in ("timeout.opening", "timeout.when"))
    assert first == pytest.approx(6.0, abs=0.05)
    assert second > first
    assert len(played.events("error")) == 1
    assert "timeout.when_again" in played.said()


def test_each_sentence_is_waited_for_by_itself(play: Play) -> None:
    """A voice that takes two seconds for every sentence speaks all of them, however long the line (D31)."""
    played = play([Spoken(1, "breathing")], length=40, voice=ToneVoice(trigger_delay=100))
    assert played.events("error") == []
    assert ("breathing.opening", True) in [(f["id"], f["completed"]) for _, _, f in played.events("said")]


def test_no_return_is_taken_off_where_none_was_agreed(play: Play) -> None:
    """A timeout that is stopped before a time was named tells of no appointment."""
    assert play([Spoken(1, "timeout"), Spoken(9, "stop")], length=20).events("appointment") == []


def test_how_long_a_story_still_takes_is_answered(play: Play) -> None:
    """In something that is told, "how long left" gets a length, and the piece it cut is told whole."""
    played = play(
        [Spoken(1, "tell me about kintsugi"), reply("learn.kintsugi.falls", "how long left", pause=0.5)], length=30
    )
    lines = [line for line in played.said() if line != "learning.left"]
    assert played.said().count("learning.left") == 1
    assert len(lines) > len(set(lines))


@pytest.mark.parametrize("said", ["hello", "good evening", "are you there", "hello, is anybody there"])
def test_a_greeting_is_answered(play: Play, said: str) -> None:
    """Who greets it, or asks whether it is there, is told what it is and what it can do."""
    assert play([Spoken(1, said)], length=30).said() == ["session.about"]
