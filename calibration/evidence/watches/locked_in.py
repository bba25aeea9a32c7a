"""Job finding of the unemployed who study beside search, and of the others."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.shocks import studies
from calibration.evidence.watches import Watcher
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class LockedIn:
    """Months from ``first`` to before ``end``: ``locked_in.seekers`` and ``locked_in.found`` (others, students)."""

    first: int
    end: int
    share: float

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Follow seekers through the months."""
        return _LockedIn(range(self.first, self.end), studies(market, self.share))


class _LockedIn(Watcher):
    def __init__(self, months: range, student: npt.NDArray[np.bool_]) -> None:
        self._months, self._student = months, student
        self._rows = np.zeros(0, dtype=np.int64)
        self._seekers, self._found = np.zeros((2, 2))

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            self._rows = np.flatnonzero(market.people.status[: market.of_age] == Status.unemployed)

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            student = self._student[self._rows].astype(np.int64)
            found = market.people.status[self._rows] == Status.employed
            self._seekers += np.bincount(student, minlength=2)
            self._found += np.bincount(student, weights=found, minlength=2)

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """Sums over all months."""
        return {"locked_in.seekers": self._seekers, "locked_in.found": self._found}
