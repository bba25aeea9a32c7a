"""Assessment and certification of occupational skills (đánh giá, cấp chứng chỉ kỹ năng nghề).

Plan clauses: II.3 b3; II.4.3 b1. Verb: implement (assessors and places; standards are the centre's; support of the fee
is an assumption of this project). Competence: the province and the centre. Agency: that of the month in the table
`agency_of_lever`.

Mechanism: people trained without a paper who think of training and know of it weigh an assessment at the fee left to
them; places are limited by calendar year and go by a keyed lottery among who would come. Who passes holds a certificate
of the elementary level. **The certified share moves with no change of skill**: every report of this lever must say so.
What the paper changes is whom employers choose and what they offer next.

Parameters: `skill_assessment_fee` (2.0 million VND, 1-4), `skill_assessment_pass_rate` (0.7, 0.5-0.85),
`skill_assessment_reluctance` (2, 1-4, utility), `training_consideration_monthly`, `awareness_start`; all assumed. The
stock to be assessed is about 36 % of workers (2023; derived).

First-order quantity: persons who pass an assessment rise. Negative control: skill of the assessed. Evidence: none; a
sweep.
"""

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.scenario import CountPerYear, LeverDose, Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("skill_certification")
class SkillCertificationDose(LeverDose):
    """Dose of skill assessment: places a calendar year, and the share of the fee that the State bears."""

    clauses = ("II.3 b3", "II.4.3 b1")
    verb = ("implement",)
    competence = ("province", "centre")
    first_order = "persons who pass an assessment rise"
    negative_control = "skill of the assessed"
    sources_of_money = ("SR", "TU", "DF")
    parameters = (
        "skill_assessment_fee",
        "skill_assessment_pass_rate",
        "skill_assessment_reluctance",
        "training_consideration_monthly",
        "awareness_start",
    )

    places: CountPerYear = Field(description="persons who can be assessed in a calendar year")
    fee_share: Share = Field(default=Share(0.0), description="share of the fee that the State bears")

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody can be assessed."""
        return super().changes_nothing or self.places == 0.0


class SkillCertification(Lever):
    """Places of a dose for assessments."""

    dose: SkillCertificationDose

    def open_month(self, market: "LabourMarket") -> None:
        """Offer what is left of the year's places."""
        if self.in_force(market.month):
            market.study.assessments.append(self)

    def fee(self, market: "LabourMarket") -> float:
        """Fee that the State leaves to the candidate, million VND."""
        return (1.0 - float(self.dose.fee_share)) * market.province.value("skill_assessment_fee")

    def admit(self, market: "LabourMarket", rows: Rows) -> Rows:
        """Draw who gets a place while places and budget last, and pay the assessment centres."""
        fee, own = market.province.value("skill_assessment_fee"), self.fee(market)
        places = int(self.places_left(market.month, float(self.dose.places)) * market.scale + 1e-9)
        coming = self.lottery(market, rows, min(places, self.affordable(market, np.full(len(rows), fee - own))))
        self.serve(market, coming)
        persons = len(coming) * market.weight
        if persons and fee > own:
            self.pay(market, "SR", "province", "college", "real resource", persons, persons * (fee - own))
        if persons and own > 0.0:
            self.pay(market, "TU", "household", "college", "real resource", persons, persons * own)
        return coming
