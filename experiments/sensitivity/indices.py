"""Indices of sensitivity: how much of an answer's spread each factor is responsible for.

Sobol' indices (Sobol' 1993) of first order and in total, by the estimators of Saltelli and others (2010) and Jansen
(1999), with 90 % intervals from a bootstrap over samples (scipy). Morris' screening (Morris 1991, Campolongo and others
2007) through SALib. Where the design allows neither: the outcome at the factor's ends, or rank correlations.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.intervals import COVERAGE, band
from experiments.sensitivity.answers import Analysis, Answer
from experiments.sweeps.designs import MORRIS, MORRIS_LEVELS, ONE_AT_A_TIME, SOBOL, morris, problem

Floats = NDArray[np.float64]
COLUMNS = ["scenario", "indicator", "factor", "measure", "value", "low", "high"]
FIRST, TOTAL = "first_order", "total"
MU, MU_STAR, SIGMA = "mu", "mu_star", "sigma"
AT_LOW, AT_HIGH, CORRELATION = "at_low", "at_high", "rank_correlation"
#: What a design's factors are ranked by.
RANKED_BY = {SOBOL: TOTAL, MORRIS: MU_STAR, ONE_AT_A_TIME: AT_HIGH}
_RESAMPLES = 999

Row = tuple[int, str, float, float, float]


def indices(analysis: Analysis) -> pd.DataFrame:
    """A row an answer, factor and measure, in the design's manner, with a 90 % interval."""
    names = [factor["key"] for factor in analysis.factors]
    rows = [
        (answer.scenario, answer.indicator, names[factor], measure, value, low, high)
        for answer in (*analysis.answers, *analysis.leads)
        for factor, measure, value, low, high in _of_answer(analysis, answer)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _of_answer(analysis: Analysis, answer: Answer) -> Iterator[Row]:
    manifest = analysis.manifest
    if analysis.design == SOBOL:
        return sobol_indices(answer.by_point, len(analysis.factors), manifest["random"])
    if analysis.design == MORRIS:
        places = morris(len(analysis.factors), manifest["samples"], manifest["random"])
        return morris_measures(places, answer.by_point, manifest["random"])
    if analysis.design == ONE_AT_A_TIME:
        return ends(analysis, answer)
    return correlations(analysis.numbers, answer)


def sobol_indices(values: Floats, factors: int, random: int) -> Iterator[Row]:
    """Indices from values at the points of ``designs.sobol``: A, A with one factor from B each, B, row by row."""
    from scipy.stats import sobol_indices as estimate

    rows = values.reshape(-1, factors + 2)
    if np.ptp(values) == 0.0:  # a constant answer has no spread to share out
        yield from ((factor, measure, 0.0, 0.0, 0.0) for factor in range(factors) for measure in (FIRST, TOTAL))
        return
    function = {"f_A": rows[:, :1].T, "f_B": rows[:, -1:].T, "f_AB": rows[:, None, 1:-1].T}
    found = estimate(func=function, n=len(rows), rng=np.random.default_rng(random))
    spread = found.bootstrap(confidence_level=COVERAGE, n_resamples=_RESAMPLES)
    for measure, value, interval in (
        (FIRST, found.first_order, spread.first_order.confidence_interval),
        (TOTAL, found.total_order, spread.total_order.confidence_interval),
    ):
        at = np.stack([np.ravel(part) for part in (value, interval.low, interval.high)], axis=1)
        for factor, (middle, low, high) in enumerate(at[:factors].tolist()):
            yield factor, measure, middle, low, high


def morris_measures(places: Floats, values: Floats, random: int) -> Iterator[Row]:
    """Mean, mean size and spread of elementary effects, over the whole range of a factor."""
    from SALib.analyze import morris as analyser

    described = problem(places.shape[1])
    found: dict[str, Any] = analyser.analyze(
        described, places, values, num_levels=MORRIS_LEVELS, conf_level=COVERAGE, seed=random
    )
    for factor in range(places.shape[1]):
        star, half = float(found["mu_star"][factor]), float(found["mu_star_conf"][factor])
        yield factor, MU_STAR, star, star - half, star + half
        yield factor, MU, float(found["mu"][factor]), np.nan, np.nan
        yield factor, SIGMA, float(found["sigma"][factor]), np.nan, np.nan


def ends(analysis: Analysis, answer: Answer) -> Iterator[Row]:
    """The answer at a factor's lowest and highest level less that of the scenarios as they are, paired on seed."""
    centre = answer.values[0]
    for place, key in enumerate(analysis.numbers.columns):
        column = analysis.numbers[key].to_numpy(dtype=np.float64)
        touched = np.flatnonzero(column != column[0]) if np.isfinite(column[0]) else np.flatnonzero(np.isfinite(column))
        for measure, end, beyond in ((AT_LOW, np.argmin, np.less), (AT_HIGH, np.argmax, np.greater)):
            own = column[0]
            side = touched if np.isnan(own) else touched[beyond(column[touched], own)]
            change = answer.values[side[end(column[side])]] - centre if len(side) else np.zeros_like(centre)
            mean, low, high = (float(part[0]) for part in band(change[None, :], np.zeros(len(centre), dtype=np.int64)))
            yield place, measure, mean, low, high


def correlations(numbers: pd.DataFrame, answer: Answer) -> Iterator[Row]:
    """Rank correlation of each factor with the answer over the points, with Fisher's interval."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    ranks = rankdata(answer.by_point)
    half = ndtri(0.5 + COVERAGE / 2.0) * np.sqrt(1.06 / max(len(ranks) - 3, 1))  # 1.06: Fieller and others 1957
    for place, key in enumerate(numbers.columns):
        own = rankdata(numbers[key].to_numpy(dtype=np.float64))
        flat = np.ptp(own) == 0.0 or np.ptp(ranks) == 0.0
        value = 0.0 if flat else float(np.clip(np.corrcoef(own, ranks)[0, 1], -0.999999, 0.999999))
        centre = np.arctanh(value)
        yield place, CORRELATION, value, float(np.tanh(centre - half)), float(np.tanh(centre + half))
