"""Heat maps: an outcome over two factors, or the correlations of many factors with many outcomes."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.texts.dose_words import factor_label
from experiments.texts.phrasebook import Phrasebook


def outcome_map(table: pd.DataFrame, name: str, words: Phrasebook) -> Figure:
    """An outcome over two factors: rows and columns are their values, cells the means."""
    figure, (axes,) = style.new_figure(height=0.9 + 0.42 * len(table))
    values = table.to_numpy(dtype=np.float64)
    axes.imshow(values, cmap="cividis", aspect="auto")
    _write(axes, values, [[words.value(name, value) for value in row] for row in values])
    axes.set_xticks(range(len(table.columns)), [f"{value:g}" for value in table.columns])
    axes.set_yticks(range(len(table)), [f"{value:g}" for value in table.index])
    axes.set_xlabel(factor_label(words, str(table.columns.name)))
    axes.set_ylabel(factor_label(words, str(table.index.name)))
    axes.grid(visible=False)
    axes.set_title(words.indicator(name), wrap=True)
    return figure


def correlation_map(table: pd.DataFrame, words: Phrasebook) -> Figure:
    """Rank correlations: rows are factors, columns indicators."""
    figure, (axes,) = style.new_figure(height=1.9 + 0.24 * len(table))
    values = table.to_numpy(dtype=np.float64)
    axes.imshow(values, cmap="RdBu_r", vmin=-1.0, vmax=1.0, aspect="auto")
    _write(axes, np.abs(values) * -1.0, [[words.number(value, 2, signed=True) for value in row] for row in values])
    axes.set_xticks(
        range(len(table.columns)), [words.indicator(str(name)) for name in table.columns], rotation=30, ha="right"
    )
    axes.set_yticks(range(len(table)), [factor_label(words, str(key)) for key in table.index])
    axes.tick_params(labelsize=7.5)
    axes.grid(visible=False)
    return figure


def _write(axes: "Axes", values: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", texts: list[list[str]]) -> None:
    """Write each cell's text, light on dark and dark on light."""
    low, high = np.nanmin(values), np.nanmax(values)
    middle = low + 0.55 * (high - low)
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            colour = "#FFFFFF" if values[row, column] < middle else "#000000"
            axes.text(column, row, text, ha="center", va="center", fontsize=7.5, color=colour)
