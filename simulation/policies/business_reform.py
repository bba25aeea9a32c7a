"""Business reform (cải thiện môi trường kinh doanh): how long it takes to open a business.

Plan clauses: II.4.1 b3; II.6 b1-b4; IV.2 b5; IV.17 b3. Verb: continue. Competence: the province. Agency: that of the
month in the table `agency_of_lever`.

Mechanism: where a firm has closed, another of its kind opens some months later; procedures are a part of that time, of
which reform takes a share away. New firms open sooner, so more are open at any time, post what they lack and give work;
firms that close do so as before. How many people want to found one beyond those who close is not simulated, so the
gain ends when the time to open has fallen: a level, not a rate.

Parameters: `opening_procedure_share` (0.4, 0.1-0.7 of the months that a closed firm's place stays empty; assumed),
`reform_cost_yearly` (3,000, 1,000-10,000 million VND for a reform that takes all procedures away; assumed).

First-order quantity: new registered firms rise. Negative control: public headcount. Swept.
"""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from simulation.policies.base import Lever
from simulation.policies.everybody import EverybodyDose
from simulation.scenario import Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("business_reform")
class BusinessReformDose(EverybodyDose):
    """Dose of reform: which share of the time that procedures take is saved."""

    clauses = ("II.4.1 b3", "II.6 b1", "II.6 b2", "II.6 b3", "II.6 b4", "IV.2 b5", "IV.17 b3")
    verb = ("continue",)
    competence = ("province",)
    first_order = "new registered firms rise"
    negative_control = "public headcount"
    sources_of_money = ("SR",)
    parameters = ("opening_procedure_share", "reform_cost_yearly")

    faster: Share = Field(description="share of the time for procedures that is saved")
    build_up_months: Annotated[int, Field(strict=True, ge=1, le=120)] = Field(
        default=12, description="months until procedures are that much faster"
    )

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing is faster."""
        return super().changes_nothing or self.faster == 0.0


class BusinessReform(Lever):
    """A dose: the time to open while it is in force and paid for."""

    dose: BusinessReformDose
    has_recipients = False

    def open_month(self, market: "LabourMarket") -> None:
        """Shorten the month's openings, as far as the budget goes."""
        if not self.in_force(market.month):
            return
        value = market.province.value
        cost = float(self.dose.faster) * value("reform_cost_yearly") / 12.0
        part = min(1.0, max(self.left(market.month), 0.0) / cost)
        if part > 0.0:
            self.pay(market, "SR", "province", "State", "real resource", 0.0, part * cost)
        built = min(1.0, (market.month - self.dose.from_ + 1) / self.dose.build_up_months)
        market.terms.reopening *= 1.0 - part * built * float(self.dose.faster) * value("opening_procedure_share")
