"""The distance of phone strings."""

from hypothesis import given
from hypothesis import strategies as st

from companion.ears._phones import distance


def phones(string: str) -> list[str]:
    return string.split()


PHONES = st.lists(st.sampled_from(phones("AA AE IY P T K S Z M N L R")), max_size=12)


@given(PHONES, PHONES)
def test_a_distance_is_a_share(a: list[str], b: list[str]) -> None:
    """It lies between 0 and 1, is the same both ways, and is 0 for what is the same."""
    assert 0 <= distance(a, b) <= 1
    assert abs(distance(a, b) - distance(b, a)) < 1e-9
    assert distance(a, a) == (0 if a else 1)


def test_phones_of_like_sound_are_nearer() -> None:
    """The string "stob" is nearer to "stop" than "stoff" is."""
    stop = phones("S T AA P")
    assert 0 < distance(stop, phones("S T AA B")) < distance(stop, phones("S T AA F"))


def test_more_phones_are_farther() -> None:
    """A command inside a longer sentence is far from the whole of it."""
    stop = phones("S T AA P")
    assert distance(stop, phones("AY K AE N T S T AA P L AE F IH NG")) > 0.6
