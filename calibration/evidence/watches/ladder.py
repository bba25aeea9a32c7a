"""Where staff stand on the ladder of match qualities, and how many climb."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Ladder:
    """Months from ``first`` to before ``end``, in a town where pay differs by the match alone.

    Records ``ladder.median`` (months,), quantile of the offers at which the median worker stands, and ``ladder.moves``
    (months,), job-to-job moves over staff at the month's start.
    """

    first: int
    end: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Follow staff through the months."""
        return _Ladder(range(self.first, self.end))


class _Ladder(Watcher):
    def __init__(self, months: range) -> None:
        self._months = months
        self._place = np.zeros(0, dtype=np.int32)
        self._found: list[tuple[float, float]] = []

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            self._place = market.people.workplace[: market.of_age].copy()

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            now = market.people.workplace[: len(self._place)]
            staff = self._place > 0
            moves = float((staff & (now > 0) & (now != self._place)).sum() / staff.sum())
            self._found.append((offer_quantile(market), moves))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        median, moves = np.array(self._found).T
        return {"ladder.median": median, "ladder.moves": moves}


def offer_quantile(market: "LabourMarket") -> float:
    """Quantile among offers of the median worker's match: offers are uniform with a known spread in log pay."""
    people = market.people
    rows = np.flatnonzero(people.status[: market.of_age] == Status.employed)
    match = np.log(np.median(people.pay_factor[rows].astype(np.float64)))
    return float(0.5 + match / (np.sqrt(12.0) * market.match_sd))
