"""What levers share: being in force, who is eligible and knows, whom it has reached, quotas, budgets and payment.

Quotas and budgets bind by calendar year; budgets by source of money as well. A lever changes prices, places, reach,
rules or demand, never an outcome, and never draws a number that somebody it does not reach would have drawn.
"""

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import numpy.typing as npt

from simulation.months import year_of
from simulation.observation.ledger import Kind, Payment
from simulation.policies.eligibility import belongs
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import LeverDose
from simulation.scenario.levers import Source

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Rows = npt.NDArray[np.integer]

#: More months than any horizon has: keys a lottery by lever and month.
MONTHS = 4096
#: Month of a first receipt of who never received anything.
NEVER = -32768


#: Sources that a budget written as one amount binds: the State's own money. Funds and firms have budgets of their own.
STATE_MONEY: tuple[Source, ...] = ("SR", "NP")


class Lever:
    """A lever at its dose. Subclasses say what it opens in a month (``open_month``)."""

    #: Whether the lever hands something to persons. One that does not (a rule, a forecast) has only a net effect.
    has_recipients: ClassVar[bool] = True
    #: Whether the lever tells people of others: those open the month first.
    tells_of_others: ClassVar[bool] = False

    def __init__(self, dose: LeverDose) -> None:
        """Hold a dose; ``number`` keys its lotteries by name, so that another lever in the file moves none of them."""
        self.dose = dose
        self.changes_nothing = dose.changes_nothing
        self.number = zlib.crc32(self.name.encode())
        self.spent: dict[tuple[str, int], float] = {}
        self.served: dict[int, float] = {}
        self.first_receipt: npt.NDArray[np.int16] | None = None
        self.newly_reached: list[Rows] = []  # for who follows whom the lever reaches, and takes them off
        #: In a trial the month from which each person is assigned to the lever, (people,); None outside of trials.
        self.assigned_from: npt.NDArray[np.int32] | None = None

    @property
    def name(self) -> str:
        """Name in the ledger: that of the lever, with the dose's id where a scenario has several."""
        return self.dose.lever if self.dose.id is None else f"{self.dose.lever}:{self.dose.id}"

    def in_force(self, month: int) -> bool:
        """Whether the dose covers the month and is not zero."""
        return self.dose.from_ <= month <= self.dose.to and not self.changes_nothing

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether the dose asks in a month for no more than what there is without the lever.

        Such a lever does nothing but note whom it serves: no payment, nobody's life is another.
        """
        return False

    def open_month(self, market: "LabourMarket") -> None:
        """Set what the lever changes this month. Raises NotImplementedError in the base class."""
        raise NotImplementedError

    def note_hires(self, market: "LabourMarket", rows: Rows, origin: Rows, channel: Rows) -> None:
        """Settle what the lever owes for the month's hires, (hires,) each; by default nothing."""

    def note_departures(self, market: "LabourMarket", rows: Rows) -> None:
        """Settle what the lever owes for who left for a contract abroad; by default nothing."""

    def note_household_places(self, market: "LabourMarket") -> None:
        """See which places off the payroll were taken this month; by default nothing."""

    def note_registered(self, market: "LabourMarket", rows: Rows) -> None:
        """Settle what the lever owes for whose work was registered; by default nothing."""

    def note_students(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Take note of the courses that begin this month, (courses,): levers that change programmes reach students."""

    def awareness(self, market: "LabourMarket") -> float:
        """Share of the eligible who know of the lever: the dose's, else the parameter; those told of it besides."""
        known = self.dose.awareness
        start = market.province.value("awareness_start") if known is None else float(known)
        return 1.0 - (1.0 - start) * (1.0 - market.government.told_of(self.dose.lever))

    def eligible(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Who of the rows belongs to the lever's group now, (n,): in a trial only who is assigned to it by now."""
        mask = belongs(market, self.dose.eligible, rows)
        return mask if self.assigned_from is None else mask & (self.assigned_from[rows] <= market.month)

    def knowing(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Who of the rows is eligible and knows of the lever, (n,).

        To know is a lasting threshold of a person against the lever's awareness.
        """
        threshold = uniforms(month_key(market.seed, Stream.awareness, self.number), rows)
        mask = threshold < self.awareness(market)
        mask[mask] = self.eligible(market, rows[mask])
        return mask

    def lottery(self, market: "LabourMarket", rows: Rows, winners: int) -> Rows:
        """``winners`` of the rows, drawn by this month's lottery of the lever, in row order; all if they are fewer."""
        if len(rows) <= winners:
            return rows
        draw = uniforms(month_key(market.seed, Stream.card, self.number * MONTHS + market.month), rows)
        return np.sort(rows[lowest(draw, winners)])

    def promise(self, market: "LabourMarket", promised: Rows, rows: Rows, room: int) -> npt.NDArray[np.int64]:
        """Who has a promise of help this month: who had one, and of the rows as many by lottery as there is room for.

        People are asked about twice a month where they apply twice; a promise given holds.
        """
        more = self.lottery(market, rows[~np.isin(rows, promised)], max(room - len(promised), 0))
        return np.asarray(np.union1d(promised, more), dtype=np.int64)

    def reach(self, market: "LabourMarket", rows: Rows) -> None:
        """Note who receives a payment, a place or a referral now; the month of a person's first receipt stays."""
        if self.first_receipt is None:
            self.first_receipt = np.full(market.people.rows, NEVER, dtype=np.int16)
        new = rows[self.first_receipt[rows] == NEVER]
        self.first_receipt[new] = market.month
        self.newly_reached.append(new)

    def has_reached(self, people: int) -> npt.NDArray[np.bool_]:
        """Who of the first ``people`` rows has received something from the lever so far, (people,)."""
        if self.first_receipt is None:
            return np.zeros(people, dtype=bool)
        return np.asarray(self.first_receipt[:people] != NEVER)

    def left(self, month: int, source: Source = "SR") -> float:
        """What the budgets that bind a source still hold this year, million VND; infinite without a budget."""
        year = year_of(month)
        bounds = [float("inf")]
        if self.dose.budget is not None and source in STATE_MONEY:
            bounds.append(float(self.dose.budget) - sum(self.spent.get((one, year), 0.0) for one in STATE_MONEY))
        own = None if self.dose.budgets is None else self.dose.budgets.get(source)
        if own is not None:
            bounds.append(float(own) - self.spent.get((source, year), 0.0))
        return min(bounds)

    def places_left(self, month: int, quota: float | None) -> float:
        """Persons of the province whom a yearly quota still admits; infinite without one."""
        return float("inf") if quota is None else float(quota) - self.served.get(year_of(month), 0.0)

    def room(self, market: "LabourMarket", quota: float | None, cost: float, source: Source = "SR") -> int:
        """Further persons whom the year's quota and budget can take at ``cost`` each (million VND), rows."""
        by_quota = self.places_left(market.month, quota) * market.scale
        by_budget = self.left(market.month, source) / (cost * market.weight) if cost > 0.0 else float("inf")
        return int(max(min(by_quota, by_budget, 1e9), 0.0) + 1e-9)

    def serve(self, market: "LabourMarket", rows: Rows) -> None:
        """Count the rows against this year's quota and note that the lever reached them."""
        year = year_of(market.month)
        self.served[year] = self.served.get(year, 0.0) + len(rows) * market.weight
        self.reach(market, rows)

    def affordable(self, market: "LabourMarket", cost: npt.NDArray[np.float64], source: Source = "SR") -> int:
        """How many of the askers, in their order with the cost of each (million VND), the year's budget can take."""
        running = np.cumsum(cost) * market.weight
        return int(np.searchsorted(running, self.left(market.month, source) + 1e-9, side="right"))

    def pay(
        self,
        market: "LabourMarket",
        source: Source,
        payer: str,
        recipient: str,
        kind: Kind,
        persons: float,
        amount: float,
    ) -> None:
        """Enter a payment of this month under the agency that leads the lever now."""
        year = year_of(market.month)
        if kind in ("transfer", "real resource"):
            self.spent[source, year] = self.spent.get((source, year), 0.0) + amount
        agency = market.province.agency_of(self.dose.plan_lever, market.month).id
        market.ledger.pay(Payment(market.month, self.name, agency, source, payer, recipient, kind, persons, amount))


def lowest(values: npt.NDArray[np.float64], number: int) -> npt.NDArray[np.int64]:
    """Places of the ``number`` lowest of the values, in order of place; of equals the first ones."""
    if number <= 0:
        return np.zeros(0, dtype=np.int64)
    edge = np.partition(values, number - 1)[number - 1]
    below = values < edge
    below[np.flatnonzero(values == edge)[: number - int(below.sum())]] = True
    return np.flatnonzero(below)


@dataclass
class CourseSupport:
    """What a lever offers towards a course this month.

    ``levels`` covered, share of tuition paid, living support a month (million VND), cap of both together, fields
    covered (None: all), seats of the scheme left this year (persons of the province), and the lever that pays.
    ``programmes`` covered (None: all), most paid a month of course, the ``source`` whose budget binds and the share of
    the cost ``borne`` by it, what is paid ``once`` beside living support, whether seats are ``reserved`` for who has
    the support; the largest ``loan`` (million VND) and its interest over the principal.
    """

    lever: Any
    levels: tuple[int, ...]
    tuition_share: float
    living: float
    cap: float
    persons_left: float
    fields: frozenset[int] | None = None
    programmes: tuple[int, ...] | None = None
    monthly_cap: float = float("inf")
    source: Source = "SR"
    reserved: bool = False
    borne: float = 1.0
    once: float = 0.0
    loan: float = 0.0
    interest: float = 0.0

    @property
    def edge(self) -> float:
        """What decides for it where nothing better is paid: a reserved seat or a loan is worth least of all support."""
        return 1e-9 * (self.loan + self.reserved)

    def most(self, months: Any) -> Any:
        """Most that is paid towards courses of so many months, million VND."""
        return np.minimum(self.cap, self.monthly_cap * months)

    def reaches(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Who of the rows is eligible and knows of it, while seats and money last."""
        if self.persons_left < market.weight or self.lever.left(market.month, self.source) <= 0.0:
            return np.zeros(len(rows), dtype=bool)
        return np.asarray(self.lever.knowing(market, rows))

    def cost(self, market: "LabourMarket", programme: npt.NDArray[np.integer]) -> npt.NDArray[np.float64]:
        """Support paid for a course of each programme, million VND a person."""
        programmes = market.province.programmes
        tuition = self.tuition_share * market.course_price[programme]
        months = programmes.programme_array("duration")[programme]
        return np.minimum(tuition + self.living * months + self.once, self.most(months))  # type: ignore[no-any-return]

    def needed(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
        """Who of the askers takes the support up, (n,): everybody takes a grant."""
        return np.ones(len(rows), dtype=bool)

    def affordable(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> int:
        """How many of the askers, in their order with the programme of each, quota and budget of the year can take."""
        by_persons = len(rows) if np.isinf(self.persons_left) else int(self.persons_left * market.scale + 1e-9)
        by_budget: int = self.lever.affordable(market, self.borne * self.cost(market, programme), self.source)
        return min(by_persons, by_budget)
