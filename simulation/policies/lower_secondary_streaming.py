"""Streaming after lower secondary school (phân luồng): support of the vocational path with the culture programme.

Plan clauses: II.1 b4; II.4.2 b1, b5; II.5 b3, b7; IV.3 b1; IV.6 b3. Verb: implement. Competence: the province (the law
on tuition is the centre's). Agency: that of the month in the table `agency_of_lever`.

Mechanism: of those who leave lower secondary school a share takes the vocational path. Support of the culture programme
(chương trình văn hóa) that goes with an intermediate course, and living support, add to its log odds at the weight of a
month's income in the choice of a course; guidance adds a number of its own for the pupils it reaches. Those drawn would
have gone to upper secondary school. They then weigh courses with the support. Tuition of this level is zero by law for
them already (Decree 81/2021): a tuition dose would be deadweight to the last VND, so there is none. Seats at 15 and 18
are those of `training_capacity`.

Parameters: `share_lower_sec_leavers_to_vet` (0.15, 0.08-0.25; assumed), `culture_programme_fee` (0.3 million VND a
month, 0.15-0.6; assumed), `streaming_guidance_log_odds` (0.3, 0.1-0.6; assumed), `course_price_weight`,
`awareness_start` (assumed).

First-order quantity: the share of leavers who enter vocational training rises. Negative control: enrolments of persons
aged 25 and over. Evidence: Decision 522/QĐ-TTg aims at 40 %; the actual share is unknown: a sweep.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import CourseSupport, Rows
from simulation.policies.course_grants import CourseGrants
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import CountPerYear, LeverDose, MoneyPerMonth, Share, lever
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

#: Until this age somebody out of school counts as a leaver of lower secondary school.
LEAVERS_UNTIL = 18


@lever("lower_secondary_streaming")
class StreamingDose(LeverDose):
    """Dose of streaming: support a month of the intermediate course, and guidance. Persons are per calendar year."""

    clauses = ("II.1 b4", "II.4.2 b1", "II.4.2 b5", "II.5 b3", "II.5 b7", "IV.3 b1", "IV.6 b3")
    verb = ("implement",)
    competence = ("province", "centre")
    first_order = "share of lower secondary leavers who enter vocational training rises"
    negative_control = "enrolments of persons aged 25 and over"
    sources_of_money = ("SR", "TU")
    parameters = (
        "share_lower_sec_leavers_to_vet",
        "culture_programme_fee",
        "streaming_guidance_log_odds",
        "course_price_weight",
        "awareness_start",
    )
    residence = ("permanent",)

    culture_fee: Share = Field(default=Share(0.0), description="share of the culture programme's fee that is paid")
    living_support: MoneyPerMonth = Field(
        default=MoneyPerMonth(0.0), description="paid to the student each month of the course"
    )
    guided: Share = Field(default=Share(0.0), description="share of lower secondary schools guided towards trades")
    persons: CountPerYear | None = Field(default=None, description="persons who may begin with it in a calendar year")

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing is paid and no school guided."""
        nothing = self.culture_fee == 0.0 == self.living_support and self.guided == 0.0
        return super().changes_nothing or nothing or self.persons == 0.0


class Streaming(CourseGrants):
    """Support and guidance of a dose."""

    dose: StreamingDose

    def open_month(self, market: "LabourMarket") -> None:
        """Offer the support, and draw pupils to the vocational path."""
        super().open_month(market)
        if self.in_force(market.month) and self.left(market.month) > 0.0:
            market.study.streams.append(self)

    def offer(self, market: "LabourMarket") -> CourseSupport:
        """Fee of the culture programme and living support, each month of an intermediate course."""
        left = self.places_left(market.month, self.dose.persons)
        return CourseSupport(self, (int(Level.intermediate),), 0.0, sum(self._monthly(market)), float("inf"), left)

    def _monthly(self, market: "LabourMarket") -> tuple[float, float]:
        """Fee paid and living support, million VND a month."""
        fee = float(self.dose.culture_fee) * market.province.value("culture_programme_fee")
        return fee, float(self.dose.living_support)

    def knowing(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Pupils and leavers of lower secondary school who are eligible and know of it, (n,)."""
        young = market.age_month - market.people.birth[rows] < LEAVERS_UNTIL * 12
        return super().knowing(market, rows) & young

    def draws(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.float64]:
        """Log odds of the vocational path that support adds for who knows of it, and guidance for who is guided."""
        value, programmes = market.province.value, market.province.programmes
        months = programmes.programme_array("duration")[programmes.level == Level.intermediate].mean()
        support = value("course_price_weight") * sum(self._monthly(market)) * months / market.usual_income
        guided = uniforms(month_key(market.seed, Stream.guidance, 2), rows) < float(self.dose.guided)
        knows = self.knowing(market, rows)
        return np.where(knows, support, 0.0) + np.where(knows & guided, value("streaming_guidance_log_odds"), 0.0)

    def settle(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Pay the colleges for the culture programme and the students their living support."""
        self.serve(market, rows)
        months = float(market.province.programmes.programme_array("duration")[programme].sum()) * market.weight
        fee, living = self._monthly(market)
        persons = len(rows) * market.weight
        if fee > 0.0:
            self.pay(market, "SR", "province", "college", "real resource", persons, fee * months)
        if living > 0.0:
            self.pay(market, "SR", "province", "person", "transfer", persons, living * months)
