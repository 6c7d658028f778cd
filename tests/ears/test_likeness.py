"""What sounds like a command, by its phones and how well it explains the sound."""

from companion.ears._likeness import MANY, REJECTION, Likeness, confidence

PHONES = "AA B CH D EH F G HH IY JH K L M N OW P R S T UW".split()  # noqa: SIM905  - as ARPAbet is written


def unlike(count: int, better: float) -> float:
    """What so many phones measure that are found as they should be."""
    return Likeness(PHONES[:count], PHONES[:count], 8 * count, better).of_grammar()


def test_many_phones_are_believed_where_few_are_not() -> None:
    """The same doubt in every frame, as noise makes it: a long order is taken, one with the phones of a word is not."""
    doubt = REJECTION + MANY / 2
    assert unlike(20, doubt) < REJECTION < unlike(10, doubt + 0.05)


def test_confidence_is_a_half_at_the_limit() -> None:
    """It falls as what was heard is less like it, and what is not like it at all is 0."""
    assert confidence(0.14, 0.14) == 0.5
    assert 0.7 < confidence(0.04, 0.14) < 0.8
    assert confidence(0.24, 0.14) < 0.3
    assert confidence(float("inf"), 0.14) == 0
