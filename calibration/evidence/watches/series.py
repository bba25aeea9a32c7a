"""Monthly province totals as the observatory reports them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from calibration.evidence.watches import Watcher

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Series:
    """Indicators and flows by name; recorded as ``series.<name>``, (months,)."""

    names: tuple[str, ...]

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Read the observatory at the end of the run."""
        return _Reader(market, self.names)


class _Reader(Watcher):
    def __init__(self, market: "LabourMarket", names: tuple[str, ...]) -> None:
        self._market, self._names = market, names

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """Every series asked for."""
        return {f"series.{name}": self._market.observatory.series(name) for name in self._names}
