"""Credit for jobs (cho vay giải quyết việc làm): policy-bank loans to households and small firms, which revolve.

Plan clauses: II.4.1 b4, b6; II.4.5 p1; IV.11. Verb: continue. Competence: the province (capital entrusted to the bank)
and the fund. Agency: that of the month in the table `agency_of_lever`. Presets: `green_credit`, `remote_credit`.

Mechanism: so many households with a business or farm that know of it get a loan each month, by a keyed lottery; each
loan makes room for a part of a worker beside the household, a place that unemployed people of the district may be
offered, and the trades there have room for whoever takes it. Small firms that get one have capacity for as much more
work by the size of the loan, and post what they then lack. Whether anybody takes the places, and from where, is for
search to say: no job is counted because a loan was paid. Loans are repaid by equal parts over their term and lent
again; a few are lost; capital outstanding never exceeds the dose's. Numbers are totals; loans that the bank gives today
are in the data already, and a dose pays for what goes beyond them.

Parameters: `credit_loans_yearly` (4,600, 2,000-8,000 loans a year today: 23,000 over about five years, period to be
checked), `vbsp_loan_per_borrower` (68.6, 50-100 million VND; measured), `vbsp_loan_rate` (7.9 % a year; recalled),
`credit_market_rate` (0.105, 0.085-0.13; assumed), `vbsp_default_rate` (0.005, 0.002-0.02; assumed),
`vbsp_extra_jobs_per_loan` (0.3, 0.05-1: places, not jobs; assumed, swept: the official claim is 3.8 jobs a loan).

First-order quantity: workers of household trades and small firms, above their own path. Negative control: coal
employment.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field, field_validator

from simulation.policies.base import Lever
from simulation.policies.employers import employers_of
from simulation.policies.loans import Loans
from simulation.scenario import CountPerYear, GroupFilter, LeverDose, Money, lever
from simulation.scenario.groups import Identifiers
from simulation.scenario.values import Path
from simulation.vocabulary import Contract, Status

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
#: A household is asked once in so many months.
ROUND = 12
SMALL_FIRM = GroupFilter.model_validate({"employer_size": "1..49", "ownership": ["private"]})


@lever("job_creation_credit")
class JobCreationCreditDose(LeverDose):
    """Dose of credit for jobs: loans in all, of which what goes beyond today's is lent and accounted for."""

    clauses = ("II.4.1 b4", "II.4.1 b6", "II.4.5 p1", "IV.11")
    verb = ("continue",)
    competence = ("province", "fund")
    first_order = "workers of household trades and small firms rise above their path"
    negative_control = "coal employment"
    sources_of_money = ("FU", "SR")
    parameters = (
        "credit_loans_yearly",
        "vbsp_loan_per_borrower",
        "vbsp_loan_rate",
        "credit_market_rate",
        "vbsp_default_rate",
        "vbsp_extra_jobs_per_loan",
        "awareness_start",
    )
    residence = ("permanent",)

    loans: CountPerYear = Field(description="loans to households, in all")
    firm_loans: CountPerYear = Field(default=CountPerYear(0.0), description="loans to small firms; none today")
    firm_loan: Money = Field(default=Money(500.0), description="size of a loan to a firm")
    firm_sectors: Identifiers | None = Field(default=None, description="sectors of those firms, all if absent")
    term_months: Annotated[int, Field(strict=True, ge=1, le=120)] = Field(
        default=36, description="months over which a loan is repaid"
    )
    capital: Money | None = Field(default=None, description="most that may be outstanding, of what the dose lends")

    def rows_named(self) -> dict[Path, tuple[str, str]]:
        """Sectors of firms, beside what the group names."""
        named = {("firm_sectors", i): ("sectors", name) for i, name in enumerate(self.firm_sectors or ())}
        return super().rows_named() | named

    @property
    def counts_today(self) -> bool:
        """Whether the loans of today are part of the dose's."""
        return True

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing can be lent."""
        return super().changes_nothing or not (self.loans or self.firm_loans) or self.capital == 0.0


@lever("green_credit")
class GreenCreditDose(JobCreationCreditDose):
    """Dose of green credit (tín dụng xanh): loans beside the bank's own, for named kinds of firms and households."""

    first_order = "staff of small firms of the sectors lent to rises above its path"
    negative_control = "retirements"

    @property
    def counts_today(self) -> bool:
        """No: today there are none of these."""
        return False


@lever("remote_credit")
class RemoteCreditDose(GreenCreditDose):
    """Dose of credit for remote communes: loans beside the bank's own, to households there."""

    @field_validator("eligible")
    @classmethod
    def _of_remote_communes(cls, eligible: GroupFilter) -> GroupFilter:
        return eligible if eligible.remote is not None else eligible.model_copy(update={"remote": True})


