"""A microphone and a speaker that are two devices: neither runs away from the other (C36)."""

import numpy as np
import pytest
from room.two_clocks import LATE, TwoClocks

from companion.room._steering import Steering
from companion.units import BLOCK, RATE, Mono, samples

EACH = BLOCK / RATE


def steered(drift: float, length: float) -> list[tuple[float, float]]:
    """What is given beyond what comes, and how much waits, block by block; callbacks are late by chance."""
    late = np.random.default_rng(3).exponential(LATE, round(length / EACH))
    steering, share, waiting = Steering(), 0.0, 0.1
    told = []
    for each in late:
        waiting += (share - drift) * EACH
        share = steering.watch(waiting + float(each), EACH)
        told.append((share, waiting))
    return told


@pytest.mark.parametrize("drift", [2e-4, -2e-4, 2e-5, 0.0])
def test_the_drift_is_learnt(drift: float) -> None:
    """After two minutes the rate is right to three millionths; in ten no more than 4 ms came or went (C36)."""
    told = steered(drift, 600)
    late = [share for share, _ in told[round(120 / EACH) :]]
    assert max(abs(share - drift) for share in late) < 2e-5
    assert abs(np.mean(late) - drift) < 3e-6
    assert max(abs(waiting - 0.1) for _, waiting in told) < 0.004


def test_what_no_clock_does_is_not_followed() -> None:
    """After a gap of half a second the rate is turned by a thousandth at most: nobody hears that."""
    steering = Steering()
    shares = [steering.watch(0.1 if number < 500 else 0.6, EACH) for number in range(1000)]
    assert max(map(abs, shares)) <= 1e-3


@pytest.mark.parametrize(("drift", "burst"), [(9e-4, 1), (-9e-4, 2)])
def test_no_gap_and_nothing_lost(drift: float, burst: int) -> None:
    """A tone of three minutes through clocks so far apart that what waits would be used up, or pile up: it is whole."""
    clocks = TwoClocks(drift, burst, gain=0.0)
    tone: Mono = (8000 * np.sin(2 * np.pi * 500 * np.arange(RATE) / RATE)).astype(np.int16)
    for number, (_, play) in enumerate(clocks.heard(180)):
        at = number * BLOCK % RATE
        play(np.repeat(tone[at : at + BLOCK, None], 2, axis=1))
    assert (clocks.room.counts.gaps, clocks.room.counts.dropped, clocks.room.counts.left_out) == (0, 0, 0)
    played = np.concatenate(clocks.air).astype(float)[samples(1) :]
    whole = played[: len(played) // RATE * RATE].reshape(-1, RATE)
    loud = np.sqrt(np.mean(whole**2, axis=1))
    assert loud.min() == pytest.approx(8000 / np.sqrt(2), rel=0.01)
    assert np.abs(np.diff(played)).max() < 8000 * 2 * np.pi * 500 / RATE * 1.05
    clocks.room.close()
