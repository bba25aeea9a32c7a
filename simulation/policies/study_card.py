"""Study cards (thẻ học nghề): the holder picks a course, the State pays part of its price.

Plan clause: II.1 b2(ii). Verb: propose. Competence: the centre (no such card in law; the training card of Decree
61/2015 for discharged soldiers and youth volunteers is the preset `demobilised_card`, clause II.4.1 b5). Agency: that
of the month in the table `agency_of_lever`.

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

from typing import TYPE_CHECKING, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from simulation.policies.base import CourseSupport
from simulation.policies.course_grants import CourseGrants
from simulation.scenario import CountPerYear, LeverDose, Money, MoneyPerMonth, Share, lever
from simulation.scenario.groups import GroupFilter
from simulation.scenario.levers import Competence, Verb
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

    clauses: ClassVar[tuple[str, ...]] = ("II.1 b2(ii)",)
    verb: ClassVar[tuple[Verb, ...]] = ("propose",)
    competence: ClassVar[tuple[Competence, ...]] = ("centre",)
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
    asked: Share = Field(default=Share(0.0), description="share of the eligible asked each month to think of a course")

    @property
    def changes_nothing(self) -> bool:
        """Whether no card can be issued or paid."""
        nothing_paid = self.covers.up_to == 0.0 or not (self.covers.tuition or self.covers.living_support)
        return super().changes_nothing or self.cards == 0.0 or nothing_paid


class StudyCards(CourseGrants):
    """Cards of a dose: offered to the eligible who know of them, drawn by lottery, paid when the course begins."""

    dose: StudyCardDose

    def asked(self) -> float:
        """Share of the eligible asked each month."""
        return float(self.dose.asked)

    def offer(self, market: "LabourMarket") -> CourseSupport:
        """What is left of the year's cards, towards courses of every level a card may be used for."""
        covers = self.dose.covers
        return CourseSupport(
            self,
            (int(Level.short), int(Level.elementary), int(Level.intermediate), int(Level.college)),
            float(covers.tuition),
            float(covers.living_support),
            float(covers.up_to),
            self.places_left(market.month, float(self.dose.cards)),
        )


@lever("demobilised_card")
class DemobilisedCardDose(StudyCardDose):
    """Dose of the training card of discharged soldiers and youth volunteers (thẻ đào tạo nghề, Decree 61/2015).

    In law since 2015: worth up to twelve base salaries (recalled). A preset of the study card.
    """

    clauses = ("II.4.1 b5",)
    verb = ("implement",)
    competence = ("province",)
    first_order = "enrolments of discharged soldiers rise"
    target = GroupFilter(demobilised=True)
