"""The stock of employed persons by kind of contract, month by month."""

import pandas as pd
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.texts.phrasebook import Phrasebook
from simulation.vocabulary import CONTRACTS


def employment_by_contract(indicators: pd.DataFrame, scenario: str, words: Phrasebook) -> Figure:
    """Stacked areas of a scenario's employed persons in thousands, mean over runs, each layer named at its right."""
    rows = indicators[
        (indicators["scenario"] == scenario)
        & (indicators["indicator"] == "employed")
        & (indicators["by"] == "contract")
    ].astype({"month": "object", "group": "object"})
    table = rows.groupby(["group", "month"])["value"].mean().unstack("month") / 1000.0
    table = table.reindex([contract for contract in CONTRACTS if contract in table.index])
    figure, (axes,) = style.new_figure(height=3.0)
    axes.stackplot(range(table.shape[1]), table.to_numpy(), colors=style.STACK_COLOURS, edgecolor="white")
    style.years_axis(axes, list(table.columns))
    _name_layers(figure, table, words)
    style.plain_axis(axes, words)
    axes.set_ylabel(words("figure.persons_thousand"))
    axes.set_title(words("figure.employment"))
    return figure


def _name_layers(figure: Figure, table: pd.DataFrame, words: Phrasebook) -> None:
    axes = figure.axes[0]
    last = table.iloc[:, -1]
    middles = (last.cumsum() - last / 2.0).tolist()
    heights = style.spread(middles, 0.06 * axes.get_ylim()[1])
    for contract, height, persons in zip(table.index, heights, last, strict=True):
        axes.annotate(
            f"{words.group('contract', contract)}: {words.number(persons)}",
            (table.shape[1] * 1.01, height),
            fontsize=8,
            va="center",
            annotation_clip=False,
        )
