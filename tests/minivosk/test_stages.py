"""Stages of a build, and the warp of a vocal tract."""

from pathlib import Path

import numpy as np
import pytest

from tools.minivosk.stages import Stages
from tools.minivosk.warp import matrix


def build(folder: Path, first: str, second: str) -> list[str]:
    """Run two stages with what they depend on; the names of those that did something."""
    ran: list[str] = []
    stages = Stages(folder)
    stages.run("one", first, lambda _: ran.append("one"))
    stages.run("two", second, lambda _: ran.append("two"))
    return ran


def test_a_finished_stage_is_not_run_again(tmp_path: Path) -> None:
    """Nothing changed, nothing runs."""
    assert build(tmp_path, "a", "b") == ["one", "two"]
    assert build(tmp_path, "a", "b") == []


def test_a_change_runs_the_stage_and_all_later_ones(tmp_path: Path) -> None:
    """What came after a changed stage is stale, what came before is not."""
    build(tmp_path, "a", "b")
    assert build(tmp_path, "a", "c") == ["two"]
    assert build(tmp_path, "d", "c") == ["one", "two"]


def test_a_change_is_remembered_when_the_build_stops_behind_it(tmp_path: Path) -> None:
    """A build that ends after the changed stage leaves the later one to the next build."""
    build(tmp_path, "a", "b")
    Stages(tmp_path).run("one", "d", lambda _: None)
    assert build(tmp_path, "d", "b") == ["two"]


def test_a_stage_that_was_cut_short_is_run_again(tmp_path: Path) -> None:
    """A failing stage leaves no stamp, and the one after it is not reached."""

    def fail(_: Path) -> None:
        raise RuntimeError("cut short")

    with pytest.raises(RuntimeError, match="cut short"):
        Stages(tmp_path).run("one", "a", fail)
    assert build(tmp_path, "a", "b") == ["one", "two"]


def test_a_stage_that_was_cut_short_goes_on(tmp_path: Path) -> None:
    """It finds what it had half done where it depends on the same, and nothing where it does not, or was finished."""
    found: list[list[str]] = []

    def half(part: Path) -> None:
        found.append([path.name for path in part.iterdir()])
        (part / "piece").touch()
        if len(found) < 4:
            raise RuntimeError("cut short")

    for depends in ("a", "a", "b"):
        with pytest.raises(RuntimeError, match="cut short"):
            Stages(tmp_path).run("one", depends, half)
    Stages(tmp_path).run("one", "b", half)
    Stages(tmp_path).run("one", "c", half)
    assert found == [[], ["piece"], [], ["piece"], []]
    assert [path.name for path in tmp_path.iterdir()] == ["one.done"]


def test_no_warp_is_no_change() -> None:
    """A factor of 1 gives the frame back."""
    assert np.allclose(matrix(1.0), np.eye(40), atol=1e-9)


@pytest.mark.parametrize("factor", [0.85, 1.2])
def test_a_warp_moves_a_formant_by_its_factor(factor: float) -> None:
    """A peak in the log mel bins is found `factor` times higher, and the level stays."""
    low, high = 1127.0 * np.log1p(np.array([20.0, 7600.0]) / 700.0)
    centres = low + (high - low) / 41 * np.arange(1, 41)
    table = np.sqrt(2 / 40) * np.cos(np.pi / 40 * np.outer(np.arange(40), np.arange(40) + 0.5))
    table[0] /= np.sqrt(2)
    lifter = 1 + 11 * np.sin(np.pi * np.arange(40) / 22)
    peak = np.exp(-0.5 * ((np.arange(40) - 22) / 2.0) ** 2)
    warped = table.T @ ((matrix(factor) @ (lifter * (table @ peak))) / lifter)
    heard = 700 * np.expm1(np.interp(warped.argmax(), np.arange(40), centres) / 1127)
    meant = 700 * np.expm1(centres[22] / 1127) * factor
    assert abs(heard / meant - 1) < 0.06
    assert abs(float(warped.max()) - 1) < 0.1
