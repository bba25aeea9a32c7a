"""Information campaigns (tuyên truyền): who knows of a lever. Who is told knows; who is not told again forgets.

Plan clauses: II.7 b1, b2; IV.12; IV.13; IV.15 b2. Verb: implement. Competence: the province. Agency: that of the month
in the table `agency_of_lever`.

Mechanism: a campaign reaches a share of those who would not know of a lever each month; a part of those told forget.
What others do with what they know is for them to say: without another lever on offer a campaign changes nothing but the
ledger. Who knows is a lasting threshold of each person, so that a campaign adds knowers and takes none away.

Parameters: `awareness_start` (0.2, 0.05-0.5 of the eligible know of a lever today; assumed), `awareness_decay_monthly`
(0.05, 0.02-0.1; assumed), `campaign_cost_monthly` (1,000, 300-3,000 million VND for a campaign that reaches everybody
in a month; assumed).

First-order quantity: take-up of levers on offer by the newly informed rises. Negative control: everything, when nothing
else has a dose.
"""

from typing import TYPE_CHECKING

from pydantic import Field, field_validator

from simulation.policies.base import Lever
from simulation.policies.everybody import EverybodyDose
from simulation.scenario import Share, lever, registered_levers
from simulation.scenario.faults import nearest
from simulation.scenario.groups import Identifiers
from simulation.scenario.units import refused

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("awareness")
class AwarenessDose(EverybodyDose):
    """Dose of a campaign: of which levers it tells, and whom it reaches in a month."""

    clauses = ("II.7 b1", "II.7 b2", "IV.12", "IV.13", "IV.15 b2")
    verb = ("implement",)
    competence = ("province",)
    first_order = "take-up of levers on offer by the newly informed rises"
    negative_control = "everything, when nothing else has a dose"
    sources_of_money = ("SR",)
    parameters = ("awareness_start", "awareness_decay_monthly", "campaign_cost_monthly")

    of: Identifiers | None = Field(default=None, description="levers it tells of, by name; all if absent")
    reaches: Share = Field(description="share of those who do not know who are told in a month")

    @field_validator("of")
    @classmethod
    def _levers_that_exist(cls, of: tuple[str, ...] | None) -> tuple[str, ...] | None:
        known = registered_levers()
        for name in of or ():
            if name not in known:
                raise refused(f"unknown lever {name!r}", nearest(name, known))
        return of

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody is told."""
        return super().changes_nothing or self.reaches == 0.0


class Awareness(Lever):
    """A campaign: the share of those not knowing who have been told of each lever and have not forgotten."""

    dose: AwarenessDose
    has_recipients = False
    tells_of_others = True

    def __init__(self, dose: AwarenessDose) -> None:
        """Hold a dose; nobody has been told."""
        super().__init__(dose)
        self.told = 0.0

    def open_month(self, market: "LabourMarket") -> None:
        """Tell and be forgotten; also after the campaign's end, as long as somebody remembers."""
        value = market.province.value
        self.told *= 1.0 - value("awareness_decay_monthly") if self.told else 1.0
        if self.in_force(market.month):
            cost = float(self.dose.reaches) * value("campaign_cost_monthly")
            part = min(1.0, max(self.left(market.month), 0.0) / cost)
            if part > 0.0:
                self.pay(market, "SR", "province", "firm", "real resource", 0.0, part * cost)
            self.told += part * float(self.dose.reaches) * (1.0 - self.told)
        for name in self.dose.of or ("all",):
            market.government.tell(name, self.told)
