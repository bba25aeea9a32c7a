"""The frontier of a search: what was tried, what held the constraints, and the best that money buys."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.figures import style
from experiments.texts import indicator
from experiments.texts.phrasebook import Phrasebook


def frontier_chart(tried: pd.DataFrame, best: pd.DataFrame, across: str, up: str, words: Phrasebook) -> Figure:
    """Two objectives of all trials; ``best`` are those of the frontier, joined by a line."""
    figure, (axes,) = style.new_figure(height=3.8)
    for feasible, mark, colour, name in ((False, "x", "#999999", "out"), (True, "o", style.SCENARIO_COLOURS[5], "in")):
        rows = tried[tried["feasible"] == feasible]
        if len(rows):
            axes.plot(rows[across], rows[up], mark, color=colour, markersize=4.5, label=words(f"frontier.{name}"))
    line = best.sort_values([across, up])
    axes.plot(
        line[across], line[up], "-D", color=style.SCENARIO_COLOURS[1], markersize=5, label=words("search.frontier")
    )
    for number, (left, height) in enumerate(zip(best[across], best[up], strict=True), 1):
        axes.annotate(str(number), (left, height), (4, 4), textcoords="offset points", fontsize=7.5)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    share = indicator(across).unit in ("share", "growth")
    style.number_across(axes, words, 100.0 if share else 1.0)
    style.number_axis(axes, up, words)
    axes.set_xlabel(titled(across, words), fontsize=8.5)
    axes.set_ylabel(titled(up, words), fontsize=8.5, wrap=True)
    axes.legend(frameon=False, fontsize=8)
    return figure


def titled(name: str, words: Phrasebook) -> str:
    """An indicator with the unit of its values."""
    unit = "%" if indicator(name).unit in ("share", "growth") else words.unit(name)
    return f"{words.indicator(name)}, {unit}"
