"""What levers share: being in force, who is eligible and knows, quotas and budgets of a calendar year, and payment.

A lever changes prices, places, reach, rules or demand, never an outcome, and never draws a number that somebody it does
not reach would have drawn.
"""

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from simulation.months import year_of
from simulation.observation.ledger import Kind, Payment
from simulation.policies.eligibility import belongs
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import LeverDose

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Rows = npt.NDArray[np.integer]


class Lever:
    """A lever at its dose. Subclasses say what it opens in a month (``open_month``)."""

    def __init__(self, dose: LeverDose) -> None:
        """Hold a dose; ``number`` keys its lotteries by name, so that another lever in the file moves none of them."""
        self.dose = dose
        self.number = zlib.crc32(self.name.encode())
        self.spent: dict[int, float] = {}
        self.served: dict[int, float] = {}

    @property
    def name(self) -> str:
        """Name in the ledger: that of the lever, with the dose's id where a scenario has several."""
        return self.dose.lever if self.dose.id is None else f"{self.dose.lever}:{self.dose.id}"

    def in_force(self, month: int) -> bool:
        """Whether the dose covers the month and is not zero."""
        return self.dose.from_ <= month <= self.dose.to and not self.dose.changes_nothing

    def open_month(self, market: "LabourMarket") -> None:
        """Set what the lever changes this month. Raises NotImplementedError in the base class."""
        raise NotImplementedError

    def awareness(self, market: "LabourMarket") -> float:
        """Share of the eligible who know of the lever: the dose's, else the parameter."""
        known = self.dose.awareness
        return market.province.value("awareness_start") if known is None else float(known)

    def left(self, month: int) -> float:
        """What the year's budget still holds, million VND; infinite without a budget."""
        if self.dose.budget is None:
            return float("inf")
        return float(self.dose.budget) - self.spent.get(year_of(month), 0.0)

    def pay(
        self, market: "LabourMarket", source: str, payer: str, recipient: str, kind: Kind, persons: float, amount: float
    ) -> None:
        """Enter a payment of this month under the agency that leads the lever now."""
        year = year_of(market.month)
        if kind in ("transfer", "real resource") and source in ("SR", "NP"):
            self.spent[year] = self.spent.get(year, 0.0) + amount
        agency = market.province.agency_of(self.dose.lever, market.month).id
        market.ledger.pay(Payment(market.month, self.name, agency, source, payer, recipient, kind, persons, amount))


@dataclass
class CourseSupport:
    """What a lever offers towards a course this month.

    ``levels`` covered, share of tuition paid, living support a month (million VND), cap of both together, fields
    covered (None: all), seats of the scheme left this year (persons of the province), and the lever that pays.
    """

    lever: Any
    levels: tuple[int, ...]
    tuition_share: float
    living: float
    cap: float
    persons_left: float
    fields: frozenset[int] | None = None
    awareness: float = 1.0

    def reaches(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Who of the rows is eligible and knows of it; knowing is a person's lasting threshold against awareness."""
        if self.persons_left < market.weight or self.lever.left(market.month) <= 0.0:
            return np.zeros(len(rows), dtype=bool)
        eligible = belongs(market, self.lever.dose.eligible, rows)
        threshold = uniforms(month_key(market.seed, Stream.awareness, self.lever.number), rows)
        reached: npt.NDArray[np.bool_] = eligible & (threshold < self.awareness)
        return reached

    def cost(self, market: "LabourMarket", programme: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
        """Support paid for a course of each programme, million VND a person."""
        programmes = market.province.programmes
        tuition = self.tuition_share * market.course_price[programme]
        living = self.living * programmes.programme_array("duration")[programme]
        return np.asarray(np.minimum(tuition + living, self.cap))

    def affordable(self, market: "LabourMarket", programme: npt.NDArray[np.integer]) -> int:
        """How many of the askers, in their order with the programme of each, quota and budget of the year can take."""
        by_persons = int(self.persons_left * market.scale + 1e-9)
        running = np.cumsum(self.cost(market, programme)) * market.weight
        by_budget = int(np.searchsorted(running, self.lever.left(market.month) + 1e-9, side="right"))
        return min(by_persons, by_budget)
