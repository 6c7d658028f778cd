"""The bounded memory of clips."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from companion.voices._clips import Clips, Take


def take(text: str) -> Take:
    return Take(text, "", 170, 50)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(0, 60), st.booleans())))
def test_the_least_recently_used_goes_and_the_bound_holds(moves: list[tuple[str, int, bool]]) -> None:
    """Against a plain model: never above the bound but for one clip alone, and what goes was used longest ago."""
    clips, model = Clips(room=100), dict[str, int]()
    for name, size, looks in moves:
        if looks:
            found = clips.get(take(name))
            assert (found is None) == (name not in model)
            if name in model:
                model[name] = model.pop(name)
            continue
        clips.keep(take(name), np.zeros(size, np.int16))
        model.pop(name, None)
        model[name] = 2 * size
        while sum(model.values()) > 100 and len(model) > 1:
            del model[next(iter(model))]
        assert clips.bytes == sum(model.values())
        assert [name in model for name in "abcdefgh"] == [take(name) in clips for name in "abcdefgh"]


def test_what_makes_another_sound_is_another_take() -> None:
    """Text, voice, rate and pitch each tell clips apart."""
    clips = Clips()
    clips.keep(Take("in", "a", 170, 50), np.zeros(1, np.int16))
    others = [Take("out", "a", 170, 50), Take("in", "b", 170, 50), Take("in", "a", 171, 50), Take("in", "a", 170, 51)]
    assert all(other not in clips for other in others)


def test_what_fits_pushes_nothing_out() -> None:
    """`fits` is true up to the last byte of the bound."""
    clips = Clips(room=100)
    clips.keep(take("a"), np.zeros(30, np.int16))
    assert clips.fits(np.zeros(20, np.int16))
    assert not clips.fits(np.zeros(21, np.int16))
