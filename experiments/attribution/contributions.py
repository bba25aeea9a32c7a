"""The table of contributions: what each contrast does to each target, and what is left over when they are added."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.attribution.plan import ALONE, LEFT_OUT, SHAPLEY, TOGETHER, Contrast
from experiments.effects import by_run, with_windows
from experiments.intervals import band
from experiments.parts import Run, read_indicators

COLUMNS = ["kind", "name", "indicator", "month", "effect", "low", "high", "seeds"]
#: What levers do not share out: the effect of all together less the sum of the parts.
REMAINDERS = {ALONE: "remainder_of_one_at_a_time", LEFT_OUT: "remainder_of_leave_one_out"}


def contributions(contrasts: Iterable[Contrast], parts: Path) -> pd.DataFrame:
    """Table ``attribution.csv``: effects on province totals by year and over the last twelve months, paired on seed.

    Rows of kind ``remainder_of_...`` hold what neither levers alone nor levers left out account for: the interaction.
    """
    seen: dict[str, pd.Series] = {}
    effects = [(contrast, _difference(contrast, parts, seen)) for contrast in contrasts if contrast.kind != SHAPLEY]
    tables = [_table(contrast.kind, contrast.name, effect) for contrast, effect in effects]
    together = next(effect for contrast, effect in effects if contrast.kind == TOGETHER)
    for kind, remainder in REMAINDERS.items():
        members = [effect for contrast, effect in effects if contrast.kind == kind]
        if members:
            tables.append(_table(remainder, "all", together - sum(members)))
    shares = [contrast for contrast in contrasts if contrast.kind == SHAPLEY]
    tables += _shapley(shares, parts, seen)
    return pd.concat(tables, ignore_index=True)[COLUMNS]


def _difference(contrast: Contrast, parts: Path, seen: dict[str, pd.Series]) -> pd.DataFrame:
    """Effect by indicator and window (rows) and pair of runs (columns)."""
    pairs = zip(contrast.runs, contrast.against, strict=True)
    columns = [_windows(run, parts, seen) - _windows(base, parts, seen) for run, base in pairs]
    return pd.concat(columns, axis=1, keys=range(len(columns)))


def _shapley(contrasts: list[Contrast], parts: Path, seen: dict[str, pd.Series]) -> list[pd.DataFrame]:
    """Mean marginal effect of each lever over the sampled orders."""
    levers = dict.fromkeys(contrast.name for contrast in contrasts)
    found = []
    for lever in levers:
        effects = [_difference(contrast, parts, seen) for contrast in contrasts if contrast.name == lever]
        found.append(_table(SHAPLEY, lever, pd.concat(effects, axis=1, keys=range(len(effects)))))
    return found


def _windows(run: Run, parts: Path, seen: dict[str, pd.Series]) -> pd.Series:
    """Province totals of a run over its windows, by indicator and window; kept in ``seen``."""
    if run.key not in seen:
        table = with_windows(by_run(read_indicators([run], parts, totals=True), run.scenario.stem))
        month = table.index.get_level_values("month")
        windows = table[month.str.len() != len("YYYY-MM")].droplevel(["by", "group"])
        seen[run.key] = windows.iloc[:, 0]
    return seen[run.key]


def _table(kind: str, name: str, effects: pd.DataFrame) -> pd.DataFrame:
    values = effects.to_numpy(dtype=np.float64)
    mean, low, high = band(values, np.zeros(values.shape[1], dtype=np.int64))
    table = effects.index.to_frame(index=False)
    return table.assign(kind=kind, name=name, effect=mean, low=low, high=high, seeds=values.shape[1])
