"""The employment service centre (Trung tâm Dịch vụ việc làm): staff, fairs, platform and links beyond today's.

Plan clauses: II.1 b3; II.3 b4; II.4.3 b1; II.4.4 b4; II.4.5 b2; IV.1 b4, b10; IV.3 b5; IV.14 b4. Verb: implement.
Competence: the province. Agency: that of the month in the table `agency_of_lever`.

Mechanism: more counsellors see more of the registered job seekers and show them posts the centre knows of; more fairs
bring employers and seekers together; a platform that reaches more people shows them the centre's posts; fairs with
other provinces bring people from there. What each of these leads to is the business of search and matching. Numbers
are totals: 60 counsellors are 60 in all. New staff and fairs come little by little over the build-up. The preset
`legal_advice` (tư vấn pháp luật, II.4.5 b2, IV.14 b4) adds advisers to the counsellors; today there are none.

Parameters (today's means): `esc_counsellors` (40, 25-60 persons; assumed), `esc_fairs_per_month` (12, 10-17; count of
2024, assumed for 2022), `esc_outside_fairs_per_month` (1.4, 0.5-3), `esc_platform_reach` (0.1, 0.02-0.3; assumed),
`esc_referral_share` (0.4, 0.2-1; assumed), and what the further ones cost: `esc_counsellor_cost_monthly`,
`esc_fair_cost`, `esc_platform_cost_monthly` (assumed). The lever pays for what goes beyond today's means. Evidence:
referrals placed 34 % (a neighbouring province), visitors of fairs hired 11.7 % (another); search help is a small, early
effect, partly at others' expense.

First-order quantity: hires from non-employment through the centre rise. Negative control: retirements.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.months import month_of
from simulation.policies.base import MONTHS, Lever, Rows
from simulation.policies.everybody import EverybodyDose
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import CountPerYear, Share, lever
from simulation.vocabulary import Channel

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Persons = Annotated[int, Field(strict=True, ge=0, le=100_000)]
Months = Annotated[int, Field(strict=True, ge=0, le=120)]


class CentreDose(EverybodyDose):
    """What doses of the centre share: it serves whoever comes, and its means grow over a build-up."""

    build_up_months: Months = Field(default=6, description="months over which the new means come, evenly")


@lever("employment_centre")
class EmploymentCentreDose(CentreDose):
    """Dose of the centre. Every number is a total; what is left out stays as it is today."""

    clauses = ("II.1 b3", "II.3 b4", "II.4.3 b1", "II.4.4 b4", "IV.1 b4", "IV.1 b10", "IV.3 b5", "IV.14 b4")
    verb = ("implement",)
    competence = ("province",)
    first_order = "hires from non-employment through the centre rise"
    negative_control = "retirements"
    sources_of_money = ("SR", "FU")
    parameters = (
        "esc_counsellors",
        "esc_cases_per_counsellor_month",
        "esc_referral_share",
        "esc_fairs_per_month",
        "esc_platform_reach",
        "esc_outside_fairs_per_month",
        "esc_counsellor_cost_monthly",
        "esc_fair_cost",
        "esc_platform_cost_monthly",
    )

    counsellors: Persons | None = Field(default=None, description="counsellors of the centre, in all")
    fairs: CountPerYear | None = Field(default=None, description="job fairs at the offices, in all")
    outside_fairs: CountPerYear | None = Field(default=None, description="fairs with other provinces, in all")
    platform_reach: Share | None = Field(
        default=None, description="share of online searchers who see the centre's posts"
    )
    referral_share: Share | None = Field(
        default=None, description="share of the people counselled who are shown posts; the rest is advised only"
    )

    @property
    def wanted(self) -> dict[str, float]:
        """Means wanted by the name that the centre has for them; counts are monthly."""
        given = {
            "counsellors": self.counsellors,
            "fairs": None if self.fairs is None else self.fairs / 12.0,
            "outside_fairs": None if self.outside_fairs is None else self.outside_fairs / 12.0,
            "platform_reach": self.platform_reach,
            "referral_share": self.referral_share,
        }
        return {name: float(number) for name, number in given.items() if number is not None}

    @property
    def changes_nothing(self) -> bool:
        """Whether no means are named."""
        return super().changes_nothing or not self.wanted


@lever("legal_advice")
class LegalAdviceDose(CentreDose):
    """Dose of legal advice (tư vấn pháp luật): advisers at the centre, who see job seekers as counsellors do."""

    clauses = ("II.4.5 b2", "IV.14 b4")
    verb = ("implement",)
    competence = ("province",)
    first_order = "hires from non-employment through the centre rise"
    negative_control = "retirements"
    sources_of_money = ("SR", "DF")
    parameters = ("esc_cases_per_counsellor_month", "esc_counsellor_cost_monthly")

    advisers: Persons = Field(description="legal advisers at the centre, in all; today there are none")

    @property
    def changes_nothing(self) -> bool:
        """Whether there is no adviser."""
        return super().changes_nothing or self.advisers == 0


class CentreSupport(Lever):
    """Means of the centre beyond today's: there while the dose is in force, as far as its budget goes."""

    dose: CentreDose
    #: Counsellors that the dose adds this month.
    further_counsellors: float = 0.0

    def open_month(self, market: "LabourMarket") -> None:
        """Add to the centre what the build-up has reached and the year's budget can pay for."""
        self.further_counsellors = 0.0
        if not self.in_force(market.month):
            return
        since = market.month - self.dose.from_ + 1
        built = min(1.0, since / max(self.dose.build_up_months, 1))
        more = {name: built * step for name, step in self.beyond_today(market).items()}
        cost = {name: max(step, 0.0) * self.price(market, name) for name, step in more.items()}
        paid = self.affordable_part(market.month, sum(cost.values()))
        for name, step in more.items():
            part = paid if step > 0.0 else 1.0
            setattr(market.centre, name, getattr(market.centre, name) + part * step)
        self.further_counsellors = paid * more.get("counsellors", 0.0)
        self.pay_for(market, {name: paid * amount for name, amount in cost.items()})

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether the centre has the means wanted without any lever."""
        return not any(self.beyond_today(market).values())

    def beyond_today(self, market: "LabourMarket") -> dict[str, float]:
        """Means wanted less those of today, by the name that the centre has for them."""
        return {name: number - self.today(market, name) for name, number in self.wanted().items()}

    def wanted(self) -> dict[str, float]:
        """Means wanted, by name; advice knows only advisers, who are counted on top of the counsellors."""
        dose = self.dose
        if isinstance(dose, LegalAdviceDose):
            return {"counsellors": float(dose.advisers)}
        assert isinstance(dose, EmploymentCentreDose)
        return dose.wanted

    def today(self, market: "LabourMarket", name: str) -> float:
        """What the centre has of a means without any lever."""
        if isinstance(self.dose, LegalAdviceDose):
            return 0.0
        return market.province.value(TODAY[name])

    def price(self, market: "LabourMarket", name: str) -> float:
        """Cost of one more of a means for a month, million VND; advice that ends in a referral costs no more."""
        cost = COST.get(name)
        return 0.0 if cost is None else market.province.value(cost)

    def affordable_part(self, month: int, cost: float) -> float:
        """Part of the month's cost that an even share of what the year's budget still holds can pay."""
        left = self.left(month) / (13 - month_of(month))
        return 1.0 if cost <= left else max(left, 0.0) / cost

    def pay_for(self, market: "LabourMarket", cost: dict[str, float]) -> None:
        """Enter the cost of staff, fairs and platform."""
        total = sum(cost.values())
        if total > 0.0:
            self.pay(market, "SR", "province", "State", "real resource", 0.0, total)

    def note_hires(
        self, market: "LabourMarket", rows: Rows, origin: npt.NDArray[np.integer], channel: npt.NDArray[np.integer]
    ) -> None:
        """Note whom counsellors saw this month, and who applied through a fair, the platform or a link.

        Of legal advice: those of the counselled whom its advisers saw, a share by the month's lottery of the lever.
        """
        if isinstance(self.dose, LegalAdviceDose):
            key = month_key(market.seed, Stream.card, self.number * MONTHS + market.month)
            share = self.further_counsellors / max(market.centre.counsellors, 1e-9)
            self.reach(market, market.counselled[uniforms(key, market.counselled) < share])
            return
        self.reach(market, market.counselled)
        applied = market.applications.row[market.applications.channel >= Channel.centre]
        self.reach(market, np.unique(applied))


TODAY = {
    "counsellors": "esc_counsellors",
    "fairs": "esc_fairs_per_month",
    "outside_fairs": "esc_outside_fairs_per_month",
    "platform_reach": "esc_platform_reach",
    "referral_share": "esc_referral_share",
}
COST = {
    "counsellors": "esc_counsellor_cost_monthly",
    "fairs": "esc_fair_cost",
    "outside_fairs": "esc_fair_cost",
    "platform_reach": "esc_platform_cost_monthly",
}
