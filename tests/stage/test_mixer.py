import numpy as np

from companion.stage._mixer import FADE, Mixer
from companion.units import BLOCK, Samples


def _blocks(mixer: Mixer, count: int, first: int = 0) -> np.ndarray[tuple[int, int], np.dtype[np.int16]]:
    return np.concatenate([mixer.mix(Samples((first + i) * BLOCK)) for i in range(count)])


def _level(length: int, value: int = 1000) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.full(length, value, np.int16)


def test_voice_begins_and_ends_at_its_samples() -> None:
    """A clip placed at sample 500 sounds from sample 500 for exactly its length, on both sides."""
    mixer = Mixer()
    mixer.speak(_level(700), Samples(500))
    out = _blocks(mixer, 5)
    assert np.flatnonzero(out[:, 0])[[0, -1]].tolist() == [500, 1199]
    assert (out[:, 0] == out[:, 1]).all()
    assert mixer.silent


def test_voice_end_is_foreseen() -> None:
    """`voice_ends` names the sample after the last one, before and while the clip sounds."""
    mixer = Mixer()
    mixer.speak(_level(700), Samples(500))
    assert mixer.voice_ends(Samples(0)) == 1200
    _blocks(mixer, 2)
    assert mixer.voice_ends(Samples(2 * BLOCK)) == 1200


def test_clips_follow_each_other_inside_a_block() -> None:
    """Two clips that meet in the middle of a block leave no gap and no overlap."""
    mixer = Mixer()
    mixer.speak(_level(100), Samples(0))
    mixer.speak(_level(100, 500), Samples(100))
    out = _blocks(mixer, 1)[:, 0]
    assert out[:100].tolist() == [1000] * 100
    assert out[100:200].tolist() == [500] * 100
    assert not out[200:].any()


def test_hush_fades_and_then_is_silent() -> None:
    """After `hush` the level falls for one fade and is nothing from then on."""
    mixer = Mixer()
    mixer.speak(_level(5 * BLOCK), Samples(0))
    _blocks(mixer, 1)
    mixer.hush()
    out = _blocks(mixer, 3, first=1)[:, 0]
    assert (np.diff(out[:FADE].astype(int)) <= 0).all()
    assert not out[FADE:].any()
    assert mixer.silent


def test_hush_drops_what_has_not_begun() -> None:
    """A clip that was placed for later never sounds after `hush`."""
    mixer = Mixer()
    mixer.speak(_level(100), Samples(BLOCK))
    mixer.hush()
    assert mixer.silent
    assert not _blocks(mixer, 3).any()


def test_hold_stands_still_and_release_goes_on() -> None:
    """Held speech loses only what sounded in the fade; its end moves by the time it was held."""
    mixer = Mixer()
    mixer.speak(_level(4 * BLOCK), Samples(0))
    _blocks(mixer, 1)
    mixer.hold()
    assert mixer.voice_ends(Samples(BLOCK)) is None
    held = _blocks(mixer, 5, first=1)[:, 0]
    assert not held[FADE:].any()
    mixer.release()
    assert mixer.voice_ends(Samples(6 * BLOCK)) == 8 * BLOCK
    rest = _blocks(mixer, 4, first=6)[:, 0]
    assert np.count_nonzero(rest) == 2 * BLOCK
    assert rest[BLOCK] == 1000


def test_tones_keep_to_the_clock_while_held() -> None:
    """A tone that was held ends when it would have ended anyway."""
    mixer = Mixer()
    mixer.sound(np.full((4 * BLOCK, 2), 300, np.int16), Samples(0))
    mixer.hold()
    _blocks(mixer, 2)
    mixer.release()
    out = _blocks(mixer, 4, first=2)[:, 0]
    assert np.flatnonzero(out).max() == 2 * BLOCK - 1


def test_hush_after_hold_leaves_nothing_behind() -> None:
    """Stop, decided while the speech was held, is silent at once and leaves the next clip at full level."""
    mixer = Mixer()
    mixer.speak(_level(9 * BLOCK), Samples(0))
    _blocks(mixer, 1)
    mixer.hold()
    _blocks(mixer, 3, first=1)
    mixer.hush()
    mixer.speak(_level(10, 700), Samples(4 * BLOCK))
    out = _blocks(mixer, 2, first=4)[:, 0]
    assert out[:10].tolist() == [700] * 10
    assert not out[10:].any()


def test_loud_sums_are_clipped_not_wrapped() -> None:
    """Two sounds that together exceed int16 stay at its limit."""
    mixer = Mixer()
    mixer.speak(_level(10, 30000), Samples(0))
    mixer.sound(np.full((10, 2), 30000, np.int16), Samples(0))
    assert _blocks(mixer, 1)[:10, 0].tolist() == [32767] * 10


def test_volume_scales_everything() -> None:
    """Half the volume is half of every sample."""
    mixer = Mixer(volume=0.5)
    mixer.speak(_level(10), Samples(0))
    assert _blocks(mixer, 1)[:10, 0].tolist() == [500] * 10


def test_a_voice_that_is_cut_ends_behind_one_that_sounds() -> None:
    """Of two clips that overlap while one fades, the one that is over goes and the other stays."""
    mixer = Mixer()
    mixer.speak(np.full(10 * BLOCK, 100, np.int16), Samples(0))
    mixer.speak(np.full(BLOCK, 50, np.int16), Samples(0))
    mixer.mix(Samples(0))
    assert (mixer.mix(Samples(BLOCK)) == 100).all()
