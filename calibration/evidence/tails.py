"""Estimators of tails: firm sizes and incomes."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def zipf_exponent(sizes: Floats, smallest: float) -> float:
    """Exponent of the power law of firm sizes from ``smallest`` on: slope of log(rank - 1/2) on log size, sign turned.

    The half corrects the bias in small samples (Gabaix & Ibragimov 2011).
    """
    tail = np.sort(sizes[sizes >= smallest])[::-1]
    if len(tail) < 10:
        return float("nan")
    rank = np.arange(1, len(tail) + 1)
    return -float(np.polyfit(np.log(tail), np.log(rank - 0.5), 1)[0])


def hill_exponent(values: Floats, quantile: float) -> float:
    """Hill's (1975) tail exponent of the values above a quantile."""
    threshold = float(np.quantile(values, quantile))
    above = values[values > threshold]
    return float(1.0 / np.log(above / threshold).mean()) if len(above) else float("nan")


def excess_kurtosis(values: Floats) -> float:
    """Kurtosis less that of the normal law: above zero when the middle is peaked and the tails are heavy."""
    centred = values - values.mean()
    return float((centred**4).mean() / (centred**2).mean() ** 2 - 3.0)
