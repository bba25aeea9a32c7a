"""Which factor of a sweep goes with which outcome, in a manner that suits the design.

One at a time: the outcome at the factor's lowest and highest level, with seeds' luck shared. Other designs: the rank
correlation (Spearman 1904) of the factor with the outcome over the points, which any design allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.sweeps.designs import ONE_AT_A_TIME

COLUMNS = ["scenario", "indicator", "factor", "low", "high", "correlation"]


@dataclass(frozen=True)
class Points:
    """A sweep's outcomes by point, seeds averaged: ``numbers`` (points, factors) and ``values`` by scenario."""

    numbers: pd.DataFrame
    values: dict[str, pd.DataFrame]


def points_of_sweep(runs: pd.DataFrame, outcomes: pd.DataFrame, factors: Sequence[dict[str, Any]]) -> Points:
    """Factors as numbers and mean outcomes, a row a point."""
    keys = [factor["key"] for factor in factors if factor["key"] in runs.columns]
    table = runs.drop_duplicates("point").set_index("point").sort_index()[keys]
    numbers = table.apply(
        lambda column: column if column.dtype != object else pd.Series(pd.factorize(column)[0], column.index)
    )
    means = outcomes.groupby(["scenario", "point"]).mean()
    values = {str(name): means.loc[name] for name in means.index.unique("scenario")}
    return Points(numbers.astype("float64"), values)


def as_numbers(column: pd.Series) -> pd.Series:
    """Words by the order in which they come."""
    return pd.Series(pd.factorize(column)[0], column.index) if column.dtype == object else column


def drivers(points: Points, design: str) -> pd.DataFrame:
    """A row a scenario, indicator and factor: the outcome's change at low and at high, or the correlation."""
    rows = [
        {"scenario": scenario, "indicator": indicator, "factor": factor, **told}
        for scenario, table in points.values.items()
        for indicator in table.columns
        for factor in points.numbers.columns
        if (told := _told(points.numbers[factor], table[indicator], design)) is not None
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _told(numbers: pd.Series, values: pd.Series, design: str) -> dict[str, float] | None:
    both = pd.concat([numbers, values], axis=1, keys=["x", "y"]).dropna()
    if both["x"].nunique() < 2:
        return None
    if design == ONE_AT_A_TIME:
        own, centre = float(numbers.get(0, np.nan)), float(values.get(0, np.nan))
        return {"low": _end(both, own, -1) - centre, "high": _end(both, own, 1) - centre, "correlation": np.nan}
    ranks = both.rank()
    spread = ranks["x"].std() * ranks["y"].std()
    correlation = float(ranks["x"].cov(ranks["y"]) / spread) if spread > 0 else 0.0
    return {"low": np.nan, "high": np.nan, "correlation": correlation}


def _end(both: pd.DataFrame, own: float, side: int) -> float:
    """The outcome at the factor's level farthest from its own on one side; at its own where it has none there."""
    moved = both if np.isnan(own) else both[side * (both["x"] - own) >= 0.0]
    farthest = moved["x"].max() if side > 0 else moved["x"].min()
    if farthest == own:  # other factors vary at this value of the factor: only the first point has all at their own
        return float(both["y"].iloc[0])
    return float(moved.loc[moved["x"] == farthest, "y"].mean())
