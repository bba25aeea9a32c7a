"""Fan charts: how far a sweep spreads an indicator, month by month."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.texts.phrasebook import Phrasebook

#: Shares of the runs inside each band, the widest first.
BANDS = (0.90, 0.50)


def fan_chart(table: pd.DataFrame, name: str, scenarios: Sequence[tuple[str, str]], words: Phrasebook) -> Figure:
    """Median and the bands that hold half and nine tenths of the runs; a panel a scenario (stem, title).

    ``table`` is long: scenario, month, value of all points and seeds.
    """
    rows = len(scenarios)
    figure, panels = style.new_figure(rows=rows, height=0.6 + 2.3 * rows)
    months = sorted(table["month"].unique())
    for place, (axes, (stem, title)) in enumerate(zip(panels, scenarios, strict=True)):
        colour = style.SCENARIO_COLOURS[place % len(style.SCENARIO_COLOURS)]
        grouped = table[table["scenario"] == stem].groupby("month")["value"]
        for shade, share in zip((0.18, 0.34), BANDS, strict=True):
            tail = (1.0 - share) / 2.0
            low, high = (grouped.quantile(at).reindex(months).to_numpy() for at in (tail, 1.0 - tail))
            axes.fill_between(np.arange(len(months)), low, high, color=colour, alpha=shade, linewidth=0)
        axes.plot(grouped.median().reindex(months).to_numpy(), color=colour, linewidth=1.6)
        style.years_axis(axes, months)
        style.number_axis(axes, name, words)
        axes.set_title(f"{words.indicator(name)}: {title}" if rows > 1 else words.indicator(name), wrap=True)
    return figure
