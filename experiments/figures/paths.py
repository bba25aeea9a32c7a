"""An indicator's path under reference and scenario, with the plan's target and the spread over runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from textwrap import fill

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.effects import by_run
from experiments.figures import style
from experiments.texts.phrasebook import Phrasebook


@dataclass(frozen=True)
class Target:
    """Where the plan wants an indicator to be, and when."""

    value: float
    year: int


@dataclass(frozen=True)
class Line:
    """One scenario's line: its name in the legend and whether others are measured against it."""

    scenario: str
    title: str
    is_reference: bool


def indicator_path(
    indicators: pd.DataFrame,
    name: str,
    lines: Sequence[Line],
    target: Target | None,
    policy_start: str | None,
    words: Phrasebook,
) -> Figure:
    """Monthly path of a province total: mean and 5-95 % spread over runs of each line, target and policy start."""
    totals = indicators[(indicators["by"] == "all") & (indicators["indicator"] == name)]
    totals = totals if "draw" in totals else totals.assign(draw=0)
    months = sorted(totals["month"].unique())
    figure, (axes,) = style.new_figure(width=5.6, height=2.7)
    ends = [_draw(axes, by_run(totals, line.scenario), line, place) for place, line in enumerate(lines)]
    if target is not None:
        _mark_target(axes, target, months, words, name)
    if policy_start in months:
        _mark_start(axes, months.index(policy_start), words)
    axes.margins(y=0.14)
    style.years_axis(axes, months)
    style.number_axis(axes, name, words)
    _label_ends(axes, ends, len(months))
    axes.set_title(words.indicator(name))
    return figure


@dataclass(frozen=True)
class _End:
    height: float
    text: str
    colour: str


def _draw(axes: Axes, runs: pd.DataFrame, line: Line, place: int) -> _End:
    colour = style.REFERENCE_COLOUR if line.is_reference else style.SCENARIO_COLOURS[place % 6]
    values = runs.to_numpy(dtype=np.float64)
    across = np.arange(len(values))
    low, high = np.quantile(values, (0.05, 0.95), axis=1)
    axes.fill_between(across, low, high, color=colour, alpha=0.15, linewidth=0)
    mean = values.mean(axis=1)
    dash = "--" if line.is_reference else style.DASHES[(place // 6) % 4]
    axes.plot(across, mean, color=colour, linestyle=dash, linewidth=1.6, zorder=3 if line.is_reference else 2)
    return _End(float(mean[-1]), line.title, colour)


def _mark_target(axes: Axes, target: Target, months: list[str], words: Phrasebook, name: str) -> None:
    axes.axhline(target.value, color=style.TARGET_COLOUR, linewidth=1.0, linestyle=(0, (6, 2, 1, 2)))
    text = words("figure.target", year=target.year, value=words.value(name, target.value))
    axes.annotate(
        text, (0, target.value), (2, 3), textcoords="offset points", color=style.TARGET_COLOUR, fontsize=8, va="bottom"
    )
    if (december := f"{target.year}-12") in months:
        axes.plot(months.index(december), target.value, marker="D", markersize=5, color=style.TARGET_COLOUR)


def _mark_start(axes: Axes, place: int, words: Phrasebook) -> None:
    axes.axvline(place, color="#777777", linewidth=0.8, linestyle=":")
    axes.annotate(
        words("figure.policy_start"),
        (place, 0.0),
        (3, 3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        fontsize=8,
        color="#555555",
    )


def _label_ends(axes: Axes, ends: Sequence[_End], months: int) -> None:
    """Name each line at its right end, moved apart where lines end close together."""
    known = [end for end in ends if isfinite(end.height)]
    low, high = axes.get_ylim()
    heights = style.spread([end.height for end in known], 0.16 * (high - low))
    for end, height in zip(known, heights, strict=True):
        axes.annotate(
            fill(end.text, 17),
            (months - 1, end.height),
            (months - 1 + 0.015 * months, height),
            textcoords="data",
            color=end.colour,
            fontsize=8,
            va="center",
            annotation_clip=False,
        )
