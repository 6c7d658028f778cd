"""Rooms that make hearing hard: what they do to a recording."""

import numpy as np
import pytest

from companion.bench._clips import Clip
from companion.bench._rooms import CLEAN, hard, noisy
from companion.room import active_rms
from companion.units import RATE, Mono


def clip(number: int, pitch: float, length: float) -> Clip:
    """A tone of that many seconds."""
    sound: Mono = np.round(4000 * np.sin(np.arange(round(length * RATE)) * pitch)).astype(np.int16)
    return Clip(str(number), "", number, sound, None)


CLIPS = [clip(0, 0.2, 1.0), clip(1, 0.5, 2.0), clip(2, 0.8, 0.5)]
ROOMS = {room.name: room for room in hard(CLIPS)}


def level(sound: Mono) -> float:
    return 20 * float(np.log10(active_rms([sound]) / active_rms([CLIPS[0].sound])))


@pytest.mark.parametrize(
    ("room", "db"),
    [("20 dB softer", -20), ("30 dB softer", -30), ("far, 20 dB softer", -20), ("far, 30 dB softer", -30)],
)
def test_softer_is_so_much_softer(room: str, db: float) -> None:
    """Far or near; the length stays."""
    changed = ROOMS[room].changed(CLIPS[0])
    assert level(changed) == pytest.approx(db, abs=1)
    assert len(changed) == len(CLIPS[0].sound)


def test_far_goes_on_after_the_sound() -> None:
    """The echo is still there a tenth of a second later, and falls."""
    silent = CLIPS[0].sound.copy()
    silent[RATE // 2 :] = 0
    changed = ROOMS["far, 20 dB softer"].changed(Clip("", "", 0, silent, None)).astype(float)
    early, late = (np.square(changed[at : at + RATE // 20]).mean() for at in (RATE // 2 + 200, round(0.7 * RATE)))
    assert early > 10 * late > 0


def test_clipped_is_flat_at_full_scale() -> None:
    """A tone 12 dB over is beyond full scale for most of its time."""
    changed = ROOMS["clipped, 12 dB over"].changed(CLIPS[0])
    assert np.mean(np.abs(changed.astype(int)) >= 32_767) > 0.7


@pytest.mark.parametrize("down", [12, 6])
def test_somebody_else_talks_once(down: int) -> None:
    """Another recording, so much softer, for as long as it lasts."""
    for number in (0, 1):
        changed = ROOMS[f"another talker {down} dB below"].changed(CLIPS[number])
        added = changed.astype(int) - CLIPS[number].sound
        other = CLIPS[(number + 1) % 3]
        end = min(len(other.sound), len(added))
        assert level(added[:end].astype(np.int16)) == pytest.approx(-down, abs=0.5)
        assert not added[end:].any()


def test_every_room_gives_the_same_sound_again() -> None:
    """And the clean one the recording itself."""
    noise = np.random.default_rng(1).integers(-3000, 3000, RATE // 3).astype(np.int16)
    for room in (*ROOMS.values(), *noisy(noise, (12, 0))):
        assert np.array_equal(room.changed(CLIPS[1]), room.changed(CLIPS[1]))
        assert not np.array_equal(room.changed(CLIPS[1]), CLIPS[1].sound)
    assert CLEAN.changed(CLIPS[1]) is CLIPS[1].sound
