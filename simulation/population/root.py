"""Root of a function that changes sign (Brent 1973); its library is imported when a population is drawn, not before."""

from collections.abc import Callable


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where ``function`` is zero between ``low`` and ``high``, at which it has different signs."""
    from scipy.optimize import brentq

    return float(brentq(function, low, high))
