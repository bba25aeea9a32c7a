"""Work abroad (đưa người lao động đi làm việc ở nước ngoài): access to contracts, and loans for what they cost.

Plan clauses: II.1 b1; IV.1 b13; IV.11. Verbs: coordinate, continue (loans). Competence: the province, the centre and
the fund. Agency: that of the month in the table `agency_of_lever`. Preset: `overseas_loan` (loans alone).

Mechanism: the chance of an eligible person to leave on a contract of some years rises with the contracts on offer and
with who can pay what a contract costs: some can by themselves, by a lasting threshold; others with a loan. They come
back when it ends and carry the mark of returnees. Loans are repaid from abroad over their term. Contracts are a total;
today's are in the data.

Parameters: `workers_abroad_per_year` (1,207; 680-1,207; measured), `overseas_prepay_share` (0.5, 0.3-0.8 who can pay by
themselves; assumed), `overseas_cost` (80, 30-150 million VND; assumed), `vbsp_loan_rate`, `credit_market_rate`,
`vbsp_default_rate`, `awareness_start`.

First-order quantity: departures abroad rise. Negative control: departures to other provinces. Official reports count
those who leave among "jobs created".
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.policies.loans import Loans
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import CountPerYear, LeverDose, Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


@lever("overseas_work")
class OverseasWorkDose(LeverDose):
    """Dose of work abroad: contracts on offer in all, and which part of their cost a loan covers."""

    clauses = ("II.1 b1", "IV.1 b13", "IV.11")
    verb = ("coordinate", "continue")
    competence = ("province", "centre", "fund")
    first_order = "departures abroad rise"
    negative_control = "departures to other provinces"
    sources_of_money = ("FU", "DF")
    parameters = (
        "workers_abroad_per_year",
        "overseas_prepay_share",
        "overseas_cost",
        "vbsp_loan_rate",
        "credit_market_rate",
        "vbsp_default_rate",
        "awareness_start",
    )
    residence = ("permanent",)

    contracts: CountPerYear | None = Field(
        default=None, description="workers who leave in a year where all can pay as today, in all"
    )
    loan_share: Share = Field(default=Share(0.0), description="share of the cost that a loan covers")
    loans: CountPerYear | None = Field(default=None, description="loans that may be given in a year")
    term_months: Annotated[int, Field(strict=True, ge=1, le=120)] = Field(
        default=36, description="months over which a loan is repaid"
    )

    @property
    def changes_nothing(self) -> bool:
        """Whether there are neither contracts nor loans."""
        return super().changes_nothing or (self.contracts is None and not (self.loan_share and self.loans != 0.0))


@lever("overseas_loan")
class OverseasLoanDose(OverseasWorkDose):
    """Dose of loans for work abroad alone (IV.11): contracts as today."""


class OverseasWork(Lever):
    """A dose: the chance to leave, and the loans of who needs one."""

    dose: OverseasWorkDose

    def __init__(self, dose: OverseasWorkDose) -> None:
        """Hold a dose; nothing is lent."""
        super().__init__(dose)
        self.loans = Loans()

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether there are as many contracts as without the lever, and no loans."""
        contracts = (None, market.province.value("workers_abroad_per_year"))
        return self.dose.contracts in contracts and not self.dose.loan_share

    def open_month(self, market: "LabourMarket") -> None:
        """Collect from who is away, and let the month's contracts and loans be known."""
        self.loans.collect(market, self)
        self.loans.subsidise(market, self)
        if self.in_force(market.month):
            market.terms.abroad.append(self._ratio)

    def _lends(self, market: "LabourMarket") -> int:
        """Loans that can still be given this year, rows."""
        if not self.dose.loan_share:
            return 0
        by_interest = self.loans.room(market, self) / (market.province.value("overseas_cost") * market.weight)
        return min(self.room(market, self.dose.loans, 0.0), int(min(by_interest, 1e9) + 1e-9))

    def _ratio(self, market: "LabourMarket", rows: Rows) -> Floats:
        """Chance to leave over the usual one, (rows,): contracts for the group, and loans for who knows of them."""
        value = market.province.value
        today, able = value("workers_abroad_per_year"), value("overseas_prepay_share")
        access = 1.0 if self.dose.contracts is None or today <= 0.0 else float(self.dose.contracts) / today
        more = float(self.dose.loan_share) * (1.0 - able) / able if self._lends(market) else 0.0
        ratio = np.ones(len(rows))
        if access != 1.0:
            ratio[self.eligible(market, rows)] = access
        if more > 0.0:
            ratio[self.knowing(market, rows)] *= 1.0 + more
        return ratio

    def note_departures(self, market: "LabourMarket", rows: Rows) -> None:
        """Lend to those of the departed who could not have paid: as many of them as loans add."""
        rows = rows[self.knowing(market, rows)]
        if len(rows) == 0 or not self._lends(market):
            return
        able = market.province.value("overseas_prepay_share")
        more = float(self.dose.loan_share) * (1.0 - able)
        draw = uniforms(month_key(market.seed, Stream.borrowing), rows)
        borrowers = rows[draw < more / (able + more)][: self._lends(market)]
        if len(borrowers) == 0:
            return
        self.serve(market, borrowers)
        persons = len(borrowers) * market.weight
        principal = persons * market.province.value("overseas_cost")
        lost = market.province.value("vbsp_default_rate")
        self.loans.lend(market, self, "household", persons, principal, self.dose.term_months, lost)
