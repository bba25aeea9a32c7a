"""Staffing agencies (doanh nghiệp dịch vụ việc làm, cho thuê lại lao động): which share of firms hires through them.

Plan clause: II.3 b5. Verb: implement, both ways: control and encourage, so the dose may lie above or below today's.
Competence: the province; licences are law of the centre. Agency: that of the month in the table `agency_of_lever`.

Mechanism: firms hire through agencies in a lasting order, so many at today's share in parks and elsewhere; the dose
adds firms or takes some away. Agencies show the places of their clients to those who come to them. Each hire through
one costs the firm a fee, which a new worker's cost carries. Contracts through agencies count as temporary; their end is
not simulated apart from other quits.

Parameters: `agency_firm_share_parks`, `agency_firm_share_others` (today's shares; assumed), `hire_channel_share_agency`
(0.05, 0.03-0.07 of hires; assumed), `agency_fee` (3, 1-8 million VND a hire; assumed), `agency_fee_horizon_months` (24,
6-48; assumed).

First-order quantity: hires through agencies in parks move with the sign of the dose. Negative control: hires of public
services. Swept.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.policies.employers import EmployerDose, employers_of
from simulation.scenario import Share, lever
from simulation.vocabulary import Channel

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("staffing_agencies")
class StaffingAgenciesDose(EmployerDose):
    """Dose of agencies: the share of the group's firms that hire through one, in all."""

    clauses = ("II.3 b5",)
    verb = ("implement",)
    competence = ("province", "centre")
    first_order = "hires through agencies in parks move with the sign of the dose"
    negative_control = "hires of public services"
    sources_of_money = ("DF",)
    parameters = ("agency_firm_share_parks", "agency_firm_share_others", "agency_fee", "agency_fee_horizon_months")

    parks: Share | None = Field(default=None, description="share of firms in parks that hire through agencies, in all")
    others: Share | None = Field(default=None, description="the same of firms elsewhere")

    @property
    def changes_nothing(self) -> bool:
        """Whether neither share is named."""
        return super().changes_nothing or (self.parks is None and self.others is None)


class StaffingAgencies(Lever):
    """A dose: which firms are clients of agencies, and the fees of those beyond today's."""

    dose: StaffingAgenciesDose
    has_recipients = False

    def __init__(self, dose: StaffingAgenciesDose) -> None:
        """Hold a dose; clients are today's."""
        super().__init__(dose)
        self.beyond_today = 0.0

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether the named shares of clients are those without the lever."""
        value, dose = market.province.value, self.dose
        parks, others = value("agency_firm_share_parks"), value("agency_firm_share_others")
        return dose.parks in (None, parks) and dose.others in (None, others)

    def open_month(self, market: "LabourMarket") -> None:
        """Set the shares of clients, and let fees weigh on what a new worker costs them."""
        self.beyond_today = 0.0
        if not self.in_force(market.month):
            return
        today = market.centre.agency_share
        wanted = np.where(employers_of(market, self.dose.eligible), self._wanted(market, today), today)
        self.beyond_today = float(np.maximum(wanted - today, 0.0).mean() / max(wanted.mean(), 1e-9))
        if (wanted == today).all():
            return
        value = market.province.value
        fee = value("agency_fee") / (value("agency_fee_horizon_months") * market.usual_income)
        market.terms.cost += np.maximum(wanted - today, 0.0) * np.log1p(fee)
        market.centre.agency_share = wanted

    def _wanted(self, market: "LabourMarket", today: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Share of clients by firm, (firms,)."""
        park = np.array([sector.park for sector in market.province.sectors])[market.employers.sector]
        parks = today if self.dose.parks is None else np.full(len(today), float(self.dose.parks))
        others = today if self.dose.others is None else np.full(len(today), float(self.dose.others))
        return np.where(park, parks, others)

    def note_hires(self, market: "LabourMarket", rows: Rows, origin: Rows, channel: Rows) -> None:
        """Enter the fees of the month's hires through agencies, of the part of clients beyond today's."""
        hires = float((channel == Channel.agency).sum()) * market.weight * self.beyond_today
        if hires > 0.0:
            fee = market.province.value("agency_fee")
            self.pay(market, "DF", "firm", "firm", "real resource", hires, hires * fee)
