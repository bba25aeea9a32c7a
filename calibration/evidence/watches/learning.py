"""Courses begun, by level."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation import LabourMarket


@dataclass(frozen=True)
class Learning:
    """Months from ``first`` to before ``end``; ``learning.begun`` (months, levels), persons of the whole province."""

    first: int
    end: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Compare everybody's programme before and after each month."""
        return _Enrolment(range(self.first, self.end))


class _Enrolment(Watcher):
    def __init__(self, months: range) -> None:
        self._months = months
        self._programme = np.zeros(0, dtype=np.int16)
        self._found: list[npt.NDArray[Any]] = []

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            self._programme = market.people.programme[: market.of_age].copy()

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            now = market.people.programme[: len(self._programme)].astype(np.int64)
            begun = now[now != self._programme]
            begun = np.where(begun <= -2, -2 - begun, begun)  # who will drop out has the programme stored so
            programmes = market.province.programmes  # spells in a firm have codes beyond its rows
            begun = begun[(begun >= 0) & (begun < len(programmes))]
            level = programmes.level[begun]
            self._found.append(np.bincount(level, minlength=len(Level)) * market.weight)

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """Courses begun."""
        return {"learning.begun": np.array(self._found)}
