"""Persons in work and in search at the end of every month, counted from the columns."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.shocks import treated
from calibration.evidence.watches import Watcher
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Stocks:
    """Counts of rows, (months,) each.

    ``stocks.employed``, ``stocks.unemployed``, ``stocks.open`` places left after hiring, ``stocks.surplus`` staff
    beyond what lines want, ``stocks.payroll`` staff, and ``stocks.treated`` employed among the ``share`` drawn for a
    treatment.
    """

    share: float = 0.5

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Count after every month."""
        return _Counter(treated(market, self.share))


class _Counter(Watcher):
    def __init__(self, drawn: npt.NDArray[np.bool_]) -> None:
        self._drawn = drawn
        self._found: dict[str, list[int]] = {}

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        status, places = market.people.status[: market.of_age], market.workplaces
        employed = status == Status.employed
        lines = places.payroll
        wanted = (places.wanted[lines] + market.rounding[lines]).astype(np.int64)
        counts = {
            "employed": employed.sum(),
            "unemployed": (status == Status.unemployed).sum(),
            "open": places.posts[lines].sum(),
            "surplus": np.maximum(places.headcount[lines] - wanted, 0).sum(),
            "payroll": places.headcount[lines].sum(),
            "treated": (employed & self._drawn[: market.of_age]).sum(),
        }
        for name, count in counts.items():
            self._found.setdefault(name, []).append(int(count))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        return {f"stocks.{name}": np.array(counts, dtype=np.float64) for name, counts in self._found.items()}
