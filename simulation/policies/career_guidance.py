"""Career guidance (hướng nghiệp) for school leavers: what trades lead to, and how to look for a first job.

Plan clauses: II.1 b4; II.4.2 b5; IV.1 b4; IV.3 b1, b4. Verb: implement. Competence: the province. Agency: that of the
month in the table `agency_of_lever`. Preset: `graduate_skills` (soft, search and digital skills: leavers' first jobs).

Mechanism: leavers of the schools that guidance reaches beyond those it reached at the start choose the field of their
course by where the openings are; the level they choose, and whether they study, stays their own. Who learnt how to look
for work searches a little more for the first year after school or college, until the first wage job.

Parameters: `schools_reached_start` (0.5, 0.2-0.9: what the behaviour of the first month already holds; assumed),
`guidance_openings_weight` (1.0, 0.3-2; assumed), `graduate_skills_effort_gain` (0.15, 0.05-0.4; assumed). The plan's
goal is that every school is reached (1.0).

First-order quantity: leavers who choose a field with openings rise. Negative control: years of schooling. Evidence: in
Kenya information changed the field chosen and not attainment.
"""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import Lever, Rows
from simulation.policies.running_costs import pay_a_month
from simulation.processes.moves import NEVER
from simulation.randomness import Stream, month_key, uniforms
from simulation.scenario import LeverDose, MoneyPerYear, Share, lever

if TYPE_CHECKING:
    from simulation.model import LabourMarket

#: How long after the search began search skills help (months), and until which age a search counts as a leaver's.
FIRST_YEAR, YOUNG = 12, 25


@lever("career_guidance")
class CareerGuidanceDose(LeverDose):
    """Dose of guidance: shares of schools reached, of leavers taught to look for work, and what it costs a year."""

    clauses: ClassVar[tuple[str, ...]] = ("II.1 b4", "II.4.2 b5", "IV.1 b4", "IV.3 b1", "IV.3 b4")
    verb = ("implement",)
    competence = ("province",)
    first_order = "leavers who choose a field with openings rise"
    negative_control = "years of schooling"
    sources_of_money = ("SR",)
    parameters = ("schools_reached_start", "guidance_openings_weight", "graduate_skills_effort_gain")

    schools: Share = Field(default=Share(0.0), description="share of schools that guidance reaches, in all")
    search_skills: Share = Field(default=Share(0.0), description="share of leavers taught how to look for work")
    cost: MoneyPerYear = Field(default=MoneyPerYear(0.0), description="what it costs in a year")

    @property
    def changes_nothing(self) -> bool:
        """Whether no school is reached and nobody taught."""
        return super().changes_nothing or self.schools == 0.0 == self.search_skills


class CareerGuidance(Lever):
    """Guidance of a dose."""

    dose: CareerGuidanceDose

    def as_today(self, market: "LabourMarket", month: int) -> bool:
        """Whether guidance reaches the schools it reaches without the lever, teaches nobody and costs nothing."""
        known = self.dose.schools <= market.province.value("schools_reached_start")
        return bool(known) and self.dose.search_skills == 0.0 == self.dose.cost

    def open_month(self, market: "LabourMarket") -> None:
        """Reach schools and teach leavers this month, if it can be paid."""
        if not self.in_force(market.month):
            return
        if not pay_a_month(self, market, float(self.dose.cost), "college"):
            return
        if self.dose.schools > market.schools_reached:
            market.study.guides.append(self)
            market.schools_reached = float(self.dose.schools)
        if self.dose.search_skills > 0.0:
            market.study.coaches.append(_Coach(self))

    def informs(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Leavers of schools reached beyond those of the start; a pupil's school is lasting luck."""
        luck = uniforms(month_key(market.seed, Stream.guidance), rows)
        start = market.province.value("schools_reached_start")
        told = (luck >= start) & (luck < float(self.dose.schools)) & self.eligible(market, rows)
        self.reach(market, rows[told])
        return np.asarray(told)


class _Coach:
    """Teaching of search skills."""

    def __init__(self, guidance: CareerGuidance) -> None:
        """Hold the lever."""
        self.guidance = guidance

    def informs(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Young people without a wage job so far, in the first year of their search, who were taught."""
        people, dose = market.people, self.guidance.dose
        luck = uniforms(month_key(market.seed, Stream.guidance, 1), rows)
        young = market.age_month - people.birth[rows] < YOUNG * 12
        fresh = (people.last_wage_job[rows] == NEVER) & (market.month - people.search_since[rows] < FIRST_YEAR)
        taught = young & fresh & (luck < float(dose.search_skills)) & self.guidance.eligible(market, rows)
        self.guidance.reach(market, rows[taught])
        return np.asarray(taught)


@lever("graduate_skills")
class GraduateSkillsDose(CareerGuidanceDose):
    """Dose of soft, search and digital skills for leavers. A preset of career guidance."""

    clauses = ("II.1 b4", "IV.3 b3")
    first_order = "first wage jobs of young people rise"
