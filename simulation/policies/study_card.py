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

from pydantic import BaseModel, ConfigDict, Field

from simulation.scenario import CountPerYear, LeverDose, Money, MoneyPerMonth, Share, lever


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
        "tuition_elementary_course",
        "tuition_intermediate_per_month",
        "tuition_college_per_month",
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
