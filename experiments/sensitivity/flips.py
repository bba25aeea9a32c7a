"""Which assumption would turn a decision: the value of a factor at which two scenarios change places.

One at a time: the lead of one scenario over the other at each level of a factor, the others untouched; between the
levels where its mean changes sign the value is read off a straight line, and resampling the seeds gives its 90 %
interval. Other designs: the lead is regressed on all factors, and the value is where the line reaches zero with the
others at their own; Fieller's interval (Fieller 1954).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.intervals import COVERAGE, band
from experiments.sensitivity.answers import Analysis, Answer
from experiments.sweeps.designs import ONE_AT_A_TIME

Floats = NDArray[np.float64]
COLUMNS = [
    "scenarios", "indicator", "factor", "assumed", "own", "range_low", "range_high", "lead", "lead_low", "lead_high",
    "verdict", "flip", "flip_low", "flip_high", "share_flipped", "distance",
]  # fmt: skip
#: The ranking turns inside the factor's range; it does not; the lead is no lead, for its interval holds zero.
TURNS, HOLDS, NO_LEAD = "turns", "holds", "no_lead"
_RESAMPLES = 999


@dataclass(frozen=True)
class Flip:
    """Value at which the lead is zero, its interval, and the share of resamples in which there is one in the range."""

    value: float = np.nan
    low: float = np.nan
    high: float = np.nan
    share: float = 0.0


def flips(analysis: Analysis) -> pd.DataFrame:
    """A row a lead and factor, the assumption nearest to turning the ranking first."""
    rows = [
        _row(analysis, lead, factor)
        for lead in analysis.leads
        for factor in analysis.factors
        if factor["own"] is not None and len(set(analysis.numbers[factor["key"]].dropna())) > 1
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.sort_values(["indicator", "distance", "factor"], kind="stable").reset_index(drop=True)


def _row(analysis: Analysis, lead: Answer, factor: dict[str, Any]) -> dict[str, Any]:
    column = analysis.numbers[factor["key"]].to_numpy(dtype=np.float64)
    own, low, high = float(factor["own"]), float(np.nanmin(column)), float(np.nanmax(column))
    if analysis.design == ONE_AT_A_TIME:
        here, found = lead.values[0], between_levels(*levels(column, lead.values))
    else:
        here, found = _at_own(analysis, lead, factor["key"])
    mean, below, above = (float(part[0]) for part in band(here[None, :], np.zeros(len(here), dtype=np.int64)))
    inside = np.isfinite(found.value) and low <= found.value <= high
    verdict = NO_LEAD if below <= 0.0 <= above else TURNS if inside else HOLDS
    return {
        "scenarios": lead.scenario, "indicator": lead.indicator, "factor": factor["key"], "assumed": factor["assumed"],
        "own": own, "range_low": low, "range_high": high, "lead": mean, "lead_low": below, "lead_high": above,
        "verdict": verdict, "flip": found.value if inside else np.nan, "flip_low": found.low if inside else np.nan,
        "flip_high": found.high if inside else np.nan, "share_flipped": found.share,
        "distance": abs(found.value - own) / (high - low) if inside else np.nan,
    }  # fmt: skip


def levels(column: Floats, lead: Floats) -> tuple[Floats, Floats]:
    """Levels of a factor in rising order with the lead at each, (levels, seeds): its own from the first point."""
    own = column[0]
    touched = np.flatnonzero(np.isfinite(column) & (column != own))
    places = np.concatenate([[0], touched]) if np.isfinite(own) else touched
    order = places[np.argsort(column[places], kind="stable")]
    return column[order], lead[order]


def between_levels(at: Floats, lead: Floats) -> Flip:
    """Where the mean lead over seeds changes sign, with an interval over resampled seeds."""
    value = _crossing(at, lead.mean(axis=1))
    seeds = lead.shape[1]
    if seeds < 2:
        return Flip(value, share=float(np.isfinite(value)))
    draws = np.random.default_rng(seeds).integers(0, seeds, (_RESAMPLES, seeds))
    found = np.array([_crossing(at, lead[:, draw].mean(axis=1)) for draw in draws])
    known = found[np.isfinite(found)]
    tail = (1.0 - COVERAGE) / 2.0
    low, high = np.quantile(known, (tail, 1.0 - tail)) if len(known) else (np.nan, np.nan)
    return Flip(value, float(low), float(high), len(known) / len(found))


def _crossing(at: Floats, lead: Floats) -> float:
    """The first place where a line through the points reaches zero; missing where it does not."""
    for place in range(len(at) - 1):
        before, after = lead[place], lead[place + 1]
        if before == 0.0 or before * after < 0.0:
            return (
                float(at[place] + (at[place + 1] - at[place]) * before / (before - after))
                if before
                else float(at[place])
            )
    return float(at[-1]) if len(at) and lead[-1] == 0.0 else np.nan


def _at_own(analysis: Analysis, lead: Answer, key: str) -> tuple[Floats, Flip]:
    """The lead with all factors at their own, as seeds have it, and where one factor brings it to zero."""
    table = analysis.numbers[[factor["key"] for factor in analysis.factors if factor["own"] is not None]]
    own = np.array([float(factor["own"]) for factor in analysis.factors if factor["own"] is not None])
    moved = table.to_numpy(dtype=np.float64) - own
    spread = np.where(moved.std(axis=0) > 0.0, moved.std(axis=0), 1.0)
    design = np.column_stack([np.ones(len(moved)), moved / spread])
    by_seed = np.linalg.lstsq(design, lead.values, rcond=None)[0]
    place = list(table.columns).index(key)
    flip = _fieller(design, lead.by_point, 1 + place)
    value, low, high = (float(own[place] + spread[place] * at) for at in (flip.value, flip.low, flip.high))
    return by_seed[0], Flip(value, low, high, flip.share)


def _fieller(design: Floats, values: Floats, column: int) -> Flip:
    """Minus the constant over a coefficient of a regression, with Fieller's interval where it is bounded."""
    from scipy.special import stdtrit

    points, terms = design.shape
    solution, _, rank, _ = np.linalg.lstsq(design, values, rcond=None)
    constant, slope = float(solution[0]), float(solution[column])
    if rank < terms or slope == 0.0:
        return Flip()
    value, freedom = -constant / slope, points - terms
    if freedom < 1:
        return Flip(value, share=1.0)
    rest = values - design @ solution
    covariance = np.linalg.inv(design.T @ design) * float(rest @ rest) / freedom
    squared = float(stdtrit(freedom, 0.5 + COVERAGE / 2.0)) ** 2
    leading = slope**2 - squared * covariance[column, column]
    middle = -(constant * slope - squared * covariance[0, column])
    root = middle**2 - leading * (constant**2 - squared * covariance[0, 0])
    if leading <= 0.0 or root < 0.0:
        return Flip(value, share=1.0)
    half = float(np.sqrt(root))
    return Flip(value, (middle - half) / leading, (middle + half) / leading, 1.0)
