"""Pictures of the evidence: lines, paths in time and clouds of points, as the facts hand them over."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from calibration.evidence.pictures import Picture, Trace
from experiments.figures import style
from experiments.texts.phrasebook import Phrasebook


def evidence_picture(picture: Picture, words: Phrasebook) -> Figure:
    """The picture drawn in the house's look, axes and traces named from the phrases."""
    figure, (axes,) = style.new_figure(height=3.6)
    for place, trace in enumerate(picture.traces):
        _draw(axes, trace, place, words)
    if picture.log:
        axes.set_yscale("log")
    if picture.log == "both":
        axes.set_xscale("log")
    axes.set_xlabel(words(picture.across))
    axes.set_ylabel(words(picture.up))
    axes.set_title(words(f"evidence.picture.{picture.name}"))
    if len(picture.traces) > 1:
        axes.legend(frameon=False, fontsize=8)
    return figure


def _draw(axes: Axes, trace: Trace, place: int, words: Phrasebook) -> None:
    colour = style.SCENARIO_COLOURS[place % len(style.SCENARIO_COLOURS)]
    across, up = np.asarray(trace.across), np.asarray(trace.up)
    label = words(trace.title)
    if trace.kind == "points":
        size = 18.0 if len(across) < 60 else 5.0
        axes.scatter(across, up, s=size, color=colour, alpha=0.7, linewidths=0, label=label)
        return
    axes.plot(across, up, color=colour, linestyle=style.DASHES[place % 4], linewidth=1.4, label=label)
    if trace.kind == "path":
        axes.plot(across[:1], up[:1], marker="o", markersize=5, color=colour)
        axes.plot(across[-1:], up[-1:], marker="s", markersize=5, color=colour)
