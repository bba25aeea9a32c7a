"""Retraining (đào tạo lại, đào tạo thường xuyên): courses beside work for employed people whose jobs are at risk.

Plan clauses: I.3c; II.1 b4; II.3 b4; II.4.2 b2; II.4.3 b3; IV.14 b6; IV.15 b2. Verb: implement. Competence: the
province and firms. Agency: that of the month in the table `agency_of_lever`.

Mechanism: part of the price of a course beside work is paid, by the State and by firms; and employers, unions and
associations put the question to a share of the group each month, who otherwise seldom think of a course. Group, levels
and shares are the dose's; by default it is for the employed at risk (payroll workers of sectors whose demand is below
that of the first month).

Parameters: `training_consideration_monthly`, `course_refresher_gain`, `awareness_start` (assumed). The plan's 25 % of
the labour force by 2025 has a cumulated and a yearly reading (`retraining_share_per_year_to_meet_target`, 0.08, 0.05-
0.1; assumed): an outcome, compared with and never set. Skill of who stays at work does not decay in the model, so there
is nothing to reset: a course adds skill only where it adds a paper.

First-order quantity: at-risk employed who begin, and finish, a course. Negative control: the certified share by the
survey observer (courses below three months do not count). Evidence: none; a sweep.
"""

from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from simulation.policies.base import CourseSupport
from simulation.policies.course_grants import CourseGrants, ProgrammeLevel, level_codes
from simulation.scenario import CountPerYear, LeverDose, Share, lever
from simulation.scenario.groups import GroupFilter, OneOrMore
from simulation.scenario.levers import Source

if TYPE_CHECKING:
    from simulation.model import LabourMarket


@lever("retraining")
class RetrainingDose(LeverDose):
    """Dose of retraining. Persons and budget are per calendar year; `asked` is monthly."""

    clauses = ("I.3c", "II.1 b4", "II.3 b4", "II.4.2 b2", "II.4.3 b3", "IV.14 b6", "IV.15 b2")
    verb = ("implement",)
    competence = ("province", "firm")
    first_order = "at-risk employed who finish a course rise"
    negative_control = "certified share by the survey observer"
    sources_of_money = ("SR", "DF", "TU")
    parameters = ("training_consideration_monthly", "course_refresher_gain", "awareness_start")
    target = GroupFilter(status=("employed",), at_risk=True)

    levels: Annotated[tuple[ProgrammeLevel, ...], OneOrMore()] = Field(
        default=("short",), description="levels of courses"
    )
    tuition: Share = Field(description="share of the tuition paid")
    firm_share: Share = Field(default=Share(0.0), description="part of that borne by firms, the rest by the State")
    persons: CountPerYear = Field(description="persons who may begin in a calendar year")
    asked: Share = Field(default=Share(0.0), description="share of the group asked each month to think of a course")

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing is paid and nobody asked, or nobody may begin."""
        return super().changes_nothing or self.tuition == 0.0 == self.asked or self.persons == 0.0


class Retraining(CourseGrants):
    """Courses of a dose, offered at work."""

    dose: RetrainingDose

    def sharing(self) -> tuple[tuple[Source, str, float], ...]:
        """The State's and the firms' part."""
        firm = float(self.dose.firm_share)
        return (("SR", "province", 1.0 - firm), ("DF", "firm", firm))

    def asked(self) -> float:
        """Share of the group asked each month."""
        return float(self.dose.asked)

    def offer(self, market: "LabourMarket") -> CourseSupport:
        """Part of the tuition of programmes beside work, within the persons left of the year."""
        return CourseSupport(
            self,
            level_codes(self.dose.levels),
            float(self.dose.tuition),
            0.0,
            float("inf"),
            self.places_left(market.month, float(self.dose.persons)),
            programmes=tuple(np.flatnonzero(~market.province.programmes.full_time).tolist()),
            borne=1.0 - float(self.dose.firm_share),
        )
