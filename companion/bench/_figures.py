"""What a measurement finds, and how it is told: one plain line a finding.

Rules
1. A figure keeps every run; what is told is the median, the range, and the 95th percentile where there are enough runs.
2. A goal is told beside its figure, with whether it was reached. Nothing is rounded before it is held against a goal.
3. A share of nothing is no share: it has no percentage, reaches no goal and misses none.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

ENOUGH: Final = 10
"""Runs from which a 95th percentile says more than the largest run."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured size: `runs` (at least one) in `unit`. The goal holds for the median, or for the 95th percentile."""

    what: str
    runs: tuple[float, ...]
    unit: str
    goal: float | None = None
    better: Literal["less", "more"] = "less"
    judged: Literal["median", "percentile"] = "median"

    @property
    def median(self) -> float:
        return percentile(self.runs, 50)

    @property
    def percentile(self) -> float:
        return percentile(self.runs, 95)

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        value = self.median if self.judged == "median" else self.percentile
        return value <= self.goal if self.better == "less" else value >= self.goal

    def __str__(self) -> str:
        parts = [f"{self.what}: {size(self.median)} {self.unit}"]
        if len(self.runs) > 1:
            parts.append(f"median of {len(self.runs)}")
            if len(self.runs) >= ENOUGH:
                parts.append(f"95th percentile {size(self.percentile)} {self.unit}")
            parts.append(f"{size(min(self.runs))} to {size(max(self.runs))} {self.unit}")
        if self.goal is not None:
            at = "at the 95th percentile, " if self.judged == "percentile" else ""
            parts.append(f"goal {at}{size(self.goal)} {self.unit} or {self.better}: {_verdict(self.reached)}")
        return ", ".join(parts)

    def data(self) -> dict[str, object]:
        """For the JSON file, nothing rounded."""
        return {
            "what": self.what,
            "unit": self.unit,
            "median": self.median,
            "percentile_95": self.percentile,
            "runs": list(self.runs),
            "goal": self.goal,
            "better": self.better,
            "judged": self.judged,
            "reached": self.reached,
        }


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. `goal` is a share of one, at least or at most as `better` says."""

    what: str
    count: int
    of: int
    goal: float | None = None
    better: Literal["less", "more"] = "more"

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None where there is none, or nothing to hold against it."""
        if self.goal is None or not self.of:
            return None
        share = self.count / self.of
        return share >= self.goal if self.better == "more" else share <= self.goal

    def __str__(self) -> str:
        told = f"{self.what}: {self.count} of {self.of}"
        if self.of:
            told += f" ({100 * self.count / self.of:.1f} %)"
        if self.reached is not None and self.goal is not None:
            told += f", goal {100 * self.goal:g} % or {self.better}: {_verdict(self.reached)}"
        return told

    def data(self) -> dict[str, object]:
        """For the JSON file."""
        return {
            "what": self.what,
            "count": self.count,
            "of": self.of,
            "goal": self.goal,
            "better": self.better,
            "reached": self.reached,
        }


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: series of (x, y) points by their names. `ticks` names the whole numbers of x, from 0."""

    title: str
    x: str
    y: str
    series: Mapping[str, Sequence[tuple[float, float]]]
    ticks: tuple[str, ...] = ()

    def data(self) -> dict[str, object]:
        """For the JSON file."""
        series = {name: [list(point) for point in points] for name, points in self.series.items()}
        return {"chart": self.title, "x": self.x, "y": self.y, "ticks": list(self.ticks), "series": series}


@dataclass(frozen=True, slots=True)
class Table:
    """Single outcomes, for the JSON file only."""

    what: str
    rows: tuple[Mapping[str, object], ...]

    def data(self) -> dict[str, object]:
        return {"what": self.what, "rows": list(self.rows)}


Finding = Figure | Share | Chart | Table | str
"""A measured figure, something to draw, single outcomes, or a plain sentence about how it was measured."""


def percentile(values: Sequence[float], share: float) -> float:
    """The percentile `share` (0 to 100) of `values`, at least one, by linear interpolation between neighbours."""
    return float(np.percentile(np.asarray(values, np.float64), share))


def at_most(count: int) -> float:
    """The 95 % upper bound of what happens by chance and was seen `count` times: 3.0 for none (Poisson, one-sided)."""
    low, high = float(count), 3 * count + 10.0
    while high - low > 1e-6:
        mean = (low + high) / 2
        seen = sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count + 1))
        low, high = (mean, high) if seen > 0.05 else (low, mean)
    return high


def spread(title: str, unit: str, named: Mapping[str, Sequence[float]]) -> Chart:
    """Each set of values sorted against its share of runs: where the median and the 95th percentile can be read off."""
    series = {
        name: [(value, 100 * (rank + 1) / len(values)) for rank, value in enumerate(sorted(values))]
        for name, values in named.items()
    }
    return Chart(title, unit, "percent of runs", series)


def size(value: float) -> str:
    """Three digits that count, and no power of ten."""
    if value == 0:
        return "0"
    return f"{value:.{max(0, 2 - math.floor(math.log10(abs(value))))}f}"


def _verdict(reached: bool | None) -> str:
    return "reached" if reached else "missed"
