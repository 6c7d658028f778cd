"""Lengths, numbers, ratings and choices."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.phrases import (
    Minutes,
    find_minutes,
    parse_choice,
    parse_number,
    parse_rating,
    say_duration,
    say_number,
    say_ordinal,
    words,
)  # fmt: skip

LENGTHS = {
    "ten minutes of breathing": (0, 2, 10.0),
    "breathe for five minutes please": (2, 4, 5.0),
    "half an hour": (0, 3, 30.0),
    "an hour and a half": (0, 5, 90.0),
    "one and a half hours": (0, 5, 90.0),
    "two and a half minutes": (0, 5, 2.5),
    "a minute and a half": (0, 5, 1.5),
    "a minute of box breathing": (0, 2, 1.0),
    "ninety seconds": (0, 2, 1.5),
    "one minute thirty": (0, 3, 1.5),
    "an hour and ten": (0, 4, 70.0),
    "an hour and ten minutes": (0, 5, 70.0),
    "three quarters of an hour": (0, 5, 45.0),
    "a quarter of an hour": (0, 5, 15.0),
    "a couple of minutes": (0, 4, 2.0),
    "twenty-five mins": (0, 2, 25.0),
    "20min": (0, 1, 20.0),
    "1.5 hours": (0, 2, 90.0),
    "a five minute stretch": (1, 3, 5.0),
    "two hours, ten minutes and thirty seconds": (0, 7, 130.5),
    "one day and two hours": (0, 5, 1560.0),
}

RATINGS = {
    "seven": 7, "seven and a half": 7.5, "about a six": 6, "four or five": 5, "off the scale": 10, "ten out of ten": 10,
    "zero": 0, "an eight": 8, "i'm at a six right now": 6, "i would say about a seven": 7, "it's a four": 4,
    "seven point five": 7.5, "7.5": 7.5, "7/10": 7, "maybe a three i think": 3, "between four and five": 4.5,
    "a six no a seven": 7, "from seven to four": 4, "down to a two": 2, "six out of 10": 6, "nil": 0, "six to seven": 7,
    "my stress level is a nine": 9, "through the roof": 10, "somewhere between six and seven": 6.5,
}  # fmt: skip

NO_RATINGS = (
    "", "oh", "eleven", "twenty", "three out of five", "not a five", "seven minutes", "one of us", "two or nine",
    "ten and a half", "a lot", "one two three", "between two and nine", "seven or", "from seven",
    "i feel like two people",
)  # fmt: skip

CHOICES = {
    "the second one": 2, "number two": 2, "option three": 3, "the last one": -1, "first": 1, "the first": 1, "two": 2,
    "the first thing": 1,
    "i'll take the third one please": 3, "last": -1, "3rd": 3, "number 4": 4, "the fifth option": 5, "one": 1,
}  # fmt: skip

NO_CHOICES = (
    "",
    "first thing",
    "the other one",
    "a second",
    "wait a second",
    "second thoughts",
    "both",
    "two people",
    "zero",
    "that one",
)

NUMBERS = {
    "twenty five": 25, "twenty-five": 25, "25": 25, "zero": 0, "a hundred": 100, "one hundred and twenty": 120,
    "two hundred five": 205, "two thousand and twenty seven": 2027, "a dozen": 12, "nineteen": 19,
}  # fmt: skip

NO_NUMBERS = ("", "oh", "a", "twenty eleven", "five five", "hundred", "twenty five minutes", "\u0665", "²")


@pytest.mark.parametrize(("said", "found"), LENGTHS.items())
def test_lengths(said: str, found: tuple[int, int, float]) -> None:
    """A length is found where it stands, in minutes."""
    assert find_minutes(said.split()) == Minutes(*found)


@pytest.mark.parametrize(
    "said", ["", "a few minutes", "five or ten minutes", "ten fifteen minutes", "an hour or two", "five"]
)
def test_lengths_without_a_value(said: str) -> None:
    """What leaves a choice is no length."""
    assert find_minutes(said.split()) is None


@pytest.mark.parametrize(("said", "value"), RATINGS.items())
def test_ratings(said: str, value: float) -> None:
    """Nought to ten, halves allowed, in the ways people say it."""
    assert parse_rating(said.split()) == value


@pytest.mark.parametrize("said", NO_RATINGS)
def test_what_is_no_rating(said: str) -> None:
    """Numbers beyond ten, other scales, and numbers in other sentences."""
    assert parse_rating(said.split()) is None


@pytest.mark.parametrize(("said", "index"), CHOICES.items())
def test_choices(said: str, index: int) -> None:
    """One-based; the last is minus one."""
    assert parse_choice(said.split()) == index


@pytest.mark.parametrize("said", NO_CHOICES)
def test_what_is_no_choice(said: str) -> None:
    """An ordinal in another sentence, or in a time, chooses nothing."""
    assert parse_choice(said.split()) is None


@pytest.mark.parametrize(("said", "n"), NUMBERS.items())
def test_numbers(said: str, n: int) -> None:
    """Words and digits, all of them one number."""
    assert parse_number(said.split()) == n


@pytest.mark.parametrize("said", NO_NUMBERS)
def test_what_is_no_number(said: str) -> None:
    """Half a number, two numbers, and digits of other scripts."""
    assert parse_number(said.split()) is None


@given(st.integers(0, 999_999))
def test_a_number_said_is_that_number(n: int) -> None:
    """`parse_number` of `say_number` is the number."""
    assert parse_number(say_number(n).split()) == n


@pytest.mark.parametrize(
    ("n", "said"), {1: "first", 12: "twelfth", 20: "twentieth", 23: "twenty third", 30: "thirtieth"}.items()
)
def test_ordinals(n: int, said: str) -> None:
    """Ordinals as they are spoken."""
    assert say_ordinal(n) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    {20: "twenty minutes", 1.5: "one minute and thirty seconds", 70: "one hour and ten minutes", 0: "zero minutes",
     1: "one minute", 60: "one hour", 61.5: "one hour, one minute and thirty seconds", 1440: "one day"}.items(),
)  # fmt: skip
def test_lengths_said(minutes: float, said: str) -> None:
    """Plain words, to the second."""
    assert say_duration(minutes) == said


@pytest.mark.parametrize("minutes", [-1.0, float("nan"), float("inf")])
def test_what_is_no_length_is_not_said(minutes: float) -> None:
    """A length below zero or without end is the caller's mistake."""
    with pytest.raises(ValueError, match="cannot be said"):
        say_duration(minutes)


@given(st.integers(1, 365 * 86_400))
def test_a_length_said_is_that_length(seconds: int) -> None:
    """`find_minutes` of `say_duration` is the length, all of it."""
    said = say_duration(seconds / 60).split()
    found = find_minutes(said)
    assert found is not None
    assert (found.first, found.last) == (0, len(said))
    assert round(found.minutes * 60) == seconds


@given(st.lists(st.one_of(st.sampled_from(sorted(words())), st.text(max_size=8)), max_size=10))
def test_any_words_are_safe(said: list[str]) -> None:
    """Nothing raises; a rating is nought to ten in halves, a choice one-based or the last."""
    rating, choice = parse_rating(said), parse_choice(said)
    assert rating is None or (0 <= rating <= 10 and rating * 2 == int(rating * 2))
    assert choice is None or choice == -1 or choice >= 1
    number, length = parse_number(said), find_minutes(said)
    assert number is None or number >= 0
    assert length is None or length.minutes > 0
