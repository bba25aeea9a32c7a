"""Study cards (thẻ học nghề): the holder picks a course, the State pays part of its price.

Plan clause: II.1 b2(ii). Verb: propose. Competence: the centre (no such card in law; the training card of Decree
61/2015 for discharged soldiers and youth volunteers is another instrument). Agency: that of the month in the table
`agency_of_lever`.

Mechanism: eligible persons who know of the card weigh a course at its price after the card and with living support
while it lasts; cards are limited each calendar year and drawn by a keyed lottery among those who would use one. Who
draws none, or comes after the budget is spent, keeps the choice made without the card. The holder chooses college and
field.

Parameters: `tuition_elementary_course`, `tuition_intermediate_per_month`, `tuition_college_per_month` (list prices,
million VND; recalled), `prepay_3m_share` (share of households that can prepay 3 million VND; assumed),
`awareness_start` (share of the eligible who know of a lever when the dose does not say; assumed). Take-up is an
outcome and is never set: `study_card_takeup_if_offered` (0.2, 0.05-0.5) is only what it is compared with.

First-order quantity: enrolments of eligible persons rise. Negative control: quits of coal workers stay. Evidence:
German training vouchers: long lock-in, small employment effect; vouchers in Kenya: take-up 74 % against 4 %, more
schooling, little earnings.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from simulation.policies.base import CourseSupport, Lever, Rows
from simulation.scenario import CountPerYear, LeverDose, Money, MoneyPerMonth, Share, lever
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket


class CardCover(BaseModel):
    """What a card pays for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tuition: Share = Field(description="share of the tuition the card pays")
    living_support: MoneyPerMonth = Field(
        default=MoneyPerMonth(0.0), description="paid to the holder each month of the course"
    )
    up_to: Money = Field(description="most that one card pays, tuition and living support together")


@lever("study_card")
class StudyCardDose(LeverDose):
    """Dose of the study card. Cards and budget are per calendar year; `covers` is what one card pays."""

    clauses = ("II.1 b2(ii)",)
    verb = ("propose",)
    competence = ("centre",)
    first_order = "enrolments of eligible persons rise"
    negative_control = "quits of coal workers"
    sources_of_money = ("SR", "NP")
    parameters = (
        "prepay_3m_share",
        "awareness_start",
    )
    residence = ("permanent",)

    covers: CardCover = Field(description="what one card pays for")
    cards: CountPerYear = Field(description="cards that may be issued in a calendar year")

    @property
    def changes_nothing(self) -> bool:
        """Whether no card can be issued, known of or paid."""
        nothing_paid = self.covers.up_to == 0.0 or not (self.covers.tuition or self.covers.living_support)
        return super().changes_nothing or self.cards == 0.0 or nothing_paid


class StudyCards(Lever):
    """Cards of a dose: offered to the eligible who know of them, drawn by lottery, paid when the course begins."""

    dose: StudyCardDose

    def open_month(self, market: "LabourMarket") -> None:
        """Offer what is left of the year's cards towards courses of every level a card may be used for."""
        if not self.in_force(market.month):
            return
        levels = (int(Level.short), int(Level.elementary), int(Level.intermediate), int(Level.college))
        market.supports.append(
            CourseSupport(
                self,
                levels,
                float(self.dose.covers.tuition),
                float(self.dose.covers.living_support),
                float(self.dose.covers.up_to),
                self.places_left(market.month, float(self.dose.cards)),
            )
        )

    def settle(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Pay tuition to the colleges and living support to the holders of the courses that begin this month."""
        self.serve(market, rows)
        tuition, living = self.shares_of_cost(market, programme)
        persons = len(rows) * market.weight
        if tuition.sum() > 0:
            amount = float(tuition.sum()) * market.weight
            self.pay(market, "SR", "province", "college", "real resource", persons, amount)
        if living.sum() > 0:
            amount = float(living.sum()) * market.weight
            self.pay(market, "SR", "province", "person", "transfer", persons, amount)

    def shares_of_cost(
        self, market: "LabourMarket", programme: npt.NDArray[np.integer]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Tuition and living support paid for each course, million VND; the cap takes from living support first."""
        covers = self.dose.covers
        tuition = np.minimum(float(covers.tuition) * market.course_price[programme], float(covers.up_to))
        months = market.province.programmes.programme_array("duration")[programme]
        living = np.minimum(float(covers.living_support) * months, float(covers.up_to) - tuition)
        return tuition, living
