"""Where assumptions turn a ranking: each factor's range, its own value, and that at which two scenarios swap."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.figures import style
from experiments.texts.dose_words import factor_label
from experiments.texts.phrasebook import Phrasebook


def turning_points(rows: pd.DataFrame, title: str, words: Phrasebook) -> Figure:
    """A line a factor from the low (0) to the high (1) of its range, with its own value and the turning point."""
    figure, (axes,) = style.new_figure(height=1.2 + 0.32 * len(rows))
    width = rows["range_high"] - rows["range_low"]
    places = len(rows) - 1 - np.arange(len(rows))
    at = {name: (rows[name] - rows["range_low"]) / width for name in ("own", "flip", "flip_low", "flip_high")}
    axes.hlines(places, 0.0, 1.0, color="#BBBBBB", linewidth=2)
    axes.hlines(places, at["flip_low"], at["flip_high"], color=style.SCENARIO_COLOURS[1], linewidth=5, alpha=0.45)
    axes.plot(at["own"], places, "o", color=style.REFERENCE_COLOUR, label=words("turning.own"))
    axes.plot(at["flip"], places, "D", color=style.SCENARIO_COLOURS[1], label=words("turning.flip"))
    axes.set_yticks(places, [factor_label(words, key) for key in rows["factor"]], fontsize=8)
    axes.set_xlim(-0.05, 1.05)
    axes.set_xticks([0.0, 1.0], [words("turning.low"), words("turning.high")])
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.grid(visible=False)
    axes.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.12), ncols=2)
    axes.set_title(title, wrap=True)
    return figure
