"""Pay by skill (trả lương theo kỹ năng): employers who pay certificates more than the market does.

Plan clause: II.4.2 b3. Verb: propose. Competence: firms. Agency: that of the month in the table `agency_of_lever`.

Mechanism: a share of the group's employers, in a lasting order, offers people with a certificate a part of its premium
on top. Their offers are worth more to those who hold one, who so apply there sooner; those hired so cost the employer
more, which its demand answers as they become more of the staff. Staff already there is not paid more.

Parameters: premia of papers (`premium_*`), `turnover_*_monthly` (who leaves), `labour_demand_elasticity_private`.
Evidence: a school year returned 9-10 % (2008); on rules of pay: swept.

First-order quantity: hires with a certificate in adopting firms rise. Negative control: offers of public services.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.policies.employers import EmployerDose, adopters
from simulation.scenario import Share, lever
from simulation.vocabulary import Credential

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


@lever("skill_pay")
class SkillPayDose(EmployerDose):
    """Dose of pay by skill: who adopts it, and how much of the premium it adds."""

    clauses = ("II.4.2 b3",)
    verb = ("propose",)
    competence = ("firm",)
    first_order = "hires with a certificate in adopting firms rise"
    negative_control = "offers of public services"
    sources_of_money = ("DF",)
    parameters = ("premium_elementary", "labour_demand_elasticity_private")

    adopting: Share = Field(description="share of the group's employers who adopt it")
    on_top: Share = Field(description="share of a certificate's premium that they pay on top of the market's")

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody pays anything on top."""
        return super().changes_nothing or not (self.adopting and self.on_top)


class SkillPay(Lever):
    """A dose: offers of adopting employers to people with a certificate, and what those hired so cost them."""

    dose: SkillPayDose
    has_recipients = False

    def __init__(self, dose: SkillPayDose) -> None:
        """Hold a dose; nobody is paid more."""
        super().__init__(dose)
        self.adopting: npt.NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self.paid_more: Floats = np.zeros(0)

    def open_month(self, market: "LabourMarket") -> None:
        """Raise the offers of the adopting; let their demand see what those hired so far cost more."""
        self._bear_cost(market)
        self.adopting = adopters(market, self, float(self.dose.adopting) if self.in_force(market.month) else 0.0)
        market.terms.paper_pay[self.adopting] += float(self.dose.on_top)

    def _bear_cost(self, market: "LabourMarket") -> None:
        """Log points added to the mean pay of each employer's staff; who leaves takes them along."""
        if not self.paid_more.any():
            return
        firms, places = market.employers, market.workplaces
        self.paid_more = self.paid_more * (1.0 - market.province.by_sector("turnover", "monthly")[firms.sector])
        lines = places.payroll
        staff = np.bincount(places.firm[lines], weights=places.headcount[lines], minlength=firms.rows)
        market.terms.cost += self.paid_more / np.maximum(staff, 1.0)

    def note_hires(self, market: "LabourMarket", rows: Rows, origin: Rows, channel: Rows) -> None:
        """Count what the month's hires with a certificate are paid on top by their employers, log points."""
        firm = market.workplaces.firm[market.people.workplace[rows]]
        paper = market.people.credential[rows]
        mine = self.adopting[firm] & (paper >= Credential.short_certificate)
        more = float(self.dose.on_top) * market.premium[paper[mine]]
        added = np.bincount(firm[mine], weights=more, minlength=market.employers.rows).astype(np.float64)
        self.paid_more = self.paid_more + added if len(self.paid_more) else added
