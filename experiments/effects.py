"""Effects: what a scenario changes against its reference, paired on seed.

Both arms of a pair share every person's luck, so the difference of two runs with one seed is caused by the scenario
alone. It is taken per indicator, month and group, and for windows: complete calendar years and the last twelve months.
A window holds the mean of its months, for counts and rates alike.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from experiments.intervals import band

COLUMNS = ["scenario", "indicator", "month", "mean", "low", "high", "seeds", "by", "group"]
SERIES = ["by", "indicator", "group"]
LAST = "last12"


def effects(indicators: pd.DataFrame, reference_of: dict[str, str]) -> pd.DataFrame:
    """Table ``effects.csv``: one row a scenario, indicator, group and month or window, in that order.

    ``indicators`` is long: scenario, seed, draw, month, indicator, by, group, value.
    """
    frames = [
        _paired(by_run(indicators, scenario) - by_run(indicators, reference)).assign(scenario=scenario)
        for scenario, reference in reference_of.items()
    ]
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)


def effects_by_rho(found: Mapping[float, pd.DataFrame], reference_of: dict[str, str]) -> pd.DataFrame:
    """Table ``effects_by_rho.csv``: effects on province totals by window, under each answer of job creation.

    ``found`` holds the indicators of province totals by the answer rho.
    """
    frames = [effects(totals, reference_of).assign(rho=rho) for rho, totals in sorted(found.items())]
    table = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=[*COLUMNS, "rho"])
    windows_only = table["month"].astype(str).str.len() != len("YYYY-MM")
    return table.loc[windows_only, ["scenario", "rho", *COLUMNS[1:]]].reset_index(drop=True)


def by_run(indicators: pd.DataFrame, scenario: str) -> pd.DataFrame:
    """One scenario with a row a series and month and a column a run: (by, indicator, group, month) × (draw, seed)."""
    rows = indicators[indicators["scenario"] == scenario]
    return (
        rows.astype({name: "object" for name in [*SERIES, "month"]})
        .set_index([*SERIES, "month", "draw", "seed"])["value"]
        .unstack(["draw", "seed"])
        .sort_index(axis=0)
        .sort_index(axis=1)
    )


def windows(months: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Name and months of each window that ``months`` (sorted) holds; a short horizon's last window is the horizon."""
    for year in sorted({month[:4] for month in months}):
        within = [month for month in months if month.startswith(year)]
        if len(within) == 12:
            yield year, within
    yield LAST, months[-12:]


def with_windows(runs: pd.DataFrame) -> pd.DataFrame:
    """The months of ``by_run`` followed by the means of its windows."""
    index = _levelled(runs)
    place = index.names.index("month")
    months, month = index.levels[place], index.codes[place]
    present = sorted(months[np.unique(month)])
    means = [_means(runs[months.isin(members)[month]], name) for name, members in windows(present)]
    return pd.concat([runs, *means])


def _levelled(runs: pd.DataFrame) -> pd.MultiIndex:
    assert isinstance(runs.index, pd.MultiIndex)
    return runs.index


def _means(months: pd.DataFrame, window: str) -> pd.DataFrame:
    """Mean of each series over the months of a window, of those there are.

    Rows of a series stand together, as ``by_run`` has them: sums over stretches take a fraction of the time of groups.
    """
    index = _levelled(months)
    codes = np.stack([index.codes[place] for place, name in enumerate(index.names) if name != "month"])
    first = np.flatnonzero(np.append(True, (codes[:, 1:] != codes[:, :-1]).any(axis=0)))
    values = months.to_numpy(dtype=np.float64)
    there = np.isfinite(values)
    count = np.add.reduceat(there.astype(np.float64), first)
    total = np.add.reduceat(np.where(there, values, 0.0), first)
    means = np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0.0)
    levels: list[Any] = [level for level, name in zip(index.levels, index.names, strict=True) if name != "month"]
    series = [*codes[:, first].tolist(), [0] * len(first)]
    of_window = pd.MultiIndex([*levels, [window]], series, names=[*SERIES, "month"])
    return pd.DataFrame(means, index=of_window, columns=months.columns)


def _paired(differences: pd.DataFrame) -> pd.DataFrame:
    rows = with_windows(differences)
    values = rows.to_numpy(dtype=np.float64)
    mean, low, high = band(values, rows.columns.get_level_values("draw").to_numpy(dtype=np.int64))
    table = rows.index.to_frame(index=False)
    table = table.assign(mean=mean, low=low, high=high, seeds=np.isfinite(values).sum(axis=1))
    # Province totals first, then the groups; within a series its months, then its windows (stable sort).
    table = table.assign(total=table["by"] != "all")
    return table.sort_values(["total", *SERIES], kind="stable").drop(columns="total")