class JobCreationCredit(Lever):
    """A dose: loans lent by lottery, repaid, lent again; the room they make while they are out."""

    dose: JobCreationCreditDose

    def __init__(self, dose: JobCreationCreditDose) -> None:
        """Hold a dose; nothing is lent yet."""
        super().__init__(dose)
        self.loans = Loans()
        self.lent = {"household": 0, "firm": 0}
        self.open_places: Floats = np.zeros(0)
        self.trade_room: Floats = np.zeros(0)
        self.capacity: Floats = np.zeros(0)
        self.offered: Floats = np.zeros(0)

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether the bank lends no more than without the lever."""
        return bool(self.dose.loans <= self._today(market)) and self.dose.firm_loans == 0.0

    def _today(self, market: "LabourMarket") -> float:
        """Loans a year that are part of the dose and lent without it."""
        return market.province.value("credit_loans_yearly") if self.dose.counts_today else 0.0

    def open_month(self, market: "LabourMarket") -> None:
        """Collect, lend, and let the places that loans have made be offered."""
        if len(self.trade_room) == 0 and not self.in_force(market.month):
            return
        self._make_room(market)
        self.loans.collect(market, self)
        if self.in_force(market.month):
            self._lend_to_households(market)
            self._lend_to_firms(market)
        self.loans.subsidise(market, self)
        self.offered = self.open_places.copy()
        market.terms.household_places += self.offered
        market.terms.room += self.trade_room
        market.terms.capacity += self.capacity

    def note_household_places(self, market: "LabourMarket") -> None:
        """Take the places that somebody took this month off those on offer, in proportion where levers share them."""
        mine = self.offered / np.maximum(market.terms.household_places, 1e-9)
        taken = np.minimum(mine * market.terms.places_filled, self.open_places)
        self.open_places = self.open_places - taken
        trades = market.workplaces.trades
        usual = market.workplaces.start_headcount[trades].astype(np.float64)
        usual[market.workplaces.contract[trades] == Contract.farm] = 0.0
        by_district = usual.reshape(len(taken), -1)
        share = by_district / np.maximum(by_district.sum(axis=1, keepdims=True), 1e-9)
        self.trade_room[trades] += (share * taken[:, None]).ravel()

    def _make_room(self, market: "LabourMarket") -> None:
        """Room for what the dose keeps, in its first month."""
        if len(self.trade_room) == 0:
            self.open_places = np.zeros(len(market.province.districts))
            self.trade_room = np.zeros(market.workplaces.rows)
            self.capacity = np.zeros(market.employers.rows)

    def _number(self, market: "LabourMarket", kind: str, yearly: float, size: float) -> int:
        """Loans of a kind to pay out now, rows: an even course over the year, within capital."""
        due = yearly * (market.month - self.dose.from_ + 1) / 12.0 * market.scale
        number = max(int(due + 1e-9) - self.lent[kind], 0)
        free = self.loans.room(market, self)
        if self.dose.capital is not None:
            free = min(free, float(self.dose.capital) - self.loans.outstanding)
        return min(number, int(max(min(free / (size * market.weight), 1e9), 0.0) + 1e-9))

    def _lend_to_households(self, market: "LabourMarket") -> None:
        """Lend to households with a business or farm, and open the places that their loans make."""
        value = market.province.value
        size = value("vbsp_loan_per_borrower")
        number = self._number(market, "household", float(self.dose.loans) - self._today(market), size)
        if number <= 0:
            return
        rows = self.lottery(market, self._asked(market), number)
        if len(rows) == 0:
            return
        self.lent["household"] += len(rows)
        self.serve(market, rows)
        persons = len(rows) * market.weight
        self.loans.lend(
            market, self, "household", persons, persons * size, self.dose.term_months, value("vbsp_default_rate")
        )
        by_district = np.bincount(market.people.district[rows], minlength=len(self.open_places))
        self.open_places = self.open_places + by_district * value("vbsp_extra_jobs_per_loan")

    def _asked(self, market: "LabourMarket") -> npt.NDArray[np.int64]:
        """Households with a business or farm whose turn it is this month, and who know of it; one row each."""
        people, places = market.people, market.workplaces
        rows = np.arange(market.month % ROUND, market.of_age, ROUND)
        place = people.workplace[rows]
        contract = places.contract[place]
        own = (contract == Contract.own_account) | (contract == Contract.farm)
        rows = rows[own & (people.status[rows] == Status.employed)]
        return np.asarray(rows[self.knowing(market, rows)], dtype=np.int64)

    def _lend_to_firms(self, market: "LabourMarket") -> None:
        """Lend to small firms: capacity by the size of the loan, over what a household's makes room for."""
        value, size = market.province.value, float(self.dose.firm_loan)
        number = self._number(market, "firm", float(self.dose.firm_loans), size)
        group = SMALL_FIRM.model_copy(update={"sector": self.dose.firm_sectors})
        firms = np.flatnonzero(employers_of(market, group) & (self.capacity == 0.0) & (market.employers.size > 0.0))
        if number <= 0 or len(firms) == 0:
            return
        firms = np.asarray(self.lottery(market, firms, number), dtype=np.int64)
        self.lent["firm"] += len(firms)
        places = value("vbsp_extra_jobs_per_loan") * size / value("vbsp_loan_per_borrower")
        self.capacity[firms] += places / np.maximum(market.employers.size[firms], 0.5)
        loans = len(firms) * market.weight
        self.loans.lend(market, self, "firm", loans, loans * size, self.dose.term_months, value("vbsp_default_rate"))
