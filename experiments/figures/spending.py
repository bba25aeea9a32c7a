"""What is paid, year by year, and from which source of money."""

import pandas as pd
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.spending import spending_by_year
from experiments.texts.phrasebook import Phrasebook


def spending_by_source(ledger: pd.DataFrame, scenario: str, runs: int, words: Phrasebook) -> Figure:
    """Stacked bars of yearly spending in thousand million VND, mean over runs, a layer a source."""
    table = spending_by_year(ledger, scenario, ["source"], runs)["amount"].unstack("source").fillna(0.0) / 1000.0
    figure, (axes,) = style.new_figure(height=2.8)
    base = pd.Series(0.0, index=table.index)
    for place, source in enumerate(table.columns):
        axes.bar(
            [str(year) for year in table.index],
            table[source],
            bottom=base,
            width=0.6,
            color=style.STACK_COLOURS[place % 5],
            edgecolor="white",
            label=words.group("source", str(source)),
        )
        base = base + table[source]
    axes.set_ylabel(words("unit.billion_vnd"))
    axes.grid(visible=False, axis="x")
    style.plain_axis(axes, words)
    axes.legend(reverse=True, frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axes.set_title(words("figure.spending"))
    return figure
