"""Effects month by month: the paired difference to the reference with its 90 % band."""

from collections.abc import Sequence
from math import ceil
from textwrap import fill

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.texts.phrasebook import Phrasebook


def effect_paths(
    effects: pd.DataFrame, scenario: str, names: Sequence[str], policy_start: str | None, words: Phrasebook
) -> Figure:
    """One panel an indicator: mean difference of a scenario's province totals and its band, zero drawn in."""
    figure, panels = style.new_figure(rows=ceil(len(names) / 2), columns=2, height=2.1 * ceil(len(names) / 2))
    rows = effects[(effects["scenario"] == scenario) & (effects["by"] == "all") & (effects["month"].str.len() == 7)]
    for axes, name in zip(panels, names, strict=False):
        _panel(axes, rows[rows["indicator"] == name], name, policy_start, words)
    for axes in panels[len(names) :]:
        axes.set_axis_off()
    return figure


def _panel(axes: Axes, rows: pd.DataFrame, name: str, policy_start: str | None, words: Phrasebook) -> None:
    months = list(rows["month"])
    across = range(len(months))
    axes.axhline(0.0, color="#333333", linewidth=0.8)
    axes.fill_between(across, rows["low"], rows["high"], color=style.SCENARIO_COLOURS[0], alpha=0.25, linewidth=0)
    axes.plot(across, rows["mean"], color=style.SCENARIO_COLOURS[0], linewidth=1.4)
    if policy_start in months:
        axes.axvline(months.index(policy_start), color="#777777", linewidth=0.8, linestyle=":")
    style.years_axis(axes, months)
    style.number_axis(axes, name, words, change=True)
    axes.set_title(fill(words.indicator(name), 42), fontsize=8.5)
    axes.set_ylabel(words.unit(name), fontsize=8)
