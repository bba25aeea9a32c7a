"""Tuition exemption (miễn học phí): named fields and levels cost the student less; the State pays the college instead.

Plan clauses: II.5 b5 (continue: resolutions of the provincial council, such as Resolution 35/2021) and II.5 b6
(implement: the waiver of school year 2022-23 for trades hit by COVID-19, in the spirit of Resolution 11/NQ-CP).
Competence: the province. Agency: that of the month in the table `agency_of_lever`.

Mechanism: a share of the list price of a course in the named fields and levels is waived for those who begin while
the lever is in force, up to a number of persons and a budget a year. Students already enrolled are paid for as well
where the dose says so by its size: to a family that would have paid anyway the waiver is a transfer, deadweight in
money. Intermediate level is free by law for lower-secondary leavers (Decree 81/2021): for them a dose changes
nothing.

Parameters: `tuition_college_per_month`, `tuition_intermediate_per_month`, `tuition_elementary_course` (list prices,
million VND; recalled), `nq35_students_supported` (9,883 students, 2021-25; measured), `nq35_support_per_student`
(4.15 million VND in total; derived), `prepay_3m_share` (assumed), `awareness_start` (assumed).
`enrolment_response_to_zero_tuition` (0.15, 0.05-0.35; assumed) is what the response is compared with, never what it
is set to.

First-order quantity: enrolments in the named fields rise. Negative control: course applications of persons aged 45
and over.
"""

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from simulation.policies.base import CourseSupport
from simulation.policies.course_grants import CourseGrants, ProgrammeLevel, field_codes, level_codes
from simulation.scenario import CountPerYear, LeverDose, Share, lever
from simulation.scenario.groups import Identifiers, OneOrMore
from simulation.scenario.levers import Verb
from simulation.scenario.values import Path

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("tuition_exemption")
class TuitionExemptionDose(LeverDose):
    """Dose of a waiver. `fields` without a value means every field; `persons` and `budget` bind per calendar year."""

    clauses: ClassVar[tuple[str, ...]] = ("II.5 b5", "II.5 b6")
    verb: ClassVar[tuple[Verb, ...]] = ("implement", "continue")
    competence = ("province",)
    first_order = "enrolments in the named fields rise"
    negative_control = "course applications of persons aged 45 and over"
    sources_of_money = ("SR", "TU")
    parameters = (
        "prepay_3m_share",
        "awareness_start",
    )

    levels: Annotated[tuple[ProgrammeLevel, ...], OneOrMore()] = Field(description="levels of programmes exempted")
    fields: Identifiers | None = Field(
        default=None, description="fields of training exempted, ids of the province; all if absent"
    )
    share: Share = Field(description="share of the tuition waived")
    persons: CountPerYear | None = Field(
        default=None, description="persons who may begin with the waiver in a calendar year"
    )

    def rows_named(self) -> dict[Path, tuple[str, str]]:
        """Fields of training, beside what the group names."""
        named = {("fields", i): ("fields", name) for i, name in enumerate(self.fields or ())}
        return super().rows_named() | named

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing is waived or nobody may have it."""
        return super().changes_nothing or self.share == 0.0 or self.persons == 0.0


class TuitionExemption(CourseGrants):
    """A waiver: part of the list price of named courses is not asked of the student and is paid to the college."""

    dose: TuitionExemptionDose
    tuition_kind = "transfer"

    def offer(self, market: "LabourMarket") -> CourseSupport:
        """The share of courses of the named levels and fields that is waived now, within persons and budget."""
        dose = self.dose
        left = self.places_left(market.month, dose.persons)
        fields = None if dose.fields is None else frozenset(field_codes(market, dose.fields))
        return CourseSupport(self, level_codes(dose.levels), float(dose.share), 0.0, float("inf"), left, fields)


@lever("province_student_support")
class ProvinceStudentSupportDose(TuitionExemptionDose):
    """Dose of the support of students of provincial schools (Resolution 35/2021). A preset of tuition exemption."""

    clauses = ("II.5 b5",)
    verb = ("continue",)
