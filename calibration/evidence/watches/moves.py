"""Gross moves between states from month to month, and who leaves payroll jobs.

States follow the survey's: four kinds of work, unemployed, three ways of standing outside the labour force, away, gone.
Everything is compared person by person before and after a month, so no event counter of the engine is trusted.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.watches import Watcher
from simulation.vocabulary import Contract, Credential, Status

if TYPE_CHECKING:
    from simulation import LabourMarket

Bytes = npt.NDArray[np.uint8]

STATES = (
    "payroll", "informal_wage", "own_account", "farm", "unemployed", "inactive", "retired", "studying", "outside",
    "gone",
)  # fmt: skip
PAYROLL, INFORMAL_WAGE, OWN_ACCOUNT, FARM, UNEMPLOYED, INACTIVE, RETIRED, STUDYING, OUTSIDE, GONE = range(10)

#: Lower ends of tenure bins, months.
TENURES = (0, 6, 12, 24, 36, 60, 120)
#: Whose informal work is followed to formal jobs.
PROSPECTS = ("young_educated_urban", "old_rural", "all")
#: Job endings of older staff are mostly retirement: tenure is compared below this age, years.
OLDEST_FOR_TENURE = 50

_OF_STATUS = {
    Status.in_school: STUDYING,
    Status.in_training: STUDYING,
    Status.inactive: INACTIVE,
    Status.own_use_farmer: INACTIVE,
    Status.retired: RETIRED,
    Status.unemployed: UNEMPLOYED,
    Status.outside: OUTSIDE,
    Status.away: OUTSIDE,
    Status.gone: GONE,
    Status.child: GONE,
}


def _codes() -> Bytes:
    """State by status and contract, (statuses, contracts)."""
    codes = np.zeros((len(Status), len(Contract)), dtype=np.uint8)
    for status in set(Status) - {Status.employed}:
        codes[status, :] = _OF_STATUS[status]  # a status without a state is an error, not payroll staff
    codes[Status.employed, :] = [GONE, PAYROLL, INFORMAL_WAGE, OWN_ACCOUNT, FARM]
    return codes


_CODES = _codes()


def states(market: "LabourMarket", rows: int) -> Bytes:
    """State of the first ``rows`` persons now, (rows,)."""
    people = market.people
    return np.asarray(_CODES[people.status[:rows], market.workplaces.contract[people.workplace[:rows]]])


@dataclass(frozen=True)
class Moves:
    """Moves of the months from ``first`` to before ``end``, counted since the market opened.

    Records ``moves.flows`` (months, from, to); ``moves.job_to_job`` (months,); ``moves.staff_by_tenure`` and
    ``moves.left_by_tenure`` (bins,); ``moves.staff``, ``moves.left``, ``moves.quit``, ``moves.retired`` and
    ``moves.hired`` by sector, (months, sectors); the same five of underground miners, (months, 5); ``moves.informal``
    and ``moves.formalised`` by prospects, (prospects,). All are persons, weighted to the province.
    """

    first: int
    end: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Compare persons before and after each month."""
        return _Comparison(self, market)


class _Comparison(Watcher):
    def __init__(self, watch: Moves, market: "LabourMarket") -> None:
        self._months = range(watch.first, watch.end)
        self._sectors = len(market.province.sectors)
        self._weight = market.weight
        self._rows: list[dict[str, npt.NDArray[Any]]] = []
        self._before: dict[str, npt.NDArray[Any]] = {}

    def before(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed not in self._months:
            return
        people, rows = market.people, market.of_age
        self._before = {
            "state": states(market, rows),
            "workplace": people.workplace[:rows].copy(),
            "tenure": market.month - people.since[:rows],
            "age": (market.age_month - people.birth[:rows]) // 12,
        }

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if elapsed not in self._months:
            return
        rows = len(self._before["state"])
        was, now = self._before["state"], states(market, rows)
        place = market.people.workplace[:rows]
        left = place != self._before["workplace"]
        staff = was == PAYROLL
        counted = {
            "flows": np.bincount(was.astype(np.int64) * 10 + now, minlength=100).reshape(10, 10),
            "job_to_job": np.array((staff & (now == PAYROLL) & left).sum()),
        }
        self._rows.append(
            counted
            | self._by_tenure(staff, left)
            | self._by_sector(market, staff, left, now)
            | self._formalised(market)
        )

    def _by_tenure(self, staff: npt.NDArray[np.bool_], left: npt.NDArray[np.bool_]) -> dict[str, npt.NDArray[Any]]:
        mine = np.flatnonzero(staff & (self._before["age"] < OLDEST_FOR_TENURE))
        bins = np.searchsorted(TENURES, self._before["tenure"][mine], side="right") - 1
        number = len(TENURES)
        return {
            "staff_by_tenure": np.bincount(bins, minlength=number),
            "left_by_tenure": np.bincount(bins, weights=left[mine], minlength=number),
        }

    def _by_sector(
        self, market: "LabourMarket", staff: npt.NDArray[np.bool_], left: npt.NDArray[np.bool_], now: Bytes
    ) -> dict[str, npt.NDArray[Any]]:
        """Staff, departures, quits (no retirement, no death), retirements and hires by sector, and of miners."""
        places, people = market.workplaces, market.people
        mine, entering = np.flatnonzero(staff), np.flatnonzero((now == PAYROLL) & left)
        place, gone, after = self._before["workplace"][mine], left[mine], now[mine]
        retired = gone & ((after == RETIRED) | (after == GONE))
        masks = {"staff": np.ones(len(mine), dtype=bool), "left": gone, "quit": gone & ~retired, "retired": retired}
        sector, new = places.sector[place], people.workplace[entering]
        counts = {name: np.bincount(sector[mask], minlength=self._sectors) for name, mask in masks.items()}
        counts["hired"] = np.bincount(places.sector[new], minlength=self._sectors)
        miner = np.array([occupation.underground for occupation in market.province.occupations])
        underground = miner[places.occupation[place]]
        of_miners = [(underground & mask).sum() for mask in masks.values()]
        return counts | {"miners": np.array([*of_miners, miner[places.occupation[new]].sum()])}

    def _formalised(self, market: "LabourMarket") -> dict[str, npt.NDArray[Any]]:
        was = self._before["state"]
        rows = len(was)
        people = market.people
        informal = (was == INFORMAL_WAGE) | (was == OWN_ACCOUNT) | (was == FARM)
        now = states(market, rows) == PAYROLL
        age, urban = self._before["age"], people.urban[:rows] == 1
        able = (age < 35) & (people.credential[:rows] >= Credential.elementary) & urban
        masks = (informal & able, informal & (age >= 45) & ~urban, informal)
        return {
            "informal": np.array([mask.sum() for mask in masks]),
            "formalised": np.array([(mask & now).sum() for mask in masks]),
        }

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """All months counted."""
        names = self._rows[0] if self._rows else {}
        monthly = {f"moves.{name}": np.stack([row[name] for row in self._rows]) * self._weight for name in names}
        summed = ("staff_by_tenure", "left_by_tenure", "informal", "formalised")
        return {
            name: values.sum(axis=0) if name.removeprefix("moves.") in summed else values
            for name, values in monthly.items()
        }
