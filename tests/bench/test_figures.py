"""How findings are reckoned and told."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companion.bench._figures import Chart, Figure, Share, at_most, percentile, size, spread

RUNS = tuple(float(n) for n in range(1, 21))


def test_percentiles_lie_between_neighbours() -> None:
    """The median of an even number is between the middle two; the 95th percentile is interpolated."""
    assert percentile(RUNS, 50) == 10.5
    assert percentile(RUNS, 95) == pytest.approx(19.05)
    assert percentile((3.0,), 95) == 3.0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_no_percentile_is_outside_the_runs(runs: list[float]) -> None:
    """Whatever was measured, median and 95th percentile lie within it, in this order."""
    figure = Figure("a", tuple(runs), "s")
    assert min(runs) <= figure.median <= figure.percentile + 1e-9
    assert figure.percentile <= max(runs) + 1e-9


def test_a_goal_is_held_against_what_is_not_rounded() -> None:
    """2.004 s is told as 2.00 s and still misses a goal of 2 s."""
    figure = Figure("Cold start", (2.004,), "s", 2.0)
    assert figure.reached is False
    assert str(figure) == "Cold start: 2.00 s, goal 2.00 s or less: missed"


def test_a_goal_may_be_a_floor_and_may_be_judged_at_the_percentile() -> None:
    """A speed must be at least its goal; a latency judged at the 95th percentile is not saved by its median."""
    assert Figure("a", (12.0, 9.0, 11.0), "x", 10, "more").reached is True
    assert Figure("a", (0.1, 0.1, 0.9), "s", 0.3, judged="percentile").reached is False
    assert Figure("a", (0.1, 0.1, 0.9), "s", 0.3).reached is True
    assert Figure("a", (0.1,), "s").reached is None


def test_a_line_has_median_percentile_range_and_goal() -> None:
    """The 95th percentile is told only where ten runs or more stand behind it."""
    told = str(Figure("To silence", RUNS, "ms", 300, judged="percentile"))
    assert told == (
        "To silence: 10.5 ms, median of 20, 95th percentile 19.1 ms, 1.00 to 20.0 ms, "
        "goal at the 95th percentile, 300 ms or less: reached"
    )
    assert "percentile" not in str(Figure("To silence", RUNS[:9], "ms"))


def test_a_share_of_nothing_reaches_and_misses_nothing() -> None:
    """Without anything to count there is no percentage and no verdict."""
    empty = Share("Heard", 0, 0, 0.95)
    assert empty.reached is None
    assert str(empty) == "Heard: 0 of 0"


def test_a_share_tells_count_and_goal() -> None:
    """29 of 30 reach 95 %, 28 do not."""
    assert str(Share("Heard", 29, 30, 0.95)) == "Heard: 29 of 30 (96.7 %), goal 95 % or more: reached"
    assert Share("Heard", 28, 30, 0.95).reached is False
    assert Share("False", 1, 30, 0.02, "less").reached is False


def test_sizes_have_three_digits_that_count() -> None:
    """Nothing is told to more digits than a median of a few runs has, and a small one is not told as nothing."""
    assert [size(value) for value in (0.0123, 1.234, 12.34, 123.4)] == ["0.0123", "1.23", "12.3", "123"]
    assert size(0.00123) == "0.00123"
    assert size(0) == "0"


def test_a_spread_ends_at_all_runs() -> None:
    """Runs are sorted, and the last one stands at 100 percent."""
    chart = spread("To silence", "s", {"slt": [0.3, 0.1, 0.2, 0.4]})
    assert chart.series["slt"] == [(0.1, 25), (0.2, 50), (0.3, 75), (0.4, 100)]


def test_figures_for_a_file_are_whole() -> None:
    """The JSON of a figure has every run, unrounded, and the verdict."""
    data = Figure("a", (1 / 3, 1.0), "s", 1.0).data()
    assert data["runs"] == [1 / 3, 1.0]
    assert math.isclose(float(str(data["median"])), 2 / 3)
    assert data["reached"] is True
    assert Chart("t", "x", "y", {"a": [(0, 1)]}).data()["series"] == {"a": [[0, 1]]}


@pytest.mark.parametrize(("seen", "bound"), [(0, 2.996), (1, 4.744), (2, 6.296), (10, 16.962), (100, 118.08)])
def test_what_was_seen_may_be_more(seen: int, bound: float) -> None:
    """The one-sided 95 % bounds of a Poisson mean, as in any table of them."""
    assert at_most(seen) == pytest.approx(bound, abs=0.01)
