"""Training in firms and parks (đào tạo tại doanh nghiệp): the State bears part of what it costs firms to train.

Plan clauses: II.1 b2(iii); II.4.2 b2; II.4.3 b1, b2, b4. Verbs: implement (II.4.2 b2), pilot (II.4.3 b2), propose
(standards). Competence: the province and firms. Agency: that of the month in the table `agency_of_lever`. Presets:
`work_discipline` (tác phong, kỷ luật lao động công nghiệp), `skill_council` (hội đồng kỹ năng ngành).

Mechanism: firms that train weigh a missing level less when they choose whom to hire, and bring up to the job whom they
hire below its level. How near a firm is to training is its own for good; a public share of the cost raises the odds
that it trains, as long as it is in the scheme, knows of it, and persons and budget of the year last. The State pays for
every trainee of a firm in the scheme, those of firms that would train anyway as well: that part is deadweight. Of those
who begin in the month in which the money ends a lottery draws who is paid for; the firm trains the others at its own
cost.

Parameters: `in_firm_training_price_response` (1.5, 0.5-3: log odds of training when the whole cost is borne; assumed),
`in_firm_training_gap_weight`, `in_firm_training_months`, `in_firm_skill_gain`, `in_firm_training_share_*`,
`awareness_start` (all assumed). The cost of a trainee is stated by the dose.

First-order quantity: posts filled below the required level and brought up to it rise. Negative control: quits in firms
without the scheme. Evidence: none; a sweep.
"""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.policies.employers import employers_knowing
from simulation.processes.in_firm_training import trains_with_support
from simulation.scenario import CountPerYear, LeverDose, Money, Share, lever
from simulation.scenario.levers import Verb

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("enterprise_training")
class EnterpriseTrainingDose(LeverDose):
    """Dose of support for training in firms. `eligible` is read of the job a trainee was hired for, and of its firm."""

    clauses: ClassVar[tuple[str, ...]] = ("II.1 b2(iii)", "II.4.2 b2", "II.4.3 b1", "II.4.3 b2", "II.4.3 b4")
    verb: ClassVar[tuple[Verb, ...]] = ("implement", "pilot", "propose")
    competence = ("province", "firm")
    first_order = "posts filled below the required level and brought up to it rise"
    negative_control = "quits in firms without the scheme"
    sources_of_money = ("DF", "SR")
    parameters = (
        "in_firm_training_price_response",
        "in_firm_training_gap_weight",
        "in_firm_training_months",
        "in_firm_skill_gain",
        "awareness_start",
    )

    cost_share: Share = Field(description="share of a trainee's cost that the State bears")
    cost_per_trainee: Money = Field(description="cost of training one person on the job, whoever bears it")
    trainees: CountPerYear = Field(description="persons whose training may be supported in a calendar year")

    @property
    def changes_nothing(self) -> bool:
        """Whether the State bears nothing."""
        return super().changes_nothing or self.cost_share * self.cost_per_trainee * self.trainees == 0.0


class EnterpriseTraining(Lever):
    """Support of a dose for firms that train whom they hire."""

    dose: EnterpriseTrainingDose

    def open_month(self, market: "LabourMarket") -> None:
        """Let firms of the scheme train that would with part of the cost borne."""
        if not self.in_force(market.month) or self.affordable(market, np.array([self._support])) == 0:
            return
        if self.places_left(market.month, float(self.dose.trainees)) < market.weight:
            return
        odds = market.province.value("in_firm_training_price_response") * float(self.dose.cost_share)
        firms = market.employers
        firms.trains[employers_knowing(market, self) & trains_with_support(market, odds)] = 1
        market.training_schemes.append(self)

    @property
    def _support(self) -> float:
        return float(self.dose.cost_share) * float(self.dose.cost_per_trainee)

    def pay_for_trainees(self, market: "LabourMarket", rows: Rows) -> None:
        """Pay the firms of the scheme for who began training, by lottery while persons and budget last."""
        inside = employers_knowing(market, self)[market.workplaces.firm[market.people.workplace[rows]]]
        mine = rows[inside]
        mine = mine[self.eligible(market, mine)]
        places = int(self.places_left(market.month, float(self.dose.trainees)) * market.scale + 1e-9)
        paid = self.lottery(market, mine, min(places, self.affordable(market, np.full(len(mine), self._support))))
        self.serve(market, paid)
        persons = len(paid) * market.weight
        own = float(self.dose.cost_per_trainee) - self._support
        if persons:
            self.pay(market, "SR", "province", "firm", "real resource", persons, persons * self._support)
        if persons and own > 0.0:
            self.pay(market, "DF", "firm", "firm", "real resource", persons, persons * own)


@lever("work_discipline")
class WorkDisciplineDose(EnterpriseTrainingDose):
    """Dose of training of newcomers in industrial working style and discipline (tác phong, kỷ luật lao động)."""

    clauses = ("II.4.3 b4",)
    verb = ("implement",)


@lever("skill_council")
class SkillCouncilDose(EnterpriseTrainingDose):
    """Dose of sector skill councils (hội đồng kỹ năng ngành): firms share standards, so that training costs less."""

    clauses = ("II.4.3 b2",)
    verb = ("pilot",)
