"""One stop contract: whatever runs, stop is the end of all of it (C29)."""

from collections.abc import Callable
from typing import Final

import numpy as np
import pytest

from companion.dialogues import REPERTOIRE
from companion.dialogues.session import DEVICES, KEPT
from companion.testing import Rehearsal, Spoken
from companion.units import RATE

OWN: Final = frozenset(
    {
        *DEVICES, *KEPT, "nothing_kept", "pause_word_unheard", "unmuted", "not_yet", "not_understood", "come_back",
        "reminder", "reminders",
    }
)  # fmt: skip
"""What begins by itself."""

LEAVING: Final = frozenset({"goodbye", "stop_listening", "quick_exit", "danger"})
MOMENTS: Final = (1.5, 14.0, 45.0)


@pytest.mark.parametrize("name", sorted(REPERTOIRE.keys() - OWN - LEAVING))
def test_stop_means_everything(play: Callable[..., Rehearsal], name: str) -> None:
    """Begun, and stopped while it speaks, sounds or listens: silence at once, one closing line, and nothing later."""
    begun = [10.0 + 300 * number for number in range(len(MOMENTS))]
    stops = [at + after for at, after in zip(begun, MOMENTS, strict=True)]
    played = play([Spoken(at, "stop") for at in stops], length=begun[-1] + 300, notices=[(at, name) for at in begun])
    for number, at in enumerate(stops):
        until = begun[number + 1] if number + 1 < len(begun) else begun[-1] + 300
        said = [f for t, _, f in played.events("say") if at <= t < until]
        assert len(said) == 1, [f["id"] for f in said]
        assert str(said[0]["id"]).endswith("stopped") or said[0]["id"] == "breathing.early", said[0]
        closing = [t for t, _, f in played.events("said") if at < t < until][-1]
        assert closing < at + 20
        assert not played.sound[round((closing + 1) * RATE) : round((until - 1) * RATE)].any()
        assert [f["sound"] for t, _, f in played.events("cue") if at + 0.001 < t < until] == []
    assert played.stage.left is None
    assert not played.stage.pending


@pytest.mark.parametrize("name", ["breathing", "check_in", "timeout", "learn", "help"])
def test_silence_comes_within_the_budget(play: Callable[..., Rehearsal], name: str) -> None:
    """From the block in which "stop" is heard on a partial result there is silence, whatever was in the air."""
    for after in MOMENTS:
        partial = Spoken(10 + after, "stop", partial=True)
        played = play([partial], length=20 + after, notices=[(10.0, name)])
        level = np.abs(played.sound[round((10 + after) * RATE) :]).max(axis=1)
        assert not level[round(0.02 * RATE) : round(0.19 * RATE)].any()
