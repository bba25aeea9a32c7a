"""Social insurance (bảo hiểm xã hội): what a member of voluntary insurance pays, and the trouble of joining and paying.

Plan clauses: II.4.5 b1, b4; IV.1 b11; IV.9 b1. Verbs: implement (service, the province's top-up), propose (rates).
Competence: the province and the centre. Agency: that of the month in the table `agency_of_lever`.

Mechanism: the State bears a share of the least contribution, larger for the poor, the near poor and ethnic minorities;
where the dose is above the law of the month the province tops it up for members of the group, month by month. Who off
the payroll knows of it joins more readily as the price falls (the elasticity of the model's own rule of joining), and
as service saves the trouble of joining, which weighs like a price on top; members who are served let their insurance
lapse less. Shares are totals: a dose below the law changes nothing. Health cover and satisfaction are not simulated.

Parameters: `voluntary_si_support` of the law (0.30 poor, 0.25 near poor, 0.10 others, Decree 134/2015; 0.50, 0.40, 0.20
from 2025-07; recalled), `voluntary_si_price_elasticity` (0.6, 0-1.2; literature), `voluntary_si_trouble` (1, 0.2-5 of
the least price: time and ways to join and pay; assumed), `voluntary_si_lapse_from_trouble` (0.3, 0-0.6 of lapses;
assumed), `si_service_cost_yearly` (5,000, 2,000-15,000 million VND for service that takes all trouble away; assumed).

First-order quantity: voluntary contributors rise. Negative control: insured staff of public bodies. Evidence: trials of
voluntary health insurance, where half off made half as many again join, and help with joining many times as many;
members of the national scheme, who had been growing by a third a year, stopped growing in 2022 as the least payment
went from 0.154 to 0.33 million VND.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from simulation.policies.base import Lever, Rows
from simulation.processes.insurance.rules import InsuranceLaw, insurance_law
from simulation.processes.insurance.voluntary import voluntary_groups
from simulation.scenario import LeverDose, Share, lever
from simulation.vocabulary import Insurance

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]
#: Rows looked at together for anybody who knows: the first that are looked at nearly always hold somebody.
BLOCK = 4096
#: A month of insurance never counts as cheaper than this share of its list price.
CHEAPEST = 0.01


#: Below this a saving is the rounding of a product, million VND a month.
LEAST_SAVING = 1e-9


class StateShare(BaseModel):
    """Share of the least contribution that the State bears, law and top-up together, by standing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    poor: Share = Field(default=Share(0.0), description="members of poor households")
    near_poor: Share = Field(default=Share(0.0), description="members of near-poor households")
    ethnic_minority: Share = Field(default=Share(0.0), description="members of ethnic minorities")
    other: Share = Field(default=Share(0.0), description="all other members")


@lever("social_insurance")
class SocialInsuranceDose(LeverDose):
    """Dose of support for voluntary social insurance."""

    clauses = ("II.4.5 b1", "II.4.5 b4", "IV.1 b11", "IV.9 b1")
    verb = ("implement", "propose")
    competence = ("province", "centre")
    first_order = "voluntary contributors rise"
    negative_control = "insured staff of public bodies"
    sources_of_money = ("SR", "NP")
    parameters = (
        "voluntary_si_price_elasticity",
        "voluntary_si_trouble",
        "voluntary_si_lapse_from_trouble",
        "si_service_cost_yearly",
        "awareness_start",
    )
    residence = ("permanent",)

    state_share: StateShare = Field(
        default=StateShare(), description="share of the least contribution that the State bears, law included"
    )
    service: Share = Field(
        default=Share(0.0), description="share of the trouble of joining and paying that service takes away"
    )

    @property
    def changes_nothing(self) -> bool:
        """Whether neither price nor trouble is less."""
        share = self.state_share
        cheaper = any((share.poor, share.near_poor, share.ethnic_minority, share.other))
        return super().changes_nothing or not (cheaper or self.service)


