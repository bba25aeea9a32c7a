"""A labour-force survey of the model: whom it draws, when it calls, and how many persons each stands for.

The design is that of the national survey. Strata are districts, urban and rural apart; within them enumeration areas of
``AREA_SIZE`` rows are the clusters. A dwelling is asked in two quarters, left alone for two, and asked in two more
(2-2-2), always in the same month of the quarter; so half of a quarter's sample was asked the quarter before. Small
strata are drawn more thickly (by the square root of their size), and the design weights undo it. Weights are then set
so that each stratum and quarter adds up to its residents of 15 and over.

Neighbours of the model share their district and their kind of ward, no more: areas are lots, and clusters add nothing
to the variance but what strata and weights do. Everybody answers, and truly.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from calibration.surveys import SurveyError
from calibration.surveys.interviewing import interview, residents, strata, third_of_quarter
from simulation.randomness import Stream, month_key, uniforms

if TYPE_CHECKING:
    from simulation import LabourMarket

#: Quarters after a dwelling's first interview in which it is asked.
CALLS = (0, 1, 4, 5)
#: Rows of an enumeration area.
AREA_SIZE = 32
#: Largest share of a stratum that enters in a quarter: a dwelling is not drawn anew while it is asked.
MOST = 1.0 / 8.0

Rows = npt.NDArray[np.int64]


class SampleError(SurveyError):
    """The survey asks for more persons than the model has; the message says how many it can have."""


class RotatingSample:
    """A survey of ``persons`` interviews a quarter; ``ask`` after each month that was simulated."""

    def __init__(self, market: "LabourMarket", months: frozenset[int], persons: int) -> None:
        people = market.people
        self._months, self._persons = months, persons
        self._third, self._stratum = third_of_quarter(market), strata(market)
        self._lot = uniforms(month_key(market.seed, Stream.dwelling), np.arange(people.rows))
        self._share = self._shares(market)
        self._area = _areas(self._stratum, self._lot)
        self._row_weight = market.weight
        self._asked: list[pd.DataFrame] = []
        self._residents: dict[tuple[int, int], list[float]] = {}

    def _shares(self, market: "LabourMarket") -> npt.NDArray[np.float64]:
        """Share of each stratum that enters in a quarter. Raises SampleError when there are not enough persons."""
        size = np.bincount(self._stratum[residents(market)], minlength=int(self._stratum.max()) + 1).astype(np.float64)
        most = int(size.sum() * MOST * len(CALLS))
        if self._persons > most:
            raise SampleError(f"the run has too few persons for {self._persons} interviews a quarter: at most {most}")
        entering = _allocated(size, self._persons / len(CALLS))
        return np.asarray(np.divide(entering, size, out=np.zeros(len(size)), where=size > 0))

    def ask(self, market: "LabourMarket") -> None:
        """Interview those whose turn it is this month."""
        month = market.month - 1
        if month not in self._months:
            return
        here = residents(market)
        quarter = month // 3
        for stratum, number in enumerate(np.bincount(self._stratum[here], minlength=len(self._share))):
            self._residents.setdefault((quarter, stratum), []).append(float(number))
        turn = here & (self._third == month % 3)
        rows, visits = [], []
        for visit, call in enumerate(CALLS):
            entered = np.flatnonzero(turn & self._enters(quarter - call))
            rows.append(entered)
            visits.append(np.full(len(entered), visit + 1))
        self._keep(market, np.concatenate(rows), np.concatenate(visits), quarter)

    def _enters(self, quarter: int) -> npt.NDArray[np.bool_]:
        """Whether a dwelling enters the sample in a quarter: its lot lies in the quarter's stretch of the circle."""
        share = self._share[self._stratum]
        return np.asarray((self._lot - quarter * share) % 1.0 < share)

    def _keep(self, market: "LabourMarket", rows: Rows, visit: Rows, quarter: int) -> None:
        asked = interview(market, rows)
        asked["cluster"] = self._area[rows]
        asked["visit"] = visit
        asked["quarter"] = quarter
        asked["weight"] = market.weight / np.maximum(self._share[asked["stratum"]] * len(CALLS), 1e-12)
        self._asked.append(asked)

    @property
    def answers(self) -> pd.DataFrame:
        """All interviews with their weights, by month and person."""
        told = pd.concat(self._asked, ignore_index=True).sort_values(["month", "person"], ignore_index=True)
        stood = told.groupby(["quarter", "stratum"])["weight"].transform("sum")
        size = [np.mean(self._residents[key]) for key in zip(told["quarter"], told["stratum"], strict=True)]
        told["weight"] *= np.array(size) * self._row_weight / stood.to_numpy()
        return told


def _allocated(size: npt.NDArray[np.float64], persons: float) -> npt.NDArray[np.float64]:
    """Persons who enter from each stratum: by the square root of its size, at most ``MOST`` of it, (strata,)."""
    low, high = 0.0, float(np.sqrt(size.max()))
    for _ in range(60):
        middle = (low + high) / 2.0
        over = np.minimum(middle * np.sqrt(size), MOST * size).sum() > persons
        low, high = (low, middle) if over else (middle, high)
    return np.minimum(low * np.sqrt(size), MOST * size)


def _areas(stratum: Rows, lot: npt.NDArray[np.float64]) -> Rows:
    """Enumeration area of every row: stretches of a stratum's dwellings in the order of their lots."""
    order = np.lexsort((lot, stratum))
    size = np.bincount(stratum)
    first = np.repeat(np.cumsum(size) - size, size)
    area = np.empty(len(stratum), dtype=np.int64)
    area[order] = (np.arange(len(stratum)) - first) // AREA_SIZE
    return stratum * 100_000 + area


class Panel:
    """``persons`` asked every month, drawn from the residents of the first month asked about, each the same weight."""

    def __init__(self, months: frozenset[int], persons: int) -> None:
        self._months, self._persons = months, persons
        self._rows: Rows | None = None
        self._asked: list[pd.DataFrame] = []

    def ask(self, market: "LabourMarket") -> None:
        """Interview the panel's residents. Raises SampleError when the model has fewer persons."""
        if market.month - 1 not in self._months:
            return
        here = residents(market)
        if self._rows is None:
            self._rows, self._weight = self._drawn(market, here)
        asked = interview(market, self._rows[here[self._rows]])
        asked["weight"], asked["visit"] = self._weight, market.month - min(self._months)
        self._asked.append(asked)

    def _drawn(self, market: "LabourMarket", here: npt.NDArray[np.bool_]) -> tuple[Rows, float]:
        rows = np.flatnonzero(here)
        if self._persons > len(rows):
            raise SampleError(f"the run has {len(rows)} persons of 15 and over, fewer than a panel of {self._persons}")
        lots = uniforms(month_key(market.seed, Stream.panel), rows)
        return np.sort(rows[np.argsort(lots)[: self._persons]]), market.weight * len(rows) / self._persons

    @property
    def answers(self) -> pd.DataFrame:
        """All interviews, by month and person."""
        return pd.concat(self._asked, ignore_index=True)
