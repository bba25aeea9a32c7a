"""A cohort of seekers followed to the offer each takes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.mccall import LONGEST
from calibration.evidence.watches import Watcher
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Cohort:
    """Who begins to look for work just before ``month``.

    ``cohort.seekers`` (months,) looked for work in each month from there, ``cohort.wages`` (months,) sums the wages
    that were taken in it, ``cohort.took`` (months,) who took one, ``cohort.least`` (months,) the log wage below which
    they declined. Everybody is fit for the occupation of the first payroll line.
    """

    month: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """List them before the month."""
        return _Cohort(self.month)


class _Cohort(Watcher):
    def __init__(self, month: int) -> None:
        self._month = month
        self._rows = np.zeros(0, dtype=np.int64)
        self._found: list[tuple[float, float, float, float]] = []
        self._least = 0.0

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed == self._month:
            people = market.people
            new = people.search_since[: market.of_age] == market.month - 1
            self._rows = np.flatnonzero((people.status[: market.of_age] == Status.unemployed) & new)
        if elapsed >= self._month:
            worth, occupation = market.worth, market.workplaces.occupation[market.workplaces.payroll][0]
            waited = min(elapsed - self._month + 1, LONGEST)
            least = worth.mean_offer[occupation] + worth.reservation[occupation] - worth.patience * waited
            self._least = float(least)

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed < self._month:
            return
        people = market.people
        took = people.status[self._rows] == Status.employed
        hired = self._rows[took]
        wages = market.workplaces.pay[people.workplace[hired]] * people.pay_factor[hired]
        self._found.append((float(len(self._rows)), float(wages.sum()), float(len(hired)), self._least))
        self._rows = self._rows[~took]

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        names = ("seekers", "wages", "took", "least")
        return {f"cohort.{name}": months for name, months in zip(names, np.array(self._found).T, strict=True)}
