"""Stocks that meet in a month: who searches, and the places open before hiring."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class MatchingStocks:
    """``meeting.staff``, ``meeting.unemployed`` at the month's start and ``meeting.places`` posted in it, (months,)."""

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Count every month."""
        return _Meeting()


class _Meeting(Watcher):
    def __init__(self) -> None:
        self._found: list[list[float]] = []

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        status = market.people.status[: market.of_age]
        self._found.append([float((status == state).sum()) for state in (Status.employed, Status.unemployed)])

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        self._found[-1].append(float(len(market.ring.line)))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        staff, unemployed, places = np.array(self._found).T
        return {"meeting.staff": staff, "meeting.unemployed": unemployed, "meeting.places": places}
