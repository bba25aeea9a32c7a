"""Where the uncertainty of an effect comes from: parameters that are not known, chance, and both.

With several seeds for each drawn parameter set the spread between sets, less what chance leaves in their means, is that
of the parameters; the spread between seeds of a set is that of chance. ``both`` is what one province may see. Bands are
the 5th and 95th percentiles.
"""

from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.effects import LAST, SERIES, by_run, with_windows
from experiments.intervals import COVERAGE

Floats = NDArray[np.float64]

FILE = "uncertainty.csv"
PARTS = ("parameters", "chance", "both")
NUMBERS = ("mean", *(f"{end}_{part}" for part in PARTS for end in ("low", "high")), "share_parameters")
COLUMNS = ["scenario", "indicator", "month", *NUMBERS, "sets", "seeds", "by", "group"]


def split(indicators: pd.DataFrame, reference_of: dict[str, str]) -> pd.DataFrame:
    """Table ``uncertainty.csv``: effects on province totals by window, with the band of each part.

    Empty unless parameters were drawn and every set was run under more than one seed.
    """
    totals = indicators[indicators["by"] == "all"]
    if not len(totals) or not totals["draw"].any():
        return pd.DataFrame(columns=COLUMNS)
    frames = [
        _scenario(by_run(totals, scenario) - by_run(totals, reference)).assign(scenario=scenario)
        for scenario, reference in reference_of.items()
    ]
    return pd.concat(frames, ignore_index=True)[COLUMNS] if frames else pd.DataFrame(columns=COLUMNS)


def _scenario(differences: pd.DataFrame) -> pd.DataFrame:
    rows = with_windows(differences)
    rows = rows[rows.index.get_level_values("month").str.len() != len("YYYY-MM")]
    draws = rows.columns.get_level_values("draw").to_numpy(dtype=np.int64)
    seeds = np.unique(draws, return_counts=True)[1]
    if seeds.min() < 2:
        return pd.DataFrame(columns=COLUMNS)
    table = rows.index.to_frame(index=False)
    parts = pd.DataFrame([bands(values, draws) for values in rows.to_numpy(dtype=np.float64)])
    found = pd.concat([table, parts], axis=1).assign(sets=len(seeds), seeds=int(seeds.min()))
    return found.sort_values(SERIES, kind="stable")


def bands(values: Floats, draws: NDArray[np.int64]) -> dict[str, float]:
    """Mean, the three bands, and the share of the variance that parameters have, of one effect's runs (runs,)."""
    if not np.isfinite(values).all():
        return dict.fromkeys(NUMBERS, np.nan)
    numbers = np.unique(draws)
    means = np.array([values[draws == number].mean() for number in numbers])
    left = values - means[np.searchsorted(numbers, draws)]
    seeds = len(values) / len(numbers)
    chance = float((left**2).sum() / max(len(values) - len(numbers), 1))
    between = float(means.var(ddof=1)) if len(numbers) > 1 else np.nan
    known = max(between - chance / seeds, 0.0)
    centre = float(means.mean())
    by_set = (means - centre) * (np.sqrt(known / between) if between > 0 else 0.0)
    by_luck = left * np.sqrt(seeds / (seeds - 1.0))
    samples = {"parameters": by_set, "chance": by_luck, "both": (by_set[:, None] + by_luck[None, :]).ravel()}
    tail = (1.0 - COVERAGE) / 2.0
    found = {"mean": centre}
    for part, sample in samples.items():
        low, high = np.quantile(sample, (tail, 1.0 - tail))
        found |= {f"low_{part}": centre + float(low), f"high_{part}": centre + float(high)}
    total = known + chance
    return {**found, "share_parameters": known / total if total > 0 else np.nan}


def write_uncertainty(table: pd.DataFrame, folder: Path) -> None:
    """Write ``uncertainty.csv`` into a run folder, if there is something to tell."""
    if len(table):
        table.to_csv(folder / FILE, index=False, lineterminator="\n")


def read_uncertainty(folder: Path) -> pd.DataFrame:
    """The table of a run folder; empty where there is none."""
    path = folder / FILE
    return pd.read_csv(path, dtype={"month": "str"}) if path.is_file() else pd.DataFrame(columns=COLUMNS)


def latest(table: pd.DataFrame, scenario: str) -> pd.DataFrame:
    """The rows of a scenario's last twelve months, by indicator."""
    return table[(table["scenario"] == scenario) & (table["month"] == LAST)].set_index("indicator")
