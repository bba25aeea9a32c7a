"""Workplace safety (an toàn, vệ sinh lao động): less danger and strain where work is hazardous.

Plan clauses: II.4.5 b5; IV.1 b14; IV.8 b2; IV.14 b4. Verb: implement. Competence: the province and firms. Agency: that
of the month in the table `agency_of_lever`.

Mechanism: a share of the group's employers, in a lasting order, takes up a programme of training, equipment and control
beyond what law and today's inspection bring. Disabilities that begin in hazardous occupations there are fewer, down to
the risk of everybody at the most, and staff there quits less. Whoever does not work there is as before.

Parameters: `disability_risk_hazardous_work` (risk over that of everybody), `safety_risk_reduction` (0.3, 0.1-0.5;
assumed), `safety_quit_multiplier` (0.97, 0.9-1.0; assumed: strain), `safety_cost_per_worker_yearly` (2, 0.5-6 million
VND; assumed), `safety_public_share` (0.1, 0-0.3; assumed).

First-order quantity: disability exits and quits in hazardous trades of the programme fall. Negative control: disability
exits of public services. Swept.
"""

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from simulation.policies.base import Lever
from simulation.policies.employers import EmployerDose, adopters
from simulation.scenario import Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("workplace_safety")
class WorkplaceSafetyDose(EmployerDose):
    """Dose of safety: which share of the group's employers has the programme."""

    clauses = ("II.4.5 b5", "IV.1 b14", "IV.8 b2", "IV.14 b4")
    verb = ("implement",)
    competence = ("province", "firm")
    first_order = "disability exits and quits in hazardous trades of the programme fall"
    negative_control = "disability exits of public services"
    sources_of_money = ("DF", "SR", "FU")
    parameters = (
        "disability_risk_hazardous_work",
        "safety_risk_reduction",
        "safety_quit_multiplier",
        "safety_cost_per_worker_yearly",
        "safety_public_share",
    )

    covered: Share = Field(description="share of the group's employers with the programme; none today")

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody has the programme."""
        return super().changes_nothing or self.covered == 0.0


class WorkplaceSafety(Lever):
    """A dose: risk and strain in hazardous work of employers with the programme."""

    dose: WorkplaceSafetyDose
    has_recipients = False

    def open_month(self, market: "LabourMarket") -> None:
        """Lower risk and quits of the covered, and pay for the programme."""
        if not self.in_force(market.month):
            return
        value, places = market.province.value, market.workplaces
        covered = adopters(market, self, float(self.dose.covered))
        lines = places.payroll
        hazardous = market.accident_risk[places.occupation[lines]] > 1.0
        staff = np.bincount(
            places.firm[lines], weights=places.headcount[lines] * hazardous, minlength=market.employers.rows
        )
        covered &= staff > 0
        if not covered.any() or not self._pay(market, float(staff[covered].sum()) * market.weight):
            return
        market.terms.injuries[covered] *= 1.0 - value("safety_risk_reduction")
        market.terms.quits[covered] *= value("safety_quit_multiplier")

    def _pay(self, market: "LabourMarket", workers: float) -> bool:
        """Pay for the month's programme, mostly by firms; whether there is money."""
        value = market.province.value
        cost = workers * value("safety_cost_per_worker_yearly") / 12.0
        public = cost * value("safety_public_share")
        if public > self.left(market.month):
            return False
        self.pay(market, "SR", "province", "firm", "real resource", workers, public)
        self.pay(market, "DF", "firm", "firm", "real resource", workers, cost - public)
        return True
