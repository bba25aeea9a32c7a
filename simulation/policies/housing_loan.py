"""Housing loans (cho vay nhà ở xã hội): policy-bank loans with which a worker who rents buys a home.

Plan clauses: II.4.5 b5, p2; IV.11. Verb: continue. Competence: the fund (Social Policy Bank) and the province, which
entrusts capital to it. Agency: that of the month in the table `agency_of_lever`. Places that others build for workers
are lever `worker_housing`.

Mechanism: workers on a payroll who rent a room, know of the loan and would rather bear its interest than the rent queue
for it, who has waited longest first. What is repaid is the borrower's own and no cost of living there; prices wear the
interest down. Who has bought leaves the rented rooms, so their rents fall, quits as seldom as who lives in a worker
place, and keeps the home whatever becomes of the job. Loans are repaid by equal parts over their term and lent again;
a few are lost; capital outstanding never exceeds the dose's. The purse of the borrower is not asked: the bank's rule
on income is left to the dose's group.

Parameters: `vbsp_default_rate` (0.005, 0.002-0.02 of loans; assumed), `credit_market_rate` (0.105, 0.085-0.13 a year;
assumed), `private_room_rent_per_worker` (1.0, 0.6-1.8 million VND a month; assumed), `worker_place_dislike_sd` (0.6,
0.2-1.2; assumed), `quit_reduction_from_worker_housing` (0.3, 0.1-0.5; assumed: swept, never a point), `awareness_start`
(assumed). Size, rate and term of a loan are the dose's; in 2025 the bank asked 5.4 % a year (4.8-6.6; measured).

First-order quantity: quits of borrowers fall. Negative control: quits of home owners without a loan. Evidence: none on
jobs; a sweep.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever
from simulation.policies.loans import Loans
from simulation.processes.housing import ANYWHERE
from simulation.scenario import CountPerYear, LeverDose, Money, Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("housing_loan")
class HousingLoanDose(LeverDose):
    """Dose of housing loans: how many a year, their size, rate and term."""

    clauses = ("II.4.5 b5", "II.4.5 p2", "IV.11")
    verb = ("continue",)
    competence = ("fund", "province")
    first_order = "quits of borrowers fall"
    negative_control = "quits of home owners without a loan"
    sources_of_money = ("FU", "SR")
    parameters = (
        "vbsp_default_rate",
        "credit_market_rate",
        "private_room_rent_per_worker",
        "worker_place_dislike_sd",
        "quit_reduction_from_worker_housing",
        "awareness_start",
    )

    loans: CountPerYear = Field(description="loans in all, to people who rent")
    loan: Money = Field(description="size of a loan")
    rate: Share = Field(description="interest a year")
    term_months: Annotated[int, Field(strict=True, ge=1, le=300)] = Field(
        default=240, description="months over which a loan is repaid"
    )
    capital: Money | None = Field(default=None, description="most that may be outstanding")

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing can be lent."""
        return super().changes_nothing or self.loans * self.loan == 0.0 or self.capital == 0.0


class HousingLoan(Lever):
    """Loans of a dose, an even course over its months; who has bought stays when the dose ends."""

    dose: HousingLoanDose

    def __init__(self, dose: LeverDose) -> None:
        """Hold a dose; nothing is lent yet."""
        super().__init__(dose)
        self.loans = Loans(rate=float(self.dose.rate))
        self.lent = 0

    def open_month(self, market: "LabourMarket") -> None:
        """Collect what is due, make up for interest, and offer the month's loans."""
        self.loans.collect(market, self)
        self.loans.subsidise(market, self)
        if self.in_force(market.month) or self.lent:
            interest = float(self.dose.loan) * float(self.dose.rate) / 12.0
            prices = float(np.exp(market.path.log_prices[market.path_step].mean()))
            market.estates.open(
                (self.name, 0), ANYWHERE, float(self._offered(market)), interest / prices, self._asked, self._lend
            )

    def _asked(self, market: "LabourMarket", rows: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
        return self.knowing(market, rows)

    def _offered(self, market: "LabourMarket") -> int:
        """Loans that can be given this month, rows: what is due by now, within capital and the budget for interest."""
        if not self.in_force(market.month):
            return 0
        due = float(self.dose.loans) * (market.month - self.dose.from_ + 1) / 12.0 * market.scale
        free = self.loans.room(market, self)
        if self.dose.capital is not None:
            free = min(free, float(self.dose.capital) - self.loans.outstanding)
        affordable = max(min(free / (float(self.dose.loan) * market.weight), 1e9), 0.0)
        return min(max(int(due + 1e-9) - self.lent, 0), int(affordable + 1e-9))

    def _lend(self, market: "LabourMarket", rows: npt.NDArray[np.integer]) -> None:
        """Pay out the loans of who bought this month."""
        if len(rows) == 0:
            return
        self.lent += len(rows)
        self.serve(market, rows)
        persons = len(rows) * market.weight
        lost = market.province.value("vbsp_default_rate")
        principal = persons * float(self.dose.loan)
        self.loans.lend(market, self, "household", persons, principal, self.dose.term_months, lost)
