"""Training support for claimants of unemployment benefit, and the duty to counsel them about courses.

Plan clauses: II.1 b2(i) and II.4.5 b4. Verbs: implement (reach), propose (amounts). Competence: the centre (amounts are
national law) and the unemployment insurance fund, which pays. Agency: that of the month in the table
`agency_of_lever`.

Mechanism: who draws unemployment benefit may take a course whose tuition the fund pays up to an amount a month, for at
most so many months. Counselling reaches a share of the claimants each month and makes them think of a course, which
people otherwise do seldom: time and reach bind, not the price.

Parameters: `awareness_start`, `training_consideration_monthly` (assumed). In law: 1.5 million VND a month for at most
six months since 2021-05, 1.0 before (measured; 4.5 million VND in all for courses up to three months, recalled). The
dose states them.

First-order quantity: claimants who start a course rise. Negative control: enrolments of the never insured where seats
are free. Evidence: 0.9-2.2 % of claimants take a course, whatever the price (national and Hà Nội, 2021-24; measured).
"""

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from simulation.policies.base import CourseSupport, Rows
from simulation.policies.course_grants import CourseGrants
from simulation.processes.moves import NEVER
from simulation.randomness import uniforms
from simulation.scenario import CountPerYear, LeverDose, MoneyPerMonth, Share, lever
from simulation.scenario.groups import GroupFilter
from simulation.scenario.units import Number
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("unemployment_insurance_training")
class InsuranceTrainingDose(LeverDose):
    """Dose of the fund's training support. The amount is per month of course; counselling is monthly."""

    clauses = ("II.1 b2(i)", "II.4.5 b4")
    verb = ("implement", "propose")
    competence = ("centre", "fund")
    first_order = "claimants of unemployment benefit who start a course rise"
    negative_control = "enrolments of the never insured where seats are free"
    sources_of_money = ("FU",)
    parameters = ("training_consideration_monthly", "awareness_start")
    target = GroupFilter(ui_claimant=True)

    support: MoneyPerMonth = Field(description="most that the fund pays for each month of a course")
    months: Number = Field(default=6, ge=0, le=60, description="months of a course that the fund pays for at most")
    counselled: Share = Field(
        default=Share(0.0), description="share of the claimants counselled each month to think of a course"
    )
    persons: CountPerYear | None = Field(default=None, description="persons who may begin with it in a calendar year")

    @property
    def changes_nothing(self) -> bool:
        """Whether the fund pays nothing and nobody is counselled."""
        return super().changes_nothing or self.support * self.months == 0.0 == self.counselled or self.persons == 0.0


class InsuranceTraining(CourseGrants):
    """The fund's support of a dose, and the counselling of claimants."""

    dose: InsuranceTrainingDose
    payers = (("FU", "unemployment insurance fund", 1.0),)

    def asked(self) -> float:
        """Share of the claimants counselled each month."""
        return float(self.dose.counselled)

    def asked_now(self, market: "LabourMarket", key: np.uint64) -> Rows:
        """Claimants of unemployment benefit whose luck has them asked."""
        claimants = np.asarray(market.claims.row[market.claims.filed != NEVER])
        return claimants[uniforms(key, claimants) < self.asked()]

    def offer(self, market: "LabourMarket") -> CourseSupport:
        """Tuition up to the amount of the months paid for."""
        support, months = float(self.dose.support), float(self.dose.months)
        return CourseSupport(
            self,
            (int(Level.short), int(Level.elementary), int(Level.intermediate), int(Level.college)),
            1.0,
            0.0,
            support * months,
            self.places_left(market.month, self.dose.persons),
            monthly_cap=support,
            source="FU",
        )
