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

from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import CourseSupport, Lever, Rows
from simulation.scenario import CountPerYear, LeverDose, Share, lever
from simulation.scenario.groups import Identifiers, OneOrMore
from simulation.scenario.values import Path
from simulation.vocabulary import Level

if TYPE_CHECKING:
    from simulation.model import LabourMarket

ProgrammeLevel = Literal["short", "elementary", "intermediate", "college", "university"]


@lever("tuition_exemption")
class TuitionExemptionDose(LeverDose):
    """Dose of a waiver. `fields` without a value means every field; `persons` and `budget` bind per calendar year."""

    clauses = ("II.5 b5", "II.5 b6")
    verb = ("implement", "continue")
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


class TuitionExemption(Lever):
    """A waiver: part of the list price of named courses is not asked of the student and is paid to the college."""

    dose: TuitionExemptionDose

    def open_month(self, market: "LabourMarket") -> None:
        """Waive the share for courses of the named levels and fields that begin now, within persons and budget."""
        if not self.in_force(market.month):
            return
        dose = self.dose
        left = self.places_left(market.month, dose.persons)
        levels = tuple(int(Level[name]) for name in dose.levels)
        ids = [entry.id for entry in market.province.fields]
        fields = None if dose.fields is None else frozenset(ids.index(name) for name in dose.fields)
        market.supports.append(
            CourseSupport(self, levels, float(dose.share), 0.0, float("inf"), min(left, 1e9), fields)
        )

    def settle(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Pay the colleges the tuition that students of the courses beginning this month do not."""
        self.serve(market, rows)
        waived = float(self.dose.share) * market.course_price[programme]
        persons, amount = len(rows) * market.weight, float(waived.sum()) * market.weight
        if amount > 0:
            self.pay(market, "SR", "province", "college", "transfer", persons, amount)
