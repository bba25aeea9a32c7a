"""How sure a mean is: 90 % intervals over seeds, or over drawn parameters.

With the table's central values, runs differ by luck alone: Student's t over seeds bounds the mean that infinitely many
seeds would give. With drawn parameters the question is another one, how far the answer itself may lie: then seeds are
averaged within each draw and the 5th and 95th percentiles over draws are given.
"""

import numpy as np
from numpy.typing import NDArray

COVERAGE = 0.90

Floats = NDArray[np.float64]


def band(values: Floats, draws: NDArray[np.int64]) -> tuple[Floats, Floats, Floats]:
    """Mean, low and high of each row of ``values`` (rows, runs); ``draws`` (runs,) is 0 where nothing was drawn.

    A row's missing runs are left out. With one run, or one draw, low and high are missing: one run says nothing about
    how sure it is.
    """
    if not draws.any():
        return _student(values)
    numbers = np.unique(draws)
    by_draw = np.stack([_mean(values[:, draws == number])[0] for number in numbers], axis=1)
    mean, count = _mean(by_draw)
    tail = (1.0 - COVERAGE) / 2.0
    low, high = _quantiles(by_draw, count, (tail, 1.0 - tail))
    return mean, low, high


def _mean(values: Floats) -> tuple[Floats, Floats]:
    """Mean of the finite values of each row (missing when there are none), and how many there are."""
    finite = np.isfinite(values)
    count = finite.sum(axis=1).astype(np.float64)
    total = np.where(finite, values, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0), count


def _student(values: Floats) -> tuple[Floats, Floats, Floats]:
    from scipy.special import stdtrit

    mean, count = _mean(values)
    squares = np.where(np.isfinite(values), (values - mean[:, None]) ** 2, 0.0).sum(axis=1)
    freedom = np.where(count > 1, count - 1.0, np.nan)
    half = stdtrit(freedom, 0.5 + COVERAGE / 2.0) * np.sqrt(squares / freedom / np.where(count > 1, count, np.nan))
    return mean, mean - half, mean + half


def _quantiles(values: Floats, count: Floats, shares: tuple[float, float]) -> tuple[Floats, Floats]:
    known = count > 1
    low, high = np.full(len(values), np.nan), np.full(len(values), np.nan)
    if known.any():
        low[known], high[known] = np.nanquantile(values[known], shares, axis=1)
    return low, high


def ratio(above: Floats, below: Floats) -> tuple[float, float, float]:
    """Mean of ``above`` over mean of ``below``, paired (runs,) each, with Fieller's interval (Fieller 1954).

    The interval is missing where that of ``below`` includes zero: the ratio is then unbounded.
    """
    from scipy.special import stdtrit

    runs, mean_above, mean_below = len(above), float(above.mean()), float(below.mean())
    if mean_below == 0.0:
        return np.nan, np.nan, np.nan
    if runs < 2:
        return mean_above / mean_below, np.nan, np.nan
    (of_above, both), (_, of_below) = np.cov(above, below) / runs
    squared = float(stdtrit(runs - 1.0, 0.5 + COVERAGE / 2.0)) ** 2
    leading = mean_below**2 - squared * of_below
    middle = mean_above * mean_below - squared * both
    root = middle**2 - leading * (mean_above**2 - squared * of_above)
    if leading <= 0.0:
        return mean_above / mean_below, np.nan, np.nan
    half = np.sqrt(max(root, 0.0))  # never negative but for rounding
    return mean_above / mean_below, float((middle - half) / leading), float((middle + half) / leading)
