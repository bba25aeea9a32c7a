"""The scorecard: each scenario's value of every target of the plan, and in how many runs it is met.

A target is read as its definition asks: stocks counted at year's end in December, survey rates as the mean of the year,
productivity growth as the geometric mean of the plan's years. A horizon that ends earlier gives its last twelve months
(its last month for stocks), and ``period`` says which months were read. ``probability_met`` is given only when
parameters were drawn: seeds alone would make it 0 or 1.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.effects import by_run
from experiments.intervals import Floats, band
from experiments.texts import Indicator, indicators

if TYPE_CHECKING:
    from simulation.province.targets import Target

COLUMNS = [
    "scenario",
    "indicator",
    "observer",
    "target",
    "direction",
    "tolerance",
    "binding_at_start",
    "value",
    "low",
    "high",
    "gap",
    "met_in_seeds",
    "probability_met",
    "target_year",
    "period",
]
# Plan 66/KH-UBND writes its growth target as a mean from this year to the target's year.
GROWTH_FROM = 2021


@dataclass(frozen=True)
class Period:
    """Months read for a target, and how their values become one."""

    first: str
    last: str
    geometric: bool

    @property
    def label(self) -> str:
        """The months as tables print them."""
        return self.last if self.first == self.last else f"{self.first}..{self.last}"

    def value(self, months: pd.DataFrame) -> Floats:
        """One value a run (column) of an indicator's months (rows)."""
        values = months.loc[self.first : self.last]
        mean = (values.apply(np.log1p) if self.geometric else values).mean().to_numpy(dtype=np.float64)
        return np.expm1(mean) if self.geometric else mean


def scorecard(frame: pd.DataFrame, scenarios: list[str], targets: "tuple[Target, ...]") -> pd.DataFrame:
    """Table ``scorecard.csv``: a row a scenario, target and observer, from the long ``frame`` of effects."""
    totals = frame[frame["by"] == "all"]
    rows = [
        _row(scenario, observer, target, runs.loc[("all", observer.name, "all"), :])
        for scenario, runs in ((scenario, by_run(totals, scenario)) for scenario in scenarios)
        for target in targets
        for observer in _observers(target.indicator)
        if observer.name in runs.index.unique("indicator")
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def met(value: Floats, target: "Target") -> Floats:
    """1.0 where a value meets the target, 0.0 where it does not, missing where there is no value."""
    return reached(value, target.target, target.direction, target.tolerance)


def reached(value: Floats, target: float, direction: str, tolerance: float) -> Floats:
    """The same of a target told by its numbers, as the rows of a scorecard have them."""
    if direction == "about":
        there = np.abs(value - target) <= tolerance
    elif direction == "below":
        there = value <= target + tolerance
    else:
        there = value >= target - tolerance
    return np.where(np.isfinite(value), there.astype(np.float64), np.nan)


def _observers(name: str) -> list[Indicator]:
    return [entry for entry in indicators().values() if entry.headline == name]


def period_of(observer: Indicator, year: int, months: list[str]) -> Period:
    """The months in which a target of a year is read, of those (sorted) that were simulated."""
    last = min(f"{year}-12", months[-1])
    until = [month for month in months if month <= last]
    complete = last == f"{year}-12"
    if observer.period == "years":
        return Period(max(f"{GROWTH_FROM}-01", months[0]), last, geometric=True)
    if observer.period == "december":
        return Period(last, last, geometric=False)
    return Period(max(f"{year}-01", months[0]) if complete else until[-12:][0], last, geometric=False)


def _row(scenario: str, observer: Indicator, target: "Target", months: pd.DataFrame) -> dict[str, object]:
    period = period_of(observer, target.year, list(months.index))
    values = period.value(months)
    draws = months.columns.get_level_values("draw").to_numpy(dtype=np.int64)
    value, low, high = (float(part[0]) for part in band(values[None, :], draws))
    reached = met(values, target)
    start = months.mean(axis=1).dropna()
    at_start = met(start.to_numpy(dtype=np.float64)[:1], target)
    return {
        "scenario": scenario,
        "indicator": observer.name,
        "observer": observer.observer,
        "target": target.target,
        "direction": target.direction,
        "tolerance": target.tolerance,
        "binding_at_start": "" if not len(at_start) else bool(at_start[0] == 0.0),
        "value": value,
        "low": low,
        "high": high,
        "gap": value - target.target,
        "met_in_seeds": _in_seeds(reached) if observer.scored else "",
        "probability_met": _probability(reached, draws) if observer.scored else np.nan,
        "target_year": target.year,
        "period": period.label,
    }


def _in_seeds(reached: Floats) -> str:
    known = reached[np.isfinite(reached)]
    return f"{int(known.sum())}/{len(known)}" if len(known) else ""


def _probability(reached: Floats, draws: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> float:
    """Share of draws in which the target is met; missing when no parameters were drawn."""
    if not draws.any() or not np.isfinite(reached).any():
        return float("nan")
    return float(band(reached[None, :], draws)[0][0])
