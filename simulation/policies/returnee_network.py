"""Network of returnees (kết nối lao động về nước): employers who ask for people back from work abroad.

Plan clause: II.4.3 b5. Verb: coordinate. Competence: the province and the centre. Agency: that of the month in the
table `agency_of_lever`.

Mechanism: a share of the group's employers (foreign-invested ones unless the group says otherwise), in a lasting order,
is in the network; people back from contracts abroad who know of it look for work among their places, in the whole
province, instead of by the ways that others have. What they earn and whether they are taken is for matching. Few are
back at any time: about as many as left three years before.

Parameters: `workers_abroad_per_year`, `contract_abroad_months` (who comes back when), `network_cost_per_member` (1,
0.3-3 million VND a person newly reached; assumed), `awareness_start`.

First-order quantity: returnees hired by foreign-invested firms rise. Negative control: departures abroad. Swept.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import Field, field_validator

from simulation.policies.base import NEVER, Lever, Rows
from simulation.policies.employers import EmployerDose, adopters
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import GroupFilter, Share, lever
from simulation.vocabulary import Mark

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("returnee_network")
class ReturneeNetworkDose(EmployerDose):
    """Dose of the network: the share of the group's employers in it."""

    clauses = ("II.4.3 b5",)
    verb = ("coordinate",)
    competence = ("province", "centre")
    first_order = "returnees hired by foreign-invested firms rise"
    negative_control = "departures abroad"
    sources_of_money = ("SR",)
    parameters = ("workers_abroad_per_year", "contract_abroad_months", "network_cost_per_member", "awareness_start")

    firms: Share = Field(description="share of the group's employers in the network; none today")

    @field_validator("eligible")
    @classmethod
    def _foreign_invested(cls, eligible: GroupFilter) -> GroupFilter:
        return eligible if eligible.ownership is not None else eligible.model_copy(update={"ownership": ("fdi",)})

    @property
    def changes_nothing(self) -> bool:
        """Whether no employer is in the network."""
        return super().changes_nothing or self.firms == 0.0


class ReturneeNetwork(Lever):
    """A dose: employers in the network, and who of those back from abroad it reaches."""

    dose: ReturneeNetworkDose

    def open_month(self, market: "LabourMarket") -> None:
        """Bring employers into the network and let returnees know of it."""
        if not self.in_force(market.month):
            return
        market.terms.network |= adopters(market, self, float(self.dose.firms))
        market.terms.networked.append(self._reached)

    def _reached(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Which of the searching rows are back from abroad and know of the network, (rows,); new ones are paid for."""
        reached = (market.people.marks[rows] & Mark.returnee) > 0
        threshold = uniforms(month_key(market.seed, Stream.awareness, self.number), rows[reached])
        reached[reached] = threshold < self.awareness(market)
        new = rows[reached]
        if self.first_receipt is not None:
            new = new[self.first_receipt[new] == NEVER]
        cost = market.province.value("network_cost_per_member")
        new = new[: self.affordable(market, np.full(len(new), cost))]
        if len(new):
            self.reach(market, new)
            persons = len(new) * market.weight
            self.pay(market, "SR", "province", "State", "real resource", persons, persons * cost)
        if self.first_receipt is None:
            return np.zeros(len(rows), dtype=np.bool_)
        return np.asarray(reached & (self.first_receipt[rows] != NEVER))
