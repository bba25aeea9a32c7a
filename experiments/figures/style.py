"""The look of every picture: colours that colour-blind readers and grey printers tell apart, and reproducible bytes."""

from io import BytesIO
from itertools import pairwise
from math import floor, log10
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.texts import indicator
from experiments.texts.phrasebook import Phrasebook

# Okabe and Ito (2008), in an order of falling darkness so that a grey print keeps them apart.
SCENARIO_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
REFERENCE_COLOUR = "#444444"
TARGET_COLOUR = "#A3006D"
# Layers of one stack: apart in lightness, so that a grey print shows them too.
STACK_COLOURS = ("#08306B", "#0072B2", "#56B4E9", "#F0C94B", "#EEEEEE")
DASHES = ("-", "--", "-.", ":")

_SETTINGS: Any = {
    "svg.hashsalt": "halong",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "axes.axisbelow": True,
}


def styled() -> Any:
    """Context in which figures are made and saved."""
    return mpl.rc_context(_SETTINGS)


def new_figure(rows: int = 1, columns: int = 1, width: float = 6.8, height: float = 3.1) -> tuple[Figure, list[Axes]]:
    """An empty figure with a grid of axes, free of pyplot's global state."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, list(figure.subplots(rows, columns, squeeze=False).flat)


def as_svg(figure: Figure) -> bytes:
    """The figure as SVG; the same figure gives the same bytes."""
    return _saved(figure, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})


def as_png(figure: Figure) -> bytes:
    """The figure as PNG, 150 dots an inch; the same figure gives the same bytes."""
    return _saved(figure, format="png", dpi=150, metadata={"Software": None})


def number_axis(axes: Axes, name: str, words: Phrasebook, change: bool = False) -> None:
    """Write the vertical axis in the indicator's unit and the reader's marks."""
    share = indicator(name).unit in ("share", "growth")
    _write_axis(axes, words, 100.0 if share else 1.0, "%" if share and not change else "", change)


def plain_axis(axes: Axes, words: Phrasebook) -> None:
    """Write the vertical axis as it is, in the reader's marks."""
    _write_axis(axes, words, 1.0, "", signed=False)


def _write_axis(axes: Axes, words: Phrasebook, factor: float, mark: str, signed: bool) -> None:
    def text(value: float, _: int) -> str:
        ticks = axes.get_yticks()
        decimals = max(0, -floor(log10(factor * (ticks[1] - ticks[0])) + 1e-9))
        return words.number(factor * value, decimals, signed) + mark

    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(text))


def number_across(axes: Axes, words: Phrasebook, factor: float = 1.0, signed: bool = False) -> None:
    """Write the horizontal axis, ``factor`` times its values, in the reader's marks."""

    def text(value: float, _: int) -> str:
        ticks = axes.get_xticks()
        decimals = max(0, -floor(log10(factor * (ticks[1] - ticks[0])) + 1e-9))
        return words.number(factor * value, decimals, signed)

    axes.xaxis.set_major_formatter(FuncFormatter(text))


def years_axis(axes: Axes, months: list[str]) -> None:
    """Months counted from zero on the horizontal axis, with a mark at each January."""
    januaries = [place for place, month in enumerate(months) if month.endswith("-01")]
    axes.set_xticks(januaries, [months[place][:4] for place in januaries])
    axes.set_xlim(-0.5, len(months) - 0.5)
    axes.grid(visible=False, axis="x")


def spread(places: list[float], gap: float) -> list[float]:
    """Heights of labels beside lines, moved apart until neighbours stand at least ``gap`` from each other."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for below, above in pairwise(order):
        moved[above] = max(moved[above], moved[below] + gap)
    shift = (sum(moved) - sum(places)) / max(len(places), 1)
    return [place - shift for place in moved]


def _saved(figure: Figure, **options: Any) -> bytes:
    with BytesIO() as stream:
        figure.savefig(stream, **options)
        figure.set_layout_engine("none")  # places are found once, whatever else the figure is saved as
        return stream.getvalue()
