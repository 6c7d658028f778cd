"""Charts into one PNG file, one below the other. matplotlib is an extra: without it, one sentence says what to do."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from companion.bench._figures import Chart
from companion.errors import UsageError


def need_matplotlib() -> None:
    """Raises UsageError where nothing can be drawn: said before hours are spent on measuring."""
    if find_spec("matplotlib") is None:
        raise UsageError("--plot needs matplotlib. Install it: pip install matplotlib")


def draw(charts: Sequence[Chart], path: Path) -> None:
    """Draw all `charts` into the PNG file `path`. Raises UsageError where it cannot be written."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # 0.3 s that only a plot is worth
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 3.6 * len(charts)), layout="constrained")
    FigureCanvasAgg(figure)
    for axes, chart in zip(figure.subplots(len(charts), squeeze=False)[:, 0], charts, strict=True):
        for name, points in chart.series.items():
            axes.plot([x for x, _ in points], [y for _, y in points], marker="o", markersize=3, label=name)
        axes.set(title=chart.title, xlabel=chart.x, ylabel=chart.y)
        if chart.ticks:
            axes.set_xticks(range(len(chart.ticks)), chart.ticks)
        axes.grid(alpha=0.3)
        axes.legend(fontsize="small")
    try:
        figure.savefig(path, format="png", dpi=110)
    except OSError as error:
        raise UsageError(f"The plot {path} cannot be written: {error.strerror}. Choose another name.") from None
