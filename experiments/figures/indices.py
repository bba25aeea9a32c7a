"""Indices of sensitivity as bars with their intervals, a colour a measure, the strongest factor on top."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.figures import style
from experiments.texts.dose_words import factor_label
from experiments.texts.phrasebook import Phrasebook

#: Measures that are not drawn: they say how a factor acts, not how much.
_UNDRAWN = ("mu", "sigma")


def index_bars(group: pd.DataFrame, order: Sequence[str], title: str, words: Phrasebook) -> Figure:
    """``group`` is long: factor, measure, value, low, high; ``order`` the factors shown, strongest first."""
    measures = [name for name in dict.fromkeys(group["measure"]) if name not in _UNDRAWN]
    figure, (axes,) = style.new_figure(height=1.1 + 0.3 * len(order))
    height = 0.8 / len(measures)
    for number, measure in enumerate(measures):
        rows = group[group["measure"] == measure].set_index("factor").loc[list(order)]
        places = len(order) - 1 - np.arange(len(order)) + height * ((len(measures) - 1) / 2 - number)
        value = rows["value"].to_numpy(dtype=np.float64)
        reach = np.abs(np.nan_to_num(np.stack([value - rows["low"], rows["high"] - value])))
        colour = style.SCENARIO_COLOURS[number % len(style.SCENARIO_COLOURS)]
        axes.barh(places, value, height=0.9 * height, color=colour, label=words(f"measure.{measure}"))
        axes.errorbar(value, places, xerr=reach, fmt="none", ecolor="#222222", elinewidth=0.9, capsize=2)
    axes.set_yticks(len(order) - 1 - np.arange(len(order)), [factor_label(words, key) for key in order], fontsize=8)
    axes.axvline(0.0, color="#333333", linewidth=0.8)
    axes.grid(visible=False, axis="y")
    axes.xaxis.set_major_locator(MaxNLocator(6))
    style.number_across(axes, words)
    if len(measures) > 1:
        axes.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=len(measures))
    else:
        axes.set_xlabel(words(f"measure.{measures[0]}"), fontsize=8)
    axes.set_title(title, wrap=True)
    return figure