class SocialInsurance(Lever):
    """A dose: members of the group pay less, and those who know of it join and stay more readily."""

    dose: SocialInsuranceDose

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether the law of the month tops up as much and there is no service; or nobody is insured at all."""
        more = self._more(insurance_law(market.province, month))
        return not market.insurance_on or not (more.any() or self.dose.service)

    def open_month(self, market: "LabourMarket") -> None:
        """Pay the month's top-ups and service, and let the month's joiners and members answer."""
        if not self.in_force(market.month) or not market.insurance_on:
            return
        more = self._more(market.insurance_law)
        if more.any():
            more = more if self._top_up(market, more) else np.zeros_like(more)
        serving = bool(self.dose.service) and self._serve_members(market)
        if more.any() or serving:
            market.terms.joining.append(lambda market, rows: self._readiness(market, rows, more, serving))
        if serving:
            market.terms.lapsing.append(self._lapsing)

    def _more(self, law: InsuranceLaw) -> Floats:
        """What the top-up saves a member in a month by standing, (groups,), million VND, under a law."""
        share = self.dose.state_share
        least = law.member_price + law.state_price
        wanted = np.array([share.other, share.ethnic_minority, share.near_poor, share.poor], dtype=np.float64)
        saved = np.maximum(wanted, wanted[0]) * least - law.state_price
        return np.where(saved > LEAST_SAVING, saved, 0.0)

    def _top_up(self, market: "LabourMarket", more: Floats) -> bool:
        """Pay the members of the group what the law does not; whether there is money for all of them."""
        members = np.flatnonzero(market.people.insurance[: market.of_age] == Insurance.voluntary)
        members = members[self.eligible(market, members)]
        saved = more[voluntary_groups(market, members)]
        members, saved = members[saved > 0.0], saved[saved > 0.0]
        number = self.affordable(market, saved)
        if number:
            self.reach(market, members[:number])
            amount = float(saved[:number].sum()) * market.weight
            self.pay(market, "SR", "province", "person", "transfer", number * market.weight, amount)
        return number == len(members) and self.left(market.month) > 0.0

    def _serve_members(self, market: "LabourMarket") -> bool:
        """Pay the month's service if there is money for it."""
        cost = float(self.dose.service) * market.province.value("si_service_cost_yearly") / 12.0
        if cost > self.left(market.month):
            return False
        if cost > 0.0 and self._anybody(market):
            self.pay(market, "SR", "province", "State", "real resource", 0.0, cost)
            return True
        return False

    def _anybody(self, market: "LabourMarket") -> bool:
        """Whether the group has anybody in it who knows: service for nobody is not set up."""
        blocks = range(0, market.of_age, BLOCK)
        return any(self.knowing(market, np.arange(first, min(first + BLOCK, market.of_age))).any() for first in blocks)

    def _readiness(self, market: "LabourMarket", rows: Rows, more: Floats, serving: bool) -> Floats:
        """Chance of joining over that at the law's price with all its trouble, (rows,)."""
        value, law = market.province.value, market.insurance_law
        group = voluntary_groups(market, rows)
        least, price = (law.member_price + law.state_price)[group], law.member_price[group]
        paid = np.maximum(price - more[group], CHEAPEST * least) / np.maximum(price, 1e-9)
        trouble = value("voluntary_si_trouble") * least
        spared = (price + trouble * (1.0 - float(self.dose.service) * serving)) / (price + trouble)
        ratio = (paid * spared) ** -value("voluntary_si_price_elasticity")
        return np.where(self.knowing(market, rows), ratio, 1.0)

    def _lapsing(self, market: "LabourMarket", rows: Rows) -> Floats:
        """Chance of lapsing over the usual one, (rows,)."""
        spared = float(self.dose.service) * market.province.value("voluntary_si_lapse_from_trouble")
        return np.where(self.knowing(market, rows), 1.0 - spared, 1.0)
