"""How many find and lose work in a month, compared person by person."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Turnover:
    """``turnover.finding`` and ``turnover.losing`` (months,): shares of last month's unemployed and employed."""

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Compare everybody before and after each month."""
        return _Turnover()


class _Turnover(Watcher):
    def __init__(self) -> None:
        self._before: npt.NDArray[Any] = np.zeros(0)
        self._found: list[tuple[float, float]] = []

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        self._before = market.people.status[: market.of_age].copy()

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        now = market.people.status[: len(self._before)]
        sought, worked = self._before == Status.unemployed, self._before == Status.employed
        finding = (now[sought] == Status.employed).mean()
        losing = (now[worked] == Status.unemployed).mean()
        self._found.append((float(finding), float(losing)))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        finding, losing = np.array(self._found).T
        return {"turnover.finding": finding, "turnover.losing": losing}
