"""Outcomes of a sweep: one number a point, scenario, seed and indicator, the mean of a window's months.

The window is the last twelve kept months, a year, or a month. Indicators that stand only in some months give the mean
of those.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.run_folder import DestinationError, read_manifest
from experiments.scorecard import GROWTH_FROM
from experiments.sweeps.loading import KEYS, load

LAST = "last12"
#: Printed first, in this order, where a sweep kept them: the plan's targets and what levers are judged by.
FIRST = (
    "unemployment_rate",
    "certified_share",
    "social_insurance_share",
    "formal_wage_employment",
    "average_labour_income",
    "labour_underutilisation_rate",
    "informal_share",
    "agriculture_share",
    "trained_share",
    "vacancy_rate",
    "spending",
)

__all__ = ["FIRST", "GROWTH_FROM", "LAST", "main_indicators", "months_of_window", "outcomes"]


def outcomes(folder: Path, indicators: Sequence[str], window: str = LAST) -> pd.DataFrame:
    """Rows (point, scenario, seed), a column an indicator. Raises DestinationError for a window the sweep has not."""
    months = months_of_window(folder, window)
    table = load(folder, indicators, months=months, factors=False)
    index = [*KEYS, "indicator"]
    values = table.astype({"indicator": "object"}).groupby(index, sort=True)["value"].mean().unstack("indicator")
    return values[[name for name in indicators if name in values.columns]]


def months_of_window(folder: Path, window: str) -> list[str]:
    """The months of a window: ``last12``, ``YYYY`` or ``YYYY-MM``."""
    manifest = read_manifest(folder)
    kept = list(manifest["keep"]["months"]) or _span(*manifest["months"])
    if window == LAST:
        return kept[-12:]
    months = [month for month in kept if month == window or month[:4] == window]
    if not months or not re.fullmatch(r"\d{4}(-\d{2})?", window):
        raise DestinationError(f"the sweep has no months of {window!r}: it keeps {kept[0]} to {kept[-1]}")
    return months


def main_indicators(folder: Path, most: int) -> list[str]:
    """The indicators that a report shows: those named first, then others in the sweep's order."""
    manifest = read_manifest(folder)
    if "keep" not in manifest:
        raise DestinationError(f"{folder} was not made by halong sweep, so it holds no design")
    kept = list(manifest["keep"]["indicators"])
    named = [name for name in FIRST if not kept or name in kept]
    return [*named, *(name for name in kept if name not in named)][:most]


def _span(first: str, last: str) -> list[str]:
    from simulation.months import month_index, month_text

    return [month_text(month) for month in range(month_index(first), month_index(last) + 1)]
