"""Response of one lever to its dose: whom it reaches and what it adds, with the limit that binds at each dose."""

from math import ceil

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.texts.phrasebook import Phrasebook

#: Net outcomes drawn beside whom the lever reaches.
OUTCOMES = ("certified", "formal_wage_employment", "unemployed")


def dose_response(table: pd.DataFrame, words: Phrasebook) -> Figure:
    """One panel for persons reached, one for each net outcome, by dose; ``table`` as in ``dose_response.csv``."""
    height = 2.3 * ceil((1 + len(OUTCOMES)) / 2)
    figure, panels = style.new_figure(rows=ceil((1 + len(OUTCOMES)) / 2), columns=2, height=height)
    one = table[table["outcome"] == OUTCOMES[0]]
    _curve(panels[0], one, ("reached", "reached_low", "reached_high"), words("doses.reached"), words)
    for _, row in one.iterrows():
        text = "\n".join(words(f"doses.binds.{limit}") for limit in str(row["binding"]).split("+"))
        place = (float(row["dose"]), float(row["reached"]))
        panels[0].annotate(text, place, textcoords="offset points", xytext=(3, -9), fontsize=5.5, va="top")
    for axes, outcome in zip(panels[1:], OUTCOMES, strict=False):
        rows = table[table["outcome"] == outcome]
        title = f"{words('true.net')}: {words(f'true.outcome.{outcome}')}"
        _curve(axes, rows, ("net", "low", "high"), title, words)
        axes.axhline(0.0, color="#333333", linewidth=0.8)
    return figure


def _curve(axes: Axes, rows: pd.DataFrame, columns: tuple[str, str, str], title: str, words: Phrasebook) -> None:
    mean, low, high = (rows[column] for column in columns)
    colour = style.SCENARIO_COLOURS[0]
    axes.fill_between(rows["dose"], low, high, color=colour, alpha=0.25, linewidth=0)
    axes.plot(rows["dose"], mean, color=colour, linewidth=1.4, marker="o", markersize=3)
    axes.set_title(title, fontsize=8, wrap=True)
    axes.set_xlabel(words("doses.dose"), fontsize=8)
    axes.margins(x=0.12, y=0.25)
