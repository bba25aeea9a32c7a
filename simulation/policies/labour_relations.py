"""Labour relations (quan hệ lao động): which share of firms has a collective agreement that holds.

Plan clauses: II.1 b1; II.4.5 b3; IV.1 b12; IV.8 b2; IV.14 b2, b5; IV.15 b2. Verb: continue (Project 4819). Competence:
the province and firms. Agency: that of the month in the table `agency_of_lever`.

Mechanism: firms of the group take up an agreement in a lasting order, so many at today's share, more at the dose's,
over a build-up. Staff of a firm newly covered quits and looks around less, by a ratio; offers and pay there rise by the
agreement's gain, which the firm's demand for labour answers. The share is a total: below today's, firms lose their
agreement, with the reverse of both. Strikes are not simulated.

Parameters: `collective_agreement_share` (0.3, 0.1-0.6 of firms today; assumed), `collective_agreement_quit_multiplier`
(0.9, 0.8-1.0 of the quit hazard; assumed), `collective_agreement_wage_gain` (0.015, 0-0.03 log points; assumed),
`agreement_cost` (20, 5-60 million VND a firm newly covered; assumed). Swept: an effect by name acts on the hazard of
those reached only.

First-order quantity: quits in firms newly covered fall. Negative control: quits in household businesses.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from simulation.policies.base import Lever
from simulation.policies.employers import EmployerDose, adopters, employers_of
from simulation.scenario import Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("labour_relations")
class LabourRelationsDose(EmployerDose):
    """Dose of labour relations: the share of firms with an agreement, in all."""

    clauses = ("II.1 b1", "II.4.5 b3", "IV.1 b12", "IV.8 b2", "IV.14 b2", "IV.14 b5", "IV.15 b2")
    verb = ("continue",)
    competence = ("province", "firm")
    first_order = "quits in firms newly covered fall"
    negative_control = "quits in household businesses"
    sources_of_money = ("DF", "SR")
    parameters = (
        "collective_agreement_share",
        "collective_agreement_quit_multiplier",
        "collective_agreement_wage_gain",
        "agreement_cost",
    )

    agreements: Share = Field(description="share of the group's firms with a collective agreement, in all")
    build_up_months: Annotated[int, Field(strict=True, ge=1, le=120)] = Field(
        default=12, description="months over which agreements are reached, evenly"
    )


class LabourRelations(Lever):
    """A dose: agreements beyond today's, or lost."""

    dose: LabourRelationsDose
    has_recipients = False

    def __init__(self, dose: LabourRelationsDose) -> None:
        """Hold a dose; no agreement is new."""
        super().__init__(dose)
        self.more = 0.0

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether as many firms have an agreement without the lever."""
        return bool(self.dose.agreements == market.province.value("collective_agreement_share"))

    def open_month(self, market: "LabourMarket") -> None:
        """Change quits and pay in firms whose cover is not that of today."""
        if not self.in_force(market.month) or self.as_today(market, market.month):
            return
        value = market.province.value
        today = value("collective_agreement_share")
        self._agree(market, float(self.dose.agreements) - today)
        share = today + self.more
        changed = adopters(market, self, max(share, today)) & ~adopters(market, self, min(share, today))
        sign = 1.0 if self.more > 0.0 else -1.0
        market.terms.quits[changed] *= value("collective_agreement_quit_multiplier") ** sign
        market.terms.pay[changed] += sign * float(np.log1p(value("collective_agreement_wage_gain")))

    def _agree(self, market: "LabourMarket", wanted: float) -> None:
        """Move the share with an agreement beyond today's, ``more``, to where build-up and money let it be."""
        built = wanted * min(1.0, (market.month - self.dose.from_ + 1) / self.dose.build_up_months)
        firms = float(employers_of(market, self.dose.eligible).sum()) * market.weight
        cost = max(built - self.more, 0.0) * firms * market.province.value("agreement_cost")
        if cost <= 0.0:
            self.more = built if firms else 0.0
            return
        part = min(1.0, max(self.left(market.month), 0.0) / (cost / 2.0))
        self.more += part * (built - self.more)
        if part > 0.0:
            self.pay(market, "SR", "province", "State", "real resource", 0.0, part * cost / 2.0)
            self.pay(market, "DF", "firm", "State", "real resource", 0.0, part * cost / 2.0)
