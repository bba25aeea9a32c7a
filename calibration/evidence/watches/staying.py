"""Ends of payroll jobs by tenure and season, against the law of the monthly hazard."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.vocabulary import Status

if TYPE_CHECKING:
    from simulation import LabourMarket

Floats = npt.NDArray[np.float64]

#: Longest tenure that counts as short, shortest that counts as long, months.
SHORT, LONG = 6, 48
GROUPS = ("short", "long", "tet", "quiet")


@dataclass(frozen=True)
class Staying:
    """Months from ``first`` to before ``end``, in a town where a hazard depends on tenure and season alone.

    Records ``staying.ended`` and ``staying.law``, (groups,) by ``GROUPS``: jobs that ended, and the sum of their
    hazards by the law of docs/theory.md from the town's parameters.
    """

    first: int
    end: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Follow staff through the months."""
        return _Staying(range(self.first, self.end))


class _Staying(Watcher):
    def __init__(self, months: range) -> None:
        self._months = months
        self._rows = np.zeros(0, dtype=np.int64)
        self._tenure = np.zeros(0, dtype=np.int64)
        self._ended, self._law = np.zeros((2, len(GROUPS)))

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            people = market.people
            self._rows = np.flatnonzero(people.status[: market.of_age] == Status.employed)
            self._tenure = market.month - people.since[self._rows].astype(np.int64)

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed in self._months:
            tet = (market.month - 1) in _tet_months(market)
            law = expected_hazard(market, self._tenure, tet)
            ended = market.people.status[self._rows] != Status.employed
            masks = (self._tenure <= SHORT, self._tenure >= LONG, np.full(len(law), tet), np.full(len(law), not tet))
            self._ended += [ended[mask].sum() for mask in masks]
            self._law += [law[mask].sum() for mask in masks]

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """Sums over all months."""
        return {"staying.ended": self._ended, "staying.law": self._law}


def _tet_months(market: "LabourMarket") -> set[int]:
    """The months of Tết and those after."""
    return {month + after for month in market.province.tet_months.values() for after in (0, 1)}


def expected_hazard(market: "LabourMarket", tenure: npt.NDArray[np.int64], tet: bool) -> Floats:
    """Monthly chance that a job of each ``tenure`` ends, from the parameters alone, (n,)."""
    value = market.province.value
    base = value("turnover_works_monthly") * value("quit_to_no_job_share")
    floor, half = value("quit_tenure_floor"), value("quit_tenure_half_life_months")
    at_tet = value("tet_quit_multiplier")
    season = at_tet if tet else (12.0 - 2.0 * at_tet) / 10.0
    return np.asarray(base * season * (floor + (1.0 - floor) * 2.0 * half / (half + tenure)))
