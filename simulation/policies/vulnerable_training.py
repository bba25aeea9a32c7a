"""Training of vulnerable groups (đào tạo nghề cho nhóm yếu thế): free short courses, with meals and travel paid.

Plan clauses: II.1 b5; II.4.1 b4, b5; II.4.5 p1; II.5 b4; IV.1 b7; IV.6 b1-b2. Verb: implement. Competence: the
province, inside national target programmes. Agency: that of the month in the table `agency_of_lever`. Presets:
`rural_training` (who lives in a rural commune), `poor_household_training` (poor, near-poor and just out of poverty by
the provincial standard), `demobilised_training` (who completed military service).

Mechanism: members of the group who know of it weigh a short or elementary course at no price, with money for meals
each month and for travel; persons and budget bind by calendar year and go by a keyed lottery. Who draws none keeps the
choice made without it. Courses may be held where the group lives: a share of the group is asked each month to think of
one.

Parameters: `prepay_3m_share`, `awareness_start` (assumed), list prices of courses (recalled). National norms (Decision
46/2015, recalled): 30,000 VND a day for meals, 0.2-0.3 million VND a course for travel; they are stated by the dose.

First-order quantity: course starts of the group rise. Negative control: university intake. Evidence: vocational
training in rural Viet Nam raised wages by 1.2-2.1 million VND a month (an upper bound) and formal work by 0.4-2.2
points: the size of the effect on those trained is an outcome here, never set.
"""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from simulation.policies.base import CourseSupport
from simulation.policies.course_grants import CourseGrants, ProgrammeLevel, level_codes
from simulation.scenario import CountPerYear, LeverDose, Money, MoneyPerMonth, Share, lever
from simulation.scenario.groups import GroupFilter, OneOrMore

if TYPE_CHECKING:
    from simulation.model import LabourMarket


class CourseCover(BaseModel):
    """What is paid for a course."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tuition: Share = Field(description="share of the tuition paid")
    meals: MoneyPerMonth = Field(default=MoneyPerMonth(0.0), description="paid to the student each month of the course")
    travel: Money = Field(default=Money(0.0), description="paid to the student once a course, for the way to it")
    up_to: Money = Field(description="most that is paid for one course, tuition, meals and travel together")


@lever("vulnerable_training")
class VulnerableTrainingDose(LeverDose):
    """Dose of free courses for a group. Persons and budget are per calendar year."""

    clauses: ClassVar[tuple[str, ...]] = (
        "II.1 b5",
        "II.4.1 b4",
        "II.4.1 b5",
        "II.4.5 p1",
        "II.5 b4",
        "IV.1 b7",
        "IV.6 b1",
        "IV.6 b2",
    )
    verb = ("implement",)
    competence = ("province",)
    first_order = "course starts of the group rise"
    negative_control = "university intake"
    sources_of_money = ("NP", "SR")
    parameters = ("prepay_3m_share", "awareness_start")
    residence = ("permanent",)

    levels: Annotated[tuple[ProgrammeLevel, ...], OneOrMore()] = Field(
        default=("short", "elementary"), description="levels of courses"
    )
    covers: CourseCover = Field(description="what is paid for a course")
    persons: CountPerYear = Field(description="persons who may begin a course in a calendar year")
    asked: Share = Field(default=Share(0.0), description="share of the group asked each month to think of a course")

    @property
    def changes_nothing(self) -> bool:
        """Whether nobody is asked and nothing is paid, or nobody may begin."""
        covers = self.covers
        nothing = covers.up_to == 0.0 or not (covers.tuition or covers.meals or covers.travel)
        return super().changes_nothing or self.persons == 0.0 or (nothing and self.asked == 0.0)


class VulnerableTraining(CourseGrants):
    """Free courses of a dose."""

    dose: VulnerableTrainingDose
    payers = (("NP", "State", 1.0),)

    def asked(self) -> float:
        """Share of the group asked each month."""
        return float(self.dose.asked)

    def offer(self, market: "LabourMarket") -> CourseSupport:
        """Free courses within the persons left of the year."""
        covers = self.dose.covers
        return CourseSupport(
            self,
            level_codes(self.dose.levels),
            float(covers.tuition),
            float(covers.meals),
            float(covers.up_to),
            self.places_left(market.month, float(self.dose.persons)),
            source="NP",
            once=float(covers.travel),
        )


@lever("rural_training")
class RuralTrainingDose(VulnerableTrainingDose):
    """Dose of courses for rural workers (đào tạo nghề cho lao động nông thôn)."""

    clauses = ("II.1 b5", "II.5 b4", "IV.6 b1", "IV.6 b2")
    target = GroupFilter(urban=False)


@lever("poor_household_training")
class PoorHouseholdTrainingDose(VulnerableTrainingDose):
    """Dose of courses for poor and near-poor households and those just out of poverty."""

    clauses = ("II.4.1 b4", "II.4.5 p1", "II.5 b4")
    target = GroupFilter(poor=("provincial", "near_poor", "left_poverty"))


@lever("demobilised_training")
class DemobilisedTrainingDose(VulnerableTrainingDose):
    """Dose of courses for discharged soldiers."""

    clauses = ("II.4.1 b5",)
    target = GroupFilter(demobilised=True)
