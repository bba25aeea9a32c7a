"""Who was looking for work when help was given by lot, and who of them was drawn, with their jobs month by month."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.search_help import by_commune
from calibration.evidence.watches import Watcher
from calibration.trials.assignment import NEVER
from calibration.trials.recording import outcome
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class AssignedSeekers:
    """Three groups by lot at the start of ``month``: assigned, their neighbours, controls of communes at zero.

    ``assigned.formal`` (months from ``month``, 3) counts holders of a formal job among those of each group who were
    unemployed then, ``assigned.persons`` (3,) how many these are, ``assigned.everybody`` (months, 3) holders of a
    formal job among all of each group.
    """

    month: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """List them before the month."""
        return _Assigned(self.month)


class _Assigned(Watcher):
    def __init__(self, month: int) -> None:
        self._month = month
        self._group = np.zeros(0, dtype=np.int64)
        self._rows = np.zeros(0, dtype=np.int64)
        self._formal: list[npt.NDArray[Any]] = []
        self._lots = np.zeros(0, dtype=np.int64)
        self._everybody: list[npt.NDArray[Any]] = []

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed != self._month:
            return
        lots = by_commune(market, market.month)
        self._rows = np.flatnonzero(market.people.status[: market.of_age] == Status.unemployed)
        self._lots = np.where(lots.since != NEVER, 0, np.where(lots.saturation == 0.0, 2, 1))
        self._group = self._lots[self._rows]

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed >= self._month:
            formal = outcome(market, "formal_wage_employment")
            self._formal.append(np.bincount(self._group, weights=formal[self._rows], minlength=3))
            self._everybody.append(np.bincount(self._lots, weights=formal, minlength=3))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        formal, everybody = np.array(self._formal), np.array(self._everybody)
        persons = np.bincount(self._group, minlength=3).astype(np.float64)
        return {"assigned.formal": formal, "assigned.persons": persons, "assigned.everybody": everybody}
