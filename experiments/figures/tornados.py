"""Tornado charts: the factors that move an outcome most, the strongest on top."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.figures import style
from experiments.texts import indicator
from experiments.texts.dose_words import factor_label
from experiments.texts.phrasebook import Phrasebook

#: Factors shown at most: below them lies what moves next to nothing.
MOST = 14


def tornado(rows: pd.DataFrame, name: str, words: Phrasebook) -> Figure:
    """Bars from zero for each factor: its outcome at low and high, or its rank correlation with the outcome."""
    correlated = rows["correlation"].notna().any()
    strength = rows["correlation"].abs() if correlated else rows[["low", "high"]].abs().max(axis=1)
    shown = rows.loc[strength.sort_values(ascending=False).index[:MOST]].iloc[::-1]
    figure, (axes,) = style.new_figure(height=0.9 + 0.26 * len(shown))
    places = np.arange(len(shown))
    if correlated:
        axes.barh(places, shown["correlation"], color=style.SCENARIO_COLOURS[0], height=0.7)
        axes.set_xlim(-1.0, 1.0)
        style.number_across(axes, words)
        axes.set_xlabel(words("tornado.correlation"))
    else:
        _ends(axes, shown, places, name, words)
    axes.set_yticks(places, [factor_label(words, key) for key in shown["factor"]], fontsize=8)
    axes.axvline(0.0, color="#333333", linewidth=0.8)
    axes.grid(visible=False, axis="y")
    axes.set_title(words.indicator(name), wrap=True)
    return figure


def _ends(
    axes: Axes, shown: pd.DataFrame, places: "np.ndarray[tuple[int], np.dtype[np.intp]]", name: str, words: Phrasebook
) -> None:
    factor = 100.0 if indicator(name).unit in ("share", "growth") else 1.0
    for column, colour in (("low", style.SCENARIO_COLOURS[0]), ("high", style.SCENARIO_COLOURS[1])):
        axes.barh(
            places, factor * shown[column], color=colour, height=0.7, alpha=0.85, label=words(f"tornado.{column}")
        )
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    axes.xaxis.set_major_locator(MaxNLocator(6))
    style.number_across(axes, words, signed=True)
    axes.set_xlabel(words("tornado.change", unit=words.unit(name)))
