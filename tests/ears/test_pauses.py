"""How long this person pauses, learnt on the audio clock from speech on the embedded ear."""

import numpy as np
import pytest
from few_commands import FewCommands
from hypothesis import given
from hypothesis import strategies as st
from speech import silence, speak

from companion.ears import EarSettings, open_ear
from companion.ears._pauses import Pauses
from companion.ports import Ear, Expectation
from companion.steps import Heard, Patience
from companion.units import BLOCK, Mono, Samples, samples, seconds

SETTINGS = EarSettings()
ANSWER = Expectation("question", "answer")
OURS = Expectation("speaking", speaking=True, clear=True)


@pytest.fixture(scope="module")
def ear() -> Ear:
    return open_ear("pocketsphinx", FewCommands(), SETTINGS, ())


def finals(
    ear: Ear, sound: Mono, expectation: Expectation, spoken_at: float | None = None
) -> list[tuple[float, Heard]]:
    """What was heard, with the second at which it was known. From `spoken_at` on we spoke for half a second."""
    ear.expect(expectation)
    found = []
    for at in range(0, len(sound) - BLOCK + 1, BLOCK):
        if spoken_at is not None and at == samples(spoken_at):
            ear.expect(OURS)
        if spoken_at is not None and at == samples(spoken_at + 0.5):
            ear.expect(expectation)
        found += [
            (seconds(Samples(at)), heard) for heard in ear.hear(sound[at : at + BLOCK], Samples(at)) if heard.final
        ]
    return found


def talk(*pauses: float) -> Mono:
    """A sentence that is no command, again after each pause, and much silence at the end."""
    said = speak("the train was late this morning")
    parts = [part for pause in pauses for part in (silence(pause), said)]
    return np.concatenate([silence(1), said, *parts, silence(12)])


def test_who_was_cut_off_gets_more_time(ear: Ear) -> None:
    """Who went on after the end was assumed is waited for the next time (C30)."""
    found = finals(ear, talk(4.6, 9, 4.6), ANSWER)
    assert len(found) == 3
    last = found[-1][0] - found[-2][0]
    assert last > 4.6


def test_a_pause_within_a_turn_is_learnt_too(ear: Ear) -> None:
    """Somebody who thinks for three and a half seconds has more than four from then on (C30)."""
    waited = []
    for sound in (talk(), talk(3.5)):
        ((at, _),) = finals(ear, sound, ANSWER)
        waited.append(at - seconds(Samples(len(sound))) + 12)
    assert waited == pytest.approx([4.0, 5.25], abs=0.2)


def test_a_reply_to_us_is_no_pause(ear: Ear) -> None:
    """What is said after we have spoken is another turn: nothing is learnt from it."""
    length, sound = seconds(Samples(len(speak("the train was late this morning")))), talk(5.5)
    first, second = finals(ear, sound, ANSWER, spoken_at=round(1 + length + 4.4, 1))
    assert first[0] - 1 - length == pytest.approx(4, abs=0.2)
    assert second[0] - seconds(Samples(len(sound))) + 12 == pytest.approx(4, abs=0.2)


def test_a_whole_command_is_answered_as_soon_as_ever(ear: Ear) -> None:
    """However long somebody pauses, "goodbye" ends after a quarter of a second of silence."""
    sound = np.concatenate([talk(6)[: -samples(2)], speak("goodbye", "rms"), silence(2)])
    at, heard = finals(ear, sound, ANSWER)[-1]
    assert heard.text == "goodbye"
    assert at - (seconds(Samples(len(sound))) - 2) < 0.5


@given(st.lists(st.tuples(st.sampled_from(["command", "answer", "reflection"]), st.floats(0, 20))))
def test_it_stays_within_its_bounds(pauses: list[tuple[Patience, float]]) -> None:
    """Never less than configured, never more than twice that, whatever was heard (C30)."""
    learnt = Pauses(SETTINGS)
    configured: dict[Patience, Samples] = {"command": samples(0.7), "answer": samples(4), "reflection": samples(8)}
    for patience, pause in pauses:
        learnt.resumed(patience, samples(pause))
        assert all(limit <= learnt.limit(kind) <= 2 * limit for kind, limit in configured.items())


def test_what_was_learnt_fades() -> None:
    """Turn after turn without a long pause, it comes back to what is configured."""
    learnt = Pauses(SETTINGS)
    learnt.resumed("command", samples(0.9))
    assert learnt.limit("command") == samples(1.35)
    for _ in range(40):
        learnt.over("command")
    assert learnt.limit("command") < samples(0.71)
