"""Interviewing the model: what its people would answer this month."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.surveys.answers import EMPLOYED, INACTIVE, OWN_USE, UNEMPLOYED
from simulation.randomness import Stream, month_key, uniforms
from simulation.vocabulary import Contract, Insurance, Status

if TYPE_CHECKING:
    from simulation import LabourMarket

Rows = npt.NDArray[np.int64]

_ACTIVITY = np.full(1 + max(Status), INACTIVE, dtype=np.int8)
_ACTIVITY[Status.own_use_farmer], _ACTIVITY[Status.unemployed], _ACTIVITY[Status.employed] = (
    OWN_USE,
    UNEMPLOYED,
    EMPLOYED,
)
#: Months of search at which the classes of ``SEARCH`` begin.
_CLASSES = np.array([1, 3, 12])


def strata(market: "LabourMarket") -> npt.NDArray[np.int64]:
    """Stratum of every row, district and urban or rural, (people,)."""
    people = market.people
    return np.asarray(2 * people.district.astype(np.int64) + people.urban)


def third_of_quarter(market: "LabourMarket") -> npt.NDArray[np.int64]:
    """In which month of a quarter each row is interviewed, 0 to 2, for good, (people,)."""
    rows = np.arange(market.people.rows)
    return (3 * uniforms(month_key(market.seed, Stream.interview_month), rows)).astype(np.int64)


def residents(market: "LabourMarket") -> npt.NDArray[np.bool_]:
    """Who can be asked: residents aged 15 and over, (people,)."""
    status = market.people.status
    return np.asarray((status != Status.child) & (status < Status.outside))


def interview(market: "LabourMarket", rows: Rows) -> pd.DataFrame:
    """Answers of the rows about the month that was simulated last, each standing for one row of the model."""
    people, places = market.people, market.workplaces
    month = market.month - 1
    status, place = people.status[rows], people.workplace[rows]
    work = status == Status.employed
    searching = status == Status.unemployed
    waited = month - people.search_since[rows].astype(np.int64)
    farm = np.array([sector.farm for sector in market.province.sectors])
    columns: dict[str, Any] = {
        "person": rows,
        "month": np.full(len(rows), month, dtype=np.int16),
        "weight": np.full(len(rows), market.weight),
        "stratum": strata(market)[rows],
        "cluster": rows,
        "age": ((month - people.birth[rows].astype(np.int64)) // 12).astype(np.float64),
        "sex": people.sex[rows].astype(np.int8),
        "urban": people.urban[rows].astype(np.int8),
        "activity": _ACTIVITY[status],
        "work": np.where(work, places.contract[place].astype(np.int8) - Contract.formal_wage, -1).astype(np.int8),
        "agriculture": np.where(work, farm[places.sector[place]], -1).astype(np.int8),
        "certificate": people.credential[rows].astype(np.int8),
        "search": np.where(searching, np.searchsorted(_CLASSES, waited, side="right"), -1).astype(np.int8),
        "insured": (people.insurance[rows] > Insurance.none).astype(np.int8),
        "wants_hours": np.where(work, people.wish_hours[rows].astype(np.int8), -1).astype(np.int8),
        "pay": np.where(work, places.pay[place] * people.pay_factor[rows], np.nan),
        "tenure": np.where(work, month - people.since[rows].astype(np.int64), np.nan),
    }
    return pd.DataFrame(columns)


class Census:
    """Everybody interviewed once a quarter in a month of one's own: what surveys of the model estimate.

    ``ask`` after each month; ``answers`` holds the interviews of the months asked for.
    """

    def __init__(self, market: "LabourMarket", months: frozenset[int]) -> None:
        self._months = months
        self._third = third_of_quarter(market)
        self._asked: list[pd.DataFrame] = []

    def ask(self, market: "LabourMarket") -> None:
        """Interview whose turn it is."""
        month = market.month - 1
        if month in self._months:
            turn = (self._third == month % 3) & residents(market)
            self._asked.append(interview(market, np.flatnonzero(turn)))

    @property
    def answers(self) -> pd.DataFrame:
        """All interviews, in the order of the months."""
        return pd.concat(self._asked, ignore_index=True)
