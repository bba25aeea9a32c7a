"""The search of McCall (1970): one offer a month, jobs for good, and the least wage worth taking.

Offers, discount and income while searching are the textbook's (Sargent and Stachurski, Quantitative Economics): wages
on 51 points from 10 to 60 with beta-binomial chances, discount 0.99 a month, 25 while searching, and 10, 20 and 30.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import betabinom

Floats = npt.NDArray[np.float64]

DISCOUNT = 0.99
#: Income while searching, a month.
INCOMES = (10.0, 20.0, 25.0, 30.0)
_POINTS, _A, _B = 50, 200, 100
WAGES: Floats = np.linspace(10.0, 60.0, _POINTS + 1)
CHANCES: Floats = np.asarray(betabinom.pmf(np.arange(_POINTS + 1), _POINTS, _A, _B))
#: Standard deviation of log offers.
SPREAD = float(np.sqrt((CHANCES * np.log(WAGES) ** 2).sum() - (CHANCES * np.log(WAGES)).sum() ** 2))
#: Months after which a reservation wage that falls stands still.
LONGEST = 12


@dataclass(frozen=True)
class Rule:
    """Take what pays ``ratio`` of the mean log offer or more, less ``decline`` (log points) a month of search."""

    ratio: float
    decline: float

    def least(self) -> Floats:
        """Log wage below which an offer is declined in each month of search from the first on, (LONGEST,)."""
        mean = float((CHANCES * np.log(WAGES)).sum())
        return np.asarray(mean + np.log(self.ratio) - self.decline * np.arange(1.0, LONGEST + 1.0), dtype=np.float64)


def optimum(income: float) -> tuple[float, float]:
    """Reservation wage of the best rule, and the value of search before an offer is seen."""
    search = 0.0
    while True:
        better = float((CHANCES * np.maximum(WAGES / (1.0 - DISCOUNT), income + DISCOUNT * search)).sum())
        if abs(better - search) < 1e-9:
            return (1.0 - DISCOUNT) * (income + DISCOUNT * better), better
        search = better


def value_of(least: Floats, income: float) -> float:
    """Value of search, before an offer is seen, of who declines log wages below ``least`` (months,), then the last."""
    pay, chance = _taken(least[-1])
    value = (pay / (1.0 - DISCOUNT) + (1.0 - chance) * income) / (1.0 - (1.0 - chance) * DISCOUNT)
    for threshold in least[-2::-1]:
        pay, chance = _taken(threshold)
        value = pay / (1.0 - DISCOUNT) + (1.0 - chance) * (income + DISCOUNT * value)
    return value


def _taken(least: float) -> tuple[float, float]:
    """Mean over offers of the pay taken, nothing where declined, and the chance to take one."""
    taken = np.log(WAGES) > least
    return float((CHANCES * WAGES)[taken].sum()), float(CHANCES[taken].sum())


def ranked(share: Floats) -> Floats:
    """The wage at each quantile of the offers, (n,)."""
    return np.asarray(WAGES[np.minimum(np.searchsorted(np.cumsum(CHANCES), share), _POINTS)])
