"""Reporting of openings (báo cáo nhu cầu tuyển dụng): which share of their open places the centre is told of, how soon.

Plan clauses: II.3 b2; IV.3 b4; IV.8 b1; IV.15 b3 (quarterly by parks and associations). Verb: implement. Competence:
the province, and firms, who are asked. Agency: that of the month in the table `agency_of_lever`.

Mechanism: employers of the group who know of the duty tell the centre of a larger share of their open places; the
centre's counsellors, platform and fairs can show no others. Filled places leave the register after a time; fresher
reports let fewer people go for nothing. Numbers are totals; what is left out stays as it is today.

Parameters: `openings_reported_share` (0.2, 0.1-0.4; assumed), `esc_register_freshness_months` (2, 1-6; assumed),
`report_cost_of_firm` (0.3, 0.1-1 million VND a report: time of staff; assumed), `report_cost_of_centre` (0.1, 0.05-0.3
million VND a report; assumed), `awareness_start`.

First-order quantity: reported openings that get an applicant through the centre rise. Negative control: openings posted
by firms not under the duty. Swept.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from simulation.months import month_of
from simulation.policies.base import Lever
from simulation.policies.employers import EmployerDose, employers_knowing
from simulation.scenario import Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket

#: Reports are due in the last month of a quarter.
QUARTER = 3


@lever("vacancy_reporting")
class VacancyReportingDose(EmployerDose):
    """Dose of the duty to report openings."""

    clauses = ("II.3 b2", "IV.3 b4", "IV.8 b1", "IV.15 b3")
    verb = ("implement",)
    competence = ("province", "firm")
    first_order = "reported openings that get an applicant through the centre rise"
    negative_control = "openings posted by firms not under the duty"
    sources_of_money = ("SR", "DF")
    parameters = (
        "openings_reported_share",
        "esc_register_freshness_months",
        "report_cost_of_firm",
        "report_cost_of_centre",
        "awareness_start",
    )

    reported_share: Share | None = Field(
        default=None, description="share of the open places of the group's employers that the centre is told of"
    )
    freshness_months: Annotated[float, Field(ge=1.0, le=24.0)] | None = Field(
        default=None, description="months that a filled place stays on the register"
    )

    @property
    def changes_nothing(self) -> bool:
        """Whether neither share nor freshness is named."""
        return super().changes_nothing or (self.reported_share is None and self.freshness_months is None)


class VacancyReporting(Lever):
    """A dose: the register as it is when employers of the group report."""

    dose: VacancyReportingDose
    has_recipients = False

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether the centre is told of openings, and of filled places, as without the lever."""
        return self._wanted(market) == self._of_today(market)

    def _of_today(self, market: "LabourMarket") -> tuple[float, float]:
        """Share of the openings that are reported without the lever, and months that a filled place stays."""
        value = market.province.value
        return value("openings_reported_share"), value("esc_register_freshness_months")

    def _wanted(self, market: "LabourMarket") -> tuple[float, float]:
        """The two of the dose; what it leaves out stays as it is."""
        share, freshness = self._of_today(market)
        dose = self.dose
        return (
            share if dose.reported_share is None else float(dose.reported_share),
            freshness if dose.freshness_months is None else dose.freshness_months,
        )

    def open_month(self, market: "LabourMarket") -> None:
        """Let employers who know of the duty report, and enter what reports cost."""
        if not self.in_force(market.month) or self.as_today(market, market.month):
            return
        centre, reporting = market.centre, employers_knowing(market, self)
        if not reporting.any():
            return
        (today, fresh), (share, freshness) = self._of_today(market), self._wanted(market)
        more = share > today or freshness < fresh
        if more and not self._pay_for_reports(market, float(reporting.sum()) * market.weight):
            return
        centre.reported_share = np.where(reporting, share, centre.reported_share)
        part = float(market.employers.size[reporting].sum() / max(float(market.employers.size.sum()), 1e-9))
        centre.freshness += part * (freshness - fresh)

    def _pay_for_reports(self, market: "LabourMarket", reports: float) -> bool:
        """Pay for the quarter's reports in its last month; whether there is money to take them in."""
        cost = reports * market.province.value("report_cost_of_centre")
        due = month_of(market.month) % QUARTER == 0
        if cost * due > self.left(market.month):
            return False
        if due:
            of_firms = reports * market.province.value("report_cost_of_firm")
            self.pay(market, "SR", "province", "State", "real resource", reports, cost)
            self.pay(market, "DF", "firm", "firm", "real resource", reports, of_firms)
        return True
