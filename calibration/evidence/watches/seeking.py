"""Exits from unemployment by the months it has lasted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.vocabulary import Contract, Status

if TYPE_CHECKING:
    from simulation import LabourMarket

LONGEST = 25
"""Durations of this many months and more are counted together."""


@dataclass(frozen=True)
class Seeking:
    """Months from ``first`` to before ``end``; the duration is 1 in the first month in which a seeker can be matched.

    Records ``seeking.at_risk``, ``seeking.to_work`` and ``seeking.to_wage_work`` by duration, (LONGEST + 1,), rows.
    """

    first: int
    end: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Follow those who are unemployed before a month to its end."""
        return _Following(range(self.first, self.end))


class _Following(Watcher):
    def __init__(self, months: range) -> None:
        self._months = months
        self._at_risk, self._to_work, self._to_wage = np.zeros((3, LONGEST + 1))
        self._rows = np.zeros(0, dtype=np.int64)
        self._duration = np.zeros(0, dtype=np.int64)

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            people = market.people
            self._rows = np.flatnonzero(people.status[: market.of_age] == Status.unemployed)
            lasted = market.month - people.search_since[self._rows].astype(np.int64)
            self._duration = np.clip(lasted, 0, LONGEST)

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            people = market.people
            at_work = people.status[self._rows] == Status.employed
            wage = market.workplaces.contract[people.workplace[self._rows]] == Contract.formal_wage
            self._at_risk += self._counted(None)
            self._to_work += self._counted(at_work)
            self._to_wage += self._counted(at_work & wage)

    def _counted(self, weights: npt.NDArray[np.bool_] | None) -> npt.NDArray[np.float64]:
        return np.asarray(np.bincount(self._duration, weights=weights, minlength=LONGEST + 1), dtype=np.float64)

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """Counts over all months."""
        return {
            "seeking.at_risk": self._at_risk,
            "seeking.to_work": self._to_work,
            "seeking.to_wage_work": self._to_wage,
        }
