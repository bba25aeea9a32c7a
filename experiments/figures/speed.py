"""Speed as pictures: how time and memory grow with persons, time by process, the minimal market written four ways."""

from math import isnan
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

from experiments.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

    from experiments.benchmark.results import Results
    from experiments.texts.phrasebook import Phrasebook


def size_curves(results: "Results", words: "Phrasebook") -> Figure:
    """Time of a person-month, and memory at its peak, over the number of persons."""
    sizes = [size for size in results.sizes if not isnan(size.nanoseconds)]
    persons = [size.persons for size in sizes]
    figure, (time, memory) = style.new_figure(columns=2, width=7.6)
    time.plot(persons, [size.nanoseconds for size in sizes], "o-", color=style.SCENARIO_COLOURS[0], markersize=4)
    time.axhline(results.memory_limit, color=style.TARGET_COLOUR, linestyle="--", linewidth=1.0)
    time.text(persons[0], 1.1 * results.memory_limit, words("benchmark.limit_short"), fontsize=7.5, va="bottom")
    memory.plot(persons, [size.peak_bytes / 1e9 for size in sizes], "o-", color=style.SCENARIO_COLOURS[1], markersize=4)
    time.set_title(words("benchmark.nanoseconds"), fontsize=9)
    memory.set_title(words("benchmark.peak"), fontsize=9)
    for axes in (time, memory):
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_xlabel(words("benchmark.persons"), fontsize=8)
        _powers(axes.xaxis, words)
        _powers(axes.yaxis, words)
    return figure


def minimal_market_bars(results: "Results", words: "Phrasebook") -> Figure:
    """Time of a person-month of the minimal market, each way a bar on a scale of powers of ten."""
    figure, (axes,) = style.new_figure(height=2.4)
    times = [rival.told.nanoseconds for rival in results.rivals]
    colours = [style.SCENARIO_COLOURS[0] if rival.name == "engine" else "#9A9A9A" for rival in results.rivals]
    axes.set_xscale("log")
    axes.set_xlim(min(times) / 3.0, max(times) * 4.0)
    names = [words(f"benchmark_rival.{rival.name}") for rival in results.rivals]
    _bars(axes, names, times, [words.number(time, 1) for time in times], colours)
    _powers(axes.xaxis, words)
    axes.set_xlabel(words("benchmark.nanoseconds"), fontsize=8)
    axes.set_title(words("benchmark.minimal", persons=words.number(results.rivals[0].told.persons)), wrap=True)
    return figure


def share_bars(results: "Results", words: "Phrasebook") -> Figure:
    """Share of processor time by process of the month, the largest on top."""
    parts = sorted(results.shares.items(), key=lambda part: -part[1])
    figure, (axes,) = style.new_figure(height=1.0 + 0.2 * len(parts))
    shares = [100.0 * seconds / results.processor for _, seconds in parts]
    names = [words.group("process", name.replace(" ", "_")) for name, _ in parts]
    labels = [f"{words.number(share, 1)}%" for share in shares]
    _bars(axes, names, shares, labels, [style.SCENARIO_COLOURS[0]] * len(parts))
    style.number_across(axes, words)
    axes.set_xlim(0.0, 1.12 * max(shares))
    axes.set_title(words("benchmark.shares"))
    return figure


def _bars(axes: "Axes", names: list[str], values: list[float], labels: list[str], colours: list[str]) -> None:
    places = np.arange(len(values))[::-1]
    axes.barh(places, values, color=colours, height=0.7)
    axes.set_yticks(places, names, fontsize=8)
    axes.grid(visible=False, axis="y")
    for place, value, label in zip(places, values, labels, strict=True):
        axes.annotate(label, (value, place), (3, 0), textcoords="offset points", va="center", fontsize=8)


def _powers(axis: "Axis", words: "Phrasebook") -> None:
    """Marks at powers of ten, written in the reader's way."""
    axis.set_major_locator(LogLocator(base=10.0, subs=(1.0, 3.0)))
    axis.set_minor_locator(NullLocator())
    axis.set_minor_formatter(NullFormatter())
    axis.set_major_formatter(FuncFormatter(lambda value, _: words.number(value, 0 if value >= 1.0 else 1)))
