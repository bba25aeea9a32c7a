"""Payroll headcounts of firms at given months."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class FirmSizes:
    """Headcounts before the months named, counted since the market opened; ``firms.size.<month>``, (firms,)."""

    months: tuple[int, ...]

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Count staff by firm."""
        return _Census(self.months)


class _Census(Watcher):
    def __init__(self, months: tuple[int, ...]) -> None:
        self._months = months
        self._sizes: dict[str, npt.NDArray[Any]] = {}

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            places = market.workplaces
            lines = places.payroll
            self._sizes[f"firms.size.{elapsed}"] = np.bincount(
                places.firm[lines], weights=places.headcount[lines], minlength=market.employers.rows
            )

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """Sizes by month."""
        return self._sizes
