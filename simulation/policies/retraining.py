"""Retraining (đào tạo lại, đào tạo thường xuyên): courses beside work for employed people whose jobs are at risk.

Plan clauses: I.3c; II.1 b4; II.3 b4; II.4.2 b2; II.4.3 b3; IV.14 b6; IV.15 b2. Verb: implement. Competence: the
province and firms. Agency: that of the month in the table `agency_of_lever`.

Mechanism: part of the price of a course beside work is paid, by the State and by firms; part of its hours may fall into
paid working time; and employers, unions and associations put the question to a share of the group each month, who
otherwise seldom think of a course. An hour of one's own counts for a part of an hour's pay, and what is saved of it
counts in the choice like money; only staff of a payroll can be given time off, and with it in the dose nobody else is
reached. Employers pay for hours in which nobody works: that is output lost, and raises their unit cost of labour, which
their demand answers. Group, levels and shares are the dose's; by default it is for the employed at risk (payroll
workers of sectors whose demand is below that of the first month).

Parameters: `training_consideration_monthly`, `course_refresher_gain`, `awareness_start` (assumed),
`course_hours_of_work` (0.25, 0.15-0.5: hours of a course beside work over those of work; assumed), `own_time_value`
(0.5, 0.25-1 of pay; recalled). The plan's 25 % of the labour force by 2025 has a cumulated and a yearly reading
(`retraining_share_per_year_to_meet_target`, 0.08, 0.05-0.1; assumed): an outcome, compared with and never set. Skill of
who stays at work does not decay in the model, so there is nothing to reset: a course adds skill only where it adds a
paper.

First-order quantity: at-risk employed who begin, and finish, a course. Negative control: the certified share by the
survey observer (courses below three months do not count). Evidence: none here; a sweep. Where adults are asked, lack of
time beside work and family is what keeps most of them from courses, before the price (OECD 2025).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import numpy as np
import numpy.typing as npt
from pydantic import Field

from simulation.policies.base import CourseSupport, Rows
from simulation.policies.course_grants import CourseGrants, ProgrammeLevel, level_codes
from simulation.policies.employers import wage_bills
from simulation.processes.study_choice import incomes
from simulation.scenario import CountPerYear, LeverDose, Share, lever
from simulation.scenario.groups import GroupFilter, OneOrMore
from simulation.scenario.levers import Source

if TYPE_CHECKING:
    from simulation.model import LabourMarket

Floats = npt.NDArray[np.float64]


@lever("retraining")
class RetrainingDose(LeverDose):
    """Dose of retraining. Persons and budget are per calendar year; `asked` is monthly."""

    clauses = ("I.3c", "II.1 b4", "II.3 b4", "II.4.2 b2", "II.4.3 b3", "IV.14 b6", "IV.15 b2")
    verb = ("implement",)
    competence = ("province", "firm")
    first_order = "at-risk employed who finish a course rise"
    negative_control = "certified share by the survey observer"
    sources_of_money = ("SR", "DF", "TU")
    parameters = (
        "training_consideration_monthly",
        "course_refresher_gain",
        "course_hours_of_work",
        "own_time_value",
        "awareness_start",
    )
    target = GroupFilter(status=("employed",), at_risk=True)

    levels: Annotated[tuple[ProgrammeLevel, ...], OneOrMore()] = Field(
        default=("short",), description="levels of courses"
    )
    tuition: Share = Field(description="share of the tuition paid")
    firm_share: Share = Field(default=Share(0.0), description="part of that borne by firms, the rest by the State")
    time_off: Share = Field(
        default=Share(0.0), description="share of the hours of a course that fall into paid working time"
    )
    persons: CountPerYear = Field(description="persons who may begin in a calendar year")
    asked: Share = Field(default=Share(0.0), description="share of the group asked each month to think of a course")

    @property
    def changes_nothing(self) -> bool:
        """Whether nothing is paid, no time given and nobody asked, or nobody may begin."""
        nothing = self.tuition == 0.0 == self.asked and self.time_off == 0.0
        return super().changes_nothing or nothing or self.persons == 0.0


@dataclass
class TuitionAndTime(CourseSupport):
    """Support of which ``living`` is what time off is worth in a month; ``hours`` of a month's pay are lost by it."""

    hours: float = 0.0

    def reaches(self, market: "LabourMarket", rows: Rows) -> npt.NDArray[np.bool_]:
        """Who of the rows is eligible and knows of it; with time off only staff of payrolls."""
        reached = super().reaches(market, rows)
        return reached & (market.workplaces.firm[market.people.workplace[rows]] >= 0) if self.hours else reached

    def affordable(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> int:
        """How many of the askers, in their order, the persons left and the budgets of State and firms can take."""
        tuition = self.tuition_share * market.course_price[programme]
        lost = time_lost(market, rows, programme, self.hours)
        by_persons = int(min(self.persons_left * market.scale, len(rows)) + 1e-9)
        by_state: int = self.lever.affordable(market, self.borne * tuition, "SR")
        by_firms: int = self.lever.affordable(market, (1.0 - self.borne) * tuition + lost, "DF")
        return min(by_persons, by_state, by_firms)


class Retraining(CourseGrants):
    """Courses of a dose, offered at work."""

    dose: RetrainingDose

    def __init__(self, dose: LeverDose) -> None:
        """Hold a dose; no firm has lost time yet."""
        super().__init__(dose)
        self.lost: Floats | None = None
        self.lost_this_month: Floats | None = None

    def sharing(self) -> tuple[tuple[Source, str, float], ...]:
        """The State's and the firms' part."""
        firm = float(self.dose.firm_share)
        return (("SR", "province", 1.0 - firm), ("DF", "firm", firm))

    def asked(self) -> float:
        """Share of the group asked each month."""
        return float(self.dose.asked)

    def _hours(self, market: "LabourMarket") -> float:
        """Share of a month's work that somebody on a course is off."""
        return float(self.dose.time_off) * market.province.value("course_hours_of_work")

    def open_month(self, market: "LabourMarket") -> None:
        """Offer the month's support, and let demand see what time off has cost firms over the year."""
        super().open_month(market)
        if self.lost is not None and self.lost_this_month is not None:
            self.lost += (self.lost_this_month - self.lost) / 12.0
            self.lost_this_month = np.zeros(len(self.lost))
            part = self.lost / np.maximum(wage_bills(market), 1e-9)
            market.terms.cost += np.log1p(
                np.minimum(part, self._hours(market))
            )  # though all its staff were off at once

    def offer(self, market: "LabourMarket") -> CourseSupport:
        """Tuition and time off for programmes beside work, within the persons left of the year."""
        hours = self._hours(market)
        return TuitionAndTime(
            self,
            level_codes(self.dose.levels),
            float(self.dose.tuition),
            worth_of_time(market, hours) if hours else 0.0,
            float("inf"),
            self.places_left(market.month, float(self.dose.persons)),
            programmes=tuple(np.flatnonzero(~market.province.programmes.full_time).tolist()),
            borne=1.0 - float(self.dose.firm_share),
            hours=hours,
        )

    def shares_of_cost(self, market: "LabourMarket", programme: npt.NDArray[np.integer]) -> tuple[Floats, Floats]:
        """Tuition paid for each course, million VND; students get time, not money."""
        return float(self.dose.tuition) * market.course_price[programme], np.zeros(len(programme))

    def settle(self, market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer]) -> None:
        """Pay tuition to the colleges, and enter the paid hours in which nobody will work."""
        super().settle(market, rows, programme)
        lost = time_lost(market, rows, programme, self._hours(market))
        if not lost.any():
            return
        self.pay(market, "DF", "firm", "person", "real resource", len(rows) * market.weight, lost.sum() * market.weight)
        firms = market.employers.rows
        by_firm = np.bincount(market.workplaces.firm[market.people.workplace[rows]], weights=lost, minlength=firms)
        before = np.zeros(firms) if self.lost_this_month is None else self.lost_this_month
        self.lost_this_month = before + by_firm
        self.lost = np.zeros(firms) if self.lost is None else self.lost


def time_lost(market: "LabourMarket", rows: Rows, programme: npt.NDArray[np.integer], hours: float) -> Floats:
    """Pay for the hours of working time that each course takes, million VND, (courses,); ``hours`` of a month's."""
    months = market.province.programmes.programme_array("duration")[programme]
    return np.asarray(hours * months * incomes(market, rows))


def worth_of_time(market: "LabourMarket", hours: float) -> float:
    """What a month's hours off, a share of the hours of work, are worth to staff with the mean pay, million VND."""
    places = market.workplaces
    pay = float(wage_bills(market).sum()) / max(float(places.headcount[places.payroll].sum()), 1.0)
    return hours * market.province.value("own_time_value") * pay
