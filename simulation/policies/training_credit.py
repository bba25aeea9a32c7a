"""Training credit: loans of the policy bank for what a household cannot pay now for a course.

Plan clauses: II.4.1 b6; IV.11. Verb: continue. Competence: the fund (Social Policy Bank) and the province. Agency: that
of the month in the table `agency_of_lever`.

Mechanism: who knows of it and lacks the money that a course asks at its beginning may borrow the shortfall, up to a
limit, and pays interest, which counts in the choice as a price does. Who can pay does not borrow. Loans are limited by
the capital outstanding: repayments revolve. Repayment begins some months after the course was to end, in equal parts;
some loans are lost. A grant that covers the course comes before a loan.

Parameters: `prepay_3m_share` (0.6, 0.4-0.8: households that can prepay 3 million VND; assumed), `vbsp_default_rate`
(0.005, 0.002-0.02 of loans; assumed), `credit_market_rate` (0.105, 0.085-0.13 a year; assumed: what the capital could
earn), `awareness_start` (assumed). Rate, limit and terms are stated by the dose.

Money: principal and repayments are no spending. Costs are the interest foregone against the market rate (foregone
revenue) and lost principal (a transfer). Principal out = repaid + lost + outstanding.

First-order quantity: enrolments of households that could not prepay rise. Negative control: enrolments of those that
could, where seats are free. Evidence: none; a sweep.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import CourseSupport, Lever, Rows
from simulation.policies.loans import Loans
from simulation.processes.study_choice import prices_now, purses
from simulation.scenario import LeverDose, Money, Share, lever
from simulation.scenario.units import Number
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
NO_BOUND = float("inf")


@lever("training_credit")
class TrainingCreditDose(LeverDose):
    """Dose of training credit: capital that may be outstanding, limit and terms of a loan."""

    clauses = ("II.4.1 b6", "IV.11")
    verb = ("continue",)
    competence = ("fund", "province")
    first_order = "enrolments of households that could not prepay rise"
    negative_control = "enrolments of households that could, where seats are free"
    sources_of_money = ("FU",)
    parameters = ("prepay_3m_share", "vbsp_default_rate", "credit_market_rate", "awareness_start")
    residence = ("permanent",)

    capital: Money = Field(description="most that may be outstanding")
    loan: Money = Field(description="most that one loan can be")
    rate: Share = Field(description="interest a year")
    grace: Number = Field(default=12, ge=0, le=120, description="months after the course until repayment begins")
    repaid_in: Number = Field(default=24, ge=1, le=240, description="months over which a loan is repaid")

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing can be lent."""
        return super().changes_nothing or self.capital * self.loan == 0.0


@dataclass
class StudyCredit(CourseSupport):
    """Credit of a month: what somebody needs is what the course asks now beyond what the household can pay."""

    def needs(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> Floats:
        """What each of the rows would borrow for the programme, million VND, (n,)."""
        return np.asarray(np.clip(prices_now(market)[programme] - purses(market, rows), 0.0, self.loan))

    def needed(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
        """Who of the askers borrows: who can pay does not. Keeps what each needs: income may end with the course."""
        needs = self.needs(market, rows, programme)
        self.lever.needs = dict(zip(rows.tolist(), needs.tolist(), strict=True))
        return np.asarray(needs > 0.0)

    def affordable(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> int:
        """How many of the askers, in their order, the capital left can lend to."""
        running = np.cumsum(self.needs(market, rows, programme)) * market.weight
        return int(np.searchsorted(running, self.lever.capital_left(market) + 1e-9, side="right"))


class TrainingCredit(Lever):
    """Loans of a dose and what becomes of them. Loans outlive the dose."""

    dose: TrainingCreditDose

    def __init__(self, dose: LeverDose) -> None:
        """No loan yet."""
        super().__init__(dose)
        self.loans = Loans()
        self.needs: dict[int, float] = {}

    def open_month(self, market: "LabourMarket") -> None:
        """Collect what is due, and offer credit with the capital that is free."""
        self.loans.collect(market, self)
        self._forgo_interest(market)
        if not self.in_force(market.month) or self.capital_left(market) <= 0.0:
            return
        dose = self.dose
        interest = float(dose.rate) * (float(dose.grace) + float(dose.repaid_in) / 2.0) / 12.0
        levels = tuple(int(level) for level in (Level.short, Level.elementary, Level.intermediate, Level.college))
        market.supports.append(
            StudyCredit(
                self, levels, 0.0, 0.0, NO_BOUND, NO_BOUND, source="FU", loan=float(dose.loan), interest=interest
            )
        )

    def capital_left(self, market: "LabourMarket") -> float:
        """Capital that is not outstanding, million VND of the province."""
        return float(self.dose.capital) - self.loans.outstanding

    def settle(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Lend to the students of the courses that begin this month what they lack; those together that repay alike."""
        amount = np.array([self.needs[row] for row in rows.tolist()])
        self.serve(market, rows)
        months = market.province.programmes.programme_array("duration")[programme].astype(np.int64)
        lost = market.province.value("vbsp_default_rate")
        for length in np.unique(months).tolist():
            mine = months == length
            persons, principal = float(mine.sum()) * market.weight, float(amount[mine].sum()) * market.weight
            grace = length + int(self.dose.grace)
            self.loans.lend(market, self, "household", persons, principal, int(self.dose.repaid_in), lost, grace)

    def _forgo_interest(self, market: "LabourMarket") -> None:
        """Enter this month's interest below the market's on what is outstanding."""
        rate = max(0.0, market.province.value("credit_market_rate") - float(self.dose.rate)) / 12.0
        if self.loans.outstanding * rate > 0.0:
            self.pay(market, "FU", "bank", "person", "foregone revenue", 0.0, self.loans.outstanding * rate)
