import pytest

from companion.stage._barge import Reflex, over_voice, own_words
from companion.steps import Heard, Intent
from companion.units import Samples

STOP = Intent("stop")
TIMEOUT = Intent("timeout")


def _partial(text: str, start: int = 0) -> Heard:
    return Heard(text, Samples(start), Samples(start + 100), final=False)


def _reflex() -> Reflex:
    return Reflex()


@pytest.mark.parametrize(
    ("speaking", "end", "guard", "over"),
    [
        (True, 9999, 0, True),
        (False, 1999, 0, True),
        (False, 2000, 0, False),
        (False, 10499, 500, True),
        (False, 10500, 500, False),
    ],
)
def test_what_is_over_before_our_voice_has_died_away_is_over_it(
    speaking: bool, end: int, guard: int, over: bool
) -> None:
    """Our voice ended at 10000: an echo is over within the guard, an answer lasts longer, however early it begins.

    Where nothing of our voice is heard an answer may be over half a second before the line is.
    """
    heard = Heard("x", Samples(900), Samples(end))
    assert over_voice(heard, speaking, Samples(10000), Samples(guard)) is over


@pytest.mark.parametrize(
    ("text", "line", "own"),
    [
        ("say help", "Say help, to hear more.", True),
        ("help", "Say help, to hear more.", True),
        ("help say", "Say help, to hear more.", False),
        ("hear", "I am listening.", False),
        ("i'm ready", "You can say I'm ready.", True),
    ],
)
def test_words_of_the_line_are_our_own(text: str, line: str, own: bool) -> None:
    """Only words that stand in the line, whole and in their order, are taken for our echo."""
    assert own_words(_partial(text), line) is own


def test_reflex_holds_at_once_and_acts_after_the_delay() -> None:
    """An exact stop silences at once and is acted upon 200 ms after the last new word, not before."""
    reflex = _reflex()
    assert reflex.partial(_partial("stop"), STOP, "none", Samples(0)) == "hold"
    assert reflex.due(Samples(3199)) is None
    due = reflex.due(Samples(3200))
    assert due is not None
    assert due.intent == STOP
    assert reflex.due(Samples(9999)) is None


def test_other_words_take_the_reflex_back() -> None:
    """ "Stop" that becomes "stop the car" is released and never acted upon."""
    reflex = _reflex()
    reflex.partial(_partial("stop"), STOP, "none", Samples(0))
    assert reflex.partial(_partial("stop the car"), None, "none", Samples(1600)) == "release"
    assert reflex.due(Samples(99999)) is None


def test_words_that_add_to_it_keep_it_held() -> None:
    """ "Time out" that becomes "time out for half an hour" stays silent and waits for the new words."""
    reflex = _reflex()
    reflex.partial(_partial("time out"), TIMEOUT, "none", Samples(0))
    assert reflex.partial(_partial("time out for half an hour"), None, "timeout", Samples(3000)) is None
    assert reflex.due(Samples(3300)) is None
    assert reflex.due(Samples(6200)) is not None


def test_final_says_what_was_already_done() -> None:
    """The final result of an utterance that was acted upon names it; one of another utterance does not."""
    reflex = _reflex()
    reflex.partial(_partial("stop", 50), STOP, "none", Samples(0))
    reflex.due(Samples(3200))
    assert reflex.partial(_partial("stop now", 50), STOP, "stop", Samples(3300)) is None
    assert reflex.final(Heard("yes", Samples(900), Samples(1000))) is None
    settled = reflex.final(Heard("stop", Samples(50), Samples(150)))
    assert settled is not None
    assert settled.intent == STOP


def test_final_before_the_delay_ends_the_reflex() -> None:
    """A final result within the delay is acted upon by itself; the reflex does not act a second time."""
    reflex = _reflex()
    reflex.partial(_partial("stop"), STOP, "none", Samples(0))
    assert reflex.final(Heard("stop", Samples(0), Samples(100))) is None
    assert not reflex.pending
    assert reflex.due(Samples(99999)) is None
