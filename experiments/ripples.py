"""How far a lever's ripples go, month by month: whose lives differ, what is added, who is pushed aside, how surely.

A few persons helped change the lives of many others, some because a place is taken, most because the hiring chains that
start from it turn out otherwise. So the table prints beside each month's effects how many lives differ in all; what is
known of displacement sinks into that noise after a while, and the table says when.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.intervals import band

#: Net effects that the table gives with their 90 % intervals: persons of the decomposition, and stocks side by side.
NET = ("certified", "formal_wage_employment")
STOCKS = ("unemployed", "employed", "in_training")
DISPLACED = "formal_wage_employment"
_COUNTS = ("reached", "differing_reached", "differing_others")
_NET = [f"{name}{end}" for name in (*NET, *STOCKS) for end in ("", "_low", "_high")]
COLUMNS = ["scenario", "month", "months_on", *_COUNTS, "others_per_recipient", *_NET, "displaced", "displaced_error"]

Floats = NDArray[np.float64]


def ripples(
    lives: pd.DataFrame, pairs: pd.DataFrame, indicators: pd.DataFrame, reference_of: dict[str, str]
) -> pd.DataFrame:
    """Table ``ripples.csv``: a row a scenario and month from the first in which a lever reaches somebody.

    ``lives`` as ``read_ripples`` and ``pairs`` as ``read_decomposition`` give them. Counts and effects are means over
    runs; ``_low`` and ``_high`` bound effects (90 %, paired on seed); ``displaced`` are formal jobs that others lose,
    with the standard error of the mean. ``months_on`` is 1 in the first month.
    """
    frames = [
        _of_scenario(scenario, lives, pairs, indicators, reference)
        for scenario, reference in reference_of.items()
        if scenario in set(lives["scenario"])
    ]
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)


def _of_scenario(
    scenario: str, lives: pd.DataFrame, pairs: pd.DataFrame, indicators: pd.DataFrame, reference: str
) -> pd.DataFrame:
    mine = _plain(lives[lives["scenario"] == scenario])
    table = mine.groupby("month")[list(_COUNTS)].mean()
    table = table[table["reached"].cumsum() > 0.0]
    table["others_per_recipient"] = table["differing_others"] / table["reached"]
    for name, wide in _effects(scenario, pairs, indicators, reference):
        values = wide.reindex(table.index)
        draws = values.columns.get_level_values("draw").to_numpy()
        mean, low, high = band(values.to_numpy(dtype=np.float64), draws)
        table[name] = mean
        if name == "displaced":
            table["displaced_error"] = _error(values.to_numpy(dtype=np.float64))
        else:
            table[f"{name}_low"], table[f"{name}_high"] = low, high
    return table.reset_index().assign(scenario=scenario, months_on=range(1, len(table) + 1))


def _effects(
    scenario: str, pairs: pd.DataFrame, indicators: pd.DataFrame, reference: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each effect by month (rows) and run (columns)."""
    mine = _plain(pairs[pairs["scenario"] == scenario])
    together = mine[mine["lever"] == mine["lever"].iloc[-1]]  # the last lever listed is all of them, or the only one
    for name in NET:
        yield name, _wide(together[together["outcome"] == name], "net")
    others = together[together["outcome"] == DISPLACED]
    yield "displaced", _wide(others.assign(lost=others["displaced_residents"] + others["displaced_outside"]), "lost")
    totals = _plain(indicators[(indicators["by"] == "all") & indicators["indicator"].isin(STOCKS)])
    for name in STOCKS:
        stock = totals[totals["indicator"] == name]
        arms = [_wide(stock[stock["scenario"] == arm], "value") for arm in (scenario, reference)]
        yield name, arms[0] - arms[1]


def _wide(rows: pd.DataFrame, value: str) -> pd.DataFrame:
    return rows.pivot(index="month", columns=["draw", "seed"], values=value)


def _plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their names as text: codes of names that are gone would stand as empty groups."""
    names = [name for name in rows if isinstance(rows[name].dtype, pd.CategoricalDtype)]
    return rows.astype(dict.fromkeys(names, "object"))


def _error(values: Floats) -> Floats:
    """Standard error of each row's mean; missing with one run."""
    runs = values.shape[1]
    return values.std(axis=1, ddof=1) / np.sqrt(runs) if runs > 1 else np.full(len(values), np.nan)
