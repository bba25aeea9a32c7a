"""Which calendar months a run passes through, and which are Tết or the month after it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.months import month_of

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Calendar:
    """``calendar.month`` 1 to 12 and ``calendar.tet`` 0 or 1, (months,)."""

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Note every month."""
        return _Notes()


class _Notes(Watcher):
    def __init__(self) -> None:
        self._month: list[int] = []
        self._tet: list[bool] = []

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        self._month.append(month_of(market.month - 1))
        self._tet.append(market.tet_month)

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """The calendar."""
        return {"calendar.month": np.array(self._month), "calendar.tet": np.array(self._tet)}
