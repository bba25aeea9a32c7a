"""Yearly unemployment and pay by district: the panel of the wage curve."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from calibration.evidence.regression import group_effects
from calibration.evidence.watches import Watcher
from calibration.evidence.watches.pay import incomes
from simulation.vocabulary import Contract, Status

if TYPE_CHECKING:
    from simulation import LabourMarket

NEW = 12
"""Jobs held for fewer months are new."""


@dataclass(frozen=True)
class Districts:
    """Whole years from month ``first`` to before ``end``, counted since the market opened.

    Records ``districts.unemployment`` (years, districts), mean rate of 15 and over; ``districts.pay`` and
    ``districts.new_pay`` (years, districts), log pay of employees, and of those in new jobs, at the year's end with
    sex, age, paper, occupation and sector held.
    """

    first: int
    end: int

    def watcher(self, market: "LabourMarket") -> Watcher:
        """Count the unemployed every month, pay once a year."""
        return _Panel(self, market)


class _Panel(Watcher):
    def __init__(self, watch: Districts, market: "LabourMarket") -> None:
        self._first, self._end = watch.first, watch.end
        self._districts = len(market.province.districts)
        self._unemployed, self._force = np.zeros((2, self._districts))
        self._found: dict[str, list[Any]] = {"unemployment": [], "pay": [], "new_pay": []}

    def after(self, market: "LabourMarket", elapsed: int) -> None:
        if not self._first <= elapsed < self._end:
            return
        self._count(market)
        if (elapsed - self._first) % 12 == 11:
            self._found["unemployment"].append(self._unemployed / self._force)
            self._unemployed, self._force = np.zeros((2, self._districts))
            for name, effects in zip(("pay", "new_pay"), self._pay(market), strict=True):
                self._found[name].append(effects)

    def _count(self, market: "LabourMarket") -> None:
        status, district = market.people.status[: market.of_age], market.people.district[: market.of_age]
        unemployed = np.bincount(district[status == Status.unemployed], minlength=self._districts)
        self._unemployed += unemployed
        self._force += unemployed + np.bincount(district[status == Status.employed], minlength=self._districts)

    def _pay(self, market: "LabourMarket") -> list[npt.NDArray[np.float64]]:
        people = market.people
        contract = market.workplaces.contract[people.workplace[: market.of_age]]
        rows = np.flatnonzero((contract == Contract.formal_wage) | (contract == Contract.informal_wage))
        log_pay = np.log(np.maximum(incomes(market, rows), 1e-3))
        cell = composition(market, rows)
        new = market.month - people.since[rows] < NEW
        return [
            group_effects(log_pay[who], people.district[rows][who], self._districts, cell[who])
            for who in (np.ones(len(rows), dtype=bool), new)
        ]

    def record(self) -> dict[str, npt.NDArray[Any]]:
        """The panel."""
        return {f"districts.{name}": np.array(rows) for name, rows in self._found.items()}


def composition(market: "LabourMarket", rows: npt.NDArray[np.integer[Any]]) -> npt.NDArray[np.int64]:
    """Cell of each employee: sex, age in five-year bands, paper, occupation and sector."""
    people, places = market.people, market.workplaces
    place = people.workplace[rows]
    age = np.minimum((market.age_month - people.birth[rows]).astype(np.int64) // 60, 15)
    cell = people.sex[rows].astype(np.int64) * 16 + age
    for code in (people.credential[rows], places.occupation[place], places.sector[place]):
        cell = cell * 32 + code
    return np.asarray(cell)
