"""What everybody does month by month, of persons whom a shock leaves alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.shocks import FAR_MONTH
from calibration.evidence.watches import Watcher
from simulation.randomness import Stream, month_key, uniforms

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Paths:
    """``paths.status`` and ``paths.since`` (months, persons) of who is not in the ``share`` dismissed by lot.

    The lot is that of the shock of dismissals, so the same persons are followed in every arm of a seed.
    """

    share: float

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Draw who is left alone."""
        rows = np.arange(market.of_age)
        draw = uniforms(month_key(market.seed, Stream.layoff, FAR_MONTH), rows)
        return _Paths(np.flatnonzero(draw >= self.share))


class _Paths(Watcher):
    def __init__(self, rows: npt.NDArray[np.int64]) -> None:
        self._rows = rows
        self._found: list[tuple[npt.NDArray[Any], npt.NDArray[Any]]] = []

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        people = market.people
        self._found.append((people.status[self._rows].copy(), people.since[self._rows].copy()))

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months."""
        status, since = zip(*self._found, strict=True)
        return {"paths.status": np.stack(status), "paths.since": np.stack(since)}
