"""Who moves in a month between formal work, informal work, unemployment and outside the labour force."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from experiments.figures import style
from experiments.texts.phrasebook import Phrasebook

#: Corner of each state: formal and informal work above, unemployment and the rest below.
_PLACES = {"formal": (0.0, 1.0), "informal": (1.0, 1.0), "unemployed": (0.0, 0.0), "inactive": (1.0, 0.0)}
_WIDEST = 7.0
_STEP = 0.055


def flow_names() -> list[str]:
    """Indicators the picture is made of."""
    return [f"flow_{origin}_to_{goal}" for origin in _PLACES for goal in _PLACES if origin != goal]


def monthly_flows(indicators: pd.DataFrame, scenario: str, words: Phrasebook) -> Figure:
    """Arrows between the four states, mean persons a month over the last twelve months and all runs."""
    rows = indicators[
        (indicators["scenario"] == scenario) & (indicators["by"] == "all") & indicators["indicator"].isin(flow_names())
    ]
    months = sorted(rows["month"].unique())[-12:]
    rows = rows[rows["month"].isin(months)].astype({"indicator": "object"})
    means = rows.groupby("indicator")["value"].mean()
    figure, (axes,) = style.new_figure(height=3.6)
    largest = float(means.max()) if len(means) else 1.0
    for name, persons in means.items():
        origin, _, goal = str(name).removeprefix("flow_").partition("_to_")
        _arrow(axes, origin, goal, float(persons), largest, words)
    for state, (across, up) in _PLACES.items():
        box = {"boxstyle": "round,pad=0.45", "facecolor": "#EEF3F8", "edgecolor": "#08306B"}
        axes.text(across, up, words(f"flows.{state}"), ha="center", va="center", fontsize=8.5, bbox=box, zorder=5)
    axes.set_xlim(-0.45, 1.45)
    axes.set_ylim(-0.22, 1.22)
    axes.set_axis_off()
    axes.set_title(words("flows.title"))
    return figure


def _arrow(axes: Axes, origin: str, goal: str, persons: float, largest: float, words: Phrasebook) -> None:
    """One direction; the two directions of a pair run side by side, each number at its arrow's first third."""
    (x0, y0), (x1, y1) = _PLACES[origin], _PLACES[goal]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    aside = (_STEP * (y1 - y0) / length, -_STEP * (x1 - x0) / length)
    start, end = (x0 + aside[0], y0 + aside[1]), (x1 + aside[0], y1 + aside[1])
    width = 0.5 + _WIDEST * persons / largest
    patch = FancyArrowPatch(
        start, end, arrowstyle="-|>", mutation_scale=8 + width, linewidth=width, color="#0072B2", alpha=0.55,
        shrinkA=46 if y0 == y1 else 22, shrinkB=46 if y0 == y1 else 22,
    )  # fmt: skip
    axes.add_patch(patch)
    third = 0.36
    spot = start[0] + third * (end[0] - start[0]), start[1] + third * (end[1] - start[1])
    backing = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
    axes.text(*spot, words.number(persons), ha="center", va="center", fontsize=7.5, zorder=4, bbox=backing)
