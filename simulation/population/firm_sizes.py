"""Sizes of firms: published shares of size classes, and in each a Pareto tail (Axtell 2001), that make the payroll.

Firms of all sectors but the State's are spread over the size classes so that the classes have their published shares of
all firms and each sector its mean size: a firm of a class is likelier where firms are larger, by a power of the class's
mean size. The means lie between the class's smallest size and the mean of a Pareto law within the class, as far up as
the payroll allows.
"""

import numpy as np
import numpy.typing as npt

from simulation.population.raking import whole
from simulation.population.root import root
from simulation.province import Province

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: Rounds of fitting the classes' shares to the sectors' mean sizes.
ROUNDS = 100
#: Powers of size between which a sector's is looked for, and by how many halvings.
LEAST_POWER, MOST_POWER, HALVINGS = -12.0, 12.0, 40


def tail_sizes(
    firms: int, jobs: int, exponent: float, smallest: int = 1, largest: float = np.inf, largest_share: float = 0.12
) -> Ints:
    """Whole sizes of ``firms`` firms adding up to ``jobs``: Pareto quantiles, the largest first.

    The law's smallest size is fitted at the given exponent; where even ``smallest`` is too large, the exponent is.
    (firms,) int64 from ``smallest`` to ``largest``; fewer firms where there are fewer jobs than that takes.
    """
    firms = min(firms, jobs // smallest)
    if firms <= 0:
        return np.zeros(0, dtype=np.int64)
    rank = (np.arange(firms) + 0.5) / firms
    cap = min(largest, max(2.0 * smallest, largest_share * jobs, 1.6 * jobs / firms))

    def sizes(least: float, power: float) -> Floats:
        return np.clip(least * rank ** (-1.0 / power), smallest, cap)

    def gap_least(log_least: float) -> float:
        return float(sizes(np.exp(log_least), exponent).sum() - jobs)

    if gap_least(np.log(smallest)) > 0:
        flattest = 60.0  # beyond it every firm has the smallest size
        fits = float(sizes(smallest, flattest).sum()) < jobs
        power = root(lambda p: float(sizes(smallest, p).sum() - jobs), exponent, flattest) if fits else flattest
        real = sizes(smallest, power)
    else:
        real = sizes(float(np.exp(root(gap_least, np.log(smallest), np.log(cap)))), exponent)
    return _summing_to(jobs, real, smallest, largest)


def _summing_to(jobs: int, real: Floats, smallest: int, largest: float) -> Ints:
    """Whole sizes near the ``real`` ones, (firms,), that add up to ``jobs``, the largest first."""
    size = np.maximum(smallest, np.floor(real)).astype(np.int64)
    short = jobs - int(size.sum())
    order = np.argsort(-(real - np.floor(real)), kind="stable") if short > 0 else np.arange(len(real))
    step = 1 if short > 0 else -1
    while short != 0:
        able = order[size[order] < largest] if step > 0 else order[size[order] > smallest]
        chosen = able[: abs(short)]
        size[chosen] += step
        short -= step * len(chosen)
    return np.sort(size)[::-1].copy()


class FirmSizes:
    """How firms of each sector are spread over the size classes, from published shares and the sectors' payrolls."""

    def __init__(self, province: Province, firms: Floats, jobs: Floats, named: Ints) -> None:
        """``firms`` and ``jobs`` (sectors,) of the whole province without named firms, whose sizes are ``named``."""
        classes = province.firm_classes
        self._exponent = province.value("firm_size_pareto_exponent")
        self._smallest = np.array([entry.smallest for entry in classes])
        self._largest = np.array([*(entry.largest for entry in classes[:-1]), np.inf])
        civil = np.array([sector.civil for sector in province.sectors])
        share = province.by_firm_class("firm_share")
        wanted = share / share.sum() * (firms[~civil].sum() + len(named))
        row = np.searchsorted(self._smallest, named, side="right") - 1
        wanted -= np.bincount(np.maximum(row, 0), minlength=len(classes))
        wanted = np.maximum(wanted, 1e-3)
        usual = np.array([_pareto_mean(entry.smallest, entry.largest, self._exponent) for entry in classes])
        room = wanted @ (usual - self._smallest)
        rise = (jobs[~civil].sum() - wanted @ self._smallest) / max(room, 1e-9)
        self._mean = self._smallest + np.clip(rise, 0.05, 1.0) * (usual - self._smallest)
        self._spread = np.zeros((len(firms), len(classes)))
        self._spread[~civil] = _spread(firms[~civil], jobs[~civil], wanted, self._mean)
        self._civil = civil

    def of_sector(self, sector: int, firms: int, jobs: int) -> Ints:
        """Sizes of ``firms`` firms of a sector adding up to ``jobs``, the largest first; of public bodies one tail."""
        firms = min(firms, jobs)
        if self._civil[sector] or firms <= 0:
            return tail_sizes(firms, jobs, self._exponent)
        number = self._within(whole(self._spread[sector] * firms), jobs)
        parts = [
            tail_sizes(int(count), int(staff), self._exponent, int(smallest), largest)
            for count, staff, smallest, largest in zip(
                number, self._jobs(number, jobs), self._smallest, self._open_ended(number), strict=True
            )
        ]
        return np.concatenate(parts[::-1])

    def _within(self, number: Ints, jobs: int) -> Ints:
        """Firms by class, (classes,), one class lower one by one while the smallest sizes need more than the jobs."""
        number = number.copy()
        while number @ self._smallest > jobs:
            top = int(np.flatnonzero(number[1:])[-1]) + 1
            number[top] -= 1
            number[top - 1] += 1
        return number

    def _open_ended(self, number: Ints) -> Floats:
        """Largest sizes, (classes,): none for the largest class that has firms."""
        largest = self._largest.copy()
        largest[np.flatnonzero(number)[-1] :] = np.inf
        return largest

    def _jobs(self, number: Ints, jobs: int) -> Ints:
        """Jobs by class, (classes,), adding up to ``jobs``: from the smallest sizes the same share of the way up."""
        least = (number * self._smallest).astype(np.float64)
        rise = (jobs - least.sum()) / max(float((number * self._mean - least).sum()), 1e-9)
        most = np.maximum(number, 1) * self._open_ended(number)
        found = np.minimum(least + rise * (number * self._mean - least), most)
        last = int(np.flatnonzero(number)[-1])
        found[last] += jobs - found.sum()
        return whole(found)


def _pareto_mean(smallest: float, largest: float, exponent: float) -> float:
    """Mean whole size of a Pareto law between two sizes."""
    sizes = np.arange(smallest, largest + 1.0)
    weight = sizes ** (-1.0 - exponent)
    return float((sizes * weight).sum() / weight.sum())


def _spread(firms: Floats, jobs: Floats, wanted: Floats, mean: Floats) -> Floats:
    """Share of each sector's firms by class, (sectors, classes), whose sums over sectors are those ``wanted``."""
    if len(wanted) == 1:
        return np.ones((len(firms), 1))
    weight, log_mean = wanted / wanted.sum(), np.log(mean)
    size = np.clip(jobs / np.maximum(firms, 1e-9), 1.01 * mean.min(), 0.99 * mean.max())

    for _ in range(ROUNDS):
        table = _tilted(weight, log_mean, _powers(weight, log_mean, size))
        weight = weight * wanted / np.maximum(firms @ table, 1e-9)
        weight /= weight.sum()
    return table


def _tilted(weight: Floats, log_mean: Floats, power: Floats) -> Floats:
    """Shares of the classes, (sectors, classes): their weights by their mean sizes to each sector's ``power``."""
    tilted = weight * np.exp(power[:, None] * (log_mean - log_mean.mean()))
    return np.asarray(tilted / tilted.sum(axis=1, keepdims=True))


def _powers(weight: Floats, log_mean: Floats, size: Floats) -> Floats:
    """Powers, (sectors,), at which the mean size is each sector's: halved intervals."""
    low, high = np.full(len(size), LEAST_POWER), np.full(len(size), MOST_POWER)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        small = _tilted(weight, log_mean, middle) @ np.exp(log_mean) < size
        low, high = np.where(small, middle, low), np.where(small, high, middle)
    return np.asarray((low + high) / 2.0)
